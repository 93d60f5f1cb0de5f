"""Browsers in which somebody is logged in, as a session that began just now by a mailed code."""

from typing import Any

from allauth.account.internal.flows import login
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from bezoekdienst.accounts import limits
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Role
from tests.factories import UserFactory


class Reader(Client):
    """A browser that reads a page as a person does: the space that keeps a date whole is a space."""

    def request(self, **request: Any) -> Any:
        answer = super().request(**request)
        if not answer.streaming and answer.headers.get("Content-Type", "").startswith("text/html"):
            answer.content = answer.content.replace("\N{NO-BREAK SPACE}".encode(), b" ")
        return answer


def of(user: User) -> Client:
    """A client with a session of `user`."""
    client = Reader()
    client.force_login(user)
    session = client.session
    limits.start(session, user, at=timezone.now())
    request = HttpRequest()
    request.session = session
    login.record_authentication(request, user, method="code")
    session.save()
    return client


def logged_in(*roles: Role) -> Client:
    """A client with a session of a new user who holds `roles`."""
    return of(UserFactory(roles=list(roles)))
