"""Whose turn it is: whoever proposes or decides goes one after the other, always locking in the same order (M2).

Volunteer, resident, everybody who waits (by number), proposal: two acts never wait for each other in a ring.
"""

from django.db.models import Q

from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.visiting.models import Intake, Resident
from matching import gather
from volunteers.models import Volunteer

GONE = Reason("M2", "Deze bezoeker wacht niet meer, of de vrijwilliger is niet meer actief.")


def of_all() -> None:
    """Lock everybody who waits, in the caller's transaction."""
    list(gather.waiting_rows().select_for_update().order_by("pk").values_list("pk"))


def of_volunteer(volunteer_id: int) -> Volunteer:
    """Lock a volunteer and everybody who waits; gives her as she is now.

    `no_key`: a new proposal may point at a locked volunteer, or proposing would wait for her in the other direction.
    """
    volunteer = Volunteer.objects.select_for_update(no_key=True).get(pk=volunteer_id)
    of_all()
    return volunteer


def of_intake(intake_id: int) -> Intake:
    """Lock a person and everybody who waits; gives her intake as it is now. Raises Refused when it is gone.

    The person only, not the intake by which she is found: out of its turn that waits in a ring.
    """
    if Resident.objects.select_for_update(of=("self",)).filter(intakes=intake_id).first() is None:
        raise Refused(GONE)  # laid into another at this very moment
    waiting = Q(pk__in=gather.waiting_rows()) | Q(pk=intake_id)
    list(Intake.objects.filter(waiting).select_for_update().order_by("pk").values_list("pk"))
    intake = Intake.objects.select_related("resident").filter(pk=intake_id).first()
    if intake is None:
        raise Refused(GONE)
    return intake


def of_pair(intake_id: int, volunteer_id: int) -> tuple[Volunteer, Intake]:
    """Lock both, and everybody who waits; gives them as they are now."""
    volunteer = Volunteer.objects.select_for_update(no_key=True).get(pk=volunteer_id)
    return volunteer, of_intake(intake_id)
