"""The number of letters of a round beside that of the rounds before it, as bars on one scale (L8)."""

from dataclasses import dataclass

from letters import plausibility
from letters.models import Round


@dataclass(frozen=True, slots=True)
class Row:
    """One round; `width` in percent of the scale."""

    name: str
    letters: int
    width: float
    is_this: bool


@dataclass(frozen=True, slots=True)
class Sizes:
    """The rounds, and between which numbers one is usual; `left` and `width` of that band in percent."""

    rows: tuple[Row, ...]
    usual: int
    lowest: int
    highest: int
    left: float
    width: float
    remark: str


def of(subject: Round) -> Sizes | None:
    """None as long as there is nothing to compare, or no round before it."""
    found = plausibility.sizes(subject)
    usual = plausibility.usual(found)
    if not usual or not found[-1].letters:
        return None
    scale = max(2.2 * usual, *(one.letters for one in found)) / 100
    rows = tuple(Row(one.name, one.letters, round(one.letters / scale, 1), one.is_this) for one in found)
    left, right = round(usual / 2 / scale, 1), round(2 * usual / scale, 1)
    return Sizes(rows, usual, -(-usual // 2), 2 * usual, left, round(right - left, 1), plausibility.remark(subject))
