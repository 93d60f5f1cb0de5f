"""Line by line who gets no letter and why, as the clerk sees it: line numbers, never names."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from letters.models import Extract
from letters.selection import OBJECTED
from letters.states import Outcome


@dataclass(frozen=True, slots=True)
class Fate:
    """A reason, for how many persons it decided, and their first lines: `3, 7-9`; "" where nobody may know which."""

    reason: str
    count: int
    lines: str


def left_out(extract: Extract) -> list[Fate]:
    """Everybody of a delivery who gets no letter, the most frequent reason first.

    Of who objected or is known to the service only the count is told (L5): a line leads to a person.
    """
    found: dict[str, list[int]] = {}
    rows = extract.line_outcomes.filter(outcome=Outcome.LEFT_OUT).order_by("row")
    for row, reasons in rows.values_list("row", "reasons").iterator():
        found.setdefault(reasons[0][1], []).append(row)
    fates = [Fate(text, len(lines), "" if text == OBJECTED.text else ranges(lines)) for text, lines in found.items()]
    return sorted(fates, key=lambda fate: -fate.count)


def ranges(numbers: Iterable[int]) -> str:
    """Ascending numbers as people write them: `3, 7-9, 12`, with a dash between the first and last of a row."""
    rows = groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    ends = [(found[0][1], found[-1][1]) for _, group in rows if (found := list(group))]
    return ", ".join(f"{first}" if first == last else f"{first}\u2013{last}" for first, last in ends)
