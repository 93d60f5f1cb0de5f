"""Taking over one volunteer as she stands on paper, by the verbs of the pages, with the dates of then (V1, V2)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import words
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from volunteers import attendance, losses, pauses, roster, trainings
from volunteers.imports.columns import HOME, TRAINING
from volunteers.models import TrainingDay, Volunteer

_FACTS = (
    *("first_name", "phone", "email", "birth_year", "sex", "pc4", "max_km", "capacity", "interests", "dayparts"),
    *("children_at_home", "life_view"),
)

Values = Mapping[str, Any]
Step = Callable[[Volunteer, Values, User, datetime], None]


@dataclass(frozen=True, slots=True)
class Taken:
    """A volunteer who was taken over, and what is missing when she should be active and isn't yet."""

    volunteer: Volunteer
    missing: tuple[str, ...]


def name(said: Values) -> str:
    """The whole name: as it stands there, or of its parts."""
    parts = (said.get(part, "") for part in ("first_name", "prefix", "last_name"))
    return str(said.get("name") or " ".join(part for part in parts if part))


def take_over(said: Values, *, by: User, at: datetime) -> Taken:
    """One volunteer with everything that is known of her; what is missing for being active leaves her in training.

    Nobody can apply yesterday, so `roster.apply` takes no day; who comes from paper did. Her true day is set here, in
    the same transaction, and the log says that she was taken over from paper. All other days go through the verbs.
    Raises Refused with all that the rules don't allow; then nothing of her is kept.
    """
    applied_on = said.get("applied_on") or said.get("started_on") or timezone.localdate(at)
    refuse_if(_contradictions(said, applied_on, timezone.localdate(at)))
    with transaction.atomic():
        one = roster.apply(although_known=True, by=by, at=at, **_facts(said))
        one.applied_on = applied_on
        one.save(update_fields=["applied_on"])
        refuse_if(
            [reason for step in (_loss, _training, _papers, _pause) for reason in _tried(step, one, said, by, at)]
        )
        missing = _activated(one, said.get("started_on"), by, at)
        about, on = one.pseudonym, applied_on.isoformat()
        events.record("volunteer.taken_over", by=by, at=at, subject=one, about=about, on=on)
    return Taken(one, missing)


def _contradictions(said: Values, applied_on: date, today: date) -> list[Reason]:
    """What can't be true together, whichever of the two is wrong."""
    reasons = []
    if ("loss_kind" in said) != ("happened_on" in said):
        reasons.append(Reason("V2", "Vul “Soort verlies” en “Partner overleden op” allebei in, of geen van beide."))
    if "outcome" in said and "talked_on" not in said:
        reasons.append(Reason("V2", "Er staat een uitkomst van een gesprek, maar niet de dag waarop het was."))
    if "pause_until" in said and "pause_on" not in said:
        reasons.append(Reason("V2", "Er staat een laatste dag van een pauze, maar niet de eerste."))
    if applied_on > today:
        reasons.append(Reason("V1", "De dag van “Aangemeld op” of “Actief sinds” ligt in de toekomst."))
    elif "started_on" in said and not applied_on <= said["started_on"] <= today:
        reasons.append(Reason("V1", "“Actief sinds” ligt tussen “Aangemeld op” en vandaag."))
    return reasons


def _facts(said: Values) -> dict[str, Any]:
    wishes: dict[str, Any] = {"must_not": said["must_not"]} if "must_not" in said else {}
    if "home" in said:
        wishes["home"] = {trait: trait in said["home"] for trait in HOME}
    if "wish_sex" in said:
        wishes["sex"] = said["wish_sex"]
    facts = {fact: said[fact] for fact in _FACTS if fact in said}
    return {"name": name(said), "languages": said.get("languages") or ["nl"], "wishes": wishes, **facts}


def _tried(step: Step, one: Volunteer, said: Values, by: User, at: datetime) -> tuple[Reason, ...]:
    try:
        with transaction.atomic():
            step(one, said, by, at)
    except Refused as refused:
        return refused.reasons
    return ()


def _loss(one: Volunteer, said: Values, by: User, at: datetime) -> None:
    if "loss_kind" in said:
        losses.add(one, kind=said["loss_kind"], happened_on=said["happened_on"], by=by, at=at)
    if "talked_on" in said:
        losses.talk(one, outcome=said.get("outcome", "fit"), held_on=said["talked_on"], by=by, at=at)


def _training(one: Volunteer, said: Values, by: User, at: datetime) -> None:
    """Into the training for whoever did a part of it, needed none, or was active; and the days she was there."""
    did = {topic: said[f"{TRAINING}{topic}"] for topic in words.TRAINING_TOPICS if f"{TRAINING}{topic}" in said}
    if did or "exemption" in said or "started_on" in said:
        roster.train(one, by=by, at=at)
    days = list(_days(did, by, at))
    for course in {day.course for day in days}:
        trainings.join(course, [one], by=by, at=at)
    for day in days:
        attendance.note(day, {one: (attendance.Presence.PRESENT, "")}, by=by, at=at)
    if "exemption" in said:
        roster.exempt(one, reason=said["exemption"], by=by, at=at)


def _days(did: Mapping[str, date], by: User, at: datetime) -> Iterator[TrainingDay]:
    """The training days of then: those that are there already, or a course of them. A course has one topic a day."""
    fresh: list[dict[date, str]] = []
    for topic, held_on in did.items():
        if day := TrainingDay.objects.filter(held_on=held_on, topic=topic).select_related("course").first():
            yield day
        else:
            room = next((course for course in fresh if held_on not in course), None)
            if room is None:
                fresh.append(room := {})
            room[held_on] = topic
    for course in fresh:
        days = [trainings.Day(held_on, topic) for held_on, topic in sorted(course.items())]
        yield from trainings.plan(f"Training {days[0].held_on.year}, van papier", days=days, by=by, at=at).days.all()


def _papers(one: Volunteer, said: Values, by: User, at: datetime) -> None:
    if "vog_on" in said:
        roster.record_vog(one, vog_on=said["vog_on"], by=by, at=at)
    if "vog_asked_on" in said:
        roster.ask_vog(one, asked_on=said["vog_asked_on"], by=by, at=at)
    if "conduct_agreed_on" in said:
        roster.agree_to_conduct(one, agreed_on=said["conduct_agreed_on"], by=by, at=at)


def _pause(one: Volunteer, said: Values, by: User, at: datetime) -> None:
    if "pause_on" in said:
        pauses.plan(one, start_on=said["pause_on"], end_on=said.get("pause_until"), by=by, at=at)


def _activated(one: Volunteer, started_on: date | None, by: User, at: datetime) -> tuple[str, ...]:
    """Active since then, or every reason why not."""
    if started_on is None:
        return ()
    try:
        roster.activate(one, on=started_on, by=by, at=at)
    except Refused as refused:
        return tuple(reason.text for reason in refused.reasons)
    return ()
