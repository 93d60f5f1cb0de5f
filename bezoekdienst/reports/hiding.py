"""A line of the year's report, and when its count is too small to be told (E2). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HIDDEN_UNDER = 5
Counts = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: words, and the count, or a number that was reckoned; None when it is too small to be shown (E2).

    `name` and `part` say what it counts, as `figures.rows` has it; "" where there is no list of it.
    """

    words: str
    count: int | str | None
    name: str = ""
    part: str = ""


def shown(count: int) -> int | None:
    """A count crossed with something personal is hidden under five; nought says nothing about anybody."""
    return count if count == 0 or count >= HIDDEN_UNDER else None


def parts(counts: Sequence[int]) -> list[int | None]:
    """The parts of one group. A group under five is hidden whole; a single hidden part takes the smallest other along.

    So none can be reckoned from the others and the size of the group.
    """
    if 0 < sum(counts) < HIDDEN_UNDER:
        return [None] * len(counts)
    told = [shown(count) for count in counts]
    if told.count(None) == 1:
        others = [number for number, count in enumerate(told) if count is not None]
        told[min(others, key=lambda number: (counts[number] == 0, counts[number]))] = None
    return told
