"""What the pages of a training tell: its days, who takes part, and what each still misses. Reads only."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Prefetch

from bezoekdienst.lib import wording
from bezoekdienst.web.phrases import weekday
from volunteers import topics
from volunteers.attendance import Presence
from volunteers.models import Course, Participation, TrainingAttendance, TrainingDay


def row(course: Any, today: date) -> dict[str, Any]:
    """One course in the list; `course` carries first_on, last_on, days_planned and people."""
    when = ""
    if course.first_on:
        when = f"{wording.day(course.first_on)} tot en met {wording.day(course.last_on)}"
        when = wording.day(course.first_on) if course.first_on == course.last_on else when
    stands = "geweest" if course.last_on and course.last_on < today else "loopt"
    stands = "komt nog" if course.first_on and course.first_on > today else stands
    days = "1 dag" if course.days_planned == 1 else f"{course.days_planned} dagen"
    people = "1 deelnemer" if course.people == 1 else f"{course.people} deelnemers"
    return {"course": course, "when": when, "stands": stands, "said": f"{days}, {people}."}


def days(course: Course, today: date) -> list[dict[str, Any]]:
    """The days in their order: what about, when and where, who was there, and whether it can still change."""
    found = course.days.prefetch_related("attendances")
    return [_day(day, number, today) for number, day in enumerate(found, 1)]


def _day(day: TrainingDay, number: int, today: date) -> dict[str, Any]:
    noted = [one.presence for one in day.attendances.all()]
    hours = f"{day.starts:%H.%M}" if day.starts else ""
    hours = f"{hours} tot {day.ends:%H.%M}" if day.starts and day.ends else hours
    return {
        "day": day,
        "number": number,
        "topic": topics.label(day.topic),
        "when": ", ".join(part for part in (weekday(day.held_on), f"{hours} uur" if hours else "", day.place) if part),
        "noted": _counted(noted),
        "is_over": day.held_on <= today,
        "can_change": day.held_on >= today and not noted,
    }


def _counted(noted: list[str]) -> str:
    parts = [(noted.count(one), one.label) for one in Presence]
    return ", ".join(f"{number} {label}" for number, label in parts if number)


def people(course: Course, today: date) -> list[dict[str, Any]]:
    """Everybody who takes part: the days she was there, and what she still misses, also when she did that elsewhere."""
    every = [day.topic for day in course.days.all()]
    trainings = Prefetch("volunteer__trainings", TrainingAttendance.objects.select_related("day"))
    parts = course.participations.select_related("volunteer").prefetch_related(trainings)
    return [_part(part, every, today) for part in parts]


def _part(part: Participation, every: list[str], today: date) -> dict[str, Any]:
    volunteer = part.volunteer
    missing = topics.missing(volunteer, every, today)
    name = volunteer.first_name
    noted = any(one.day.course_id == part.course_id for one in volunteer.trainings.all())
    said = f"{name} deed alle dagen." if not missing else f"{name} mist nog: {'; '.join(missing)}."
    if volunteer.training_exemption:
        said = f"{name} heeft vrijstelling."
    elif missing and len(missing) == len(set(every)):
        said = f"{name} begint nog."
    return {"part": part, "volunteer": volunteer, "said": said, "can_leave": not noted}


def exempt(noted: Iterable[TrainingAttendance]) -> list[str]:
    """By whom each was exempted, and when: beside the reason on the list."""
    return [
        f"{one.volunteer.first_name} werd vrijgesteld door {one.noted_by or 'iemand van vroeger'}."
        for one in noted
        if one.presence == Presence.EXEMPT
    ]
