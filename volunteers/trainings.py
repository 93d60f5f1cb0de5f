"""The verbs of a training: its days, and who was there (V2)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from volunteers.models import Course, TrainingAttendance, TrainingDay, Volunteer
from volunteers.states import HERE


def plan(name: str, *, days: Sequence[tuple[date, str]], place: str = "", by: User, at: datetime) -> Course:
    """A course with its days, each (date, topic). Raises Refused without a name or days, or with a day twice."""
    reasons = []
    if not name.strip():
        reasons.append(Reason("V2", "Geef de training een naam."))
    if not days or len({held_on for held_on, _ in days}) != len(days):
        reasons.append(Reason("V2", "Vul de dagen van de training in, elke dag één keer."))
    refuse_if(reasons)
    with transaction.atomic():
        course = Course.objects.create(name=name.strip())
        TrainingDay.objects.bulk_create(
            TrainingDay(course=course, held_on=held_on, topic=topic, place=place) for held_on, topic in days
        )
        events.record("training.planned", by=by, at=at, subject=course, days=len(days))
    return course


def attend(day: TrainingDay, volunteer: Volunteer, *, by: User, at: datetime) -> TrainingAttendance:
    """She was there; noting it twice is once. Raises Refused for a day to come, or somebody who isn't in the group."""
    if day.held_on > timezone.localdate(at):
        raise Refused(Reason("V2", "Deze trainingsdag is nog niet geweest."))
    if volunteer.state not in HERE:
        raise Refused(Reason("V1", f"{volunteer.first_name} is niet in training of actief."))
    with transaction.atomic():
        attendance, created = TrainingAttendance.objects.get_or_create(
            day=day, volunteer=volunteer, defaults={"noted_at": at, "noted_by": by}
        )
        if created:
            on = day.held_on.isoformat()
            events.record("training.attended", by=by, at=at, subject=day, about=volunteer.pseudonym, on=on)
    return attendance
