"""What a matching rule may look at: plain values gathered beforehand, no database, no clock.

Unknown is `None`, "" or an empty set, never a guess; what unknown means is decided by the rule that meets it. The codes
of losses, life views, parts of the day and so on are those of `bezoekdienst.lib.words`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from bezoekdienst.lib import places, words
from bezoekdienst.lib.errors import Reason

HOME_TRAITS = ("pets", "smoking", "stairs")
UNSAID = frozenset({None, "", "not_said"})  # a kind of loss that isn't known
WISH_KINDS = ("sex", "loss", "age_min", "age_max")
FACTORS = ("loss", "life_stage", "life_view", "interests", "dayparts", "distance")

POINT = 100  # one point of fit is a hundred units: fit runs from 0 to 10,000


@dataclass(frozen=True, slots=True)
class Home:
    """What somebody meets there, or brings along: True, False, or None for unknown."""

    pets: bool | None = None
    smoking: bool | None = None
    stairs: bool | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish about the volunteer (I2). `kind` is one of WISH_KINDS; `value` a sex, a kind of loss, or an age in years.

    `must` makes it a block; otherwise it is a "rather" and costs points when it isn't met.
    """

    kind: str
    value: str | int
    must: bool = False


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Somebody who must not visit this person; `why` is one of `words.EXCLUSIONS`."""

    volunteer_id: int
    why: str


@dataclass(frozen=True, slots=True)
class VolunteerFacts:
    """A volunteer as the rules see her. `not_deployable`: every reason of V2, computed for the day; empty = deployable.

    `open_count` and `heavy_count` count open trajectories (V3: counted, never stored). `idle_since` is the day since
    when she visits nobody (None: she does). `home` is what she brings along herself (smoking, a dog).
    """

    id: int
    name: str
    not_deployable: tuple[Reason, ...] = ()
    vog_valid_until: date | None = None
    open_count: int = 0
    heavy_count: int = 0
    capacity: int = 2
    last_active_end_on: date | None = None
    idle_since: date | None = None
    loss: str | None = None
    birth_year: int | None = None
    sex: str | None = None
    children_at_home: bool | None = None
    life_view: str | None = None
    interests: frozenset[str] = frozenset()
    dayparts: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset({"nl"})
    place: places.Point | None = None
    area: str | None = None
    max_km: int | None = None
    must_sex: str | None = None
    must_not: frozenset[str] = frozenset()
    home: Home = Home()
    held_back: bool = False

    @property
    def is_available(self) -> bool:
        """Whether she may be proposed now, when she has a place: deployable (V2), and not held back (M3)."""
        return not self.not_deployable and not self.held_back

    @property
    def free_places(self) -> int:
        """How many more people she can get now, resting or not (V3)."""
        return max(self.capacity - self.open_count, 0) if self.is_available else 0


@dataclass(frozen=True, slots=True)
class ResidentFacts:
    """A person who waits, as the rules see her. `limit_on` is the last permitted day of her year, once it runs (T2).

    `interests` holds interests and what she would like to do or talk about. `urgency` is 0, 1 or 2; 2 goes first.
    `is_visited`: somebody visits her now, for another loss (T9). `declined` are the ids of the volunteers whom the
    coordinator declined for her; `held_back` (of her, and of a volunteer): left out of the proposals for now (M3).
    """

    id: int
    name: str
    signed_up_on: date
    waiting_since: date
    consent_given: bool = False
    is_visited: bool = False
    urgency: int = 0
    limit_on: date | None = None
    earliest_start_on: date | None = None
    loss: str | None = None
    birth_year: int | None = None
    sex: str | None = None
    children_at_home: bool | None = None
    life_view: str | None = None
    interests: frozenset[str] = frozenset()
    dayparts: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset({"nl"})
    place: places.Point | None = None
    area: str | None = None
    home: Home = Home()
    must_not: frozenset[str] = frozenset()
    wishes: tuple[Wish, ...] = ()
    not_with: tuple[Exclusion, ...] = ()
    declined: frozenset[int] = frozenset()
    held_back: bool = False

    @property
    def is_heavy(self) -> bool:
        """Whether her loss asks for the one place a volunteer has for it (V4)."""
        return self.loss in words.HEAVY_LOSSES

    @property
    def priority(self) -> tuple[int, date, date, int]:
        """Sort key of the priority list, first to be placed first: urgency, days waiting, date of sign-up, then id."""
        return (-self.urgency, self.waiting_since, self.signed_up_on, self.id)


def ordered(a: str, b: str) -> tuple[str, str]:
    """The key of a pair in a symmetric table."""
    return (a, b) if a <= b else (b, a)


def symmetric(rows: Iterable[tuple[str, str, int]]) -> dict[tuple[str, str], int]:
    """A symmetric table of whole percentages from rows (a, b, percentage)."""
    return {ordered(a, b): percentage for a, b, percentage in rows}


@dataclass(frozen=True, slots=True)
class Town:
    """How far apart people live: points where both are known, else the coordinator's own list of districts, else None.

    `distances` gives kilometres by `ordered(area, area)`; an area is a postcode-4 or the name of a district.
    """

    distances: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def metres(self, volunteer: VolunteerFacts, resident: ResidentFacts) -> int | None:
        """Estimated travel distance in whole metres, or None when it isn't known."""
        if volunteer.place and resident.place:
            return metres(places.distance_km(volunteer.place, resident.place))
        return self.listed(volunteer.area, resident.area)

    def listed(self, one: str | None, other: str | None) -> int | None:
        """Metres between two areas by the coordinator's own list, or None when it doesn't say."""
        known = self.distances.get(ordered(one, other)) if one and other else None
        return None if known is None else metres(known)


def metres(km: float) -> int:
    """Kilometres as whole metres: the unit that rules compare and that points are counted by."""
    return round(1000 * km)


LOSS_TABLE = symmetric(
    [
        ("long_illness", "dementia", 70),
        ("sudden", "accident", 80),
        ("sudden", "suicide", 50),
        ("accident", "suicide", 60),
        ("sudden", "long_illness", 30),
        ("other", "other", 50),  # two others are not known to be alike
    ]
)
LIFE_VIEW_TABLE = symmetric(
    [("protestant", "catholic", 80), ("none", "protestant", 50), ("none", "catholic", 50), ("other", "other", 50)]
)


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each factor counts, in whole points together exactly 100; the tables, the floor and the load deductions.

    Raises ValueError with a Dutch sentence when they don't add up. `life_view_else` is for a pair that the table
    doesn't name; a pair of kinds of loss that the table doesn't name counts 0.
    """

    loss: int = 25
    life_stage: int = 20
    life_view: int = 15
    interests: int = 15
    dayparts: int = 15
    distance: int = 10
    loss_table: Mapping[tuple[str, str], int] = field(default_factory=lambda: LOSS_TABLE)
    life_view_table: Mapping[tuple[str, str], int] = field(default_factory=lambda: LIFE_VIEW_TABLE)
    life_view_else: int = 50
    floor: int = 45
    rather: int = 5
    load: tuple[int, ...] = (0, 4, 10, 18)

    def __post_init__(self) -> None:
        shares = [getattr(self, factor) for factor in FACTORS]
        if sum(shares) != 100 or min(shares) < 0:
            raise ValueError(
                f"De gewichten zijn samen {sum(shares)}. Samen moeten ze precies 100 zijn, en geen ervan min."
            )
        percentages = [*self.loss_table.values(), *self.life_view_table.values(), self.life_view_else, self.floor]
        if any(not 0 <= percentage <= 100 for percentage in percentages):
            raise ValueError("Elke waarde in de tabellen en de ondergrens ligt tussen 0 en 100.")
        if not self.load or list(self.load) != sorted(self.load) or self.load[0] < 0 or self.rather < 0:
            raise ValueError("De aftrek voor een volgend traject mag niet kleiner zijn dan voor het vorige.")

    def deduction(self, ordinal: int) -> int:
        """What a volunteer's trajectory number `ordinal` (0 = the first) costs, in hundredths of a point."""
        return POINT * self.load[min(ordinal, len(self.load) - 1)]


def weights(saved: Mapping[str, Any], *, floor: int) -> Weights:
    """The weights as `Policy.matching` keeps them: numbers by name, tables as rows [a, b, percentage]; {}: defaults.

    Raises ValueError with a Dutch sentence when they don't add up or hold a name that isn't one.
    """
    given = dict(saved)
    for table in ("loss_table", "life_view_table"):
        if table in given:
            given[table] = symmetric((str(a), str(b), int(percentage)) for a, b, percentage in given[table])
    if "load" in given:
        given["load"] = tuple(int(points) for points in given["load"])
    unknown = sorted(given.keys() - {each.name for each in fields(Weights)} | given.keys() & {"floor"})
    if unknown:
        raise ValueError(f"Onbekend in de gewichten: {', '.join(unknown)}.")
    return Weights(**given, floor=floor)
