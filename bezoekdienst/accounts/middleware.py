"""How long somebody stays logged in, and the second proof that some roles need."""

from collections.abc import Callable
from datetime import date
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from bezoekdienst.accounts import limits, phones, roles, typed
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import SECOND_FACTOR

Answer = Callable[[HttpRequest], HttpResponse]
BY_ITSELF = "X-By-Itself"  # a page that asks how far something is: nobody need be sitting there
FORGET = '"cache", "storage"'  # what the browser kept of this site: what was typed, the page itself
OWN_PAGES = ("account_", "mfa_")  # names of the routes where a proof is given, or the session closed


class sessions:  # noqa: N801 (Django names function and class middleware alike)
    """Ends a session that was idle or lasted too long, and asks for the second proof where a role needs one."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        if _is_lost(request, timezone.localdate(now)):
            return self._turn_away(request)
        if isinstance(request.user, User):
            if not request.user.is_active or limits.is_over(request.session, request.user, at=now):
                # The page itself then asks to log in, and comes back here; the phone gets its 401.
                request.was_hers = request.user  # type: ignore[attr-defined]  # for `process_view`, once it is known to be no forgery
                auth.logout(request)
                request.session["was_over"] = True
            elif BY_ITSELF not in request.headers:
                limits.see(request.session, at=now)
        return self.get_response(request)

    def _turn_away(self, request: HttpRequest) -> HttpResponse:
        """A phone that is signed off: its page forgets her people by itself, when it hears so.

        What she typed and couldn't send yet stays, seen by nobody, until she logs in on it again: most lost phones are
        found. Of who can't log in any more nothing stays.
        """
        owner = request.user
        auth.logout(request)
        request.session["was_revoked"] = True
        answer = self.get_response(request)
        if not isinstance(owner, User) or not roles.may(owner, roles.Ability.PHONE):
            answer["Clear-Site-Data"] = FORGET
        return answer

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """A second factor first, where one is needed; then what she sent when she was out; nothing otherwise."""
        name = (request.resolver_match and request.resolver_match.url_name) or ""
        if hasattr(request, "was_hers") and not name.startswith(OWN_PAGES):  # no code is kept
            typed.keep(request, request.was_hers)
        if not isinstance(request.user, User) or name.startswith(OWN_PAGES):
            return None
        target = missing_proof(request, request.user) if settings.SECOND_FACTOR else None
        if target is None:
            return typed.offer(request, request.user, at=timezone.now())
        if request.path.startswith("/api/"):
            problem = {"title": "Log eerst in met een tweede bewijs.", "status": 403}
            return JsonResponse(problem, status=403, content_type="application/problem+json")
        return redirect(f"{reverse(target)}?{urlencode({'next': request.get_full_path()})}")


def _is_lost(request: HttpRequest, on: date) -> bool:
    phone = request.session.get(phones.SESSION)
    return phone is not None and not phones.see(phone, on=on)


def missing_proof(request: HttpRequest, user: User) -> str | None:
    """The route where a second factor is made or proved; None when there is nothing to ask."""
    if not user.roles & SECOND_FACTOR:
        return None
    route = proving(user)
    is_proved = any(proof.get("method") == "mfa" for proof in get_authentication_records(request, user))
    return None if route != "mfa_index" and is_proved else route


def proving(user: User) -> str:
    """The route where `user` proves a second time that it is she, or makes what she needs for it."""
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    if Authenticator.Type.TOTP in kinds:
        return "mfa_reauthenticate"
    return "mfa_reauthenticate_webauthn" if Authenticator.Type.WEBAUTHN in kinds else "mfa_index"
