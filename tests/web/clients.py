"""Browsers in which somebody is logged in, as a session that began just now."""

from django.test import Client
from django.utils import timezone

from bezoekdienst.accounts import limits
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Role
from tests.factories import UserFactory


def of(user: User) -> Client:
    """A client with a session of `user`."""
    client = Client()
    client.force_login(user)
    session = client.session
    limits.start(session, user, at=timezone.now())
    session.save()
    return client


def logged_in(*roles: Role) -> Client:
    """A client with a session of a new user who holds `roles`."""
    return of(UserFactory(roles=list(roles)))
