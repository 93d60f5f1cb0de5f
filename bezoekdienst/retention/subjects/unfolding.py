"""Columns that hold more than one thing: unfolded, each by a key of its own, so that one can be left out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model

from bezoekdienst.audit import events
from bezoekdienst.audit.models import Event
from bezoekdienst.lib import wording, words
from bezoekdienst.retention.subjects.held import Person
from bezoekdienst.visiting import company, told_answers
from bezoekdienst.visiting.evaluations import STATEMENTS
from bezoekdienst.visiting.models import Evaluation, Intake, VisitConflict
from bezoekdienst.visiting.states import VisitKind
from matching.models import Proposal
from volunteers.models import Volunteer

_FREE = frozenset({"about_when", "asks_for", "likes", "signed_up_by", "network", "emergency_contact", "not_with"})
_CONSENTS = {
    "visits": "toestemming voor bezoek",
    "finite_told": "gezegd dat het bezoek uiterlijk na een jaar stopt",
    "life_view": "de levensbeschouwing mag worden opgeschreven",
}
_AGREES = {1: "nee", 2: "niet echt", 3: "een beetje", 4: "ja", 5: "ja, heel erg"}
BESIDE = frozenset({"made_at", "shown"})  # what is hers of a proposal of somebody else
_TRAITS = {"pets": "huisdieren", "smoking": "roken", "stairs": "trappen"}


@dataclass(frozen=True, slots=True)
class Part:
    """One thing of several: `words` when somebody wrote it freely."""

    key: str
    label: str
    value: Any
    text: str
    words: bool = False


def _answers(intake: Intake, whom: Person) -> Iterator[Part]:
    for key, (label, text) in told_answers.keyed(intake.answers):
        yield Part(key, label.lower(), intake.answers.get(key), text, key in _FREE)
    yield from _company(intake.answers.get("company"))


def _company(said: object) -> Iterator[Part]:
    for number, answer in enumerate(said if isinstance(said, list) else ()):
        if answer and number < len(company.QUESTIONS):
            yield Part(f"company.{number}", company.QUESTIONS[number], answer, company.SCALE.get(answer, str(answer)))


def _consents(intake: Intake, whom: Person) -> Iterator[Part]:
    for name, day in intake.consents.items():
        if day:
            yield Part(name, _CONSENTS.get(name, name), day, wording.day(date.fromisoformat(day)))


def _evaluation(evaluation: Evaluation, whom: Person) -> Iterator[Part]:
    said = evaluation.answers
    for number, answer in enumerate(said.get("statements") or ()):
        if answer:
            yield Part(f"statements.{number}", STATEMENTS[number], answer, _AGREES[answer])
    yield from _company(said.get("company"))
    if said.get("mark"):
        yield Part("mark", "cijfer", said["mark"], str(said["mark"]))
    if said.get("text"):
        yield Part("text", "wat u erbij schreef", said["text"], said["text"], words=True)


def _conflict(conflict: VisitConflict, whom: Person) -> Iterator[Part]:
    """What a visit says of who was visited; how the volunteer was, and how far she went, is hers."""
    said = conflict.content
    if said.get("on"):
        yield Part("on", "datum", said["on"], wording.day(date.fromisoformat(said["on"])))
    if said.get("kind"):
        yield Part("kind", "hoe", said["kind"], str(dict(VisitKind.choices).get(said["kind"], said["kind"])))
    if said.get("minutes"):
        yield Part("minutes", "minuten", said["minutes"], str(said["minutes"]))
    if said.get("note"):
        yield Part("note", "bezoekverslag", said["note"], said["note"], words=True)


def is_beside(row: Model, whom: Person) -> bool:
    """Whether this is a proposal of somebody else, in which she stood as another candidate."""
    return isinstance(row, Proposal) and isinstance(whom, Volunteer) and row.volunteer_id != whom.pk


def _shown(proposal: Proposal, whom: Person) -> Iterator[Part]:
    """What was looked at and how much it counted; not how either of the two scored, for that tells about the other."""
    if is_beside(proposal, whom):
        yield Part("place", "waarnaar gekeken is", "beside", "u stond naast iemand anders die voorgesteld werd")
    volunteer = whom.pk if isinstance(whom, Volunteer) else proposal.volunteer_id
    found: dict[str, Any] = next(
        (one for one in proposal.shown.get("candidates", ()) if one["volunteer"] == volunteer), {}
    )
    parts = [(part["label"], part["weight"]) for part in found.get("parts", ())]
    if parts:
        text = wording.listed(f"{label.lower()} (telt voor {weight})" for label, weight in parts)
        yield Part("parts", "waarnaar gekeken is", [{"label": a, "weight": b} for a, b in parts], text)


def _wishes(volunteer: Volunteer, whom: Person) -> Iterator[Part]:
    said = volunteer.wishes
    if said.get("sex"):
        yield Part("sex", "alleen bij een", said["sex"], words.SEXES.get(said["sex"], said["sex"]))
    for key, label in (("must_not", "niet bij"), ("home", "heeft zelf")):
        traits = [code for code in said.get(key) or () if key == "must_not" or said[key][code]]
        if traits:
            yield Part(key, label, said[key], wording.listed(_TRAITS.get(code, code) for code in traits))
    if said.get("words"):
        yield Part("words", "wensen", said["words"], said["words"], words=True)


def _event(event: Event, whom: Person) -> Iterator[Part]:
    yield Part("sentence", "wat", events.sentence(event), events.sentence(event))


COLUMNS: Mapping[str, Callable[[Any, Person], Iterator[Part]]] = {
    "visiting.Intake.answers": _answers,
    "visiting.Intake.consents": _consents,
    "visiting.Evaluation.answers": _evaluation,
    "visiting.VisitConflict.content": _conflict,
    "matching.Proposal.shown": _shown,
    "volunteers.Volunteer.wishes": _wishes,
    "audit.Event.kind": _event,
}
