"""A volunteer's time with the service, from applying to leaving: what the timeline on her page shows. Reads only."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from bezoekdienst.lib import wording
from bezoekdienst.visiting.states import TrajectoryState
from volunteers import topics
from volunteers.attendance import Presence
from volunteers.models import Volunteer
from volunteers.states import State

Line = dict[str, Any]


def of(one: Volunteer, today: date) -> list[Line]:
    """Everything in order of time, today among it, what lies ahead marked as such.

    Of a loss only that it was noted: of what kind stands where one looks for it, not on the way past.
    """
    found = [
        *_life(one),
        *_talks(one),
        *_training(one),
        *(line for trajectory in one.trajectories.all() for line in _trajectory(trajectory)),
        *(_pause(pause) for pause in one.pauses.all()),
        *_gatherings(one, today),
        {"on": today, "what": "Vandaag", "when": "today"},
    ]
    for line in found:
        line.setdefault("when", "future" if line["on"] > today else "")
    return sorted(found, key=lambda line: (line["on"], line["when"] == "today"))


def _life(one: Volunteer) -> Iterator[Line]:
    yield {"on": one.applied_on, "what": "Meldde zich aan"}
    days = (
        (one.vog_asked_on, "VOG aangevraagd"),
        (one.vog_on, "VOG afgegeven"),
        (one.conduct_agreed_on, "Tekende de gedragscode"),
        (one.started_on, "Werd actief"),
        (one.left_on, "Afgewezen" if one.state == State.DECLINED else "Stopte"),
    )
    yield from ({"on": on, "what": what} for on, what in days if on)


def _talks(one: Volunteer) -> Iterator[Line]:
    for loss in one.losses.all():
        yield {"on": timezone.localdate(loss.noted_at), "what": "Eigen verlies genoteerd"}
    talks = list(one.talks.all())
    for talk in talks:
        yield {"on": talk.held_on, "what": f"Gesprek over het eigen verlies: {talk.get_outcome_display()}"}
    if talks and talks[-1].again_on:
        yield {"on": talks[-1].again_on, "what": "Opnieuw een gesprek over het eigen verlies"}


def _training(one: Volunteer) -> Iterator[Line]:
    said = {
        Presence.PRESENT.value: "Was op de trainingsdag",
        Presence.ABSENT.value: "Was niet op de trainingsdag",
        Presence.EXEMPT.value: "Vrijgesteld van de trainingsdag",
    }
    noted = {attendance.day_id: attendance for attendance in one.trainings.all()}
    for attendance in noted.values():
        day = attendance.day
        yield {"on": day.held_on, "what": said[attendance.presence], "more": topics.label(day.topic).capitalize()}
    for part in one.courses.all():
        url = reverse("course", args=[part.course_id])
        on = timezone.localdate(part.joined_at)
        yield {"on": on, "what": "Doet mee aan de training", "more": part.course.name, "url": url}
        for day in part.course.days.all():
            if day.pk not in noted and day.held_on > on:
                more = topics.label(day.topic).capitalize()
                yield {"on": day.held_on, "what": "Trainingsdag", "more": more, "url": url}


def _trajectory(trajectory: Any) -> Iterator[Line]:
    url, name = reverse("trajectory", args=[trajectory.pk]), trajectory.resident.name
    if trajectory.started_on:
        yield {"on": trajectory.started_on, "what": f"Begon bij {name}", "url": url}
    elif trajectory.state == TrajectoryState.ACQUAINTANCE:
        yield {"on": trajectory.matched_on, "what": f"Gekoppeld aan {name}", "url": url}
    if trajectory.ended_on:
        more = f"{str(trajectory.get_end_reason_display()).capitalize()}."
        yield {"on": trajectory.ended_on, "what": f"Einde bij {name}", "more": more, "url": url}


def _pause(pause: Any) -> Line:
    until = f"Tot en met {wording.day(pause.end_on)}." if pause.end_on else "Zolang als het nodig is."
    return {"on": pause.start_on, "what": "Pauze", "more": until}


def _gatherings(one: Volunteer, today: date) -> Iterator[Line]:
    """Those that were, when it was noted who came; and the next one, with her answer: they are planned a year ahead."""
    answers = {True: "Komt.", False: "Komt niet.", None: "Nog geen antwoord."}
    rows, is_next = one.invitations.filter(gathering__cancelled_at=None).select_related("gathering"), True
    for invited in rows.order_by("gathering__starts_at"):
        gathering = invited.gathering
        on, kind = timezone.localdate(gathering.starts_at), str(gathering.get_kind_display())
        url = reverse("gathering", args=[gathering.pk])
        if invited.present is not None:
            yield {"on": on, "what": f"Was {'' if invited.present else 'niet '}op de {kind}", "url": url}
        elif on >= today and is_next:
            is_next = False
            yield {"on": on, "what": kind.capitalize(), "more": answers[invited.coming], "url": url}
