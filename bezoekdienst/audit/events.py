"""Writing the log, the only door to it; and checking its chain."""

import hashlib
import json
import re
import uuid
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, models, transaction

from bezoekdienst.audit import sentences
from bezoekdienst.audit.models import Event
from bezoekdienst.lib import wording

START = "0" * 64
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_LOCK = 0x62657A6F  # PostgreSQL advisory lock: one writer at a time keeps the chain a chain
origin: ContextVar[str] = ContextVar("origin", default="command")


def record(
    kind: str,
    *,
    by: AbstractBaseUser | None,
    at: datetime,
    subject: models.Model | None = None,
    about: uuid.UUID | None = None,
    **facts: str | int | bool | list[Any] | None,
) -> Event:
    """Append one act to the log inside the caller's transaction. `by=None` is the system itself.

    `facts` are numbers and names of states, never content or a person's name. Raises KeyError for a kind without a
    sentence, and RuntimeError outside a transaction: an act and its record stand or fall together.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event is recorded in the transaction of the act itself")
    if kind not in sentences.SENTENCES:
        raise KeyError(f"no sentence for the event {kind!r} in bezoekdienst/audit/sentences.py")
    event = Event(at=at, kind=kind, actor_id=by.pk if by else None, origin=origin.get(), about=about, facts=facts)
    if subject is not None:
        event.subject_type, event.subject_id = subject._meta.label_lower, str(subject.pk)
    _lock()
    event.previous = Event.objects.order_by("-id").values_list("digest", flat=True).first() or START
    event.digest = digest(event)
    event.save(force_insert=True)
    return event


def digest(event: Event) -> str:
    """SHA-256 over the previous digest and everything the event says: 64 hexadecimal digits."""
    said = [
        event.previous,
        event.at.astimezone(UTC).isoformat(),
        event.kind,
        event.actor_id,
        event.origin,
        str(event.about or ""),
        event.subject_type,
        event.subject_id,
        event.facts,
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def broken_at() -> int | None:
    """The id of the first event whose digest or link to its predecessor is wrong; None when the chain is whole.

    The oldest event left may point at one that was deleted on term, so the first link is not held against anything.
    """
    previous: str | None = None
    for event in Event.objects.order_by("id").iterator():
        if event.digest != digest(event) or (previous is not None and event.previous != previous):
            return event.pk
        previous = event.digest
    return None


def history(subject: models.Model) -> "models.QuerySet[Event]":
    """What was done to one object, newest first, with who did it."""
    return (
        Event.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
        .select_related("actor")
        .order_by("-id")
    )


def happened(kind: str, subject: models.Model, *, by: AbstractBaseUser, since: datetime | None) -> bool:
    """Whether `by` did this to the object, at or after `since`."""
    done = history(subject).filter(kind=kind, actor_id=by.pk)
    return done.filter(at__gte=since).exists() if since else done.exists()


def _lock() -> None:
    # SQLite needs none: its IMMEDIATE transactions already let in one writer at a time.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def actor_name(event: Event) -> str:
    """Who, for a screen: the user's name, the service itself, or a user who is no longer known by name."""
    if event.actor_id is None:
        return "de bezoekdienst"
    try:
        return str(event.actor or "iemand van vroeger")
    except ObjectDoesNotExist:
        return "iemand van vroeger"


def sentence(event: Event) -> str:
    """What was done, in Dutch, without who and when. A fact that an old event lacks is shown as a dash."""
    return sentences.SENTENCES.get(event.kind, event.kind).format_map(_Facts(event.facts))


def whole_sentence(event: Event) -> str:
    """Carla Coördinator koppelde een vrijwilliger. Of what nobody did: Het traject eindigde op 18 november 2026."""
    if event.actor_id is None and event.kind in sentences.BY_ITSELF:
        return sentences.BY_ITSELF[event.kind].format_map(_Facts(event.facts)) + "."
    who = actor_name(event)
    return f"{who[:1].upper()}{who[1:]} {sentence(event)}."


class _Facts(dict[str, Any]):
    """Facts as a person reads them: a date in full, what is missing as a dash."""

    def __getitem__(self, name: str) -> Any:
        fact = super().__getitem__(name)
        return wording.day(date.fromisoformat(fact)) if isinstance(fact, str) and _ISO.fullmatch(fact) else fact

    def __missing__(self, name: str) -> str:
        return "-"
