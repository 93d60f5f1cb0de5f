"""Who gets a volunteer now, and with whom: the joint best for everybody who waits.

*Who* goes down the priority list and keeps everybody who can still be placed together: that is the largest number and
the best list at once (the sets that can be placed together form a matroid). *With whom* then takes the largest total of
fit less load deductions for exactly those people. Whole numbers only; forbidden is absence. Input order is irrelevant.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from matching import markets, paths, prices, ties
from matching.facts import ResidentFacts, VolunteerFacts, Weights
from matching.markets import Lock, Market, Points

_HERSELF = -1  # the column a search for a place starts from


@dataclass(frozen=True, slots=True)
class Placed:
    """A pair of the plan. `points`: the fit; `price`: what the others lose by this place being taken (None: locked)."""

    resident_id: int
    volunteer_id: int
    points: int
    deduction: int
    price: int | None

    @property
    def locked(self) -> bool:
        return self.price is None


@dataclass(frozen=True, slots=True)
class TightGroup:
    """Why somebody still waits: `resident_ids` (herself last) share `places` places; all the others go before her.

    `volunteer_ids` are all who may be proposed to them; a lock has taken `locked` of these volunteers' places.
    """

    resident_ids: tuple[int, ...]
    volunteer_ids: tuple[int, ...]
    places: int
    locked: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who isn't placed; `group` is None when there is nobody who may be proposed to her at all."""

    resident_id: int
    group: TightGroup | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The joint proposal; both lists in the order of the priority list."""

    placed: tuple[Placed, ...]
    waiting: tuple[Waiting, ...]

    @property
    def total(self) -> int:
        """Fit less load deductions of everybody placed, in hundredths of a point."""
        return sum(pair.points - pair.deduction for pair in self.placed)

    @property
    def pairs(self) -> dict[int, int]:
        """The volunteer's id by the resident's."""
        return {pair.resident_id: pair.volunteer_id for pair in self.placed}


def solve(
    residents: Sequence[ResidentFacts],
    volunteers: Sequence[VolunteerFacts],
    points: Points,
    weights: Weights,
    *,
    locks: Sequence[Lock] = (),
) -> Plan:
    """The best plan for everybody who waits, round the locked pairs. Raises Refused when the locks can't all hold."""
    market = markets.set_up(residents, volunteers, points, weights, locks)
    who = choose_who(market)
    chosen = sorted(who)
    columns, ladder = choose_with_whom([market.gains[row] for row in chosen], len(market.places))
    columns = _use_first_places(market, chosen, columns)
    placed = [_placed(market, row, column, points, ladder) for row, column in zip(chosen, columns, strict=True)]
    placed += _locked(volunteers, weights, locks)
    order = {resident.id: resident.priority for resident in residents}
    holder = {column: row for row, column in who.items()}
    waiting = [_waiting(market, row, holder, locks) for row in range(len(market.residents)) if row not in who]
    return Plan(tuple(sorted(placed, key=lambda pair: order[pair.resident_id])), tuple(waiting))


def choose_who(market: Market) -> dict[int, int]:
    """The rows that get a place, each with a column that shows it can be done (not yet with whom it is best)."""
    matched: dict[int, int] = {}
    holder: dict[int, int] = {}
    dead: set[int] = set()  # full for good: everybody in it goes before whoever comes later

    for row in range(len(market.residents)):

        def where(column: int, row: int = row) -> Iterator[tuple[int, int]]:
            mover = row if column == _HERSELF else holder[column]
            return ((mover, target) for target in market.gains[mover])

        for _, mover, target in paths.find(_HERSELF, where, lambda column: column not in holder, dead):
            matched[mover], holder[target] = target, mover
    return matched


def choose_with_whom(gains: Sequence[Mapping[int, int]], places: int) -> tuple[list[int], list[int]]:
    """The column of each row in the best plan for all rows, ties settled; and the least price of every place."""
    columns = _largest_total(gains, places)
    ladder = prices.least(gains, columns, places)
    if ladder is None:
        raise RuntimeError("this plan is not the best one: no prices certify it")
    return ties.settle(prices.tight(gains, columns, ladder), columns, ladder), ladder


def _largest_total(gains: Sequence[Mapping[int, int]], places: int) -> list[int]:
    """By scipy's sparse solver. It drops explicit zeros, so every cost is at least 1. Integers this small are exact."""
    if not gains:
        return []
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    most = 1 + max(max(row.values()) for row in gains)
    costs = [float(most - gain) for row in gains for gain in row.values()]
    heads = [column for row in gains for column in row]
    starts = [0]
    for row in gains:
        starts.append(starts[-1] + len(row))
    graph = csr_array((costs, heads, starts), shape=(len(gains), places))
    return [int(column) for column in min_weight_full_bipartite_matching(graph)[1]]


def _use_first_places(market: Market, chosen: Sequence[int], columns: Sequence[int]) -> list[int]:
    """Each volunteer's people on her first free places: a heavy case first (V4), then by priority. Same total."""
    people: dict[int, list[int]] = {}
    for row, column in zip(chosen, columns, strict=True):
        people.setdefault(market.places[column].volunteer_id, []).append(row)
    free: dict[int, list[int]] = {}
    for column, place in enumerate(market.places):
        free.setdefault(place.volunteer_id, []).append(column)
    where: dict[int, int] = {}
    for volunteer_id, rows in people.items():
        rows.sort(key=lambda row: (not market.residents[row].is_heavy, row))
        free[volunteer_id].sort(key=lambda column: market.places[column].ordinal)
        where.update(zip(rows, free[volunteer_id], strict=False))
    return [where[row] for row in chosen]


def _placed(market: Market, row: int, column: int, points: Points, ladder: Sequence[int]) -> Placed:
    resident_id, place = market.residents[row].id, market.places[column]
    fit = points[resident_id, place.volunteer_id]
    return Placed(resident_id, place.volunteer_id, fit, place.deduction, ladder[column])


def _locked(volunteers: Sequence[VolunteerFacts], weights: Weights, locks: Sequence[Lock]) -> list[Placed]:
    ordinals = Counter({volunteer.id: volunteer.open_count for volunteer in volunteers})
    pairs = []
    for lock in sorted(locks, key=lambda lock: lock.resident_id):
        deduction = weights.deduction(ordinals[lock.volunteer_id])
        ordinals[lock.volunteer_id] += 1
        pairs.append(Placed(lock.resident_id, lock.volunteer_id, lock.points, deduction, None))
    return pairs


def _waiting(market: Market, row: int, holder: Mapping[int, int], locks: Sequence[Lock]) -> Waiting:
    """Herself, whoever holds a place she could have, whoever holds a place they could have, and so on."""
    rows, queue, columns = {row}, [row], set()
    while queue:
        for column in market.gains[queue.pop()]:
            columns.add(column)
            if holder[column] not in rows:
                rows.add(holder[column])
                queue.append(holder[column])
    resident_id = market.residents[row].id
    volunteers = tuple(sorted({volunteer_id for member in rows for volunteer_id in market.candidates[member]}))
    if not market.candidates[row]:
        return Waiting(resident_id, None)
    people = tuple(market.residents[member].id for member in sorted(rows))
    locked = sum(lock.volunteer_id in volunteers for lock in locks)
    return Waiting(resident_id, TightGroup(people, volunteers, len(columns), locked))
