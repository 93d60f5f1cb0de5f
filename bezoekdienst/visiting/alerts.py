"""Who hears of danger: the coordinators at once, the deputies when nobody saw it in time (S1).

It must never be silent. A mail that was given up is tried again for as long as nobody saw the signal. When no mail
could go to anybody, the deputies need not wait, the log has it, and the lists of the office and the operator say so.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from bezoekdienst.accounts import people
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import ABILITIES, Ability, Role
from bezoekdienst.audit import events
from bezoekdienst.audit.models import Event
from bezoekdienst.lib import danger
from bezoekdienst.notices import post
from bezoekdienst.notices.models import Message, State
from bezoekdienst.policy import versions
from bezoekdienst.visiting.models import Signal
from bezoekdienst.visiting.states import SignalState

KIND = "signal_urgent"
OFFICE = [role for role, abilities in ABILITIES.items() if Ability.RESIDENTS in abilities]
NO_COORDINATOR = "Niemand is coördinator. Van een dringend signaal krijgt dan niemand meteen bericht."
NO_DEPUTY = "Niemand is plaatsvervanger. Ziet de coördinator een dringend signaal niet, dan hoort niemand anders ervan."
NOT_SENT = "Een mail over een dringend signaal gaat niet weg. Wij blijven het proberen. Kijk de mailserver na."


def alarming() -> QuerySet[Signal]:
    """Urgent signals that nobody saw yet, about somebody who lives."""
    return Signal.objects.filter(urgent=True, state=SignalState.REPORTED, resident__died_on=None)


def raise_alarm(signal: Signal, *, at: datetime) -> int:
    """Mail the coordinators about a signal that was just reported, if it is urgent; how many."""
    return _mail(signal, Role.COORDINATOR, at) if signal.urgent and signal.resident.died_on is None else 0


def escalate(*, at: datetime) -> int:
    """Mail the deputies about what nobody saw within so many hours (policy), each of them once; how many mails (S1).

    Sooner when no coordinator could be told. Hours run on over nights and weekends: danger doesn't wait for an office.
    """
    late_at = at.astimezone(UTC) - timedelta(hours=versions.current(timezone.localdate(at)).deputy_hours)
    return sum(_escalate(pk, late_at, at) for pk in alarming().values_list("pk", flat=True))


def _escalate(pk: uuid.UUID, late_at: datetime, at: datetime) -> int:
    with transaction.atomic():
        signal = alarming().select_for_update(of=("self",)).filter(pk=pk).first()
        if signal is None:  # seen at this very moment
            return 0
        post.try_again(_prefix(signal))
        if signal.reported_at > late_at and not unheard([signal]):
            return 0
        _mail(signal, Role.COORDINATOR, at)  # who became one since
        told = _mail(signal, Role.DEPUTY, at)
        if told:
            _record("signal.escalated", signal, at, count=told)
        elif unheard([signal]) and not _recorded("signal.unheard", signal):
            _record("signal.unheard", signal, at)
    return told


def unheard(signals: Iterable[Signal]) -> set[uuid.UUID]:
    """Of these alarming signals those that nobody can have heard of: no mail, or only mails that were given up.

    Not what somebody of the office reported herself. A query for each role of the office, and one.
    """
    listed, knows = list(signals), {user.pk for role in OFFICE for user in people.holders(role)}
    mails = _mails(listed)
    return {
        signal.pk
        for signal in listed
        if signal.reported_by_id not in knows and all(_given_up(mail) for mail in mails[signal.pk])
    }


def told(signal: Signal) -> list[Message]:
    """The mails about one signal, each with its user, the first one first."""
    return _mails([signal])[signal.pk]


def escalated(signals: Iterable[Signal]) -> set[uuid.UUID]:
    """Of these signals those that went to a deputy; one query."""
    pks = {str(signal.pk): signal.pk for signal in signals}
    went = Event.objects.filter(kind="signal.escalated", subject_id__in=list(pks))
    return {pks[pk] for pk in went.values_list("subject_id", flat=True)}


def trouble() -> list[str]:
    """What keeps danger from being heard, in sentences that name nobody: for whoever looks after the installation."""
    missing = [(Role.COORDINATOR, NO_COORDINATOR), (Role.DEPUTY, NO_DEPUTY)]
    said = [sentence for role, sentence in missing if not people.holders(role)]
    stuck = any(_given_up(mail) for mails in _mails(alarming()).values() for mail in mails)
    return [*said, NOT_SENT] if stuck else said


def stop(signal: Signal) -> int:
    """Take back the mails that didn't go out yet: somebody saw it, or it hurts now; how many."""
    return post.forget(_prefix(signal))


@post.fills(KIND)
def _fill(message: Message, at: datetime) -> post.Contents | None:
    """Whom to call; nothing any more once it was seen, or she died."""
    pk = uuid.UUID(message.key.split(":")[1])
    return post.Contents({"danger": danger.SAID}) if alarming().filter(pk=pk).exists() else None


def _mail(signal: Signal, role: Role, at: datetime) -> int:
    users: list[User] = [user for user in people.holders(role) if user.pk != signal.reported_by_id]
    return sum(post.queue(f"{_prefix(signal)}urgent:{user.pk}", KIND, user, at) for user in users)


def _mails(signals: Iterable[Signal]) -> dict[uuid.UUID, list[Message]]:
    found: dict[uuid.UUID, list[Message]] = defaultdict(list)
    wanted = {str(signal.pk): signal.pk for signal in signals}
    if wanted:
        for mail in Message.objects.filter(kind=KIND).select_related("user").order_by("queued_at", "pk"):
            if pk := wanted.get(mail.key.split(":")[1]):
                found[pk].append(mail)
    return found


def _given_up(mail: Message) -> bool:
    return mail.state != State.SENT and mail.attempts >= post.ATTEMPTS


def _prefix(signal: Signal) -> str:
    return f"signal:{signal.pk}:"


def _recorded(kind: str, signal: Signal) -> bool:
    return events.history(signal).filter(kind=kind).exists()


def _record(kind: str, signal: Signal, at: datetime, **facts: int) -> Event:
    return events.record(kind, by=None, at=at, subject=signal, about=signal.resident.pseudonym, **facts)
