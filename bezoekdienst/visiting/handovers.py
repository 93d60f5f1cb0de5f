"""Handing somebody over: her volunteer stops or falls ill, another goes on within the same year (T2, T8)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.visiting import endings, obstacles
from bezoekdienst.visiting.models import Intake, Trajectory
from bezoekdienst.visiting.states import EndReason, IntakeState


def begin(
    trajectory: Trajectory,
    *,
    on: date,
    urgency: int,
    urgency_reason: str = "",
    may_return: bool = False,
    note: str = "",
    by: User,
    at: datetime,
) -> Intake:
    """End it with "the volunteer stops" and put the person back on the list, where she keeps her day: her intake.

    `urgency` 0 to 2, kept or raised, with a reason above 0. `may_return`: the volunteer may be proposed to her again,
    after an illness; otherwise she isn't. What she wrote stays with her trajectory: nobody after her reads it (B2).
    Raises Refused, also when there is no year or no intake to wait in.
    """
    with transaction.atomic():
        trajectory.refresh_from_db(from_queryset=Trajectory.objects.select_for_update())
        intake = Intake.objects.select_for_update().filter(bereavement=trajectory.bereavement_id).first()
        why, today = EndReason.STOPPED_BY_VOLUNTEER, timezone.localdate(at)
        reasons = obstacles.to_close(trajectory, why, on, today)
        refuse_if(reasons or _obstacles(intake, urgency, urgency_reason))
        endings.end(trajectory, reason=why, on=on, by=by, at=at, note=note, may_return=may_return)
        assert intake is not None  # an obstacle
        _wait(intake, urgency, urgency_reason)
        told: dict[str, str | int] = {"on": on.isoformat(), "urgency": urgency}
        about = trajectory.resident.pseudonym
        events.record("trajectory.handed_over", by=by, at=at, subject=trajectory, about=about, **told)
    return intake


def _obstacles(intake: Intake | None, urgency: int, urgency_reason: str) -> list[Reason]:
    if intake is None:
        return [Reason("T8", "Er is geen aanmelding om op te wachten. Rond het traject af met een andere reden.")]
    if urgency not in range(intake.urgency, 3):
        return [Reason("T8", "Wie wacht, wordt niet minder dringend door een wissel. Kies hetzelfde of dringender.")]
    return obstacles.without_words("T8", urgency_reason) if urgency else []


def _wait(intake: Intake, urgency: int, urgency_reason: str) -> None:
    intake.refresh_from_db()
    if intake.state != IntakeState.SUITABLE:
        raise Refused(Reason("T8", "Deze bezoeker kan hier niet op wachten: er loopt al een andere aanmelding."))
    intake.urgency, intake.urgency_reason = urgency, urgency_reason.strip()
    intake.save(update_fields=["urgency", "urgency_reason"])
