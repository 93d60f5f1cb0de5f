"""What a coordinator can do with a training, with one of its days, and with who takes part: each calls one verb."""

from datetime import date
from typing import Any

from bezoekdienst.web.acting import Act
from bezoekdienst.web.forms import courses as asked
from volunteers import topics, trainings
from volunteers.models import Course, Participation, TrainingDay, Volunteer
from volunteers.states import GONE


def _others(course: Course, today: date) -> list[Volunteer]:
    """Who still misses something that it is about: in training first, then who applied, then who catches up."""
    every = [day.topic for day in course.days.all()]
    found = Volunteer.objects.exclude(state__in=GONE).exclude(courses__course=course)
    ordered = found.order_by("-state", "first_name", "pk").prefetch_related("trainings__day")
    return [one for one in ordered if not one.training_exemption and topics.missing(one, every, today)]


def _is_open(day: TrainingDay, today: date) -> bool:
    return day.held_on >= today and not day.attendances.all()


def _new(course: Course, today: date) -> dict[str, Any]:
    return {"initial": {"starts": asked.FROM, "ends": asked.TILL}}


COURSE: dict[str, Act[Course]] = {
    "deelnemers": Act(
        "Deelnemers toevoegen",
        "Doen mee",
        "Zij doen mee. De dagen gaan per e-mail naar wie een eigen toegang heeft.",
        lambda course, filled, by, at: trainings.join(course, filled["people"], by=by, at=at),
        asked.People,
        "Wie zich net aanmeldde, begint hiermee aan de training. Een gemiste dag inhalen kan ook hier.",
        lambda course, today: bool(_others(course, today)),
        lambda course, today: {"people": _others(course, today)},
    ),
    "dag": Act(
        "Dag toevoegen",
        "Dag toevoegen",
        "De dag staat erbij.",
        lambda course, filled, by, at: trainings.add(course, asked.planned(filled), by=by, at=at),
        asked.Day,
        "Wie meedoet, krijgt er bericht van.",
        given=_new,
    ),
}
DAY: dict[str, Act[TrainingDay]] = {
    "wijzigen": Act(
        "Trainingsdag wijzigen",
        "Bewaren",
        "De dag is gewijzigd. Wie meedoet, krijgt bericht.",
        lambda day, filled, by, at: trainings.change(day, asked.planned(filled), by=by, at=at),
        asked.Day,
        "Wie meedoet, krijgt er bericht van.",
        _is_open,
        lambda day, today: {"initial": asked.as_filled(day)},
    ),
    "vervalt": Act(
        "Trainingsdag laten vervallen",
        "Vervalt",
        "De dag gaat niet door. Wie meedoet, krijgt bericht.",
        lambda day, filled, by, at: trainings.cancel(day, by=by, at=at),
        text="De dag gaat niet door. Wie meedoet, krijgt er bericht van.",
        fits=_is_open,
    ),
}
PART: dict[str, Act[Participation]] = {
    "uitschrijven": Act(
        "Doet toch niet mee",
        "Uitschrijven",
        "Genoteerd: doet niet mee aan deze training.",
        lambda part, filled, by, at: trainings.withdraw(part, by=by, at=at),
        text="Dat kan zolang er van de dagen nog niets genoteerd is.",
    ),
}
