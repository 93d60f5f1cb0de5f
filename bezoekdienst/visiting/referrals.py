"""The verbs of a signal, and of passing it on (S1 to S3)."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts import roles
from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import calendar, transitions
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.notices import post
from bezoekdienst.policy import versions
from bezoekdienst.visiting import limits
from bezoekdienst.visiting.models import Intake, Referral, Resident, Signal, Trajectory
from bezoekdienst.visiting.states import SIGNAL_TRANSITIONS, URGENT_SIGNALS, WORDS, SignalKind, SignalState

URGENT_HOURS = 4  # S2
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

    By the volunteer of `trajectory`, up to 14 days after its end, or by somebody who may see residents. An urgent kind
    mails the coordinators at once. Raises Refused, also for other content under a known id.
    """
    refuse_if(_report_obstacles(resident, trajectory, kind, by, timezone.localdate(at)))
    first: dict[str, Any] = {"resident": resident, "trajectory": trajectory, "kind": str(kind), "note": note}
    first |= {"urgent": kind in URGENT_SIGNALS, "reported_at": at, "reported_by": by}
    with transaction.atomic():
        signal, created = Signal.objects.get_or_create(pk=id, defaults=first)
        if created:
            _alert(signal, roles.Role.COORDINATOR, at)
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
    return [] if kind in SignalKind.values else [Reason("S1", "Kies wat voor signaal het is.")]


def see(signal: Signal, *, by: User, at: datetime) -> None:
    """The coordinator saw it; the volunteer sees that (S2)."""
    with transaction.atomic():
        _move(signal, SignalState.SEEN)
        signal.seen_at = at
        signal.save(update_fields=["state", "seen_at"])
        post.forget(f"signal:{signal.pk}:")
        _record("signal.seen", signal, by=by, at=at)


def discuss(signal: Signal, *, by: User, at: datetime) -> None:
    """It was talked over with the volunteer or the resident (S2)."""
    with transaction.atomic():
        _move(signal, SignalState.DISCUSSED)
        signal.save(update_fields=["state"])
        _record("signal.discussed", signal, by=by, at=at)


def refer(
    signal: Signal, *, to: str, consent_on: date | None = None, danger_reason: str = "", by: User, at: datetime
) -> Referral:
    """Pass it on to somebody: with consent, or because of danger, with the reason (S3)."""
    today = timezone.localdate(at)
    with transaction.atomic():
        _move(signal, SignalState.REFERRED)
        refuse_if(_referral_obstacles(to, consent_on, danger_reason, today))
        signal.save(update_fields=["state"])
        referral = Referral.objects.create(
            signal=signal, to=to.strip(), made_on=today, consent_on=consent_on, danger_reason=danger_reason.strip()
        )
        _record("signal.referred", signal, by=by, at=at)
    return referral


def refer_intake(
    intake: Intake, *, to: str, consent_on: date | None = None, danger_reason: str = "", by: User, at: datetime
) -> Referral:
    """Another route after the home visit: never a bare no (I3). Consent or danger, as for a signal (S3)."""
    today = timezone.localdate(at)
    refuse_if(_referral_obstacles(to, consent_on, danger_reason, today))
    with transaction.atomic():
        referral = Referral.objects.create(
            intake=intake, to=to.strip(), made_on=today, consent_on=consent_on, danger_reason=danger_reason.strip()
        )
        events.record("intake.referred", by=by, at=at, subject=intake, about=intake.resident.pseudonym)
    return referral


def _referral_obstacles(to: str, consent_on: date | None, danger_reason: str, today: date) -> list[Reason]:
    reasons = []
    if not to.strip():
        reasons.append(Reason("S2", "Vul in naar wie u verwijst."))
    if consent_on is None and not danger_reason.strip():
        reasons.append(Reason("S3", "Vraag eerst toestemming. Alleen bij gevaar mag het zonder, met de reden erbij."))
    if consent_on and consent_on > today:
        reasons.append(Reason("S3", "De toestemming ligt in de toekomst."))
    return reasons


def settle_referral(referral: Referral, *, outcome: str, by: User, at: datetime) -> None:
    """What came of it (S2)."""
    refuse_if(_without_outcome(outcome))
    with transaction.atomic():
        referral.outcome = outcome.strip()
        referral.save(update_fields=["outcome"])
        of = referral.signal or referral.intake
        assert of is not None  # a constraint of the table
        events.record("referral.settled", by=by, at=at, subject=referral, about=of.resident.pseudonym)


def settle(signal: Signal, *, by: User, at: datetime) -> None:
    """It solved itself, or the service could do it (S2)."""
    with transaction.atomic():
        _move(signal, SignalState.SETTLED)
        signal.save(update_fields=["state"])
        _record("signal.settled", signal, by=by, at=at)


def close(signal: Signal, *, outcome: str, by: User, at: datetime) -> None:
    """Closed with what came of it (S2)."""
    with transaction.atomic():
        _move(signal, SignalState.CLOSED)
        refuse_if(_without_outcome(outcome))
        signal.outcome, signal.closed_at = outcome.strip(), at
        signal.save(update_fields=["state", "outcome", "closed_at"])
        _record("signal.closed", signal, by=by, at=at)


def due_at(signal: Signal) -> datetime:
    """Until when somebody must have seen it: 4 hours when urgent, else the end of the next working day (S2)."""
    if signal.urgent:
        return signal.reported_at + timedelta(hours=URGENT_HOURS)
    reported = timezone.localtime(signal.reported_at)
    due_on = calendar.add_working_days(reported.date(), 1)
    return datetime(due_on.year, due_on.month, due_on.day, 23, 59, 59, tzinfo=reported.tzinfo)


def escalate(*, at: datetime) -> int:
    """Mail the deputies about urgent signals that nobody saw within so many hours (policy), once; how many (S1)."""
    hours = versions.current(timezone.localdate(at)).deputy_hours
    unseen = Signal.objects.filter(urgent=True, seen_at=None, resident__died_on=None)
    unseen = unseen.filter(reported_at__lte=at - timedelta(hours=hours))
    return sum(_alert(signal, roles.Role.DEPUTY, at) for signal in unseen)


def _alert(signal: Signal, role: roles.Role, at: datetime) -> int:
    if not signal.urgent:
        return 0
    alerted = User.objects.filter(is_active=True, holdings__role=role, holdings__until_on=None).distinct()
    return sum(post.queue(f"signal:{signal.pk}:urgent:{user.pk}", "signal_urgent", user, at) for user in alerted)


def _without_outcome(outcome: str) -> list[Reason]:
    return [] if outcome.strip() else [Reason("S2", "Schrijf op wat ervan kwam.")]


def _move(signal: Signal, then: SignalState) -> None:
    signal.refresh_from_db(from_queryset=Signal.objects.select_for_update())
    transitions.check(SIGNAL_TRANSITIONS, "S2", "Het signaal", signal.state, then, WORDS)
    signal.state = then


def _record(kind: str, signal: Signal, *, by: User, at: datetime) -> None:
    events.record(kind, by=by, at=at, subject=signal, about=signal.resident.pseudonym, urgent=signal.urgent)
