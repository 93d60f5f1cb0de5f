"""A year in figures as its page tells it: what there is as a picture, what there isn't in one sentence. Reads only."""

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from bezoekdienst.lib import wording
from bezoekdienst.reports.figures import STEPS, Year
from bezoekdienst.reports.hiding import Figure
from bezoekdienst.visiting.states import Source
from bezoekdienst.web.desks import figure_rows, waiting_desk

Link = Callable[..., str]  # of a name and part of `figures.rows` the address of its list, "" where there is none
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
FUNNEL = {
    "resident": "meldden zich na een brief",
    "came_visited": "hadden hun intakegesprek",
    "came_matched": "kregen een vrijwilliger",
}
FORMS = 3  # the first lines of what people thought of it: sent, back, mean mark


@dataclass(frozen=True, slots=True)
class Line:
    """A count in words, and how long its bar is in percent of the longest; None without a bar. `url` of its rows."""

    words: str
    said: str | int | None
    percent: float | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What was counted by kind, the largest first, and what came of none of it."""

    heading: str
    lines: list[Line]
    rest: str


def lay_out(found: Year, *, sees_people: bool = False) -> dict[str, Any]:
    """The context of figures.html: all there is to say of the year. Who sees people gets the ways to them."""
    came = [(source, one) for source, one in zip(Source, found.sources, strict=True) if one.signed_up]
    link = partial(figure_rows.link, found.year, sees_people=sees_people)
    totals = _totals(found, link)
    groups = [_group(_of(found, part), heading, nothing, link) for part, heading, nothing in GROUPS]
    return {
        "is_empty": not totals and not any(group.lines for group in groups),
        "totals": totals,
        "funnel_steps": _funnel(found, link),
        "way": WAY,
        "sources": [_row(one.source, one.steps, link, source) for source, one in came],
        "sources_total": _row("Samen", sum((Counter(one.steps) for _, one in came), Counter()), link),
        "no_source": _without([one.source for one in found.sources if not one.signed_up and came]),
        "waits": _waits(found.year),
        "groups": groups,
        "forms": _forms(found.experiences, link),
    }


def rows(found: Year) -> list[tuple[str, str, int | str]]:
    """The year as a list to take along: (heading, words, count), also of what there wasn't."""
    came = [(f"Aangemeld: {one.source}", words, count) for one in found.sources
            for (words, _), count in zip(WAY[1:], one.steps.values(), strict=True)]  # fmt: skip
    return came + [
        (heading, one.words, HIDDEN if one.count is None else one.count)
        for part, heading in PARTS
        for one in getattr(found, part)
    ]


def _totals(found: Year, link: Link) -> list[tuple[str, int, str]]:
    """What happened in the year, step by step; nothing at all when nothing did."""
    visits = Figure("bezoeken", sum(int(one.count or 0) for one in found.visits), "visit")
    *steps, pointers = found.people
    told = (found.letters[0], *steps, visits, pointers)
    return [(one.words, int(one.count), link(one.name)) for one in told if one.count]


def _funnel(found: Year, link: Link) -> list[tuple[Any, ...]]:
    """From letters to volunteers; nothing when more people came by letters of before than went out."""
    sent = int(found.letters[0].count or 0)
    letter = next(one for one in found.sources if one.source == str(Source.LETTER.label))
    if not sent or letter.signed_up > sent:
        return []
    steps = {name: (FUNNEL[name], letter.steps[name], link(name, Source.LETTER)) for name in FUNNEL}
    return [("brieven op de post", sent, link("letter")), *steps.values()]


def _of(found: Year, part: str) -> list[Figure]:
    """What a group counts; of the letters those that were answered."""
    figures: tuple[Figure, ...] = getattr(found, part)
    told = figures if part != "letters" else [one for one in figures if one.words.startswith(ANSWER)]
    return [dataclasses.replace(one, words=one.words.removeprefix(ANSWER)) for one in told]


def _row(words: str, counts: Mapping[str, int], link: Link, source: str = "") -> list[Any]:
    return [words, *((counts[name], link(name, source) if counts[name] else "") for name in STEPS)]


def _without(names: Sequence[str]) -> str:
    """What didn't occur: Kwam niet voor: telefoon en ergens anders."""
    return f"Kwam niet voor: {wording.listed(names)}." if names else ""


def _waits(year: int) -> dict[str, Any]:
    """How long people waited who met a volunteer in the year."""
    waited = waiting_desk.waited(date(year, 1, 1), date(year, 12, 31))
    counts = [(words, waiting_desk.within(waited, number), "") for number, (words, _) in enumerate(waiting_desk.STEPS)]
    while counts and not counts[-1][1]:
        counts.pop()  # nobody waited so long
    return {"half": waiting_desk.half(waited), "many": len(waited), "lines": _drawn(counts)}


def _group(figures: Iterable[Figure], heading: str, nothing: str, link: Link) -> Group:
    """Counted by kind. A hidden count is told as such, and has no bar that would tell it after all (E2)."""
    there = [one for one in figures if one.count != 0]
    told = sorted((one for one in there if one.count is not None), key=lambda one: -int(one.count or 0))
    lines = _drawn([(one.words, int(one.count or 0), link(one.name, one.part)) for one in told])
    lines += [Line(one.words, HIDDEN) for one in there if one.count is None]
    return Group(heading, lines, _without([one.words for one in figures if one.count == 0]) if there else nothing)


def _drawn(counts: Sequence[tuple[str, int, str]]) -> list[Line]:
    """With bars; a single one would be beside nothing."""
    most = max((count for _, count, _ in counts), default=0)
    return [Line(words, count, 100 * count / most if len(counts) > 1 else None, url) for words, count, url in counts]


def _forms(figures: Sequence[Figure], link: Link) -> dict[str, Any]:
    """What people said afterwards: how many forms, and of the answers those of which there is something to tell."""
    counts, answers = figures[:FORMS], figures[FORMS:]
    told = [one for one in answers if one.count not in (None, 0) and not str(one.count).startswith("0 van 0")]
    there = [one for one in counts if counts[0].count and one.count not in (None, "–")]
    return {
        "counts": [Line(one.words, one.count, url=link(one.name, one.part) if one.count else "") for one in there],
        "answers": [Line(one.words, one.count or "") for one in told],
    }
