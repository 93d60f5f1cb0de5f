"""A death that was noted wrongly: another day, or the wrong person altogether (T8).

What was noted by mistake is put back as far as the rules allow: the limits of the year hold, and a volunteer who visits
somebody else meanwhile isn't taken away. Whatever can't be put back is said. Nothing is mailed: what was waiting to go
out is gone, and what is still true is told again by the jobs that tell such things.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bezoekdienst import bell
from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import wording
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.visiting import bereavements, endings, home_visits, trajectories
from bezoekdienst.visiting.models import Bereavement, Evaluation, Intake, Resident, Trajectory
from bezoekdienst.visiting.states import (
    INTAKE_BEFORE_DEATH,
    INTAKE_OPEN,
    WORDS,
    EndReason,
    IntakeState,
    TrajectoryState,
)

MISTAKE = "Het overlijden was bij vergissing genoteerd."


class Told(NamedTuple):
    """One sentence about what was put back, or (`whole` is False) about what was not."""

    whole: bool
    text: str


def correct(resident: Resident, *, died_on: date, by: User, at: datetime) -> None:
    """She died on another day than was noted; what her death ended, ended on that day too.

    Raises Refused for a day in the future or before the sign-up, and when no death was noted or it is that day already.
    """
    with transaction.atomic():
        resident.refresh_from_db(from_queryset=Resident.objects.select_for_update())
        refuse_if(_correction_obstacles(resident, died_on, timezone.localdate(at)))
        before, resident.died_on = resident.died_on, died_on
        resident.save(update_fields=["died_on"])
        for trajectory in [*_ended_by_it(resident), *_still_ran(resident, died_on, before)]:
            trajectory.end_reason, trajectory.ended_on = endings.end_by_death(trajectory, died_on)
            trajectory.save(update_fields=["end_reason", "ended_on"])
        _record("resident.death_corrected", resident, by=by, at=at, on=died_on.isoformat())


def _correction_obstacles(resident: Resident, died_on: date, today: date) -> list[Reason]:
    if resident.died_on is None:
        return [_not_noted()]
    if resident.died_on == died_on:
        return [Reason("T8", "Die dag staat er al.")]
    return endings.impossible_days(resident, died_on, today)


def take_back(resident: Resident, *, by: User, at: datetime) -> list[Told]:
    """She lives: put back what was ended by a death noted by mistake; in sentences what was and what was not.

    Trajectories go on when a mistaken close may be reopened (T5: 14 days, inside the year, her volunteer still free);
    otherwise she waits again within the same year. Raises Refused when no death was noted.
    """
    with transaction.atomic():
        resident.refresh_from_db(from_queryset=Resident.objects.select_for_update())
        refuse_if([] if resident.died_on else [_not_noted()])
        resident.died_on = None
        resident.save(update_fields=["died_on"])
        _record("resident.death_retracted", resident, by=by, at=at)
        told = [said for intake in _closed_by_it(resident) for said in _restore(intake, by=by, at=at)]
        for trajectory in _ended_by_it(resident):
            told += _go_on(trajectory, by=by, at=at)
        told += _surveys(resident)
        bell.ring("propose")
    return told


def foresee(resident: Resident, *, by: User, at: datetime) -> list[Told]:
    """What `take_back` would say, without anything being done. Raises Refused as it does."""
    with transaction.atomic():
        told = take_back(Resident.objects.get(pk=resident.pk), by=by, at=at)
        transaction.set_rollback(True)
    return told


def _ended_by_it(resident: Resident) -> list[Trajectory]:
    """The latest first, as of merged entries that one ran; last what hangs on a loss that was written down twice."""
    ended = Trajectory.objects.filter(resident=resident, state=TrajectoryState.ENDED, end_reason=EndReason.DIED)
    order = F("bereavement__same_as").asc(nulls_first=True), "-matched_on", "-pk"
    found = list(ended.select_for_update(of=("self",)).select_related("volunteer").order_by(*order))
    for trajectory in found:
        trajectory.resident = resident
        trajectory.bereavement = Bereavement.objects.get(pk=trajectory.bereavement_id)
    return found


def _still_ran(resident: Resident, died_on: date, before: date | None) -> list[Trajectory]:
    """By the day that was noted `before` their year was over when she died; by the right day it wasn't."""
    over = resident.trajectories.filter(end_reason=EndReason.YEAR_REACHED, ended_on=F("hard_stop_on"))
    return list(over.filter(ended_on__lt=before, ended_on__gte=died_on).select_for_update().order_by("pk"))


def _closed_by_it(resident: Resident) -> list[Intake]:
    """Where most depends on first: her year, then where she stood."""
    closed = resident.intakes.select_for_update(of=("self",)).filter(state=IntakeState.DIED)
    found = closed.select_related("bereavement").order_by("pk")
    return sorted(found, key=lambda one: (one.bereavement.same_as_id is not None, _before(one) in INTAKE_OPEN))


def _restore(intake: Intake, *, by: User, at: datetime) -> Iterator[Told]:
    """Put it back where it stood when she was thought to have died (I1); of two that can't both run the second stays
    closed, as a sign-up that she let go."""
    before = _before(intake)
    if before in INTAKE_OPEN and _is_taken(intake):
        yield from _leave(intake, by=by, at=at)
        return
    if before in INTAKE_OPEN:
        bereavements.take_up(intake)
    intake.state, intake.ended_on, intake.ended_from = before, None, ""
    if intake.confirmed_way == Intake.Confirmed.MAIL and not home_visits.is_mailed(intake):
        intake.confirmed_way, intake.confirmed_at = "", None  # the mail was taken back before it went out
    intake.save(update_fields=["state", "ended_on", "ended_from", "confirmed_way", "confirmed_at"])
    word = str(before.label)
    events.record("intake.restored", by=by, at=at, subject=intake, about=intake.resident.pseudonym, state=word)
    yield Told(True, f"De aanmelding staat weer op “{WORDS[before]}”.")
    if before == IntakeState.PLANNED and intake.planned_for_at and intake.planned_for_at > at:
        yield Told(False, f"Kijk na of de afspraak van {home_visits.said(intake)} nog doorgaat.")


def _before(intake: Intake) -> IntakeState:
    return IntakeState(intake.ended_from) if intake.ended_from in INTAKE_BEFORE_DEATH else _guessed(intake)


def _is_taken(intake: Intake) -> bool:
    """Whether another sign-up of hers runs again, or she was visited after another one for this very loss (I1, I4)."""
    root = intake.bereavement.same_as_id
    ended = Trajectory.objects.filter(bereavement=root, end_reason=EndReason.DIED)
    others = Intake.objects.filter(resident_id=intake.resident_id, state__in=INTAKE_OPEN)
    return others.exists() or (root is not None and ended.exists())


def _leave(intake: Intake, *, by: User, at: datetime) -> Iterator[Told]:
    intake.state = IntakeState.WITHDRAWN
    intake.outcome_note = f"{intake.outcome_note} {MISTAKE}".strip()
    intake.save(update_fields=["state", "outcome_note"])
    word = str(IntakeState.WITHDRAWN.label)
    events.record("intake.restored", by=by, at=at, subject=intake, about=intake.resident.pseudonym, state=word)
    opened = wording.day(intake.opened_on)
    yield Told(False, f"De aanmelding van {opened} blijft gesloten: er loopt al een andere.")


def _guessed(intake: Intake) -> IntakeState:
    if intake.bereavement.trajectories.exists():
        return IntakeState.MATCHED
    if intake.waiting_since:
        return IntakeState.SUITABLE
    return IntakeState.VISITED if intake.visited_on else IntakeState.SIGNED_UP


def _go_on(trajectory: Trajectory, *, by: User, at: datetime) -> Iterator[Told]:
    first_name, ended_on = trajectory.volunteer.first_name, trajectory.ended_on
    assert ended_on is not None
    try:
        with transaction.atomic():
            trajectories.reopen(trajectory, by=by, at=at)
    except Refused as refused:
        yield Told(False, f"Het traject met {first_name} gaat niet verder. {refused}")
        yield from _end_otherwise(trajectory, by=by, at=at)
    else:
        yield Told(True, f"Het traject met {first_name} loopt weer.")
        if trajectory.pauses.filter(until_on=ended_on).exists():
            yield Told(False, "Er was een pauze. Noteer die opnieuw als dat nodig is.")
    yield Told(False, f"Bel {first_name}. Op de telefoon stond dat de bezoeker was overleden.")


def _end_otherwise(trajectory: Trajectory, *, by: User, at: datetime) -> Iterator[Told]:
    """It stays ended, but not by a death: the year was over, or she waits again, without blame for anybody (T8)."""
    trajectory.refresh_from_db()
    stop_on = trajectory.hard_stop_on
    if stop_on and stop_on < timezone.localdate(at):
        trajectory.end_reason, trajectory.ended_on = EndReason.YEAR_REACHED, stop_on
    else:
        trajectory.end_reason = EndReason.STOPPED_BY_VOLUNTEER
    trajectory.end_note = f"{trajectory.end_note} {MISTAKE}".strip()
    trajectory.save(update_fields=["end_reason", "ended_on", "end_note"])
    if trajectory.end_reason == EndReason.STOPPED_BY_VOLUNTEER and endings.wait_again(trajectory, by=by, at=at):
        yield Told(True, "De bezoeker wacht weer op een vrijwilliger, binnen hetzelfde jaar.")


def _surveys(resident: Resident) -> Iterator[Told]:
    for sent in Evaluation.objects.filter(trajectory__resident=resident, received_on=None).exclude(sent_on=None):
        assert sent.sent_on is not None
        yield Told(True, f"De evaluatie van {wording.day(sent.sent_on)} kan weer worden ingevuld.")


def _not_noted() -> Reason:
    return Reason("T8", "Er is geen overlijden genoteerd. Er is niets veranderd.")


def _record(kind: str, resident: Resident, *, by: User, at: datetime, **facts: str) -> None:
    events.record(kind, by=by, at=at, subject=resident, about=resident.pseudonym, **facts)
