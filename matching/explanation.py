"""Everything that is said about a proposal, so that each statement can be checked.

`judge_all` asks every rule about every pair; from its board come the three best candidates, the funnel, the joint
plan, and what would change if the coordinator chose otherwise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bezoekdienst.lib.errors import Reason, Refused
from matching import assignment, blocks, markets, scoring, wording
from matching.facts import POINT, ResidentFacts, Town, VolunteerFacts, Weights


@dataclass(frozen=True, slots=True)
class Pair:
    """One volunteer beside one person: every finding, and the fit (None when blocked: never scored)."""

    resident_id: int
    volunteer_id: int
    findings: tuple[blocks.Finding, ...]
    fit: scoring.Fit | None
    metres: int | None

    @property
    def is_free(self) -> bool:
        """No block and no objection; it may be proposed when its fit isn't under the floor."""
        return blocks.kinds(self.findings) <= {blocks.CHECK}


@dataclass(frozen=True, slots=True)
class Board:
    """Everybody who waits beside every volunteer. `pairs` by (resident id, volunteer id)."""

    residents: tuple[ResidentFacts, ...]
    volunteers: tuple[VolunteerFacts, ...]
    weights: Weights
    pairs: Mapping[tuple[int, int], Pair]

    def pair(self, resident_id: int, volunteer_id: int) -> Pair | None:
        """All that is found about these two; None when either isn't on the board."""
        return self.pairs.get((resident_id, volunteer_id))

    @property
    def points(self) -> dict[tuple[int, int], int]:
        """The fit of every pair that may be proposed: free, and not under the floor."""
        floor = self.weights.floor * POINT
        return {
            key: pair.fit.points
            for key, pair in self.pairs.items()
            if pair.fit and pair.is_free and pair.fit.points >= floor
        }


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

    @property
    def would_wait(self) -> tuple[int, ...]:
        """Who has a volunteer in the proposal, and would have to wait."""
        return tuple(move.resident_id for move in self.moves if move.after is None)


def judge_all(
    residents: Sequence[ResidentFacts],
    volunteers: Sequence[VolunteerFacts],
    *,
    on: date,
    town: Town,
    weights: Weights,
    rest_weeks: int = blocks.REST_WEEKS,
) -> Board:
    """Every rule asked about every pair; blocked pairs have reasons and no fit (M1)."""
    pairs = {}
    for resident in residents:
        for volunteer in volunteers:
            about = blocks.case(volunteer, resident, on=on, town=town, rest_weeks=rest_weeks)
            pairs[resident.id, volunteer.id] = judge_pair(volunteer, resident, about, weights)
    return Board(tuple(residents), tuple(volunteers), weights, pairs)


def judge_pair(volunteer: VolunteerFacts, resident: ResidentFacts, about: blocks.Case, weights: Weights) -> Pair:
    """One pair, as acceptance judges it again under its lock (M2)."""
    findings = blocks.judge(volunteer, resident, about)
    blocked = blocks.BLOCK in blocks.kinds(findings)
    fit = None if blocked else scoring.fit(volunteer, resident, about, weights)
    return Pair(resident.id, volunteer.id, findings, fit, about.metres)


def propose(board: Board, *, chosen: Sequence[tuple[int, int]] = ()) -> assignment.Plan:
    """The joint proposal round the pairs (resident id, volunteer id) the coordinator fixed.

    Who is held back isn't in it, not even as waiting, unless fixed. Raises Refused when a fixed pair is blocked or when
    they can't all hold.
    """
    locks = [_lock(board, *pair) for pair in chosen]
    fixed = {lock.resident_id for lock in locks}
    residents = [resident for resident in board.residents if not resident.held_back or resident.id in fixed]
    return assignment.solve(residents, board.volunteers, board.points, board.weights, locks=locks)


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
    since = {volunteer.id: (volunteer.idle_since or date.max, volunteer.id) for volunteer in board.volunteers}
    free = [pair for pair in (board.pairs[resident_id, v.id] for v in board.volunteers) if pair.is_free and pair.fit]
    free.sort(key=lambda pair: (-pair.fit.points if pair.fit else 0, since[pair.volunteer_id]))
    return tuple(free[:at_most])


def funnel(board: Board, resident_id: int) -> Funnel:
    """How the volunteers fall away for one person, question by question; full (V3, V4) comes last but the floor."""
    left = [board.pairs[resident_id, volunteer.id] for volunteer in board.volunteers]
    numbers = [len(left)]
    places = {"capacity", "heavy"}
    for stops in ({"deployable"}, {"distance"}, None, places):
        left = [pair for pair in left if not _stopped(pair, stops, places)]
        numbers.append(len(left))
    points = board.points
    numbers.append(sum((resident_id, pair.volunteer_id) in points for pair in left))
    return Funnel(*numbers)


def _stopped(pair: Pair, stops: set[str] | None, places: set[str]) -> bool:
    """Whether a block or objection named in `stops` stands in the way; None: any that isn't about `places`."""
    keys = {finding.key for finding in pair.findings if finding.kind != blocks.CHECK}
    return bool(keys - places if stops is None else keys & stops)


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
