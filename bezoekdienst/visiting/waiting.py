"""Who waits: how urgently, and when to call again."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from bezoekdienst import bell
from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import calendar
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.visiting.models import Intake, Trajectory
from bezoekdienst.visiting.states import IntakeState

URGENCIES = {0: "gewoon", 1: "dringend", 2: "zeer dringend"}
LONGEST_MONTHS = 12  # so long ahead somebody may ask to be called again; until then she is kept
AGAIN = frozenset({IntakeState.SIGNED_UP, IntakeState.PLANNED, IntakeState.NOT_NOW})  # who may be called again


def beside(intakes: QuerySet[Intake]) -> QuerySet[Intake]:
    """The same rows, each with `left_on`: the last day of the visits she had for this loss, as far as they stopped."""
    last_on = Subquery(_stopped(OuterRef("bereavement")).values("ended_on")[:1])
    return intakes.annotate(left_on=last_on)  # type: ignore[no-redef]  # the attribute of the model, filled


def left_on(intake: Intake) -> date | None:
    """The last day of the visits that stopped, of one of them."""
    last = _stopped(intake.bereavement_id).first()
    return last.ended_on if last else None


def _stopped(loss: int | OuterRef) -> QuerySet[Trajectory]:
    """Also of a loss that was written down twice: what was lived through stays under the other (I4)."""
    hers = Q(bereavement=loss) | Q(bereavement__same_as=loss)
    visits = Trajectory.objects.filter(hers, started_on__isnull=False, ended_on__isnull=False)
    return visits.order_by("-ended_on")


def since(intake: Intake) -> date:
    """From which day she is without a volunteer. Her turn counts from `waiting_since`: a hand-over keeps it."""
    waits_on = intake.waiting_since or intake.opened_on
    return max(waits_on, intake.left_on or waits_on)


def obstacles(urgency: int, reason: str) -> list[Reason]:
    """Why somebody can't wait with this urgency (0 to 2): anything above 0 has a reason."""
    if urgency not in URGENCIES:
        return [Reason("I1", "Dringendheid is 0, 1 of 2.")]
    return [Reason("I1", "Schrijf erbij waarom het dringend is.")] if urgency and not reason.strip() else []


def set_urgency(intake: Intake, *, urgency: int, reason: str, by: User, at: datetime) -> None:
    """It became more urgent, or less; the list and the proposals follow. Raises Refused for who doesn't wait."""
    with transaction.atomic():
        intake.refresh_from_db(from_queryset=Intake.objects.select_for_update())
        if intake.state != IntakeState.SUITABLE:
            raise Refused(Reason("I1", "Deze bezoeker staat niet op de wachtlijst."))
        refuse_if(obstacles(urgency, reason))
        before, intake.urgency, intake.urgency_reason = intake.urgency, urgency, reason.strip()
        intake.save(update_fields=["urgency", "urgency_reason"])
        words = {"before": URGENCIES[before], "after": URGENCIES[urgency]}
        about = intake.resident.pseudonym
        events.record("intake.urgency_changed", by=by, at=at, subject=intake, about=about, **words)
        bell.ring("propose")


def call_again(intake: Intake, *, on: date | None, at: datetime) -> None:
    """When to call again; None takes it back. Part of another act, which is the one that is recorded.

    Raises Refused for a day before today or more than a year ahead, or for somebody whom nobody needs to call.
    """
    if on is not None:
        if on < timezone.localdate(at):
            raise Refused(Reason("I1", "De dag om weer te bellen ligt in het verleden."))
        if on > calendar.add_months(timezone.localdate(at), LONGEST_MONTHS):
            raise Refused(Reason("I1", "Kies een dag om weer te bellen binnen een jaar."))
        if intake.state not in AGAIN:
            raise Refused(Reason("I1", "Bij deze aanmelding hoeft u niet opnieuw te bellen."))
    if intake.again_on != on:
        intake.again_on = on
        intake.save(update_fields=["again_on"])
