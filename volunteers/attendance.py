"""The verb of a training day that was: who was there, who wasn't, and who needed not be (V2)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, refuse_if
from volunteers.models import TrainingAttendance, TrainingDay, Volunteer

Presence = TrainingAttendance.Presence
NOTHING = ""  # nothing is known of her, or what was noted was a mistake
Said = tuple[str, str]  # one of Presence or NOTHING, and why she is exempt


def note(day: TrainingDay, said: Mapping[Volunteer, Said], *, by: User, at: datetime) -> int:
    """What is said of each on that day, also when it corrects what stood there; how many were new or other.

    An exemption keeps its reason, and by whom. Raises Refused for a day to come, an exemption without a reason, and
    somebody who doesn't take part in the course.
    """
    refuse_if(_reasons(day, said, at))
    with transaction.atomic():
        noted = {one.volunteer_id: one for one in day.attendances.select_for_update()}
        return sum(_note(day, volunteer, one, noted.get(volunteer.pk), by, at) for volunteer, one in said.items())


def _note(
    day: TrainingDay, volunteer: Volunteer, said: Said, before: TrainingAttendance | None, by: User, at: datetime
) -> bool:
    presence, reason = said[0], said[1].strip() if said[0] == Presence.EXEMPT else ""
    if (before.presence, before.reason) == (presence, reason) if before else presence == NOTHING:
        return False
    if before and presence == NOTHING:
        before.delete()
    else:
        told = {"presence": presence, "reason": reason, "noted_at": at, "noted_by": by}
        TrainingAttendance.objects.update_or_create(day=day, volunteer=volunteer, defaults=told)
    word = Presence(presence).label if presence else "toch niets"
    facts = {"on": day.held_on.isoformat(), "presence": str(word)}
    events.record("training.attended", by=by, at=at, subject=day, about=volunteer.pseudonym, **facts)
    return True


def _reasons(day: TrainingDay, said: Mapping[Volunteer, Said], at: datetime) -> list[Reason]:
    if day.held_on > timezone.localdate(at):
        return [Reason("V2", "Deze trainingsdag is nog niet geweest. Noteer daarna wie er was.")]
    part = set(day.course.participations.values_list("volunteer_id", flat=True))
    reasons = []
    for volunteer, (presence, reason) in said.items():
        name = volunteer.first_name
        if volunteer.pk not in part:
            reasons.append(Reason("V2", f"{name} doet niet mee aan deze training."))
        if presence not in (*Presence.values, NOTHING):
            reasons.append(Reason("V2", f"Kies of {name} er was."))
        if presence == Presence.EXEMPT and not reason.strip():
            reasons.append(Reason("V2", f"Schrijf erbij waarom {name} is vrijgesteld."))
    return reasons
