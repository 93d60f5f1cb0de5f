"""How far apart everybody lives, in whole columns, and who lives near enough to be looked at.

The formula is that of `lib.places`, the answer that of `facts.Town.metres`, to the metre: where the last digits of a
column could tip the rounding, `Town` is asked.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bezoekdienst.lib import places
from matching import blocks
from matching.facts import ResidentFacts, Town, VolunteerFacts
from matching.solving.sparse import Ints, Truths

Floats = npt.NDArray[np.float64]
Angles = tuple[Floats, Floats, Floats]

UNKNOWN = -1  # metres
AT_ONCE = 2_000_000  # pairs in one go, at most about: what keeps memory flat where nobody's place is known
_TIPPING = 1e-4  # of a metre; far more than sines differ by, far less than would bring many


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs to look at: resident `rows[k]` beside volunteer `columns[k]`, `metres[k]` apart (UNKNOWN: not known)."""

    rows: Ints
    columns: Ints
    metres: Ints

    def __len__(self) -> int:
        return len(self.rows)

    def keep(self, which: Truths) -> "Pairs":
        """Those of them."""
        return self if which.all() else Pairs(self.rows[which], self.columns[which], self.metres[which])


class Distances:
    """Between these people; by their places where both are known, else by the list of districts."""

    def __init__(self, residents: Sequence[ResidentFacts], volunteers: Sequence[VolunteerFacts], town: Town) -> None:
        self.residents, self.volunteers, self.town = residents, volunteers, town
        self._here, self._there = _angles(residents), _angles(volunteers)
        self._theirs, self._hers, self._listed = _areas(residents, volunteers, town)
        reaches = [blocks.reach(volunteer) for volunteer in volunteers]
        self.reach: Ints = np.array([UNKNOWN if reach is None else reach for reach in reaches], dtype=np.int64)

    def metres(self, rows: Ints, columns: Ints) -> Ints:
        """Whole metres of each pair, UNKNOWN where it isn't known."""
        both = ~np.isnan(self._here[0]).take(rows) & ~np.isnan(self._there[0]).take(columns)
        if both.all():
            return self._measured(rows, columns)
        metres: Ints = self._listed[self._theirs[rows], self._hers[columns]]
        metres[both] = self._measured(rows[both], columns[both])
        return metres

    def _measured(self, rows: Ints, columns: Ints) -> Ints:
        km = places.stretch_km(_take(self._there, columns), _take(self._here, rows), by=np)
        exact = 1000 * np.maximum(places.WITHIN_ONE_AREA_KM, km)
        rounded = np.rint(exact)
        metres: Ints = rounded.astype(np.int64)
        for k in np.flatnonzero(np.abs(exact - rounded) > 0.5 - _TIPPING):
            metres[k] = self.town.metres(self.volunteers[columns[k]], self.residents[rows[k]]) or 0
        return metres

    def near(self, rows: Ints, columns: Ints) -> Iterator[Pairs]:
        """Of these people all pairs within reach or at an unknown distance, some at a time."""
        here, there = ~np.isnan(self._here[0][rows]), ~np.isnan(self._there[0][columns])
        placed, globe = columns[there], _tree(self._here, rows[here])
        lots = [(columns[~there], rows, UNKNOWN), (placed, rows[~here], UNKNOWN)]
        lots += [(placed[self.reach[placed] == reach], rows[here], reach) for reach in np.unique(self.reach[placed])]
        for hers, theirs, reach in lots:
            step = max(1, AT_ONCE // max(1, len(theirs)))
            for few in np.split(hers, range(step, len(hers), step)):
                if reach == UNKNOWN:
                    yield self._within(np.tile(theirs, len(few)), np.repeat(few, len(theirs)))
                elif len(few) and len(theirs):
                    ball = _tree(self._there, few).sparse_distance_matrix(globe, _chord(reach), output_type="ndarray")
                    yield self._within(theirs.take(ball["j"]), few.take(ball["i"]))

    def _within(self, rows: Ints, columns: Ints) -> Pairs:
        pairs = Pairs(rows, columns, self.metres(rows, columns))
        return pairs.keep(~self.beyond(pairs))

    def beyond(self, pairs: Pairs) -> Truths:
        """Whether both are known, and it is further than she travels."""
        reach = self.reach[pairs.columns]
        beyond: Truths = (pairs.metres > reach) & (reach != UNKNOWN)
        return beyond


def _angles(people: Sequence[ResidentFacts] | Sequence[VolunteerFacts]) -> Angles:
    """Where each lives, as `lib.places` measures it; not a number where it isn't known."""
    known = [(each.place.lat, each.place.lon) if each.place else (math.nan, math.nan) for each in people]
    lat, lon = np.array(known, dtype=np.float64).reshape(-1, 2).T
    return places.angles(lat, lon, by=np)


def _take(angles: Angles, which: Ints) -> Angles:
    lat, lon, cosine = (each.take(which) for each in angles)
    return lat, lon, cosine


def _areas(
    residents: Sequence[ResidentFacts], volunteers: Sequence[VolunteerFacts], town: Town
) -> tuple[Ints, Ints, Ints]:
    """The number of each one's area, 0 for none, and metres by two such numbers: what the town lists, else UNKNOWN."""
    numbers: dict[str | None, int] = {None: 0, "": 0}
    theirs, hers = (
        np.array([numbers.setdefault(each.area, len(numbers) - 1) for each in people], dtype=np.int64)
        for people in (residents, volunteers)
    )
    listed = np.full((len(numbers) - 1, len(numbers) - 1), UNKNOWN, dtype=np.int64)
    for pair in town.distances:
        for one, other in (pair, pair[::-1]):
            known = town.listed(one, other)
            if one in numbers and other in numbers and known is not None:
                listed[numbers[one], numbers[other]] = known
    return theirs, hers, listed


def _tree(angles: Angles, which: Ints) -> Any:
    """Points on a ball of radius 1: straight lines through it are short exactly when distances over it are."""
    from scipy.spatial import cKDTree

    lat, lon, cosine = _take(angles, which)
    return cKDTree(np.column_stack((cosine * np.cos(lon), cosine * np.sin(lon), np.sin(lat))))


def _chord(reach: int) -> float:
    """The straight line through that ball for a reach in metres, and a little more."""
    angle = (reach + 2) / (1000 * places.DETOUR * places.EARTH_KM)
    return 2 * math.sin(min(angle, math.pi) / 2)
