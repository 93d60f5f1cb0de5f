"""The joint plan as numbers: who waits, in order; which places are free, in order; what each pair gains."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from bezoekdienst.lib.errors import Reason, refuse_if
from matching.facts import ResidentFacts, VolunteerFacts, Weights
from matching.judging.points import Points
from matching.solving.sparse import Ints, Sparse


@dataclass(frozen=True, slots=True)
class Lock:
    """A pair the coordinator fixed first. It may carry an objection or lie under the floor, but never be blocked."""

    resident_id: int
    volunteer_id: int
    points: int


@dataclass(frozen=True, slots=True)
class Place:
    """A free place of a volunteer; `ordinal` trajectories come before it, and `deduction` is what that costs."""

    volunteer_id: int
    ordinal: int
    deduction: int
    takes_heavy: bool


@dataclass(frozen=True, slots=True)
class Market:
    """Rows: residents who aren't locked, by priority. Columns: free places, preferred ones first.

    `gains` are fits less load deductions in hundredths, a row a resident, a column a place; what may not be is absent.
    `fits` has a column for each of `volunteer_ids`: all who may be proposed to this person, also those whose places a
    lock has taken.
    """

    residents: tuple[ResidentFacts, ...]
    places: tuple[Place, ...]
    gains: Sparse
    fits: Sparse
    volunteer_ids: Ints


def set_up(
    residents: Sequence[ResidentFacts],
    volunteers: Sequence[VolunteerFacts],
    points: Mapping[tuple[int, int], int],
    weights: Weights,
    locks: Sequence[Lock],
) -> Market:
    """The market that is left when the locked pairs are taken out. Raises Refused when the locks can't all hold."""
    refuse_if(_lock_reasons(residents, volunteers, locks))
    settled = {lock.resident_id for lock in locks}
    rows = sorted((r for r in residents if r.id not in settled), key=lambda resident: resident.priority)
    places = _free_places(residents, volunteers, weights, locks)
    fits, ids = _fits(rows, volunteers, Points.of(points))
    return Market(tuple(rows), places, _gains(rows, places, fits, ids), fits, ids)


def _fits(rows: Sequence[ResidentFacts], volunteers: Sequence[VolunteerFacts], points: Points) -> tuple[Sparse, Ints]:
    """The fits by row of the market, and the ids of the volunteers that their columns stand for."""
    fits, nobody = points.fits, points.fits.starts[-1:]
    row = _positions(points.resident_ids, [resident.id for resident in rows])
    fits = Sparse(np.append(fits.starts, nobody), fits.columns, fits.values).take(row)  # -1: the last one, with nobody
    here = _positions([volunteer.id for volunteer in volunteers], points.volunteer_ids) >= 0
    return (fits if here.all() else fits.keep(here.take(fits.columns))), points.volunteer_ids


def _gains(rows: Sequence[ResidentFacts], places: Sequence[Place], fits: Sparse, volunteer_ids: Ints) -> Sparse:
    """Each fit once for every free place of the volunteer that is open to this person (V4), less what that costs."""
    owners: Ints = np.array([place.volunteer_id for place in places], dtype=np.int64)
    by_owner = np.argsort(owners, kind="stable")  # of each volunteer the first place first: the one for heavy cases
    first, last = (np.searchsorted(owners[by_owner], volunteer_ids, side) for side in ("left", "right"))
    heavy_places = np.array([place.volunteer_id for place in places if place.takes_heavy], dtype=np.int64)
    counts = np.stack((last - first, np.isin(volunteer_ids, heavy_places)))
    is_heavy = np.array([resident.is_heavy for resident in rows], dtype=np.int64)
    times = counts[np.repeat(is_heavy, fits.sizes), fits.columns]
    starts = np.append(0, np.cumsum(times))
    each = np.repeat(np.arange(len(times)), times)
    columns = by_owner.take((first.take(fits.columns) - starts[:-1]).take(each) + np.arange(len(each)))
    deductions: Ints = np.array([place.deduction for place in places], dtype=np.int64)
    return Sparse(starts[fits.starts], columns, fits.values.take(each) - deductions.take(columns))


def _positions(known: Ints | Sequence[int], ids: Ints | Sequence[int]) -> Ints:
    """Where each of the ids stands among the known ones; -1 for none of them."""
    if not len(known):
        return np.full(len(ids), -1)
    order = np.argsort(known)
    in_order = np.asarray(known)[order]
    found = np.searchsorted(in_order, ids).clip(max=len(known) - 1)
    return np.where(in_order[found] == ids, order[found], -1)


def _free_places(
    residents: Sequence[ResidentFacts], volunteers: Sequence[VolunteerFacts], weights: Weights, locks: Sequence[Lock]
) -> tuple[Place, ...]:
    """Every free place; the first free one of a volunteer is the one open to heavy cases, if she has none yet (V4).

    It being her cheapest one makes the joint plan count her load right: with k people she uses her first k places.
    """
    heavy = {resident.id for resident in residents if resident.is_heavy}
    given = Counter(lock.volunteer_id for lock in locks)
    heavily = Counter(lock.volunteer_id for lock in locks if lock.resident_id in heavy)
    places, idle_since = [], {}
    for volunteer in volunteers:
        first = volunteer.open_count + given[volunteer.id]
        idle_since[volunteer.id] = volunteer.idle_since if first == 0 else None
        may_take = volunteer.heavy_count + heavily[volunteer.id] == 0
        for ordinal in range(first, volunteer.capacity):
            takes_heavy = may_take and ordinal == first
            places.append(Place(volunteer.id, ordinal, weights.deduction(ordinal), takes_heavy))

    def preference(place: Place) -> tuple[date, int, int]:
        since = idle_since[place.volunteer_id] if place.ordinal == 0 else None
        return since or date.max, place.ordinal, place.volunteer_id

    return tuple(sorted(places, key=preference))


def _lock_reasons(
    residents: Sequence[ResidentFacts], volunteers: Sequence[VolunteerFacts], locks: Sequence[Lock]
) -> list[Reason]:
    people = {resident.id: resident for resident in residents}
    by_id = {volunteer.id: volunteer for volunteer in volunteers}
    if any(lock.resident_id not in people or lock.volunteer_id not in by_id for lock in locks):
        return [Reason("M3", "Een vastgezet paar bestaat niet meer. Zet opnieuw vast.")]
    reasons = []
    for resident_id, times in Counter(lock.resident_id for lock in locks).items():
        if times > 1:
            reasons.append(Reason("T9", f"{people[resident_id].name} is bij meer dan één vrijwilliger vastgezet."))
    for volunteer_id, times in Counter(lock.volunteer_id for lock in locks).items():
        volunteer = by_id[volunteer_id]
        if volunteer.open_count + times > volunteer.capacity:
            reasons.append(Reason("V3", f"{volunteer.name} heeft niet genoeg plaats voor wie is vastgezet."))
        heavy = sum(people[lock.resident_id].is_heavy for lock in locks if lock.volunteer_id == volunteer_id)
        if heavy and volunteer.heavy_count + heavy > 1:
            reasons.append(Reason("V4", f"{volunteer.name} heeft één plaats na een ongeluk of zelfdoding."))
    return reasons
