"""A year in figures as its page tells it: what there is as a picture, what there isn't in one sentence. Reads only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from bezoekdienst.lib import wording
from bezoekdienst.reports.figures import Came, Year
from bezoekdienst.reports.hiding import Figure
from bezoekdienst.visiting.states import Source
from bezoekdienst.web import waiting_desk

HIDDEN = "minder dan 5"  # E2
WAY = [
    ("Hoe", ""),
    *((words, "number") for words in ("Aangemeld", "Gesprek gehad", "Past bij ons", "Kreeg een vrijwilliger")),
]
ANSWER = "antwoord: "  # how the year calls a line of them
# What is counted by kind: (part of the year, heading, what is said when there was nothing).
GROUPS = (
    ("letters", "Antwoorden op brieven", "Er kwam geen antwoord."),
    ("visits", "Bezoeken", "Er was geen bezoek."),
    ("ends", "Hoe trajecten eindigden", "Er eindigde geen traject."),
    ("signals", "Signalen", "Er was geen signaal."),
)
# Everything that is counted, in the list to take along.
PARTS = (
    *(("letters", "Brieven"), ("people", "Aanmeldingen en koppelingen"), ("visits", "Bezoeken")),
    *(("ends", "Afgeronde trajecten"), ("signals", "Signalen"), ("experiences", "Hoe het was")),
)
FORMS = 3  # the first lines of what people thought of it: sent, back, mean mark


@dataclass(frozen=True, slots=True)
class Line:
    """A count in words, and how long its bar is in percent of the longest; None without a bar."""

    words: str
    said: str | int | None
    percent: float | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """What was counted by kind, the largest first, and what came of none of it."""

    heading: str
    lines: list[Line]
    rest: str


def lay_out(found: Year) -> dict[str, Any]:
    """The context of figures.html: all there is to say of the year."""
    came = [one for one in found.sources if one.signed_up]
    totals, groups = _totals(found), [_group(_of(found, part), heading, nothing) for part, heading, nothing in GROUPS]
    return {
        "is_empty": not totals and not any(group.lines for group in groups),
        "totals": totals,
        "funnel_steps": _funnel(found),
        "way": WAY,
        "sources": [_row(one) for one in came],
        "sources_total": ["Samen", *map(sum, zip(*(_row(one)[1:] for one in came), strict=True))],
        "no_source": _without([one.source for one in found.sources if not one.signed_up and came]),
        "waits": _waits(found.year),
        "groups": groups,
        "forms": _forms(found.experiences),
    }


def rows(found: Year) -> list[tuple[str, str, int | str]]:
    """The year as a list to take along: (heading, words, count), also of what there wasn't."""
    came = [(f"Aangemeld: {one.source}", words, count) for one in found.sources
            for (words, _), count in zip(WAY[1:], _row(one)[1:], strict=True)]  # fmt: skip
    return came + [
        (heading, one.words, HIDDEN if one.count is None else one.count)
        for part, heading in PARTS
        for one in getattr(found, part)
    ]


def _totals(found: Year) -> list[tuple[str, int]]:
    """What happened in the year, step by step; nothing at all when nothing did."""
    visits = Figure("bezoeken", sum(int(one.count or 0) for one in found.visits))
    *steps, pointers = found.people
    return [(one.words, int(one.count)) for one in (found.letters[0], *steps, visits, pointers) if one.count]


def _funnel(found: Year) -> list[tuple[Any, ...]]:
    """From letters to volunteers; nothing when more people came by letters of before than went out."""
    sent = int(found.letters[0].count or 0)
    letter = next(one for one in found.sources if one.source == str(Source.LETTER.label))
    if not sent or letter.signed_up > sent:
        return []
    steps = ((letter.signed_up, "meldden zich na een brief"), (letter.visited, "hadden hun intakegesprek"))
    return [
        ("brieven op de post", sent, reverse("rounds")),
        *((words, count) for count, words in (*steps, (letter.matched, "kregen een vrijwilliger"))),
    ]


def _of(found: Year, part: str) -> list[Figure]:
    """What a group counts; of the letters those that were answered."""
    figures: tuple[Figure, ...] = getattr(found, part)
    told = figures if part != "letters" else [one for one in figures if one.words.startswith(ANSWER)]
    return [Figure(one.words.removeprefix(ANSWER), one.count) for one in told]


def _row(one: Came) -> list[Any]:
    return [one.source, one.signed_up, one.visited, one.suitable, one.matched]


def _without(names: Sequence[str]) -> str:
    """What didn't occur: Kwam niet voor: telefoon en ergens anders."""
    return f"Kwam niet voor: {wording.listed(names)}." if names else ""


def _waits(year: int) -> dict[str, Any]:
    """How long people waited who met a volunteer in the year."""
    waited = waiting_desk.waited(date(year, 1, 1), date(year, 12, 31))
    counts = [(words, waiting_desk.within(waited, number)) for number, (words, _) in enumerate(waiting_desk.STEPS)]
    while counts and not counts[-1][1]:
        counts.pop()  # nobody waited so long
    return {"half": waiting_desk.half(waited), "many": len(waited), "lines": _drawn(counts)}


def _group(figures: Iterable[Figure], heading: str, nothing: str) -> Group:
    """Counted by kind. A hidden count is told as such, and has no bar that would tell it after all (E2)."""
    there = [one for one in figures if one.count != 0]
    told = sorted((one for one in there if one.count is not None), key=lambda one: -int(one.count or 0))
    lines = _drawn([(one.words, int(one.count or 0)) for one in told])
    lines += [Line(one.words, HIDDEN) for one in there if one.count is None]
    return Group(heading, lines, _without([one.words for one in figures if one.count == 0]) if there else nothing)


def _drawn(counts: Sequence[tuple[str, int]]) -> list[Line]:
    """With bars; a single one would be beside nothing."""
    most = max((count for _, count in counts), default=0)
    return [Line(words, count, 100 * count / most if len(counts) > 1 else None) for words, count in counts]


def _forms(figures: Sequence[Figure]) -> dict[str, Any]:
    """What people said afterwards: how many forms, and of the answers those of which there is something to tell."""
    counts, answers = figures[:FORMS], figures[FORMS:]
    told = [one for one in answers if one.count not in (None, 0) and not str(one.count).startswith("0 van 0")]
    return {
        "counts": [Line(one.words, one.count) for one in counts if counts[0].count and one.count not in (None, "–")],
        "answers": [Line(one.words, one.count or "") for one in told],
    }
