"""Is the number of letters like it always is? A round of half or double the usual size is looked at twice (L8)."""

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from letters.models import Round
from letters.states import LetterState, RoundState

LOOKED_BACK = 4


class Size(NamedTuple):
    """How many letters a round has; `is_this` for the one that is looked at."""

    name: str
    letters: int
    is_this: bool = False


def sizes(subject: Round) -> list[Size]:
    """The last four rounds that were posted before this one, the oldest first, and then this one."""
    earlier = Round.objects.filter(
        state__in=(RoundState.POSTED, RoundState.CLOSED), quarter_on__lt=subject.quarter_on
    ).order_by("-quarter_on")[:LOOKED_BACK]
    posted = [Size(str(one), one.letters.filter(state=LetterState.POSTED).count()) for one in earlier]
    return [*reversed(posted), Size(str(subject), _letters(subject), is_this=True)]


def usual(found: Sequence[Size]) -> int | None:
    """The middle of the rounds before this one; None for the first round."""
    before = [one.letters for one in found if not one.is_this]
    return round(median(before)) if before else None


def remark(subject: Round) -> str:
    """A Dutch sentence when the count lies outside half to double; "" when it doesn't, and for the first round."""
    found = sizes(subject)
    count, before = found[-1].letters, usual(found)
    if before is None or before <= 2 * count <= 4 * before:
        return ""
    now = "Er is 1 brief" if count == 1 else f"Er zijn {count} brieven"
    return f"{now}. In vorige rondes waren het er ongeveer {before}."


def _letters(subject: Round) -> int:
    """What goes or went on the post; of a draft what would be written."""
    if subject.state == RoundState.DRAFT:
        return subject.extract.due if subject.extract else 0
    return subject.letters.filter(state__in=(LetterState.MADE, LetterState.POSTED)).count()
