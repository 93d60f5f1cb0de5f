"""Does it fit? Named parts that add up exactly, on a fixed scale: other candidates never change a pair's fit.

Every number is an integer: percentages are whole, points are kept in hundredths (0 to 10,000) and shown with a decimal.
"""

from collections.abc import Callable
from dataclasses import dataclass

from matching import wishes, wording
from matching.blocks import Case
from matching.facts import POINT, UNSAID, ResidentFacts, VolunteerFacts, Weights, ordered
from matching.judging.looks import Looks

UNKNOWN_PERCENT = 50
NEARLY_EQUAL = 3 * POINT
_SHARED = (0, 40, 75, 100)  # percentage for 0, 1, 2, and 3 or more in common
_CLOSE_YEARS, _PERCENT_A_YEAR = 3, 5
_CLOSE_METRES, _FAR_METRES = 1_000, 25_000

LABELS = {
    "loss": "Soort verlies",
    "life_stage": "Levensfase",
    "life_view": "Levensbeschouwing",
    "interests": "Interesses",
    "dayparts": "Dagdelen",
    "distance": "Afstand",
    "wish": "Liever",
}
_WORDS = ((75, "sterk"), (60, "goed"), (45, "redelijk"), (0, "zwak"))

Measure = tuple[int | None, str]  # whole percentage, None for unknown; and what was found, in words


@dataclass(frozen=True, slots=True)
class Part:
    """One row of the explanation. `weight` in points, `percent` whole, `points` in hundredths = weight x percent.

    A "rather" wish has weight 0 and negative points when it isn't met. `known` is False when either side is unknown.
    """

    key: str
    label: str
    weight: int
    percent: int
    points: int
    known: bool
    text: str


@dataclass(frozen=True, slots=True)
class Fit:
    """The fit of a pair: its parts, and `points` (0 to 10,000), exactly their sum."""

    parts: tuple[Part, ...]

    @property
    def points(self) -> int:
        return sum(part.points for part in self.parts)

    @property
    def word(self) -> str:
        return word(self.points)


@dataclass(frozen=True, slots=True)
class Scale:
    """How one factor is measured, and what that looks at."""

    key: str
    measure: Callable[[VolunteerFacts, ResidentFacts, Case, Weights], Measure]
    looks: Looks

    def part(self, volunteer: VolunteerFacts, resident: ResidentFacts, about: Case, weights: Weights) -> Part:
        """Its row of the explanation; unknown counts half."""
        percent, text = self.measure(volunteer, resident, about, weights)
        weight: int = getattr(weights, self.key)
        used = UNKNOWN_PERCENT if percent is None else percent
        return Part(self.key, LABELS[self.key], weight, used, weight * used, percent is not None, text)


def fit(volunteer: VolunteerFacts, resident: ResidentFacts, about: Case, weights: Weights) -> Fit:
    """How well a pair fits. Never ask it about a blocked pair: forbidden isn't the same as poor (M1)."""
    parts = [factor.part(volunteer, resident, about, weights) for factor in SCALES]
    left = sum(part.points for part in parts)
    return Fit((*parts, *wish_parts(volunteer, resident, about, weights, left)))


def word(points: int) -> str:
    """The word for a fit in hundredths of a point: sterk, goed, redelijk or zwak."""
    return next(name for least, name in _WORDS if points >= least * POINT)


def nearly_equal(points: int, others: int) -> bool:
    """Whether two fits differ by less than 3 points ("nagenoeg gelijk")."""
    return abs(points - others) < NEARLY_EQUAL


def wish_parts(
    volunteer: VolunteerFacts, resident: ResidentFacts, about: Case, weights: Weights, left: int, *kinds: str
) -> list[Part]:
    """A row a "rather" wish; together they take no more than the `left` points, so that a fit is never below 0.

    All her wishes, or those of some kinds; looks at WISHES of them.
    """
    parts = []
    for wish in resident.wishes:
        if wish.must or (kinds and wish.kind not in kinds):
            continue
        met = wishes.meets(wish, volunteer, about.on)
        cost = min(weights.rather * POINT, left) if met is False else 0
        left -= cost
        said = {True: "ja", False: "nee", None: "onbekend (kost niets)"}[met]
        text = f"Liever {wording.wish(wish)}: {said}"
        parts.append(Part("wish", LABELS["wish"], 0, 0, -cost, met is not None, text))
    return parts


_UNKNOWN: Measure = (None, "onbekend (telt half)")


def loss(one: str | None, other: str | None, weights: Weights) -> Measure:
    """The same kind 100, else the coordinator's table, else 0."""
    if one is None or other is None or {one, other} & UNSAID:
        return _UNKNOWN
    percent = weights.loss_table.get(ordered(one, other), 100 if one == other else 0)
    return percent, "hetzelfde soort verlies" if one == other else "een ander soort verlies"


def life_stage(volunteer: VolunteerFacts, resident: ResidentFacts) -> Measure:
    """Up to 3 years apart 100, then 5 less a year; halved if only one of them is known to have children at home."""
    if volunteer.birth_year is None or resident.birth_year is None:
        return _UNKNOWN
    gap = abs(volunteer.birth_year - resident.birth_year)
    percent = max(0, 100 - _PERCENT_A_YEAR * max(0, gap - _CLOSE_YEARS))
    text = f"{gap} jaar verschil" if gap else "even oud"
    if {volunteer.children_at_home, resident.children_at_home} == {True, False}:
        return percent // 2, f"{text}; een van beiden heeft kinderen thuis"
    return percent, text


def life_view(one: str | None, other: str | None, weights: Weights) -> Measure:
    """The same, or "doesn't matter" to either: 100; else the table."""
    if not one or not other:
        return _UNKNOWN
    if "any" in (one, other):
        return 100, "maakt niet uit"
    percent = weights.life_view_table.get(ordered(one, other), 100 if one == other else weights.life_view_else)
    return percent, "dezelfde" if one == other else "een andere"


def shared(one: frozenset[str], other: frozenset[str]) -> Measure:
    """How many are in common: 1, 2, and 3 or more; an empty set is unknown."""
    if not one or not other:
        return _UNKNOWN
    common = len(one & other)
    return _SHARED[min(common, len(_SHARED) - 1)], f"{common} gemeen" if common else "niets gemeen"


def distance(metres: int | None) -> Measure:
    """Up to 1 km 100, from 25 km 0, linear between, rounded to a whole percentage (halves up)."""
    if metres is None:
        return _UNKNOWN
    span = _FAR_METRES - _CLOSE_METRES
    percent = (200 * (_FAR_METRES - metres) + span) // (2 * span)
    return max(0, min(100, percent)), wording.kilometres(metres)


SCALES = (
    Scale("loss", lambda v, r, _, weights: loss(v.loss, r.loss, weights), Looks(hers=("loss",), theirs=("loss",))),
    Scale(
        "life_stage",
        lambda v, r, *_: life_stage(v, r),
        Looks(hers=("children_at_home",), theirs=("children_at_home",), apart="birth_year"),
    ),
    Scale(
        "life_view",
        lambda v, r, _, weights: life_view(v.life_view, r.life_view, weights),
        Looks(hers=("life_view",), theirs=("life_view",)),
    ),
    Scale("interests", lambda v, r, *_: shared(v.interests, r.interests), Looks(common="interests")),
    Scale("dayparts", lambda v, r, *_: shared(v.dayparts, r.dayparts), Looks(common="dayparts")),
    Scale("distance", lambda _, __, about, ___: distance(about.metres), Looks(metres=True)),
)
WISHES = {kind: Looks(hers=(seen,), asked=kind) for kind, seen in wishes.WISHED.items()}
