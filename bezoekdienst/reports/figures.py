"""The year in figures, for the municipality: totals of the process, no names, one definition each (E2)."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import Count, Min

from bezoekdienst.reports import experiences
from bezoekdienst.reports.hiding import Counts, Figure, shown
from bezoekdienst.visiting import counted
from bezoekdienst.visiting.models import Resident
from bezoekdienst.visiting.states import EndReason, SignalKind, Source, VisitKind
from letters.models import Letter, Reply
from letters.states import LetterState, ReplyKind

VERSION = 5  # of these definitions: a report says by which it was made
STEPS = ("resident", *counted.WAY)
PEOPLE = {
    "resident": "aanmeldingen",
    "talk": "intakegesprekken",
    "match": "koppelingen",
    "pointer": "op een activiteit gewezen",
}


@dataclass(frozen=True, slots=True)
class Came:
    """Who signed up in the year by one way, and how far they came since: process, so always told (E2)."""

    source: str
    signed_up: int
    visited: int
    suitable: int
    matched: int

    @property
    def steps(self) -> dict[str, int]:
        """The four numbers by what each counts."""
        return dict(zip(STEPS, (self.signed_up, self.visited, self.suitable, self.matched), strict=True))


@dataclass(frozen=True, slots=True)
class Year:
    """All figures of a calendar year. The parts of a heading add up to its total, but for what is hidden."""

    year: int
    letters: tuple[Figure, ...]
    people: tuple[Figure, ...]
    ends: tuple[Figure, ...]
    visits: tuple[Figure, ...]
    signals: tuple[Figure, ...]
    experiences: tuple[Figure, ...]
    sources: tuple[Came, ...]


Rows = dict[tuple[str, str], Counter[Any]]


def rows(year: int) -> Rows:
    """What is counted of a year and is still there: by name and part the rows it stands in, and how often it does.

    The figures are the sums of these, so a list of the same rows holds what its figure counts.
    """
    found: Rows = defaultdict(Counter)
    for (when, name, part), row in chain.from_iterable(map(counted.with_rows, counted.residents())):
        if when == year:
            found[name, part][row.pk] += 1
    sent = Letter.objects.filter(state=LetterState.POSTED, round__posted_on__year=year)
    for number, many in sent.order_by().values_list("round").annotate(Count("pk")):
        found["letter", ""][number] += many
    replies = Reply.objects.filter(received_on__year=year).order_by().values_list("kind", "letter__round")
    for kind, number, many in replies.annotate(Count("letter", distinct=True)):
        found["reply", kind][number] += many
    return found


def of(year: int, erased: Counts) -> Year:
    """The figures of `year`: what is in the database, and what `erased` persons counted for (by name and part)."""
    return summed(year, rows(year), erased)


def summed(year: int, there: Rows, erased: Counts) -> Year:
    """The figures from the rows that are there."""
    total = Counter({key: found.total() for key, found in there.items()}) + Counter(erased)
    return Year(
        year=year,
        letters=(
            Figure("brieven op de post", total["letter", ""], "letter"),
            *(Figure(f"antwoord: {kind.label}", total["reply", kind], "reply", kind) for kind in ReplyKind),
        ),
        people=tuple(Figure(words, _sum(total, name), name) for name, words in PEOPLE.items()),
        ends=tuple(
            Figure(str(reason.label), total["trajectory_end", reason], "trajectory_end", reason) for reason in EndReason
        ),
        visits=tuple(Figure(str(kind.label), total["visit", kind], "visit", kind) for kind in VisitKind),
        signals=tuple(Figure(str(kind.label), shown(total["signal", kind]), "signal", kind) for kind in SignalKind),
        experiences=experiences.of(total),
        sources=tuple(_came(source, total) for source in Source),
    )


def told(found: Year) -> Counts:
    """The numbers of a year by what they count, as far as there is one to tell: nothing that is hidden (E2)."""
    lines = (*found.letters, *found.people, *found.ends, *found.visits, *found.signals, *found.experiences)
    counts = {(one.name, one.part): one.count for one in lines if one.name and isinstance(one.count, int)}
    for source, one in zip(Source, found.sources, strict=True):
        counts |= {(name, source.value): count for name, count in one.steps.items()}
    for name in ("visit", *counted.WAY):  # the sums that stand on the page too
        counts[name, ""] = sum(count for (other, _), count in counts.items() if other == name)
    return {key: count for key, count in counts.items() if count}


def first_year() -> int | None:
    """The year of the first letter or sign-up that is still there."""
    posted = Letter.objects.aggregate(first=Min("round__posted_on"))["first"]
    signed_up = Resident.objects.aggregate(first=Min("signed_up_on"))["first"]
    return min((on.year for on in (posted, signed_up) if on), default=None)


def _came(source: Source, total: Counter[tuple[str, str]]) -> Came:
    return Came(str(source.label), *(total[step, source] for step in STEPS))


def _sum(total: Counter[tuple[str, str]], name: str) -> int:
    return sum(count for (other, _), count in total.items() if other == name)
