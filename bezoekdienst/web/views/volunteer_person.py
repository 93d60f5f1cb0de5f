"""What the page of one volunteer tells: where she stands, facts, what is in order, the week. Reads only."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from bezoekdienst.lib import wording, words
from bezoekdienst.policy.models import Policy
from bezoekdienst.web import acting
from bezoekdienst.web.forms.volunteers import HOME, MUST_NOT
from bezoekdienst.web.views import pause_acts
from bezoekdienst.web.views import volunteer_acts as acts
from volunteers import eligibility, pauses, steps, topics
from volunteers.models import Volunteer

Facts = list[tuple[Any, ...]]
Offered = list[tuple[str, str]]
_DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
_SHORT = ("ma", "di", "wo", "do", "vr", "za", "zo")


def lead(one: Volunteer, policy: Policy, today: date) -> str:
    """In a line: what she is now, and since when."""
    since = one.left_on or one.started_on or one.applied_on
    said = f"{str(one.get_state_display()).capitalize()} sinds {wording.day(since)}."
    days = eligibility.vog_warning(one, policy, today)
    return f"{said} De VOG loopt binnen {days} dagen af." if days else said


def until_when(one: Volunteer, policy: Policy, today: date) -> str:
    """When it changes by itself: from which day she can be deployed, or from which she can't because of a pause."""
    if eligibility.reasons(one, policy, today):
        free_on = eligibility.free_from(one, policy, today)
        return f"Vanaf {wording.day(free_on)} kan het weer." if free_on else ""
    ahead = [pause for pause in one.pauses.all() if pause.start_on > today]
    return f"Straks is er pauze: {pauses.period(ahead[0])}." if ahead else ""


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
        ("Wensen", _wishes(one.wishes) or "geen"),
        ("Logt in met", one.user.email if one.user else "nog geen telefoon gekoppeld"),
    ]


def _wishes(said: dict[str, Any]) -> str:
    only = f"alleen bij een {words.SEXES.get(said['sex'], said['sex'])}" if said.get("sex") else ""
    lines = [only, *(MUST_NOT.get(code, code) for code in said.get("must_not", ()))]
    lines += [words for trait, words in HOME.items() if said.get("home", {}).get(trait)]
    return "\n".join(line for line in [*lines, said.get("words", "")] if line)


def readiness(one: Volunteer, policy: Policy, today: date, offered: Offered, *, notes: bool) -> list[dict[str, Any]]:
    """What must be in order before a first visit (V2): a row each, with what is known and what one can do about it.

    `notes`: also what the coordinator noted of the talks, for who may read that.
    """
    conduct = f"getekend op {wording.day(one.conduct_agreed_on)}" if one.conduct_agreed_on else "nog niet"
    return [
        _row("Eigen verlies", [*map(_loss, one.losses.all()), *_talks(one, notes)], "loss", offered),
        _row("Training", _training(one, policy, today), "training", offered),
        _row("VOG", _vog(one, policy, today), "vog", offered),
        _row("Gedragscode", [{"text": conduct}], "conduct", offered),
        _row("Pauze", [_pause(pause, today) for pause in _pauses(one, today)] or [{"text": "geen"}], "pauses", offered),
    ]


def elsewhere(offered: Offered) -> Offered:
    """What can be done and has no place of its own on the page."""
    beside = {word for words_of in acts.BESIDE.values() for word in words_of}
    return [(word, title) for word, title in offered if word not in beside]


def _row(name: str, lines: list[dict[str, Any]], place: str, offered: Offered) -> dict[str, Any]:
    here = [(word, title) for word, title in offered if word in acts.BESIDE[place]]
    return {"name": name, "lines": lines or [{"text": "nog niets bekend"}], "acts": here}


def _loss(loss: Any) -> dict[str, Any]:
    on = loss.happened_on
    said = f"{words.LOSS_KINDS.get(loss.kind, loss.kind)}, {wording.MONTHS[on.month - 1]} {on.year}"
    ways = [(word, reverse("loss_act", args=[loss.pk, word])) for word in ("verbeteren", "weghalen")]
    return {"text": said, "ways": ways}


def _talks(one: Volunteer, notes: bool) -> list[dict[str, Any]]:
    found = []
    for talk in one.talks.all():
        again = f", opnieuw op {wording.day(talk.again_on)}" if talk.again_on else ""
        by = f" ({talk.noted_by})" if talk.noted_by else ""
        said = f"gesprek op {wording.day(talk.held_on)}: {talk.get_outcome_display()}{again}{by}"
        found.append({"text": said, "note": talk.note if notes else ""})
    return found or ([{"text": "nog niet over gesproken"}] if one.losses.all() else [])


def _training(one: Volunteer, policy: Policy, today: date) -> list[dict[str, Any]]:
    if one.training_exemption:
        return [{"text": f"vrijstelling: {one.training_exemption}"}]
    done = len(topics.done(one, today))
    lines: list[dict[str, Any]] = [{"text": f"{done} van de {policy.training_days} dagen gedaan"}]
    missing = topics.missing(one, steps.course_topics(one), today)
    if done < policy.training_days and missing:
        lines.append({"text": f"mist nog: {'; '.join(missing)}"})
    lines += [{"text": part.course.name, "url": reverse("course", args=[part.course_id])} for part in one.courses.all()]
    return lines


def _vog(one: Volunteer, policy: Policy, today: date) -> list[dict[str, Any]]:
    until, lines = eligibility.vog_valid_until(one, policy), []
    if until and one.vog_on:
        valid = "geldig tot en met" if today <= until else "gold tot en met"
        lines.append({"text": f"afgegeven op {wording.day(one.vog_on)}, {valid} {wording.day(until)}"})
    if one.vog_asked_on and eligibility.waits_for_vog(one):
        lines.append({"text": f"aangevraagd op {wording.day(one.vog_asked_on)}"})
    return lines or [{"text": "nog niet gezien"}]


def _pauses(one: Volunteer, today: date) -> list[Any]:
    """Those that run or lie ahead, and what was lately: a pause of this year may still be put right."""
    return [pause for pause in one.pauses.all() if (pause.end_on or today) >= today - timedelta(days=365)]


def _pause(pause: Any, today: date) -> dict[str, Any]:
    ways = [
        (word, reverse("pause_act", args=[pause.pk, word])) for word, _ in acting.offered(pause_acts.ACTS, pause, today)
    ]
    return {"text": pauses.period(pause), "ways": ways}


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
