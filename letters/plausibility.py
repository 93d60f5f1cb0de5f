"""Is the number of letters like it always is? A round of half or double the usual size is looked at twice (L8)."""

from statistics import median

from letters.models import Round
from letters.states import LetterState, RoundState

LOOKED_BACK = 4


def usual(subject: Round) -> int | None:
    """The middle of the last four rounds that were posted; None for the first round."""
    earlier = Round.objects.filter(
        state__in=(RoundState.POSTED, RoundState.CLOSED), quarter_on__lt=subject.quarter_on
    ).order_by("-quarter_on")[:LOOKED_BACK]
    sizes = [one.letters.filter(state=LetterState.POSTED).count() for one in earlier]
    return round(median(sizes)) if sizes else None


def remark(subject: Round) -> str:
    """A Dutch sentence when the count lies outside half to double; "" when it doesn't, and for the first round."""
    count, before = subject.letters.filter(state=LetterState.MADE).count(), usual(subject)
    if before is None or before <= 2 * count <= 4 * before:
        return ""
    now = "Er is 1 brief" if count == 1 else f"Er zijn {count} brieven"
    return f"{now}. In vorige rondes waren het er ongeveer {before}."
