"""What the page of one volunteer tells: facts, what is in order, the week, and the way so far. Reads only."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from bezoekdienst.lib import wording, words
from bezoekdienst.policy.models import Policy
from bezoekdienst.visiting.states import TrajectoryState
from volunteers import eligibility
from volunteers.models import Volunteer

Facts = list[tuple[Any, ...]]
_DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
_SHORT = ("ma", "di", "wo", "do", "vr", "za", "zo")


def lead(one: Volunteer, policy: Policy, today: date) -> str:
    """In a line: what she is now, and since when."""
    since = one.left_on or one.started_on or one.applied_on
    said = f"{str(one.get_state_display()).capitalize()} sinds {wording.day(since)}."
    days = eligibility.vog_warning(one, policy, today)
    return f"{said} De VOG loopt binnen {days} dagen af." if days else said


def facts(one: Volunteer, policy: Policy) -> Facts:
    """Who she is, and what she can and wants."""
    own = one.capacity is not None
    return [
        ("Telefoon", one.phone, f"tel:{one.phone.replace(' ', '')}") if one.phone else ("Telefoon", ""),
        ("E-mail", one.email, f"mailto:{one.email}") if one.email else ("E-mail", ""),
        ("Geboortejaar", one.birth_year),
        ("Geslacht", words.SEXES.get(one.sex, "")),
        ("Woont in", one.pc4),
        ("Reist", f"tot {one.max_km} km"),
        ("Plaatsen", f"{eligibility.capacity(one, policy)}{' (eigen keus)' if own else ''}"),
        ("Talen", ", ".join(words.LANGUAGES.get(code, code) for code in one.languages)),
        ("Interesses", ", ".join(words.INTERESTS.get(code, code) for code in one.interests)),
        ("Levensbeschouwing", words.LIFE_VIEWS.get(one.life_view, "")),
        ("Kinderen thuis", {True: "ja", False: "nee", None: ""}[one.children_at_home]),
        ("Logt in met", one.user.email if one.user else "nog geen telefoon gekoppeld"),
    ]


def readiness(one: Volunteer, policy: Policy) -> Facts:
    """What must be in order before a first visit (V2)."""
    until = eligibility.vog_valid_until(one, policy)
    done = [attendance.day for attendance in one.trainings.all()]
    training = f"{len(done)} van {policy.training_days} dagen"
    if one.training_exemption:
        training = f"Vrijstelling: {one.training_exemption}"
    return [
        ("Eigen verlies", "\n".join([*map(_loss, one.losses.all()), *map(_talk, one.talks.all())])),
        ("Training", training),
        ("VOG", f"geldig tot en met {wording.day(until)}" if until else "nog niet gezien"),
        ("Gedragscode", f"getekend op {wording.day(one.conduct_agreed_on)}" if one.conduct_agreed_on else "nog niet"),
    ]


def _loss(loss: Any) -> str:
    said = f"{words.LOSS_KINDS.get(loss.kind, loss.kind)}, {wording.MONTHS[loss.happened_on.month - 1]}"
    return f"{said} {loss.happened_on.year}".capitalize()


def _talk(talk: Any) -> str:
    return f"besproken op {wording.day(talk.held_on)}: {talk.get_outcome_display()}"


def week(one: Volunteer) -> list[dict[str, Any]]:
    """The fourteen parts of the week: a row for the morning and one for the afternoon."""
    return [
        {
            "label": label,
            "cells": [
                {"day": short, "yes": f"{code}-{half}" in one.dayparts, "words": words.DAYPARTS[f"{code}-{half}"]}
                for code, short in zip(_DAYS, _SHORT, strict=True)
            ],
        }
        for label, half in (("ochtend", "am"), ("middag", "pm"))
    ]


def timeline(one: Volunteer, today: date) -> list[dict[str, Any]]:
    """From applying to leaving, oldest first."""
    found: list[dict[str, Any]] = [{"on": one.applied_on, "what": "Meldde zich aan"}]
    found += [{"on": day.held_on, "what": "Was op een trainingsdag", "more": day.topic} for day in _days(one)]
    if one.conduct_agreed_on:
        found.append({"on": one.conduct_agreed_on, "what": "Tekende de gedragscode"})
    if one.vog_on:
        found.append({"on": one.vog_on, "what": "VOG afgegeven"})
    if one.started_on:
        found.append({"on": one.started_on, "what": "Werd actief"})
    found += [event for trajectory in one.trajectories.all() for event in _trajectory(trajectory)]
    found += [_pause(pause) for pause in one.pauses.all()]
    for invited in one.invitations.select_related("gathering"):
        if invited.present is not None:
            what = "Was op de" if invited.present else "Was niet op de"
            on = timezone.localdate(invited.gathering.starts_at)
            found.append({"on": on, "what": f"{what} {invited.gathering.get_kind_display()}"})
    if one.left_on:
        found.append({"on": one.left_on, "what": "Stopte"})
    found.append({"on": today, "what": "Vandaag", "when": "today"})
    ahead = {"when": "future"}
    return sorted(({**each, **(ahead if each["on"] > today else {})} for each in found), key=lambda each: each["on"])


def _days(one: Volunteer) -> list[Any]:
    return [attendance.day for attendance in one.trainings.all()]


def _trajectory(trajectory: Any) -> list[dict[str, Any]]:
    url, name = reverse("trajectory", args=[trajectory.pk]), trajectory.resident.name
    found = []
    if trajectory.started_on:
        found.append({"on": trajectory.started_on, "what": f"Begon bij {name}", "url": url})
    elif trajectory.state == TrajectoryState.ACQUAINTANCE:
        found.append({"on": trajectory.matched_on, "what": f"Gekoppeld aan {name}", "url": url})
    if trajectory.ended_on:
        more = f"{str(trajectory.get_end_reason_display()).capitalize()}."
        found.append({"on": trajectory.ended_on, "what": f"Einde bij {name}", "more": more, "url": url})
    return found


def _pause(pause: Any) -> dict[str, Any]:
    until = f"Tot en met {wording.day(pause.end_on)}." if pause.end_on else "Zolang als het nodig is."
    return {"on": pause.start_on, "what": "Pauze", "more": until}
