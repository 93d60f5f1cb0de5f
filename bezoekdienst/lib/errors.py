"""Why something was not done, in words a coordinator can read."""

from typing import NamedTuple


class Reason(NamedTuple):
    """One reason: `rule` is the short name from the rules of the service (L1, T2, ...), `text` a Dutch sentence."""

    rule: str
    text: str

    def __str__(self) -> str:
        return self.text


class Refused(Exception):
    """An act that the rules do not allow. Nothing was changed; `reasons` says why, all of them, never none."""

    def __init__(self, *reasons: Reason) -> None:
        if not reasons:
            raise ValueError("a refusal needs at least one reason")
        super().__init__(" ".join(reason.text for reason in reasons))
        self.reasons = reasons


def refuse_if(reasons: list[Reason]) -> None:
    """Raise `Refused` with all of `reasons`; do nothing when there are none."""
    if reasons:
        raise Refused(*reasons)
