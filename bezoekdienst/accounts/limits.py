"""How long a session lasts: by role, both idle and in all (07-trust). Arithmetic on what the session remembers."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from bezoekdienst.accounts.roles import Role

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

    from bezoekdienst.accounts.models import User

OPENED, SEEN = "opened_at", "seen_at"  # seconds since 1970, in the session
NOTE_EVERY = timedelta(minutes=1)  # a click writes the session at most once a minute


class Limits(NamedTuple):
    """`idle` since the last click, `whole` since logging in."""

    idle: timedelta
    whole: timedelta


OFFICE = Limits(timedelta(minutes=30), timedelta(hours=12))
PHONE = Limits(timedelta(days=60), timedelta(days=180))


def of(user: "User") -> Limits:
    """A volunteer stays signed in on her phone; whoever holds any other role too does not."""
    return PHONE if user.roles == {Role.VOLUNTEER} else OFFICE


def start(session: "SessionBase", user: "User", *, at: datetime) -> None:
    """Begin to count."""
    session[OPENED] = session[SEEN] = at.timestamp()
    session.set_expiry(of(user).whole)


def is_over(session: "SessionBase", user: "User", *, at: datetime) -> bool:
    """Whether the session was idle too long, or lasted too long. One that never began to count is over."""
    limits = of(user)
    opened, seen = session.get(OPENED), session.get(SEEN)
    if opened is None or seen is None:
        return True
    now = at.timestamp()
    return bool(now - seen > limits.idle.total_seconds() or now - opened > limits.whole.total_seconds())


def see(session: "SessionBase", *, at: datetime) -> None:
    """Remember that she is still there."""
    if at.timestamp() - session[SEEN] >= NOTE_EVERY.total_seconds():
        session[SEEN] = at.timestamp()
