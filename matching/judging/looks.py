"""What a rule looks at: said beside the rule, so that it is asked once for all the pairs that look the same to it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from matching.facts import ResidentFacts


@dataclass(frozen=True, slots=True)
class Looks:
    """All that a rule looks at, but names: pairs in which this is the same have the same answer, if in other words.

    `hers` and `theirs`: fields of the volunteer and of the person. `common`: a set of codes of both; it counts whether
    both are known, and how many are in common. `apart`: a whole number of both; it counts whether both are known, and
    the difference. `metres`: the distance itself; `reach`: only whether it is known, and whether it is within reach.
    `asked`: of what she wishes, only the wishes of this kind: all together they differ too much from person to person.
    `names`: the ids of the volunteers about whom a person says something; about all others the rule has nothing.
    """

    hers: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    common: str = ""
    apart: str = ""
    metres: bool = False
    reach: bool = False
    asked: str = ""
    names: Callable[[ResidentFacts], Iterable[int]] | None = None
