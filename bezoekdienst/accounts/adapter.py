"""How allauth behaves here: nobody signs up by herself, mails carry no personal content."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Users are made by the coordinator or the operator, never by a form that is open to everybody."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send allauth's mail, but say nothing to an address that has no account: that would invite guessing."""
        if template_prefix != "account/email/unknown_account":
            super().send_mail(template_prefix, email, context)
