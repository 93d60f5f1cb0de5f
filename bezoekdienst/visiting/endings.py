"""What an end brings about: the only place where a trajectory becomes ended, and what death ends at once (T1, T8)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from bezoekdienst import bell
from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import transitions, wording
from bezoekdienst.lib.errors import Reason, refuse_if
from bezoekdienst.notices import post
from bezoekdienst.visiting import acquaintances, bereavements, home_visits, obstacles
from bezoekdienst.visiting.models import Exclusion, Intake, Resident, Trajectory
from bezoekdienst.visiting.states import (
    INTAKE_OPEN,
    INTAKE_TRANSITIONS,
    LEAVES,
    TRAJECTORY_OPEN,
    TRAJECTORY_TRANSITIONS,
    WAITS_AGAIN,
    WORDS,
    EndReason,
    IntakeState,
    TrajectoryState,
)

EXCLUDES = {EndReason.NO_CLICK: "no_click", EndReason.STOPPED_BY_VOLUNTEER: "broken_off"}


def end(
    trajectory: Trajectory,
    *,
    reason: str,
    on: date,
    by: User | None,
    at: datetime,
    note: str = "",
    may_return: bool = False,
) -> None:
    """End a trajectory that the caller locked and checked, with what follows: excluded, waiting, mail taken back.

    `may_return`: nothing stood between the two, so this volunteer isn't excluded.
    """
    transitions.check(TRAJECTORY_TRANSITIONS, "T1", "Het traject", trajectory.state, TrajectoryState.ENDED, WORDS)
    trajectory.state, trajectory.ended_on = TrajectoryState.ENDED, on
    trajectory.end_reason, trajectory.end_note = reason, note
    end_pause(trajectory, until_on=on)
    trajectory.save(update_fields=["state", "ended_on", "end_reason", "end_note", "paused_since_on"])
    post.forget(f"trajectory:{trajectory.pk}:")
    acquaintances.call_off(trajectory, by=by, at=at)
    about = trajectory.resident.pseudonym
    events.record("trajectory.closed", by=by, at=at, subject=trajectory, about=about, on=on.isoformat())
    if reason in WAITS_AGAIN:
        if not may_return:
            _exclude(trajectory, EXCLUDES[EndReason(reason)], on)
        wait_again(trajectory, by=by, at=at)


def end_pause(trajectory: Trajectory, *, until_on: date) -> None:
    """Keep the pause of now, up to and including `until_on`, as one that is over; the caller saves the trajectory."""
    since_on, trajectory.paused_since_on = trajectory.paused_since_on, None
    if since_on and since_on <= until_on:
        trajectory.pauses.create(since_on=since_on, until_on=until_on)


def _exclude(trajectory: Trajectory, why: str, on: date) -> None:
    Exclusion.objects.get_or_create(
        resident_id=trajectory.resident_id, volunteer_id=trajectory.volunteer_id, why=why, defaults={"noted_on": on}
    )


def wait_again(trajectory: Trajectory, *, by: User | None, at: datetime) -> bool:
    """She waits again since the day she did, unless her year is over, or she waits or is visited already (I4, T9)."""
    loss = trajectory.bereavement.same_as or trajectory.bereavement
    stop_on = loss.hard_stop_on
    intake = Intake.objects.select_for_update().filter(bereavement_id=trajectory.bereavement_id).first()
    if intake is None or intake.state != IntakeState.MATCHED or (stop_on and stop_on < timezone.localdate(at)):
        return False
    hers = {"resident_id": trajectory.resident_id}
    if Intake.objects.filter(**hers, state__in=INTAKE_OPEN).exists():
        return False
    if Trajectory.objects.open_on(timezone.localdate(at)).filter(**hers).exists():
        return False
    bereavements.take_up(intake)
    intake.state = IntakeState.SUITABLE
    intake.waiting_since = intake.waiting_since or trajectory.matched_on
    intake.save(update_fields=["state", "waiting_since"])
    bell.ring("propose")
    events.record("intake.waits_again", by=by, at=at, subject=intake, about=trajectory.resident.pseudonym)
    return True


def note_death(resident: Resident, *, died_on: date, by: User | None, at: datetime, note: str = "") -> None:
    """Note that somebody died, and end everything open at once: trajectories, intakes, mail, also of signals (T8).

    Raises Refused for a day in the future or before the sign-up, and when it was noted already. A mistake is put right
    by `deaths`.
    """
    with transaction.atomic():
        resident.refresh_from_db(from_queryset=Resident.objects.select_for_update())
        refuse_if(_death_reasons(resident, died_on, timezone.localdate(at)))
        resident.died_on = died_on
        resident.save(update_fields=["died_on"])
        events.record("resident.died", by=by, at=at, subject=resident, about=resident.pseudonym, on=died_on.isoformat())
        for trajectory in Trajectory.objects.select_for_update().filter(resident=resident, state__in=TRAJECTORY_OPEN):
            reason, on = end_by_death(trajectory, died_on)
            reached = reason == EndReason.YEAR_REACHED  # that the nightly job would have seen
            end(trajectory, reason=reason, on=on, by=None if reached else by, at=at, note="" if reached else note)
        for intake in resident.intakes.select_for_update().filter(state__in=INTAKE_OPEN | {IntakeState.MATCHED}):
            end_intake(intake, state=IntakeState.DIED, by=by, at=at)
        post.forget(f"resident:{resident.pk}:")
        for signal in resident.signals.all():
            post.forget(f"signal:{signal.pk}:")
        bell.ring("propose")


def note_leaving(resident: Resident, *, reason: str, on: date, by: User | None, at: datetime, note: str = "") -> None:
    """She moved away or was admitted for good (`EndReason`): her visits end on that day, and what she waited for (T8).

    Raises Refused when nothing is open, or for a day on which her trajectory can't end.
    """
    why = EndReason(reason)
    with transaction.atomic():
        resident.refresh_from_db(from_queryset=Resident.objects.select_for_update())
        trajectory = Trajectory.objects.select_for_update().filter(resident=resident, state__in=TRAJECTORY_OPEN).first()
        waiting = list(resident.intakes.select_for_update().filter(state__in=INTAKE_OPEN))
        refuse_if(_leaving_reasons(trajectory, waiting, why, on, timezone.localdate(at)))
        label = str(why.label)
        events.record("resident.left", by=by, at=at, subject=resident, about=resident.pseudonym, on=on.isoformat())
        if trajectory:
            end(trajectory, reason=why, on=on, by=by, at=at, note=note)
        for intake in waiting:
            end_intake(intake, state=IntakeState.WITHDRAWN, by=by, at=at, note=note or label)
        post.forget(f"resident:{resident.pk}:")
        bell.ring("propose")


def _leaving_reasons(
    trajectory: Trajectory | None, waiting: list[Intake], why: EndReason, on: date, today: date
) -> list[Reason]:
    if why not in LEAVES:
        return [Reason("T8", "Kies: verhuisd of opgenomen.")]
    if trajectory:
        return obstacles.to_close(trajectory, why, on, today)
    if not waiting:
        return [Reason("T8", "Er loopt niets voor deze bezoeker: geen bezoek en geen aanmelding.")]
    return [Reason("T8", "De dag ligt in de toekomst. Kies vandaag of eerder.")] if on > today else []


def _death_reasons(resident: Resident, died_on: date, today: date) -> list[Reason]:
    noted = resident.died_on
    known = [Reason("T8", f"Het overlijden op {wording.day(noted)} staat er al.")] if noted else []
    return known + impossible_days(resident, died_on, today)


def impossible_days(resident: Resident, died_on: date, today: date) -> list[Reason]:
    """Why she can't have died on that day: ahead of us, or before anybody here knew her."""
    reasons = []
    if died_on > today:
        reasons.append(Reason("T8", "De dag van overlijden ligt in de toekomst. Kies vandaag of eerder."))
    if died_on < resident.signed_up_on:
        reasons.append(Reason("T8", f"Die dag ligt voor de aanmelding op {wording.day(resident.signed_up_on)}."))
    return reasons


def end_by_death(trajectory: Trajectory, died_on: date) -> tuple[EndReason, date]:
    """How a trajectory ended that ran when she died, and when: on that day, or on the last logged visit when that is
    later, since no visit lies after an end (T5)."""
    stop_on = trajectory.hard_stop_on
    if stop_on and stop_on < died_on:  # the year was over before, and only the nightly job had not come by yet
        return EndReason.YEAR_REACHED, stop_on
    visited_on = trajectory.visits.filter(withdrawn_at=None).order_by("-on").values_list("on", flat=True).first()
    first_on = trajectory.started_on or trajectory.matched_on
    return EndReason.DIED, max(died_on, first_on, visited_on or first_on)


def end_intake(intake: Intake, *, state: str, by: User | None, at: datetime, note: str = "") -> None:
    """Put an intake that the caller locked into a final state (I1)."""
    transitions.check(INTAKE_TRANSITIONS, "I1", "De intake", intake.state, state, WORDS)
    intake.ended_from, intake.state, intake.again_on = intake.state, state, None
    intake.ended_on, intake.outcome_note = timezone.localdate(at), note or intake.outcome_note
    intake.save(update_fields=["state", "ended_on", "ended_from", "again_on", "outcome_note"])
    if intake.ended_from == IntakeState.PLANNED:
        home_visits.take_back(intake, by=by, at=at)
    home_visits.forget_mail(intake)
    about = intake.resident.pseudonym
    events.record("intake.ended", by=by, at=at, subject=intake, about=about, state=str(IntakeState(state).label))
