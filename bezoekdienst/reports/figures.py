"""The year in figures, for the municipality: totals of the process, no names, one definition each (E2)."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Min

from bezoekdienst.reports import experiences
from bezoekdienst.reports.hiding import Counts, Figure, shown
from bezoekdienst.visiting import counted
from bezoekdienst.visiting.models import Resident
from bezoekdienst.visiting.states import EndReason, SignalKind, Source, VisitKind
from letters.models import Letter, Reply
from letters.states import LetterState, ReplyKind

VERSION = 4  # of these definitions: a report says by which it was made


@dataclass(frozen=True, slots=True)
class Came:
    """Who signed up in the year by one way, and how far they came since: process, so always told (E2)."""

    source: str
    signed_up: int
    visited: int
    suitable: int
    matched: int


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


def of(year: int, erased: Counts) -> Year:
    """The figures of `year`: what is in the database, and what `erased` persons counted for (by name and part)."""
    living = Counter((name, part) for when, name, part in counted.of_all(counted.residents()) if when == year)
    total = living + Counter(erased)
    return Year(
        year=year,
        letters=_letters(year),
        people=(
            Figure("aanmeldingen", _sum(total, "resident")),
            Figure("intakegesprekken", _sum(total, "talk")),
            Figure("koppelingen", _sum(total, "match")),
            Figure("op een activiteit gewezen", _sum(total, "pointer")),
        ),
        ends=tuple(Figure(str(reason.label), total["trajectory_end", reason]) for reason in EndReason),
        visits=tuple(Figure(str(kind.label), total["visit", kind]) for kind in VisitKind),
        signals=tuple(Figure(str(kind.label), shown(total["signal", kind])) for kind in SignalKind),
        experiences=experiences.of(total),
        sources=tuple(_came(source, total) for source in Source),
    )


def first_year() -> int | None:
    """The year of the first letter or sign-up that is still there."""
    posted = Letter.objects.aggregate(first=Min("round__posted_on"))["first"]
    signed_up = Resident.objects.aggregate(first=Min("signed_up_on"))["first"]
    return min((on.year for on in (posted, signed_up) if on), default=None)


def _came(source: Source, total: Counter[tuple[str, str]]) -> Came:
    return Came(str(source.label), total["resident", source], *(total[step, source] for step in counted.WAY))


def _letters(year: int) -> tuple[Figure, ...]:
    posted = Letter.objects.filter(state=LetterState.POSTED, round__posted_on__year=year).count()
    replies = Reply.objects.filter(received_on__year=year).order_by().values_list("kind")
    kinds = dict(replies.annotate(Count("letter", distinct=True)))
    return (
        Figure("brieven op de post", posted),
        *(Figure(f"antwoord: {kind.label}", kinds.get(kind, 0)) for kind in ReplyKind),
    )


def _sum(total: Counter[tuple[str, str]], name: str) -> int:
    return sum(count for (other, _), count in total.items() if other == name)
