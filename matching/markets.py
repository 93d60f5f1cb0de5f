"""The joint plan as numbers: who waits, in order; which places are free, in order; what each pair gains."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bezoekdienst.lib.errors import Reason, refuse_if
from matching.facts import ResidentFacts, VolunteerFacts, Weights

Points = Mapping[tuple[int, int], int]  # (resident id, volunteer id) -> fit, 0 to 10,000; only what may be proposed


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

    `gains[row][column]` is fit less load deduction in hundredths; what may not be is absent. `candidates[row]` are the
    volunteers who may be proposed to this person, also those whose places a lock has taken.
    """

    residents: tuple[ResidentFacts, ...]
    places: tuple[Place, ...]
    gains: tuple[dict[int, int], ...]
    candidates: tuple[tuple[int, ...], ...]


def set_up(
    residents: Sequence[ResidentFacts],
    volunteers: Sequence[VolunteerFacts],
    points: Points,
    weights: Weights,
    locks: Sequence[Lock],
) -> Market:
    """The market that is left when the locked pairs are taken out. Raises Refused when the locks can't all hold."""
    refuse_if(_lock_reasons(residents, volunteers, locks))
    settled = {lock.resident_id for lock in locks}
    rows = sorted((r for r in residents if r.id not in settled), key=lambda resident: resident.priority)
    places = _free_places(residents, volunteers, weights, locks)
    candidates: dict[int, list[int]] = {resident.id: [] for resident in rows}
    here = {volunteer.id for volunteer in volunteers}
    for resident_id, volunteer_id in points:
        if resident_id in candidates and volunteer_id in here:
            candidates[resident_id].append(volunteer_id)
    gains = _gains(rows, places, points, candidates)
    return Market(tuple(rows), places, gains, tuple(tuple(sorted(candidates[row.id])) for row in rows))


def _gains(
    rows: Sequence[ResidentFacts], places: Sequence[Place], points: Points, candidates: Mapping[int, Sequence[int]]
) -> tuple[dict[int, int], ...]:
    columns: dict[int, list[int]] = {}
    for column, place in enumerate(places):
        columns.setdefault(place.volunteer_id, []).append(column)
    return tuple(
        {
            column: points[row.id, volunteer_id] - places[column].deduction
            for volunteer_id in candidates[row.id]
            for column in columns.get(volunteer_id, ())
            if places[column].takes_heavy or not row.is_heavy
        }
        for row in rows
    )


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
