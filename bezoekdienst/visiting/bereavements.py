"""The verb for a second loss of somebody the service knows: it has a year of its own (I4, T2).

And where an intake hangs when a loss was written down twice: on the one whose year it is.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import wording
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.visiting.models import Bereavement, Intake, Resident, Trajectory
from bezoekdienst.visiting.states import INTAKE_OPEN, TRAJECTORY_OPEN

ELSEWHERE = Reason("I1", "Deze bezoeker krijgt al bezoek, na een andere aanmelding voor hetzelfde verlies.")


def open(resident: Resident, *, about_when: str, by: User, at: datetime) -> Intake:
    """Another partner died: a loss beside the earlier one, and an intake for it, signed up today.

    `about_when` in her own words, so that nobody takes it for more time on the first loss. Raises Refused without it,
    after her own death, or while an intake is open.
    """
    with transaction.atomic():
        resident.refresh_from_db(from_queryset=Resident.objects.select_for_update())
        refuse_if(_obstacles(resident, about_when))
        loss = Bereavement.objects.create(resident=resident, about_when=about_when.strip())
        intake = Intake.objects.create(resident=resident, bereavement=loss, opened_on=timezone.localdate(at))
        events.record("bereavement.opened", by=by, at=at, subject=intake, about=resident.pseudonym)
    return intake


def give_place(intake: Intake, loss: Bereavement) -> None:
    """Hang an intake on `loss`, in the caller's transaction; one that hung there takes its old place, as history."""
    old, there = intake.bereavement_id, Intake.objects.filter(bereavement=loss).exclude(pk=intake.pk)
    # a loss has one intake, says the database after every statement: so there is a third place for a moment
    between = Bereavement.objects.create(resident_id=loss.resident_id)
    moved = there.update(bereavement=between)
    Intake.objects.filter(pk=intake.pk).update(bereavement=loss)
    if moved:
        Intake.objects.filter(bereavement=between).update(bereavement_id=old)
    between.delete()
    intake.bereavement = loss


def take_up(intake: Intake) -> None:
    """An intake that runs again, in the caller's transaction: it hangs on the loss whose year it is (I4).

    Raises Refused when she is visited in that year already.
    """
    if visited_elsewhere(intake):
        raise Refused(ELSEWHERE)
    if intake.bereavement.same_as:
        give_place(intake, intake.bereavement.same_as)


def visited_elsewhere(intake: Intake) -> bool:
    """Whether she is visited already in the year of this loss, after another sign-up for it."""
    root = intake.bereavement.same_as_id
    return root is not None and Trajectory.objects.filter(bereavement=root, state__in=TRAJECTORY_OPEN).exists()


def _obstacles(resident: Resident, about_when: str) -> list[Reason]:
    reasons = []
    if not about_when.strip():
        reasons.append(Reason("I4", "Schrijf op wanneer dit verlies ongeveer was."))
    if resident.died_on:
        reasons.append(Reason("T8", f"Deze bezoeker is overleden op {wording.day(resident.died_on)}."))
    if resident.intakes.filter(state__in=INTAKE_OPEN).exists():
        reasons.append(Reason("I1", "Er loopt al een intake voor deze bezoeker."))
    return reasons
