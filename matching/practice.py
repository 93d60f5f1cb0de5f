"""Proposal and practice: how often a proposal was followed, and how the fit relates to what became of it (M3). Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from matching import scoring
from matching.facts import POINT

WORDS = tuple(dict.fromkeys(scoring.word(POINT * points) for points in range(100, -1, -1)))  # best first
BECAME = ("meets", "runs", "well", "early", "no_click", "other")
# By the reason a trajectory ended; whatever isn't here says nothing about the pair (moved, died, admitted, ...).
_ENDS = {
    "goal_reached": "well",
    "year_reached": "well",
    "private_contact": "well",
    "stopped_by_resident": "early",
    "stopped_by_volunteer": "early",
    "no_click": "no_click",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """A decided proposal. `fit` in hundredths; `end` is the reason the trajectory ended, "" while it didn't."""

    is_accepted: bool
    is_own_choice: bool
    fit: int
    has_begun: bool = False
    end: str = ""

    @property
    def became(self) -> str:
        """What came of it, one of BECAME."""
        if self.end:
            return _ENDS.get(self.end, "other")
        return "runs" if self.has_begun else "meets"


@dataclass(frozen=True, slots=True)
class Practice:
    """Counts of decisions, and of what became of accepted ones by (word of the fit, one of BECAME)."""

    followed: int
    own_choices: int
    declined: int
    became: Counter[tuple[str, str]]

    @property
    def accepted(self) -> int:
        return self.followed + self.own_choices

    def row(self, word: str) -> list[int]:
        """How many of each of BECAME with this word of the fit."""
        return [self.became[word, became] for became in BECAME]


def count(decisions: Iterable[Decision]) -> Practice:
    """All decisions counted once; the rows of `became` add up to those accepted."""
    followed = own = declined = 0
    became: Counter[tuple[str, str]] = Counter()
    for one in decisions:
        if not one.is_accepted:
            declined += 1
            continue
        own, followed = own + one.is_own_choice, followed + (not one.is_own_choice)
        became[scoring.word(one.fit), one.became] += 1
    return Practice(followed, own, declined, became)
