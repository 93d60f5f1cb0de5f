"""Everything that is said about a proposal, so that each statement can be checked.

From a board come the three best candidates, the funnel, the joint plan, and what would change if the coordinator chose
otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from bezoekdienst.lib.errors import Reason, Refused
from matching import assignment, blocks, rest, wording
from matching.facts import POINT, ResidentFacts, Town, VolunteerFacts, Weights
from matching.judging.boards import Board, Pair
from matching.solving import markets

__all__ = ["Board", "Pair"]


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many volunteers are left after each question, about one person; each number counts among the one before."""

    volunteers: int
    deployable: int
    in_reach: int
    free: int
    with_place: int
    above_floor: int

    @property
    def sentence(self) -> str:
        """11 vrijwilligers: 8 inzetbaar, 6 binnen bereik, 5 zonder bezwaar, 4 met plaats."""
        steps = [f"{self.deployable} inzetbaar", f"{self.in_reach} binnen bereik", f"{self.free} zonder bezwaar"]
        steps.append(f"{self.with_place} met plaats")
        if self.above_floor < self.with_place:
            steps.append(f"{self.above_floor} boven de ondergrens")
        return f"{wording.count(self.volunteers, 'vrijwilliger', 'vrijwilligers')}: {', '.join(steps)}."


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is said about somebody placed: her pair, the best candidates beside it, the place's price (None: locked)."""

    pair: Pair
    candidates: tuple[Pair, ...]
    price: int | None


@dataclass(frozen=True, slots=True)
class Move:
    """A person who would get another volunteer; None means that she waits (before) or would have to wait (after)."""

    resident_id: int
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a choice of the coordinator would change; `difference` in hundredths of a point, negative = less."""

    before: assignment.Plan
    after: assignment.Plan
    moves: tuple[Move, ...]

    @property
    def difference(self) -> int:
        return self.after.total - self.before.total


def judge_all(
    residents: Sequence[ResidentFacts],
    volunteers: Sequence[VolunteerFacts],
    *,
    on: date,
    town: Town,
    weights: Weights,
    rest_weeks: int = rest.WEEKS,
) -> Board:
    """The board of these people, on which blocked pairs have reasons and no fit (M1)."""
    return Board(tuple(residents), tuple(volunteers), on, town, weights, rest_weeks)


def propose(board: Board, *, chosen: Sequence[tuple[int, int]] = ()) -> assignment.Plan:
    """The joint proposal round the pairs (resident id, volunteer id) the coordinator fixed.

    Who is held back isn't in it, not even as waiting, unless fixed. Raises Refused when a fixed pair is blocked or when
    they can't all hold.
    """
    key = tuple(sorted(chosen))
    if key not in board.plans:
        locks = [_lock(board, *pair) for pair in chosen]
        fixed = {lock.resident_id for lock in locks}
        residents = [resident for resident in board.residents if not resident.held_back or resident.id in fixed]
        plan = assignment.solve(residents, board.volunteers, board.points, board.weights, locks=locks)
        board.plans[key] = plan
    return board.plans[key]


def _lock(board: Board, resident_id: int, volunteer_id: int) -> markets.Lock:
    pair = board.pair(resident_id, volunteer_id)
    if pair is None:
        raise Refused(Reason("M3", "Dit paar bestaat niet meer. Kies opnieuw."))
    if pair.fit is None:
        raise Refused(*(Reason(f.rule, f.text) for f in pair.findings if f.kind == blocks.BLOCK))
    return markets.Lock(resident_id, volunteer_id, pair.fit.points)


def compare(board: Board, resident_id: int, volunteer_id: int, *, chosen: Sequence[tuple[int, int]] = ()) -> Comparison:
    """Why not this volunteer for her: solved again with the pair fixed. Raises Refused as `propose` does."""
    kept = [pair for pair in chosen if pair[0] != resident_id]
    before = propose(board, chosen=chosen)
    return compare_plans(board.residents, before, propose(board, chosen=[*kept, (resident_id, volunteer_id)]))


def compare_plans(residents: Sequence[ResidentFacts], before: assignment.Plan, after: assignment.Plan) -> Comparison:
    """Who would get another volunteer or another turn, in the order of the priority list."""
    order = [resident.id for resident in sorted(residents, key=lambda resident: resident.priority)]
    moves = (Move(person, before.pairs.get(person), after.pairs.get(person)) for person in order)
    return Comparison(before, after, tuple(move for move in moves if move.before != move.after))


def candidates(board: Board, resident_id: int, *, at_most: int = 3) -> tuple[Pair, ...]:
    """The best candidates: free pairs by fit, then who is longest without anybody; also under the floor."""
    pairs = (board.pair(resident_id, volunteer_id) for volunteer_id in board.best(resident_id, at_most))
    return tuple(pair for pair in pairs if pair)


def explain(board: Board, plan: assignment.Plan) -> tuple[Explanation, ...]:
    """Everybody placed, in the order of the plan."""
    best = {placed.resident_id: board.best(placed.resident_id, 3) for placed in plan.placed}
    pairs = {(resident_id, volunteer_id) for resident_id, some in best.items() for volunteer_id in some}
    board.judge(sorted(pairs | {(placed.resident_id, placed.volunteer_id) for placed in plan.placed}))
    return tuple(
        Explanation(pair, candidates(board, placed.resident_id), placed.price)
        for placed in plan.placed
        if (pair := board.pair(placed.resident_id, placed.volunteer_id))
    )


def funnel(board: Board, resident_id: int) -> Funnel:
    """How the volunteers fall away for one person, question by question; full (V3, V4) comes last but the floor."""
    columns = np.arange(len(board.volunteers))
    left = board.columns.pairs(np.full(len(columns), board.rows[resident_id]), columns)
    numbers = [len(left)]
    for keys in _STEPS:
        left = left.keep(~board.columns.stopped(left, keys))
        numbers.append(len(left))
    numbers.append(int((board.columns.fits(left) >= board.weights.floor * POINT).sum()))
    return Funnel(*numbers)


_PLACES = frozenset({"capacity", "heavy"})
_FIRST = frozenset({"deployable"}), frozenset({"distance"})
_STEPS = (*_FIRST, frozenset(rule.key for rule in blocks.RULES).difference(_PLACES, *_FIRST), _PLACES)


def say_waiting(waiting: assignment.Waiting) -> str:
    """Why somebody still waits: 3 mensen voor 2 plaatsen. De anderen staan hoger op de lijst."""
    group = waiting.group
    if group is None:
        return "Nu is er geen vrijwilliger die voorgesteld kan worden."
    said = "Er is nu geen plaats vrij."
    if group.places:
        people = f"{len(group.resident_ids)} mensen"
        said = f"{people} voor {wording.count(group.places, 'plaats', 'plaatsen')}. De anderen staan hoger op de lijst."
    if group.locked:
        said += f" Eerst vastgezet: {wording.count(group.locked, 'plaats', 'plaatsen')}."
    return said
