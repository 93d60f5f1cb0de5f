"""What a year's evaluations say, of all together: never what one person said (E1, E2, I2)."""

from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from bezoekdienst.reports.hiding import HIDDEN_UNDER, Counts, Figure, parts
from bezoekdienst.visiting import company
from bezoekdienst.visiting.evaluations import STATEMENTS

AGREES = ("4", "5")


def of(total: Counts) -> tuple[Figure, ...]:
    """The lines of a year, from what is counted of it (`visiting.counted`)."""
    counted = Counter(total)
    return (
        Figure("formulieren verstuurd", counted["evaluation", "sent"], "evaluation", "sent"),
        Figure("formulieren terug", counted["evaluation", "received"], "evaluation", "received"),
        Figure("gemiddeld cijfer", _mean(counted)),
        *_statements(counted),
        *_company(counted),
    )


def _mean(counted: Counter[tuple[str, str]]) -> str | None:
    """With one decimal; None under five marks."""
    marks = {mark: counted["mark", str(mark)] for mark in range(1, 11)}
    many = sum(marks.values())
    if many < HIDDEN_UNDER:
        return None if many else "–"
    mean = Decimal(sum(mark * count for mark, count in marks.items())) / many
    return str(mean.quantize(Decimal("0.1"), ROUND_HALF_UP)).replace(".", ",")


def _statements(counted: Counter[tuple[str, str]]) -> Iterator[Figure]:
    """Who says yes to each, of those who said anything."""
    for number, statement in enumerate(STATEMENTS):
        said = {answer: counted[f"statement_{number}", str(answer)] for answer in range(1, 6)}
        yes = sum(said[int(answer)] for answer in AGREES)
        many = sum(said.values())
        told = parts([yes, many - yes])[0]
        yield Figure(f"ja: {statement}", told if told is None else f"{told} van {many}")


def _company(counted: Counter[tuple[str, str]]) -> Iterator[Figure]:
    """At the end compared with the kitchen table, as far as both were answered."""
    for number, question in enumerate(company.QUESTIONS):
        told = parts([counted[f"company_{number}", change] for change in company.CHANGES])
        for word, count in zip(company.CHANGES.values(), told, strict=True):
            yield Figure(f"{question} Na afloop {word}", count)
