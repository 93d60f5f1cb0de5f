"""The verbs of a signal, and of passing it on (S1 to S3). What came of a referral is `follow_ups`, danger is `alerts`.

A signal that is closed stays closed: when the worry comes back it is a new one, with a term of its own, and its page
shows the earlier ones.
"""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts import roles
from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import calendar, transitions, wording
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.visiting import alerts, follow_ups, limits
from bezoekdienst.visiting.models import Intake, Referral, Resident, Signal, Trajectory
from bezoekdienst.visiting.states import SIGNAL_TRANSITIONS, URGENT_SIGNALS, WORDS, SignalKind, SignalState

URGENT_HOURS = 4  # S2
LONGEST_WORD = 500
NOT_YOURS = Reason("S1", "Deze bezoeker is er niet, of is niet van u.")


def report(
    id: uuid.UUID,
    *,
    resident: Resident,
    trajectory: Trajectory | None,
    kind: str,
    note: str,
    by: User,
    at: datetime,
) -> Signal:
    """Note a worry under the id the phone made; sending it ten times makes one signal (S1).

    By the volunteer of `trajectory`, up to 14 days after its end, or by somebody who may see residents, about anybody
    who lives. An urgent kind mails the coordinators at once. Raises Refused, also for other content under a known id.
    """
    refuse_if(_report_obstacles(resident, trajectory, kind, by, timezone.localdate(at)))
    first: dict[str, Any] = {"resident": resident, "trajectory": trajectory, "kind": str(kind), "note": note}
    first |= {"urgent": kind in URGENT_SIGNALS, "reported_at": at, "reported_by": by}
    with transaction.atomic():
        signal, created = Signal.objects.get_or_create(pk=id, defaults=first)
        if created:
            alerts.raise_alarm(signal, at=at)
            _record("signal.reported", signal, by=by, at=at)
    if not created and (signal.resident_id, signal.kind, signal.note) != (resident.pk, kind, note):
        raise Refused(Reason("S1", "Dit signaal was al verstuurd met iets anders erin. Meld het opnieuw."))
    return signal


def _report_obstacles(
    resident: Resident, trajectory: Trajectory | None, kind: str, by: User, today: date
) -> list[Reason]:
    if trajectory and trajectory.resident_id != resident.pk:
        return [NOT_YOURS]
    if not roles.may(by, roles.Ability.RESIDENTS):
        if trajectory is None or trajectory.volunteer.user_id != by.pk:
            return [NOT_YOURS]
        last_on = limits.last_day(trajectory.ended_on, trajectory.hard_stop_on)
        if last_on and today > limits.log_until(last_on):
            return [NOT_YOURS]
    elif resident.died_on:  # what a phone sends late is kept; in the office somebody knows
        return [Reason("T8", f"Deze bezoeker is overleden op {wording.day(resident.died_on)}.")]
    return [] if kind in SignalKind.values else [Reason("S1", "Kies wat voor signaal het is.")]


def see(signal: Signal, *, by: User, at: datetime) -> None:
    """Somebody of the office saw it, and says so: the volunteer sees that, and no deputy is mailed any more (S2).

    An act of its own and never the opening of a page: a page that was opened in passing would silence the alarm.
    """
    with transaction.atomic():
        _move(signal, SignalState.SEEN)
        signal.seen_at = at
        signal.save(update_fields=["state", "seen_at"])
        alerts.stop(signal)
        _record("signal.seen", signal, by=by, at=at)


def discuss(signal: Signal, *, by: User, at: datetime) -> None:
    """It was talked over with the volunteer or the resident (S2)."""
    with transaction.atomic():
        _move(signal, SignalState.DISCUSSED)
        signal.save(update_fields=["state"])
        _record("signal.discussed", signal, by=by, at=at)


def refer(signal: Signal, *, to: str, by: User, at: datetime, **consent: Any) -> Referral:
    """Pass it on to somebody, also to one more: with consent, or because of danger, with the reason (S3).

    `consent` as `follow_ups.make` takes it. Raises Refused.
    """
    with transaction.atomic():
        _move(signal, SignalState.REFERRED)
        referral = follow_ups.make(to=to, signal=signal, by=by, at=at, **consent)
        signal.save(update_fields=["state"])
        _record("signal.referred", signal, by=by, at=at)
    return referral


def refer_intake(intake: Intake, *, to: str, by: User, at: datetime, **consent: Any) -> Referral:
    """Another route after the home visit: never a bare no (I3). Consent or danger, as for a signal (S3)."""
    with transaction.atomic():
        referral = follow_ups.make(to=to, intake=intake, by=by, at=at, **consent)
        events.record("intake.referred", by=by, at=at, subject=intake, about=intake.resident.pseudonym)
    return referral


def settle(signal: Signal, *, by: User, at: datetime) -> None:
    """It solved itself, or the service could do it (S2)."""
    with transaction.atomic():
        _move(signal, SignalState.SETTLED)
        signal.save(update_fields=["state"])
        _record("signal.settled", signal, by=by, at=at)


def close(signal: Signal, *, outcome: str, told: str = "", by: User, at: datetime) -> None:
    """Closed with what came of it (S2), which also holds for its referrals of which nothing was noted yet.

    `outcome` stays in the office; `told` is a short word to who reported it, on purpose and apart (see `tell`).
    """
    with transaction.atomic():
        _move(signal, SignalState.CLOSED)
        refuse_if([*follow_ups.without_outcome(outcome), *(_unfit(told) if told.strip() else [])])
        signal.outcome, signal.closed_at, signal.told = outcome.strip(), at, told.strip() or signal.told
        signal.save(update_fields=["state", "outcome", "closed_at", "told"])
        for referral in signal.referrals.filter(settled_on=None):
            follow_ups.settle(referral, outcome=outcome, by=by, at=at)
        _record("signal.closed", signal, by=by, at=at)


def tell(signal: Signal, *, words: str, by: User, at: datetime) -> None:
    """Write, or write anew, a short word to the volunteer who reported it: it stands on her phone (S2).

    Raises Refused before it was seen, without words or with too many.
    """
    with transaction.atomic():
        signal.refresh_from_db(from_queryset=Signal.objects.select_for_update())
        unseen = [Reason("S2", "Zeg eerst dat u dit signaal gezien hebt.")] if signal.seen_at is None else []
        refuse_if(unseen or _unfit(words))
        signal.told = words.strip()
        signal.save(update_fields=["told"])
        _record("signal.told", signal, by=by, at=at)


def due_at(signal: Signal) -> datetime:
    """Until when somebody must have seen it: 4 hours when urgent, else the end of the next working day (S2)."""
    if signal.urgent:
        # in UTC, where no hour is skipped or doubled
        return signal.reported_at.astimezone(UTC) + timedelta(hours=URGENT_HOURS)
    reported = timezone.localtime(signal.reported_at)
    due_on = calendar.add_working_days(reported.date(), 1)
    return datetime(due_on.year, due_on.month, due_on.day, 23, 59, 59, tzinfo=reported.tzinfo)


def is_late(signal: Signal, at: datetime) -> bool:
    """Whether nobody saw it in time. Of somebody who died nothing is late any more."""
    waits = signal.state == SignalState.REPORTED and signal.resident.died_on is None
    return waits and due_at(signal) < at


def _unfit(words: str) -> list[Reason]:
    if not words.strip():
        return [Reason("S2", "Schrijf een paar woorden.")]
    too_long = len(words.strip()) > LONGEST_WORD
    return [Reason("S2", f"Dit is te lang: hoogstens {LONGEST_WORD} tekens.")] if too_long else []


def _move(signal: Signal, then: SignalState) -> None:
    signal.refresh_from_db(from_queryset=Signal.objects.select_for_update())
    if signal.state == then and then not in SIGNAL_TRANSITIONS[then]:
        raise Refused(_already(signal))
    transitions.check(SIGNAL_TRANSITIONS, "S2", "Het signaal", signal.state, then, WORDS)
    signal.state = then


def _already(signal: Signal) -> Reason:
    """A colleague was first: who and when, so that the second one knows whom to ask."""
    last = events.history(signal).filter(kind=f"signal.{signal.state}").first()
    if last is None:
        return Reason("S2", f"Dit signaal is al “{WORDS[signal.state]}”.")
    who, moment = events.actor_name(last), timezone.localtime(last.at)
    day = f"{wording.day(moment.date())} om {moment:%H.%M} uur"
    return Reason("S2", f"Dit is al gedaan, door {who}, op {day}. Het signaal is “{WORDS[signal.state]}”.")


def _record(kind: str, signal: Signal, *, by: User, at: datetime) -> None:
    events.record(kind, by=by, at=at, subject=signal, about=signal.resident.pseudonym, urgent=signal.urgent)
