"""The service's numbers as their pages tell them: what holds, what is going to hold, what held, and who changed it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bezoekdienst.lib import wording as dates
from bezoekdienst.lib.errors import Refused
from bezoekdienst.policy import consequences, timeline, versions, wording
from bezoekdienst.policy.models import BOUNDS, Policy
from bezoekdienst.web import phrases
from matching import facts, gather, scoring, weights


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the letter. `usual` is what came along, `later` what it is going to be; "" when the same."""

    before: str
    amount: str
    after: str
    usual: str = ""
    later: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One version in the list: what it changed, in sentences; whether it can still be withdrawn."""

    policy: Policy
    state: str
    changes: list[str]
    is_ahead: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would change: each sentence as it will be with what it was; and what it brings along."""

    begins: str
    changes: list[tuple[str, str]]
    remarks: list[str]


def every() -> list[Policy]:
    """All versions in order, with who made them; one query."""
    return list(Policy.objects.select_related("made_by").order_by("valid_from_on", "pk"))


def holding(rows: list[Policy], on: date) -> Policy:
    """The version of `rows` in force on a day."""
    return rows[timeline.holding(_line(rows), on)]


def letter(rows: list[Policy], today: date) -> list[tuple[str, list[Line]]]:
    """The numbers that hold today, as sentences under their headings."""
    place = timeline.holding(_line(rows), today)
    return [
        (heading, [_sentence(one, rows[place], rows[place + 1 :]) for one in numbers])
        for heading, numbers in wording.GROUPS.items()
    ]


def matching(policy: Policy) -> list[str]:
    """How fit is counted, in two sentences; or that this can't be read."""
    try:
        counted = gather.weights(policy)
    except Refused as refused:
        return [reason.text for reason in refused.reasons]
    shares = [f"{scoring.LABELS[factor].lower()} {getattr(counted, factor)}" for factor in facts.FACTORS]
    floor = f"Wie onder de {counted.floor} punten past, stellen wij niet voor."
    return [f"Van de 100 punten telt {dates.listed(shares)}.", floor]


def agreements(policy: Policy) -> list[str]:
    """What is agreed with the municipality, in sentences."""
    weeks = dates.listed(f"van {name}" for name in ["kerst", *policy.blocked_weeks])
    first = policy.first_loss_on
    return [
        f"Wij schrijven inwoners van {policy.municipality_name}, met gemeentecode {policy.municipality_code}.",
        f"{phrases.start(wording.SUPPLY[policy.supply])}.",
        "Een tweede medewerker geeft een ronde vrij."
        if policy.second_clerk
        else "Eén medewerker geeft een ronde vrij.",
        f"In de week {weeks} valt er geen brief op de mat.",
        f"Een overlijden van voor {dates.day(first)} is op papier afgehandeld."
        if first
        else "Elk overlijden telt mee.",
    ]


def history(rows: list[Policy], today: date) -> list[Version]:
    """Every version, the newest first, with what it changed."""
    place = timeline.holding(_line(rows), today)
    found = []
    for number, row in enumerate(rows):
        changes = _told(rows[number - 1], row) if number else []
        found.append(Version(row, _state(number, place, row), changes, number > place))
    return found[::-1]


def preview(begins_on: date, fields: dict[str, Any]) -> Preview:
    """What `versions.change` would do with these fields; without changes when it would do nothing."""
    line = _line(every())
    place = timeline.holding(line, begins_on)
    old, after = line[place].values, timeline.changed(line, begins_on, fields)[place + 1 :]
    changes = timeline.differences(old, after[0].values)
    said = [_said(name, old[name], new) for name, new in changes.items()]
    remarks = consequences.sentences(old, after[0].values)
    for name, value in changes.items():
        remarks += _later(name, value, after)
    return Preview(dates.day(begins_on), said, remarks)


def _line(rows: list[Policy]) -> list[timeline.Span]:
    return [timeline.Span(row.valid_from_on, versions.values(row)) for row in rows]


def _sentence(one: wording.Number, policy: Policy, ahead: list[Policy]) -> Line:
    """The sentence in three parts, the middle one the amount."""
    value, usual = getattr(policy, one.name), BOUNDS[one.name][0]
    before, after = one.sentence.split(wording.BLANK)
    later = next((row for row in ahead if getattr(row, one.name) != value), None)
    return Line(
        before,
        one.amount(value),
        after,
        "" if value == usual else one.amount(usual),
        f"vanaf {dates.day(later.valid_from_on)}: {one.amount(getattr(later, one.name))}" if later else "",
    )


def _state(number: int, place: int, row: Policy) -> str:
    begins = dates.day(row.valid_from_on)
    if number > place:
        return f"Gaat in op {begins}"
    return f"Geldt sinds {begins}" if number == place else f"Gold vanaf {begins}"


def _told(old: Policy, new: Policy) -> list[str]:
    """What one version changed in the one before it, in words."""
    before = versions.values(old)
    changes = timeline.differences(before, versions.values(new))
    told = [wording.change(name, before[name], value) for name, value in changes.items() if name != "matching"]
    if "matching" in changes:
        told += [weights.told(old, new) or wording.change("matching", None, None)]
    return told


def _said(name: str, old: Any, new: Any) -> tuple[str, str]:
    """A change as a sentence, and what was: (Een VOG geldt 24 maanden., Nu 36 maanden.)"""
    was = f"Nu {wording.value(name, old)}."
    if name in wording.NUMBERS:
        return wording.NUMBERS[name].said(new), was
    return f"{phrases.start(wording.LABELS[name])}: {wording.value(name, new)}.", was


def _later(name: str, value: Any, spans: list[timeline.Span]) -> list[str]:
    """That somebody planned something else for later already; nothing when not."""
    other = next((span for span in spans if span.values[name] != value), None)
    if other is None:
        return []
    begins, then = dates.day(other.begins_on), wording.value(name, other.values[name])
    return [f"Bij “{wording.LABELS[name]}” stond al klaar: vanaf {begins} {then}. Dat blijft zo."]
