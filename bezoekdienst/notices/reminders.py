"""What is due to be said by itself, and to whom: a condition that is true and that nobody was told of yet.

Packages register a source: what is true on a day. The key of a message names its cause and who is told, so that asking
again, or late, queues only what wasn't said yet; and what is no longer true when it would be sent is taken back.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.notices import post
from bezoekdienst.notices.models import Message


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to say: `cause` is its key without the person, `facts` are numbers for the template.

    `nearer` are causes that say the same later on: who heard one of those isn't told this one any more, whatever the
    clock says.
    """

    cause: str
    kind: str
    users: tuple[User, ...]
    facts: Mapping[str, int] = field(default_factory=dict)
    nearer: tuple[str, ...] = ()


Source = Callable[[date], Iterable[Reminder]]
_sources: dict[Source, Mapping[str, tuple[str, str]]] = {}


def tells(kinds: Mapping[str, tuple[str, str]]) -> Callable[[Source], Source]:
    """Register a source of reminders, with the kinds it may give: what one of them is about, and several.

    >>> @tells({"contact_due": ("aanmelding zonder telefoontje", "aanmeldingen zonder telefoontje")})
    """

    def register(source: Source) -> Source:
        _sources[source] = kinds
        post.fills(*kinds)(lambda message, at: _still_true(source, message, at))
        return source

    return register


def words(kind: str, count: int) -> str:
    """What so many reminders of a kind are about: "2 aanmeldingen zonder telefoontje"."""
    one, more = next(kinds[kind] for kinds in _sources.values() if kind in kinds)
    return f"1 {one}" if count == 1 else f"{count} {more}"


def kinds() -> list[str]:
    """Every kind of reminder, in the order of the sources."""
    return [kind for found in _sources.values() for kind in found]


def queue_due(*, on: date, at: datetime) -> int:
    """Queue what is true on `on` and wasn't said yet; how many messages. They may wait for an overview."""
    return sum(_queue(reminder, at) for source in _sources for reminder in source(on))


def _queue(reminder: Reminder, at: datetime) -> int:
    return sum(
        post.queue_or_hold(_key(reminder.cause, user), reminder.kind, user, at, **reminder.facts)
        for user in reminder.users
        if not _heard(reminder.nearer, user)
    )


def _heard(causes: Iterable[str], user: User) -> bool:
    keys = [_key(cause, user) for cause in causes]
    return bool(keys) and Message.objects.filter(key__in=keys).exists()


def _still_true(source: Source, message: Message, at: datetime) -> post.Contents | None:
    return post.Contents() if message.key in _keys(source(timezone.localdate(at))) else None


def _keys(reminders: Iterable[Reminder]) -> Iterator[str]:
    return (_key(reminder.cause, user) for reminder in reminders for user in reminder.users)


def _key(cause: str, user: User) -> str:
    return f"{cause}:{user.pk}"
