"""Who gets a volunteer now, and with whom: the joint best for everybody who waits.

*Who* goes down the priority list and keeps everybody who can still be placed together: that is the largest number and
the best list at once (the sets that can be placed together form a matroid). *With whom* then takes the largest total of
fit less load deductions for exactly those people. Whole numbers only; forbidden is absence. Input order is irrelevant.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matching.facts import ResidentFacts, VolunteerFacts, Weights
from matching.solving import groups, markets, prices, ties
from matching.solving.markets import Lock, Market
from matching.solving.sparse import Ints, Sparse, Truths


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
    points: Mapping[tuple[int, int], int],
    weights: Weights,
    *,
    locks: Sequence[Lock] = (),
) -> Plan:
    """The best plan for everybody who waits, round the locked pairs. Raises Refused when the locks can't all hold."""
    market = markets.set_up(residents, volunteers, points, weights, locks)
    who = choose_who(market)
    columns, ladder = choose_with_whom(market.gains.take(who), len(market.places))
    placed = [*_placed(market, who, columns, ladder), *_locked(volunteers, weights, locks)]
    order = {resident.id: resident.priority for resident in residents}
    waiting = _waiting(market, who, columns, locks)
    return Plan(tuple(sorted(placed, key=lambda pair: order[pair.resident_id])), tuple(waiting))


def choose_who(market: Market) -> Ints:
    """The rows that get a place, in order: the best list that can be placed together (not yet with whom is best)."""
    from scipy.sparse.csgraph import maximum_bipartite_matching

    gains = market.gains
    asking = np.flatnonzero(gains.sizes)
    if not len(asking):
        return asking
    everywhere = _matrix(gains, np.ones(len(gains.values)), len(market.places))
    if (maximum_bipartite_matching(everywhere, perm_type="column") >= 0).sum() == len(asking):
        return asking
    # Of sets that can be placed together the one that weighs most is the one that goes down the list, whatever the
    # weights: they need only fall. So whoever waits costs more, the higher she stands.
    most = len(market.places)
    falling = np.arange(1, len(gains) + 1, dtype=np.float64)[::-1]
    return np.flatnonzero(_cheapest(_or_wait(everywhere, 1 + falling)) < most)


def choose_with_whom(gains: Sparse, places: int) -> tuple[Ints, Ints]:
    """The column of each row in the best plan for all rows, ties settled; and the least price of every place."""
    if not len(gains):
        return np.empty(0, dtype=np.int64), np.zeros(places, dtype=np.int64)
    # the solver drops explicit zeros, so every cost is at least 1; whole numbers this small are exact
    columns = _cheapest(_matrix(gains, 1.0 + gains.values.max() - gains.values, places))
    ladder = prices.least(gains, columns, places)
    if ladder is None:
        raise RuntimeError("this plan is not the best one: no prices certify it")
    tight = prices.tight(gains, columns, ladder)
    return np.array(ties.settle(tight, columns.tolist(), ladder.tolist())), ladder


def _matrix(gains: Sparse, costs: Any, places: int) -> Any:
    from scipy.sparse import csr_array

    heads, starts = gains.columns.astype(np.int32), gains.starts.astype(np.int32)
    return csr_array((costs, heads, starts), shape=(len(gains), places))


def _or_wait(costs: Any, waits: Any) -> Any:
    """The same, and beside it for each row a column of her own: what it costs when she waits."""
    from scipy.sparse import diags_array, hstack

    return hstack([costs, diags_array(waits)], format="csr")


def _cheapest(costs: Any) -> Ints:
    """The column of each row with which all together cost least."""
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    columns: Ints = min_weight_full_bipartite_matching(costs)[1].astype(np.int64)
    return columns


def _placed(market: Market, who: Ints, columns: Ints, ladder: Ints) -> Iterator[Placed]:
    gained = prices.own(market.gains.take(who), columns).tolist()
    used, cost = _first_places(market, who.tolist(), columns.tolist()), ladder.tolist()
    for row, column, place, gain in zip(who.tolist(), columns.tolist(), used, gained, strict=True):
        before, after = market.places[column], market.places[place]
        fit = gain + before.deduction
        yield Placed(market.residents[row].id, after.volunteer_id, fit, after.deduction, cost[place])


def _first_places(market: Market, who: Sequence[int], columns: Sequence[int]) -> list[int]:
    """Each volunteer's people on her first free places: a heavy case first (V4), then by priority. Same total."""
    people: dict[int, list[int]] = {}
    for row, column in zip(who, columns, strict=True):
        people.setdefault(market.places[column].volunteer_id, []).append(row)
    free: dict[int, list[int]] = {}
    for column, place in enumerate(market.places):
        if place.volunteer_id in people:
            free.setdefault(place.volunteer_id, []).append(column)
    where: dict[int, int] = {}
    for volunteer_id, rows in people.items():
        rows.sort(key=lambda row: (not market.residents[row].is_heavy, row))
        free[volunteer_id].sort(key=lambda column: market.places[column].ordinal)
        where.update(zip(rows, free[volunteer_id], strict=False))
    return [where[row] for row in who]


def _locked(volunteers: Sequence[VolunteerFacts], weights: Weights, locks: Sequence[Lock]) -> list[Placed]:
    ordinals = Counter({volunteer.id: volunteer.open_count for volunteer in volunteers})
    pairs = []
    for lock in sorted(locks, key=lambda lock: lock.resident_id):
        deduction = weights.deduction(ordinals[lock.volunteer_id])
        ordinals[lock.volunteer_id] += 1
        pairs.append(Placed(lock.resident_id, lock.volunteer_id, lock.points, deduction, None))
    return pairs


def _waiting(market: Market, who: Ints, columns: Ints, locks: Sequence[Lock]) -> Iterator[Waiting]:
    """Everybody who isn't placed, with her group; what a group is, is looked at once."""
    holders = np.full(len(market.places), -1)
    holders[columns] = who
    waiting = np.setdiff1d(np.arange(len(market.residents)), who)
    lots, which = groups.tight(market.gains, holders, waiting)
    people = [tuple(market.residents[member].id for member in lot.tolist()) for lot in lots]
    known = [_volunteers(market, lot) for lot in lots]
    for row, lot in zip(waiting.tolist(), which, strict=True):
        resident_id, (mask, volunteers) = market.residents[row].id, known[lot]
        hers = market.fits.columns[market.fits.at(row)]
        if not len(hers):
            yield Waiting(resident_id, None)
            continue
        if not mask[hers].all():  # she alone could have had somebody whose places a lock has taken
            volunteers = _volunteers(market, np.append(lots[lot], row))[1]
        locked = sum(lock.volunteer_id in volunteers for lock in locks)
        yield Waiting(resident_id, TightGroup((*people[lot], resident_id), volunteers, len(people[lot]), locked))


def _volunteers(market: Market, rows: Ints) -> tuple[Truths, tuple[int, ...]]:
    """All who may be proposed to one of these rows: by their column, and their ids in order."""
    mask = np.zeros(len(market.volunteer_ids), dtype=np.bool_)
    mask[market.fits.columns[market.fits.where(rows)]] = True
    return mask, tuple(sorted(market.volunteer_ids[mask].tolist()))
