"""Fresh proof, before what weighs most: that it is still she who logged in, and not who found her screen (07-trust).

Logging in is one, and holds as long as another: ACCOUNT_REAUTHENTICATION_TIMEOUT. Who has an app or a key proves it
with those, on allauth's own pages; a code to her address is enough only for who has neither.
"""

from datetime import datetime

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from bezoekdienst.accounts.models import User

STRONG, MAILED = "mfa", "code"  # what allauth calls the two ways
CODE = "proof_code"  # in the session


def is_fresh(request: HttpRequest, user: User, *, at: datetime) -> bool:
    """Whether she proved not long ago, in the strongest way that she has, that it is she."""
    way = STRONG if Authenticator.objects.filter(user=user).exists() else MAILED
    proved = [proof["at"] for proof in get_authentication_records(request, user) if proof.get("method") == way]
    return bool(proved) and at.timestamp() - max(proved) < app_settings.REAUTHENTICATION_TIMEOUT


class Mailed(AbstractCodeVerificationProcess):  # type: ignore[misc]  # allauth has no types
    """A code to the address of who is logged in; in her session until she typed it, or three others."""

    def __init__(self, request: HttpRequest, user: User) -> None:
        self.request = request
        super().__init__(
            max_attempts=app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS,
            timeout=app_settings.LOGIN_BY_CODE_TIMEOUT,
            state=request.session.get(CODE, {"at": 0}),
            user=user,
        )

    def send(self) -> bool:
        """Mail a new one; False when that was done too often.

        Counted as for logging in, but apart from it: there anybody can ask for codes in her name.
        """
        email = self.user.email
        if not ratelimit.consume(self.request, action="request_login_code", key=f"proof of {self.user.pk}"):
            return False
        adapter = get_adapter()
        self.state = {**self.initial_state(self.user), "code": adapter.generate_login_code()}
        adapter.send_mail("account/email/proof_code", email, {"request": self.request, "code": self.code})
        self.persist()
        return True

    def accept(self) -> None:
        """It was typed: that is the proof."""
        self.abort()
        record_authentication(self.request, self.user, method=MAILED, reauthenticated=True)

    def persist(self) -> None:
        self.request.session[CODE] = self.state

    def abort(self) -> None:
        self.request.session.pop(CODE, None)
