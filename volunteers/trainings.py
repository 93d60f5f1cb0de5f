"""The verbs of a training: a course, its days, and who takes part (V2). Who was there: `attendance`."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import wording
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.notices import post
from volunteers import roster, topics
from volunteers.models import Course, Participation, TrainingDay, Volunteer
from volunteers.states import GONE, HERE, State


class Day(NamedTuple):
    """A day of a course as it is planned: `topic` a code of `words.TRAINING_TOPICS`, or words of one's own."""

    held_on: date
    topic: str
    starts: time | None = None
    ends: time | None = None
    place: str = ""


def plan(name: str, *, days: Sequence[Day], by: User, at: datetime) -> Course:
    """A course with its days. Raises Refused without a name or days, with a day twice or one that ends too early."""
    reasons = [] if name.strip() else [Reason("V2", "Geef de training een naam.")]
    if not days:
        reasons.append(Reason("V2", "Een training heeft minstens één dag. Vul er een in."))
    refuse_if([*reasons, *_reasons(days)])
    with transaction.atomic():
        course = Course.objects.create(name=name.strip())
        TrainingDay.objects.bulk_create(TrainingDay(course=course, **day._asdict()) for day in days)
        events.record("training.planned", by=by, at=at, subject=course, days=len(days))
    return course


def add(course: Course, day: Day, *, by: User, at: datetime) -> TrainingDay:
    """One day more; who takes part is told, if it lies ahead."""
    refuse_if(_reasons([*_planned(course), day]))
    with transaction.atomic():
        made = TrainingDay.objects.create(course=course, **day._asdict())
        events.record("training.day_added", by=by, at=at, subject=course, on=day.held_on.isoformat())
        _tell(made, at, "training", days=str(made.pk))
    return made


def change(day: TrainingDay, to: Day, *, by: User, at: datetime) -> None:
    """Another date, hour, place or topic; who takes part is told. Raises Refused for a day that is past or noted."""
    reasons = _over(day, timezone.localdate(at))
    if to.held_on < timezone.localdate(at):
        reasons.append(Reason("V2", "De nieuwe datum ligt in het verleden."))
    others = [other for other in _planned(day.course) if other.held_on != day.held_on]
    refuse_if([*reasons, *_reasons([*others, to])])
    with transaction.atomic():
        before = day.held_on.isoformat()
        for field, value in to._asdict().items():
            setattr(day, field, value)
        day.save(update_fields=list(Day._fields))
        on = day.held_on.isoformat()
        events.record("training.day_changed", by=by, at=at, subject=day.course, before=before, on=on)
        _tell(day, at, "training_changed", days=str(day.pk))


def cancel(day: TrainingDay, *, by: User, at: datetime) -> None:
    """It is off; who takes part is told. Raises Refused for a day that is past or noted, or the only one."""
    reasons = _over(day, timezone.localdate(at))
    if not day.course.days.exclude(pk=day.pk).exists():
        reasons.append(Reason("V2", "Dit is de enige dag. Plan eerst een andere."))
    refuse_if(reasons)
    with transaction.atomic():
        on = day.held_on.isoformat()
        _tell(day, at, "training_cancelled", course=day.course_id, on=on)  # of a day that is gone its date is left
        events.record("training.day_cancelled", by=by, at=at, subject=day.course, on=on)
        day.delete()


def join(course: Course, people: Iterable[Volunteer], *, by: User, at: datetime) -> int:
    """They take part, and get the days ahead by mail; somebody who applied begins her training with it. How many new.

    Raises Refused for who left or was declined.
    """
    there = set(course.participations.values_list("volunteer_id", flat=True))
    new = [volunteer for volunteer in people if volunteer.pk not in there]
    refuse_if([_is_gone(one) for one in new if one.state in GONE])
    with transaction.atomic():
        for volunteer in new:
            if volunteer.state == State.APPLICANT:
                roster.train(volunteer, by=by, at=at)
            Participation.objects.create(course=course, volunteer=volunteer, joined_at=at)
            events.record("training.joined", by=by, at=at, subject=course, about=volunteer.pseudonym)
            _invite(course, volunteer, at)
    return len(new)


def withdraw(part: Participation, *, by: User, at: datetime) -> None:
    """She doesn't take part after all. Raises Refused when something was noted of her: that stays."""
    if part.volunteer.trainings.filter(day__course=part.course).exists():
        name = part.volunteer.first_name
        raise Refused(Reason("V2", f"Van {name} is al genoteerd of zij er was. Dat blijft staan."))
    with transaction.atomic():
        post.forget(f"training:{part.course_id}:{part.volunteer_id}:")
        about = part.volunteer.pseudonym
        events.record("training.withdrawn", by=by, at=at, subject=part.course, about=about)
        part.delete()


def said(day: TrainingDay) -> str:
    """maandag 7 december 2026, van 10.00 tot 16.00 uur, De Zaal: het gesprek."""
    hours = f", {_hours(day)}" if day.starts else ""
    place = f", {day.place}" if day.place else ""
    return f"{date_format(day.held_on, 'l j F Y')}{hours}{place}: {topics.label(day.topic)}"


def _hours(day: TrainingDay) -> str:
    assert day.starts is not None
    starts = f"{day.starts:%H.%M}"
    return f"van {starts} tot {day.ends:%H.%M} uur" if day.ends else f"om {starts} uur"


def _planned(course: Course) -> list[Day]:
    return [Day(day.held_on, day.topic, day.starts, day.ends, day.place) for day in course.days.all()]


def _reasons(days: Sequence[Day]) -> list[Reason]:
    dates = [day.held_on for day in days]
    twice = sorted({held_on for held_on in dates if dates.count(held_on) > 1})
    found = [
        Reason("V2", f"{wording.day(held_on)} staat er twee keer in. Een dag kan maar één keer.") for held_on in twice
    ]
    for day in days:
        when = wording.day(day.held_on)
        if not day.topic.strip():
            found.append(Reason("V2", f"Schrijf op waar het op {when} over gaat."))
        if day.ends and (day.starts is None or day.ends <= day.starts):
            found.append(Reason("V2", f"Op {when} is het einde niet na het begin. Kijk de tijden na."))
    return found


def _over(day: TrainingDay, today: date) -> list[Reason]:
    if day.held_on < today:
        return [Reason("V2", "Deze dag is al geweest. Wie er was, kunt u nog wel noteren.")]
    if day.attendances.exists():
        return [Reason("V2", "Van deze dag is al genoteerd wie er was.")]
    return []


def _is_gone(volunteer: Volunteer) -> Reason:
    return Reason("V1", f"{volunteer.first_name} is “{State(volunteer.state).label}” en kan niet meedoen.")


def _invite(course: Course, volunteer: Volunteer, at: datetime) -> None:
    """Only days ahead, about what she didn't do yet elsewhere."""
    today = timezone.localdate(at)
    ahead = [day for day in course.days.all() if day.held_on >= today and topics.missing(volunteer, [day.topic], today)]
    if ahead and volunteer.user:
        key = f"training:{course.pk}:{volunteer.pk}:training:{ahead[0].pk}:{at.isoformat()}"
        post.queue(key, "training", volunteer.user, at, days=" ".join(str(day.pk) for day in ahead))


def _tell(day: TrainingDay, at: datetime, kind: str, **facts: str | int) -> None:
    """Tell who takes part, if it lies ahead; of the same still unsent the latest is enough."""
    if day.held_on >= timezone.localdate(at):
        for part in day.course.participations.select_related("volunteer__user"):
            if part.volunteer.user and part.volunteer.state in HERE:
                cause = f"training:{day.course_id}:{part.volunteer_id}:{kind}:{day.pk}:"
                post.forget(cause)
                post.queue(f"{cause}{at.isoformat()}", kind, part.volunteer.user, at, **facts)
