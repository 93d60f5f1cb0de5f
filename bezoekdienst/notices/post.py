"""Putting mail in the queue, and sending it. No personal content: a mail says that something is waiting, and where."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.template.loader import render_to_string

from bezoekdienst import bell
from bezoekdienst.notices.models import Message, State

if TYPE_CHECKING:
    from bezoekdienst.accounts.models import User

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
ATTEMPTS = 5
_SUBJECT = "Onderwerp: "


@dataclass(frozen=True, slots=True)
class Contents:
    """What is looked up only when a mail is sent: words for its template, and what goes along (name, bytes, type).

    `to` is the address when the message has no user of its own.
    """

    words: Mapping[str, object] = field(default_factory=dict)
    enclosed: Sequence[tuple[str, bytes, str]] = ()
    to: str = ""


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


def queue(key: str, kind: str, user: "User | None", at: datetime, **facts: str | int) -> bool:
    """Put one mail in the queue; True when it is new. A cause (`key`) is told once, however often this is called.

    `kind` names the template `notices/<kind>.txt`; `facts` are numbers and dates for it, never a name or a note.
    Without a user its filling says to whom it goes, when it is sent.
    """
    if user is not None and not user.is_active:
        return False
    _, created = Message.objects.get_or_create(
        key=key, defaults={"kind": kind, "user": user, "facts": facts, "queued_at": at}
    )
    if created:
        bell.ring("send_notices")
    return created


def forget(prefix: str) -> int:
    """Take back what is queued and not yet sent, for every key that begins with `prefix`; how many (T8)."""
    return Message.objects.filter(key__startswith=prefix, state=State.QUEUED).delete()[0]


def send_due(at: datetime) -> int:
    """Send what is queued; how many went out. Several workers may run this at once: each row is claimed by one.

    A mail that fails stays queued until its lease is over, and is given up after five attempts. Only a worker that dies
    between sending and noting so can make a mail go out twice.
    """
    free = Message.objects.filter(state=State.QUEUED).filter(Q(lease_until_at=None) | Q(lease_until_at__lte=at))
    return sum(_claim(pk, at) and _send(pk, at) for pk in free.values_list("pk", flat=True))


def _claim(pk: int, at: datetime) -> bool:
    row = Message.objects.filter(pk=pk, state=State.QUEUED).filter(Q(lease_until_at=None) | Q(lease_until_at__lte=at))
    return row.update(lease_until_at=at + LEASE, attempts=F("attempts") + 1) == 1


def _send(pk: int, at: datetime) -> bool:
    message = Message.objects.select_related("user").get(pk=pk)
    try:
        contents = _contents(message, at)
        if contents is None:
            message.delete()
            return False
        _mail(message, contents).send()
    except Exception as error:
        log.warning("mail %s was not sent: %s", message.pk, type(error).__name__)
        if message.attempts >= ATTEMPTS:
            Message.objects.filter(pk=pk).update(state=State.FAILED)
        return False
    Message.objects.filter(pk=pk).update(state=State.SENT, sent_at=at, lease_until_at=None)
    return True


def _contents(message: Message, at: datetime) -> Contents | None:
    filling = _fillings.get(message.kind)
    return filling(message, at) if filling else Contents()


def _mail(message: Message, contents: Contents) -> EmailMessage:
    subject, body = compose(message, contents.words)
    mail = EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [_address(message, contents)])
    for enclosed in contents.enclosed:
        mail.attach(*enclosed)
    return mail


def _address(message: Message, contents: Contents) -> str:
    address = message.user.email if message.user else contents.to
    if not address:
        raise ValueError(f"nobody to send a {message.kind} to")
    return address


def compose(message: Message, words: Mapping[str, object] | None = None) -> tuple[str, str]:
    """Subject and text of one mail, from its template: the first line is the subject."""
    context = {**message.facts, **(words or {}), "site": settings.SITE_URL}
    first, _, body = render_to_string(f"notices/{message.kind}.txt", context).partition("\n")
    if not first.startswith(_SUBJECT):
        raise ValueError(f"notices/{message.kind}.txt must begin with {_SUBJECT!r}")
    return first.removeprefix(_SUBJECT).strip(), body.lstrip("\n")
