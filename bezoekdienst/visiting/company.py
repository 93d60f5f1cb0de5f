"""Three short questions on company and confidants, asked at the kitchen table and again at the end (I2). Pure.

In words of our own, no measuring scale of somebody else's; optional; shown only as the change of a group.
"""

from collections.abc import Iterator, Sequence

QUESTIONS = (
    "Hoe vaak ziet of spreekt u mensen?",
    "Hoe vaak kunt u bij iemand uw hart luchten?",
    "Hoe vaak mist u gezelschap?",
)
SCALE = {"rarely": "bijna nooit", "sometimes": "soms", "often": "vaak"}  # from little to much
CHANGES = {"more": "vaker", "same": "even vaak", "less": "minder vaak"}


def changes(before: object, after: object) -> Iterator[tuple[int, str]]:
    """(number of the question, "more" | "same" | "less") for each that was answered both times.

    What stands in the books may be older than these questions: anything that isn't a code of `SCALE` was not answered.
    """
    order = list(SCALE)
    for number, (then, now) in enumerate(zip(_said(before), _said(after), strict=False)):
        if then in SCALE and now in SCALE:
            step = order.index(now) - order.index(then)
            yield number, "more" if step > 0 else "less" if step < 0 else "same"


def _said(answers: object) -> Sequence[str]:
    return [str(answer) for answer in answers] if isinstance(answers, list) else []
