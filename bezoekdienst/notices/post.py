"""Putting mail in the queue, and sending it. No personal content: a mail says that something is waiting, and where."""

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string

from bezoekdienst import bell
from bezoekdienst.notices.models import Digest, Message, State

if TYPE_CHECKING:
    from bezoekdienst.accounts.models import User

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
ATTEMPTS = 5  # then it is given up, and somebody sees so; by itself it is only tried now and then
SLOWLY, PATIENCE = timedelta(hours=1), timedelta(days=1)
OPEN = (State.QUEUED, State.HELD)
_SUBJECT = "Onderwerp: "
_NO_WORDS = re.compile(r"[0-9T:+. -]*")  # numbers of rows, days and moments


@dataclass(frozen=True, slots=True)
class Contents:
    """What is looked up only when a mail is sent: words for its template, and what goes along (name, bytes, type).

    `to` is the address when the message has no user of its own; `tells` are the held messages that this one tells.
    """

    words: Mapping[str, object] = field(default_factory=dict)
    enclosed: Sequence[tuple[str, bytes, str]] = ()
    to: str = ""
    tells: Sequence[int] = ()


Filling = Callable[[Message, datetime], Contents | None]
_fillings: dict[str, Filling] = {}


def fills(*kinds: str) -> Callable[[Filling], Filling]:
    """Register what looks up the contents of these kinds of mail, from the numbers in `facts`: no row keeps them.

    It gives None when there is nothing to tell any more; the message is then taken back.
    """

    def register(filling: Filling) -> Filling:
        _fillings.update(dict.fromkeys(kinds, filling))
        return filling

    return register


Reach = Callable[[], Mapping[str, str]]
_reach: list[Reach] = []


def reaches(reach: Reach) -> Reach:
    """Register how one reaches the service: `phone` and `hours` for the end of every mail."""
    _reach[:] = [reach]
    return reach


def queue(key: str, kind: str, user: "User | None", at: datetime, **facts: str | int) -> bool:
    """Put one mail in the queue; True when it is new. A cause (`key`) is told once, however often this is called.

    `kind` names the template `notices/<kind>.txt`; `facts` are numbers and dates for it: a ValueError for anything that
    could be a name or a note. Without a user its filling says to whom it goes, when it is sent.
    """
    return _put(key, kind, user, at, State.QUEUED, facts)


def queue_or_hold(key: str, kind: str, user: "User", at: datetime, **facts: str | int) -> bool:
    """Like `queue`, but held for somebody who would rather read all of it in her overview."""
    state = State.HELD if Digest.objects.filter(user=user, holds=True).exclude(weekdays="").exists() else State.QUEUED
    return _put(key, kind, user, at, state, facts)


def _put(key: str, kind: str, user: "User | None", at: datetime, state: State, facts: Mapping[str, str | int]) -> bool:
    if words := [name for name, fact in facts.items() if not _NO_WORDS.fullmatch(str(fact))]:
        raise ValueError(f"no words in a mail's facts: {', '.join(words)}")
    if user is not None and not user.is_active:
        return False
    first = {"kind": kind, "user": user, "facts": facts, "queued_at": at, "state": state}
    _, created = Message.objects.get_or_create(key=key, defaults=first)
    if created and state == State.QUEUED:
        bell.ring("send_notices")
    return created


def forget(prefix: str) -> int:
    """Take back what is not yet sent, for every key that begins with `prefix`; how many (T8)."""
    return Message.objects.filter(key__startswith=prefix, state__in=OPEN).delete()[0]


def try_again(prefix: str = "") -> int:
    """Put back in the queue what was given up, for every key that begins with `prefix`; how many.

    What fails this time too is given up at once.
    """
    given_up = Message.objects.filter(key__startswith=prefix, state=State.FAILED)
    count = given_up.update(state=State.QUEUED, lease_until_at=None)
    if count:
        bell.ring("send_notices")
    return count


def send_due(at: datetime) -> int:
    """Send what is queued; how many went out. Several workers may run this at once: each row is claimed by one.

    A mail that fails is tried again when its lease is over, and given up after five attempts; for a day it is then
    tried every hour. Only a worker that dies between sending and noting so can make a mail go out twice.
    """
    return sum(_claim(pk, at) and _send(pk, at) for pk in list(_free(at).values_list("pk", flat=True)))


def _free(at: datetime) -> QuerySet[Message]:
    waiting = Q(state=State.QUEUED) | Q(state=State.FAILED, queued_at__gt=at - PATIENCE)
    # a longer lease than we give was given when the clock ran ahead: nobody holds it
    over = Q(lease_until_at=None) | Q(lease_until_at__lte=at) | Q(lease_until_at__gt=at + SLOWLY)
    return Message.objects.filter(waiting).filter(over)


def _claim(pk: int, at: datetime) -> bool:
    return _free(at).filter(pk=pk).update(lease_until_at=at + LEASE, attempts=F("attempts") + 1) == 1


def _send(pk: int, at: datetime) -> bool:
    message = Message.objects.select_related("user").filter(pk=pk).first()
    if message is None:  # taken back since it was claimed
        return False
    try:
        contents = contents_of(message, at)
        if contents is None:
            message.delete()
            return False
        _mail(message, contents).send()
    except Exception as error:
        log.warning("mail %s was not sent: %s", message.pk, type(error).__name__)
        _put_off(message, at)
        return False
    with transaction.atomic():
        told = Message.objects.filter(Q(pk=pk) | Q(pk__in=contents.tells))
        told.update(state=State.SENT, sent_at=at, lease_until_at=None)
    return True


def _put_off(message: Message, at: datetime) -> None:
    given_up = message.attempts >= ATTEMPTS
    state, wait = (State.FAILED, SLOWLY) if given_up else (State.QUEUED, LEASE)
    Message.objects.filter(pk=message.pk).update(state=state, lease_until_at=at + wait)


def contents_of(message: Message, at: datetime) -> Contents | None:
    """What to fill a message with at this moment; None when there is nothing to tell any more, or nobody to tell it."""
    if message.user is not None and not message.user.is_active:
        return None
    filling = _fillings.get(message.kind)
    return filling(message, at) if filling else Contents()


def _mail(message: Message, contents: Contents) -> EmailMessage:
    subject, body = compose(message, contents.words)
    mail = EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [_address(message, contents)])
    mail.extra_headers = _headers(message)
    for enclosed in contents.enclosed:
        mail.attach(*enclosed)
    return mail


def _headers(message: Message) -> dict[str, str]:
    """Nobody's absence mail answers it; tried twice it is one message to a mail program (RFC 3834, RFC 5322)."""
    host = urlsplit(settings.SITE_URL).hostname
    return {
        "Message-ID": f"<notice-{message.pk}-{message.queued_at:%Y%m%d%H%M%S}@{host}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


def _address(message: Message, contents: Contents) -> str:
    address = message.user.email if message.user else contents.to
    if not address:
        raise ValueError(f"nobody to send a {message.kind} to")
    return address


def compose(message: Message, words: Mapping[str, object] | None = None) -> tuple[str, str]:
    """Subject and text of one mail, from its template: the first line is the subject."""
    reach = {name: word for each in _reach for name, word in each().items()}
    context = {**reach, **message.facts, **(words or {}), "site": settings.SITE_URL}
    first, _, body = render_to_string(f"notices/{message.kind}.txt", context).partition("\n")
    if not first.startswith(_SUBJECT):
        raise ValueError(f"notices/{message.kind}.txt must begin with {_SUBJECT!r}")
    return first.removeprefix(_SUBJECT).strip(), body.strip() + "\n"
