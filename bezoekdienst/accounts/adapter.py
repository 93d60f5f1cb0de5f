"""How allauth behaves here: nobody signs up by herself, mails tell nothing personal, secrets are encrypted at rest."""

import secrets
from contextlib import suppress
from threading import Thread
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from bezoekdienst import fields
from bezoekdienst.accounts import limits, phones, roles
from bezoekdienst.accounts.models import Phone, User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.audit import events

CODE_ALPHABET = "BCDFGHJKLMNPQRSTVWXZ23456789"  # no vowels (no words), nothing that reads as something else

# Where somebody lands after logging in: the first that she may open. Names of routes, for the pages lie above us.
LANDINGS = (
    (Ability.RESIDENTS, "home"),
    (Ability.ROUNDS, "rounds"),
    (Ability.PRINT, "print_jobs"),
    (Ability.EVENTS, "events"),
    (Ability.PHONE, "phone"),
    (Ability.ADMIN, "admin:index"),
)


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Users are made by the coordinator or the operator, never by a form that is open to everybody."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Everybody starts where her work is."""
        for ability, route in LANDINGS:
            with suppress(NoReverseMatch):
                if isinstance(request.user, User) and roles.may(request.user, ability):
                    return reverse(route)
        return "/"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send allauth's mail, but say nothing to an address that has no account: that would invite guessing.

        The mail server is not waited for: how long the page takes must not tell whether the address is known.
        """
        if template_prefix == "account/email/unknown_account":
            return
        message = self.render_mail(template_prefix, email, {"site_url": settings.SITE_URL, **context})
        if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
            Thread(target=message.send, kwargs={"fail_silently": True}, daemon=True).start()
        else:
            message.send()

    def generate_login_code(self) -> str:
        """Six characters that are easy to copy from a mail: 28^6 of them, three tries, fifteen minutes."""
        return "".join(secrets.choice(CODE_ALPHABET) for _ in range(6))

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Only what went wrong: for the rest our pages say it themselves, and allauth's sentences name the address."""
        if level >= messages.ERROR:
            super().add_message(request, level, *args, **kwargs)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """An app, a key; a mailed code for who has neither."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return methods or [{"id": "mail", "description": "Code per mail", "url": reverse("account_prove_by_mail")}]

    def login(self, request: HttpRequest, user: User, phone: Phone | None = None) -> None:
        """Open the session, note when, and write it in the log. `phone`: the one that was enrolled just now.

        Whoever stays signed in for weeks does so on a device that the coordinator sees and can sign off.
        """
        before = request.session.get(phones.SESSION)
        super().login(request, user)
        now = timezone.now()
        limits.start(request.session, user, at=now)
        with transaction.atomic():
            if phone is None and limits.of(user) is limits.PHONE:
                name = phones.named(request.headers.get("User-Agent", ""))
                phone = phones.sign_in(user, name=name, instead_of=before, at=now)
            if phone:
                request.session[phones.SESSION] = phone.pk
            events.record("session.opened", by=user, at=now, subject=user, about=user.pseudonym)

    def logout(self, request: HttpRequest) -> None:
        """Close the session; the phone that it was on is signed off with it."""
        if isinstance(request.user, User):
            phones.leave(request.session.get(phones.SESSION), by=request.user, at=timezone.now())
        super().logout(request)


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """The secrets of second factors are encrypted like every other special column."""

    def encrypt(self, text: str) -> str:
        return fields.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return fields.decrypt(encrypted_text)
