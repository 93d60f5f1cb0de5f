"""A person as the coordinator reads her: where she stands now, in one sentence."""

from datetime import date

from bezoekdienst.lib import wording
from bezoekdienst.visiting.models import Intake, Resident, Trajectory
from bezoekdienst.visiting.states import INTAKE_OPEN
from bezoekdienst.web.desks import intake_desk


def lead(one: Resident, intakes: list[Intake], trajectories: list[Trajectory], today: date) -> str:
    """Where somebody stands now, in one sentence."""
    if one.died_on:
        return f"Overleden op {wording.day(one.died_on)}."
    current = next((trajectory for trajectory in trajectories if trajectory.is_open_on(today)), None)
    if current and current.planned_end_on:
        paused = ", nu met pauze" if current.paused_since_on else ""
        return f"{current.volunteer.first_name} komt op bezoek, tot {wording.day(current.planned_end_on)}{paused}."
    if current:
        return f"Maakt kennis met {current.volunteer.first_name}."
    latest = trajectories[-1] if trajectories else None
    coming = next((intake for intake in reversed(intakes) if intake.state in INTAKE_OPEN), None)
    if latest and latest.ended_on and not coming:
        reason = latest.get_end_reason_display()
        return f"{latest.volunteer.first_name} kwam op bezoek tot {wording.day(latest.ended_on)} ({reason})."
    if coming:
        coming.left_on = _left_on(coming, trajectories)
    intake = coming or (intakes[-1] if intakes else None)
    return intake_desk.lead(intake, today) if intake else ""


def _left_on(coming: Intake, trajectories: list[Trajectory]) -> date | None:
    """As `waiting.left_on`, from what was read already: visits for this loss, whoever she met without a click since."""
    hers = (one for one in trajectories if one.bereavement_id == coming.bereavement_id and one.started_on)
    return max((one.ended_on for one in hers if one.ended_on), default=None)
