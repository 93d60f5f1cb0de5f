"""Somebody comes back to a sign-up that was over (I1): after "not now", other help, or visits that stopped early."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import transitions, wording
from bezoekdienst.lib.errors import Reason, refuse_if
from bezoekdienst.visiting import bereavements
from bezoekdienst.visiting.models import Intake, Resident, Trajectory
from bezoekdienst.visiting.states import INTAKE_OPEN, INTAKE_TRANSITIONS, WORDS, IntakeState

_AFRESH = dict.fromkeys(("ended_on", "planned_for_at", "planned_with", "waiting_since", "again_on", "confirmed_at"))


def reopen(intake: Intake, *, by: User | None, at: datetime) -> None:
    """She is signed up again, from today; what was said at the table before stays. Raises Refused (`obstacles`)."""
    today = timezone.localdate(at)
    with transaction.atomic():
        Resident.objects.select_for_update().get(pk=intake.resident_id)
        intake.refresh_from_db(from_queryset=Intake.objects.select_for_update())
        transitions.check(INTAKE_TRANSITIONS, "I1", "De intake", intake.state, IntakeState.SIGNED_UP, WORDS)
        refuse_if(obstacles(intake, today))
        bereavements.take_up(intake)
        fresh = {**_AFRESH, "state": IntakeState.SIGNED_UP, "opened_on": today, "confirmed_way": "", "ended_from": ""}
        for name, value in fresh.items():
            setattr(intake, name, value)
        intake.save(update_fields=fresh)
        events.record("intake.reopened", by=by, at=at, subject=intake, about=intake.resident.pseudonym)


def obstacles(intake: Intake, today: date) -> list[Reason]:
    """Why she can't come back to this sign-up: she died (T8), another one is open, she is visited, her year is over."""
    resident, loss = Resident.objects.get(pk=intake.resident_id), intake.bereavement.same_as or intake.bereavement
    if resident.died_on:
        return [Reason("T8", f"Deze bezoeker is overleden op {wording.day(resident.died_on)}.")]
    if Intake.objects.filter(resident=resident, state__in=INTAKE_OPEN).exclude(pk=intake.pk).exists():
        return [Reason("I1", "Er loopt al een intake voor deze bezoeker.")]
    if bereavements.visited_elsewhere(intake):
        return [bereavements.ELSEWHERE]
    visits = Trajectory.objects.open_on(today).filter(resident=resident)
    if intake.state != IntakeState.MATCHED:  # for another loss than the one of these visits
        visits = visits.filter(bereavement=intake.bereavement)
    if visits.exists():
        return [Reason("I1", "Deze bezoeker krijgt al bezoek.")]
    if intake.state == IntakeState.MATCHED and loss.hard_stop_on and loss.hard_stop_on < today:
        text = f"Het jaar bij dit verlies was om op {wording.day(loss.hard_stop_on)}. Kijk wie anders kan helpen."
        return [Reason("T2", text)]
    return []


def may(intake: Intake, today: date) -> bool:
    """Whether this sign-up is over, and can be taken up again."""
    is_over = intake.state not in INTAKE_OPEN and IntakeState.SIGNED_UP in INTAKE_TRANSITIONS[intake.state]
    return is_over and not obstacles(intake, today)


def latest(resident: Resident, today: date) -> Intake | None:
    """The last of her sign-ups that can be taken up again, or None."""
    rows = resident.intakes.select_related("bereavement__same_as").order_by("-opened_on", "-pk")
    return next((one for one in rows if may(one, today)), None)
