"""The secret address of one's own calendar: made, replaced, taken back. Only its keyed hash is kept."""

import secrets
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from bezoekdienst.accounts.models import CalendarFeed, User
from bezoekdienst.audit import events
from bezoekdienst.lib import pseudonyms
from bezoekdienst.lib.errors import Reason, Refused

SECRET_BYTES = 24  # 192 bits: nobody guesses it


def current(user: User) -> CalendarFeed | None:
    """The feed that works now; None when she has none."""
    return user.feeds.filter(revoked_at=None).first()


def make(user: User, *, at: datetime) -> str:
    """A new secret for her calendar, told this once; the one before it works no more."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # two clicks at once: one feed works
        user.feeds.filter(revoked_at=None).update(revoked_at=at)
        feed = CalendarFeed.objects.create(user=user, digest=_digest(secret), made_at=at)
        events.record("feed.made", by=user, at=at, subject=feed, about=user.pseudonym)
    return secret


def revoke(user: User, *, at: datetime) -> None:
    """Her calendar can't be read any more. Raises Refused when it couldn't."""
    with transaction.atomic():
        feed = user.feeds.select_for_update().filter(revoked_at=None).first()
        if feed is None:
            raise Refused(Reason("toegang", "U hebt geen agenda-adres. Er is niets veranderd."))
        user.feeds.filter(revoked_at=None).update(revoked_at=at)
        events.record("feed.revoked", by=user, at=at, subject=feed, about=user.pseudonym)


def having(secret: str) -> "QuerySet[CalendarFeed]":
    """The feed with this secret, if it works: one query, whatever is the matter with it."""
    found = CalendarFeed.objects.filter(digest=_digest(secret), revoked_at=None, user__is_active=True)
    return found.select_related("user")


def note_reading(feed: CalendarFeed, *, on: date) -> None:
    """Remember the day it was last read; one write a day."""
    if feed.read_on != on:
        CalendarFeed.objects.filter(pk=feed.pk).update(read_on=on)


def _digest(secret: str) -> str:
    return pseudonyms.keyed("feed", secret, key=settings.PSEUDONYM_KEY.encode()).removeprefix("feed:")
