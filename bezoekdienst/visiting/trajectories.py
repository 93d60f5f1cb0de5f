"""The verbs of a trajectory: from acquaintance to goodbye, in one year (T1 to T9). Only `matching.pairing` starts one.

Every verb locks the row, brings the given object up to date, asks `obstacles` and raises Refused with every reason.
"""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import transitions
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.notices import post
from bezoekdienst.policy import versions
from bezoekdienst.visiting import acquaintances, endings, limits, obstacles
from bezoekdienst.visiting.models import Bereavement, Evaluation, Exclusion, Intake, Resident, Trajectory
from bezoekdienst.visiting.states import (
    INTAKE_TRANSITIONS,
    LEAVES,
    TRAJECTORY_TRANSITIONS,
    WORDS,
    EndReason,
    IntakeState,
    TrajectoryState,
)
from volunteers.models import Volunteer


def start(intake: Intake, volunteer: Volunteer, *, by: User, at: datetime) -> Trajectory:
    """A new acquaintance for somebody who waits; her intake becomes matched.

    The caller locks the volunteer and checks every matching rule (M2). Raises Refused when the intake doesn't wait, the
    year is used up (T2), she died (T8), or somebody visits her already (T9). What outlived its year is closed first.
    """
    today = timezone.localdate(at)
    with transaction.atomic():
        resident = Resident.objects.select_for_update().get(pk=intake.resident_id)
        close_outlived(on=today, at=at, of=resident)
        intake.refresh_from_db(from_queryset=Intake.objects.select_for_update())
        transitions.check(INTAKE_TRANSITIONS, "I1", "De intake", intake.state, IntakeState.MATCHED, WORDS)
        refuse_if(obstacles.to_start(resident, intake.bereavement, today))
        trajectory = Trajectory.objects.create(
            resident=resident,
            bereavement=intake.bereavement,
            volunteer=volunteer,
            policy=versions.current(today),
            matched_on=today,
            hard_stop_on=intake.bereavement.hard_stop_on,
        )
        intake.state = IntakeState.MATCHED
        intake.save(update_fields=["state"])
        _record("trajectory.matched", trajectory, by=by, at=at)
    return trajectory


def meet(
    trajectory: Trajectory,
    *,
    meeting_on: date,
    resident_agreed: bool | None,
    volunteer_agreed: bool | None,
    by: User,
    at: datetime,
    meeting_time: time | None = None,
) -> None:
    """Note the acquaintance meeting, and what both say: True, False, or None for not yet (T1).

    Two yeses begin the trajectory, and her year unless it runs already (T2). A no ends it without blame: the pair is
    excluded and she waits again. Without any answer the day may lie ahead: an appointment, that the volunteer hears of.
    """
    answers = (resident_agreed, volunteer_agreed)
    with transaction.atomic():
        _lock(trajectory)
        refuse_if(obstacles.to_meet(trajectory, meeting_on, answers, timezone.localdate(at)))
        before = acquaintances.when(trajectory)
        trajectory.meeting_on, trajectory.meeting_time = meeting_on, meeting_time
        trajectory.resident_agreed, trajectory.volunteer_agreed = answers
        trajectory.save(update_fields=["meeting_on", "meeting_time", "resident_agreed", "volunteer_agreed"])
        acquaintances.record(trajectory, meeting_on, by=by, at=at)
        if False in answers:
            endings.end(trajectory, reason=EndReason.NO_CLICK, on=meeting_on, by=by, at=at)
        elif all(answers):
            _begin(trajectory, meeting_on, by=by, at=at)
        acquaintances.tell(trajectory, before, by=by, at=at)


def _begin(trajectory: Trajectory, started_on: date, *, by: User, at: datetime) -> None:
    transitions.check(TRAJECTORY_TRANSITIONS, "T1", "Het traject", trajectory.state, TrajectoryState.ACTIVE, WORDS)
    bereavement, policy = trajectory.bereavement, trajectory.policy
    year_on = bereavement.year_started_on or started_on
    limit_on = bereavement.limit_on or limits.year_limit(started_on, policy.trajectory_months)
    bereavement.year_started_on, bereavement.limit_on = year_on, limit_on
    bereavement.save(update_fields=["year_started_on", "limit_on"])
    stop_on = limits.hard_stop(limit_on, bereavement.extended_to_on)
    trajectory.state, trajectory.started_on, trajectory.hard_stop_on = TrajectoryState.ACTIVE, started_on, stop_on
    trajectory.planned_end_on = limits.planned_default(
        year_on, policy.planned_months, start_on=started_on, hard_stop_on=stop_on
    )
    trajectory.save(update_fields=["state", "started_on", "hard_stop_on", "planned_end_on"])
    _record("trajectory.began", trajectory, by=by, at=at, on=started_on.isoformat(), stop_on=stop_on.isoformat())


def replan(trajectory: Trajectory, *, to_on: date, reason: str, by: User, at: datetime) -> None:
    """Move the planned end, with a reason, to a day from today up to the hard stop (T3)."""
    with transaction.atomic():
        _lock(trajectory)
        refuse_if(obstacles.to_replan(trajectory, to_on, reason, timezone.localdate(at)))
        trajectory.planned_end_on, trajectory.plan_reason = to_on, reason.strip()
        trajectory.save(update_fields=["planned_end_on", "plan_reason"])
        _record("trajectory.replanned", trajectory, by=by, at=at, to_on=to_on.isoformat())


def extend(trajectory: Trajectory, *, to_on: date, reason: str, by: User, at: datetime) -> None:
    """The one extension past the year, with a reason and an end date, by a coordinator (T4). The plan moves along.

    Raises Refused unless `to_on` lies after the limit and at most so many weeks (policy) past it.
    """
    with transaction.atomic():
        bereavement = _lock(trajectory)
        refuse_if(obstacles.to_extend(trajectory, to_on, reason, by, timezone.localdate(at)))
        bereavement.extended_to_on, bereavement.extension_reason = to_on, reason.strip()
        bereavement.save(update_fields=["extended_to_on", "extension_reason"])
        trajectory.hard_stop_on = trajectory.planned_end_on = to_on
        trajectory.save(update_fields=["hard_stop_on", "planned_end_on"])
        _record("trajectory.extended", trajectory, by=by, at=at, to_on=to_on.isoformat())


def pause(trajectory: Trajectory, *, since_on: date, by: User, at: datetime) -> None:
    """Hospital, a holiday: reminders rest, the year runs on (T6)."""
    with transaction.atomic():
        _lock(trajectory)
        refuse_if(obstacles.to_pause(trajectory, since_on, timezone.localdate(at)))
        trajectory.paused_since_on = since_on
        trajectory.save(update_fields=["paused_since_on"])
        _record("trajectory.paused", trajectory, by=by, at=at, on=since_on.isoformat())


def resume(trajectory: Trajectory, *, by: User, at: datetime) -> None:
    """The pause is over (T6)."""
    with transaction.atomic():
        _lock(trajectory)
        refuse_if(obstacles.to_any(trajectory, timezone.localdate(at), TrajectoryState.ACTIVE))
        if trajectory.paused_since_on is None:
            raise Refused(Reason("T6", "Er is nu geen pauze."))
        endings.end_pause(trajectory, until_on=timezone.localdate(at) - timedelta(days=1))
        trajectory.save(update_fields=["paused_since_on"])
        _record("trajectory.resumed", trajectory, by=by, at=at)


def close(trajectory: Trajectory, *, reason: str, on: date, by: User, at: datetime, note: str = "") -> None:
    """End it, for one of `EndReason`, on a day up to today and not before its last visit (T5, T8).

    `EndReason.DIED` notes the death of the resident on that day, "moved" and "admitted" that she left; these end
    everything open around her. "Other help" says where, in `note`. After "the volunteer stops" she waits again within
    the same year (see `handovers`).
    """
    why, today = EndReason(reason), timezone.localdate(at)
    if why in {EndReason.DIED, *LEAVES}:
        _close_all(trajectory, why, on, by=by, at=at, note=note)
        return
    with transaction.atomic():
        _lock(trajectory)
        refuse_if(obstacles.to_close(trajectory, why, on, today) + obstacles.without_where(why, note))
        endings.end(trajectory, reason=why, on=on, by=by, at=at, note=note)


def _close_all(trajectory: Trajectory, why: EndReason, on: date, *, by: User, at: datetime, note: str) -> None:
    trajectory.refresh_from_db()
    if trajectory.state == TrajectoryState.ENDED:
        refuse_if(obstacles.to_close(trajectory, why, on, timezone.localdate(at)))
    if why == EndReason.DIED:
        endings.note_death(trajectory.resident, died_on=on, by=by, at=at, note=note)
    else:
        endings.note_leaving(trajectory.resident, reason=why, on=on, by=by, at=at, note=note)
    trajectory.refresh_from_db()


def close_outlived(*, on: date, at: datetime, of: Resident | None = None) -> int:
    """Close what is past its hard stop, on that day and with reason "one year reached", whenever this runs (T5).

    Returns how many; with `of` only those of one person, where somebody can't wait for the night. Each in a transaction
    of its own: one that fails does not keep the others open.
    """
    over = Trajectory.objects.outlived(on)
    found = over.filter(resident=of) if of else over
    return sum(_close_outlived(pk, on, at) for pk in found.values_list("pk", flat=True))


def _close_outlived(pk: int, on: date, at: datetime) -> bool:
    with transaction.atomic():
        trajectory = Trajectory.objects.outlived(on).select_for_update().filter(pk=pk).first()
        if trajectory is None or trajectory.hard_stop_on is None:  # somebody else's job was faster
            return False
        endings.end(trajectory, reason=EndReason.YEAR_REACHED, on=trajectory.hard_stop_on, by=None, at=at)
    return True


def reopen(trajectory: Trajectory, *, by: User, at: datetime) -> None:
    """Undo a mistaken close within 14 days, inside the same limits (T5). What the close excluded is allowed again; how
    it was is asked at its true end, so a form that went out and wasn't answered holds no more (E1).
    """
    today = timezone.localdate(at)
    with transaction.atomic():
        volunteer = Volunteer.objects.select_for_update(no_key=True).get(
            pk=trajectory.volunteer_id
        )  # her places get scarcer (V3)
        _lock(trajectory)
        close_outlived(on=today, at=at, of=trajectory.resident)
        refuse_if(obstacles.to_reopen(trajectory, today, volunteer.capacity or versions.current(today).capacity))
        transitions.check(TRAJECTORY_TRANSITIONS, "T5", "Het traject", trajectory.state, TrajectoryState.ACTIVE, WORDS)
        _match_again(trajectory)
        trajectory.state, trajectory.ended_on = TrajectoryState.ACTIVE, None
        trajectory.end_reason = trajectory.end_note = ""
        trajectory.save(update_fields=["state", "ended_on", "end_reason", "end_note"])
        post.forget(f"trajectory:{trajectory.pk}:thanks")
        Evaluation.objects.filter(trajectory=trajectory, received_on=None).delete()
        _record("trajectory.reopened", trajectory, by=by, at=at)


def _match_again(trajectory: Trajectory) -> None:
    """Who waits by now, after this end or because she came back since, waits no more."""
    why = endings.EXCLUDES.get(EndReason(trajectory.end_reason), "")
    Exclusion.objects.filter(resident=trajectory.resident_id, volunteer=trajectory.volunteer_id, why=why).delete()
    waiting = Intake.objects.filter(bereavement=trajectory.bereavement_id, state=IntakeState.SUITABLE)
    waiting.update(state=IntakeState.MATCHED)


def _lock(trajectory: Trajectory) -> Bereavement:
    """The row and its bereavement, where the year stands, locked and as they are now."""
    trajectory.refresh_from_db(from_queryset=Trajectory.objects.select_for_update())
    trajectory.bereavement = Bereavement.objects.select_for_update().get(pk=trajectory.bereavement_id)
    return trajectory.bereavement


def _record(kind: str, trajectory: Trajectory, *, by: User | None, at: datetime, **facts: str | int) -> None:
    events.record(kind, by=by, at=at, subject=trajectory, about=trajectory.resident.pseudonym, **facts)
