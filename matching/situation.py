"""How things stand on a day: everybody judged, what the coordinator fixed, and the best plan round that. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.policy import versions
from bezoekdienst.policy.models import Policy
from matching import assignment, blocks, explanation, gather
from matching.explanation import Board, Pair
from matching.facts import POINT
from matching.models import FixedPair
from volunteers.models import Volunteer

Chosen = tuple[tuple[int, int], ...]  # (resident id, volunteer id)


@dataclass(frozen=True, slots=True)
class Broken:
    """A fixed pair that can't hold now, and why: told, and left out of the plan."""

    fixed: FixedPair
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """`plan` is the best round the pairs in `holding`; `broken` are the fixed pairs that can't hold.

    `intakes` and `volunteers` are the rows that the board was read from, by id (see `gather.Gathered`).
    """

    on: date
    policy: Policy
    board: Board
    intakes: Mapping[int, Any]
    volunteers: Mapping[int, Volunteer]
    holding: tuple[FixedPair, ...]
    broken: tuple[Broken, ...]
    plan: assignment.Plan

    @property
    def chosen(self) -> Chosen:
        """The fixed pairs that the plan honours."""
        return tuple((one.intake_id, one.volunteer_id) for one in self.holding)

    def proposed(self, intake_id: int) -> int | None:
        """Whom the software proposes to her, round what was fixed for the others; not what was fixed for herself."""
        others = tuple(pair for pair in self.chosen if pair[0] != intake_id)
        plan = self.plan if len(others) == len(self.chosen) else explanation.propose(self.board, chosen=others)
        return plan.pairs.get(intake_id)

    def name(self, volunteer_id: int) -> str:
        """A volunteer's first name; somebody who isn't on the board any more is told as such."""
        return next((one.name for one in self.board.volunteers if one.id == volunteer_id), "iemand die nu stopt")

    def may_be_proposed(self, pair: Pair) -> bool:
        """Free, and not under the floor: what needs no reason."""
        return pair.is_free and pair.fit is not None and pair.fit.points >= self.board.weights.floor * POINT


def read(on: date, policy: Policy | None = None) -> Situation:
    """How things stand on `on`, or would by another policy; a fixed number of queries."""
    policy = policy or versions.current(on)
    found = gather.read(on, policy)
    fixed = [intake.fixed for intake in found.intakes.values() if hasattr(intake, "fixed")]
    holding, broken = sort_out(found.board, sorted(fixed, key=lambda one: (one.fixed_at, one.pk)))
    plan = explanation.propose(found.board, chosen=[(one.intake_id, one.volunteer_id) for one in holding])
    return Situation(on, policy, found.board, found.intakes, found.volunteers, holding, broken, plan)


def sort_out(board: Board, fixed: Sequence[FixedPair]) -> tuple[tuple[FixedPair, ...], tuple[Broken, ...]]:
    """Which fixed pairs hold together, the earlier ones first; and the others with every reason why not."""
    holding: list[FixedPair] = []
    broken: list[Broken] = []
    for one in fixed:
        reasons = why_not(board, one, [(other.intake_id, other.volunteer_id) for other in holding])
        if reasons:
            broken.append(Broken(one, reasons))
        else:
            holding.append(one)
    return tuple(holding), tuple(broken)


def why_not(board: Board, fixed: FixedPair, beside: Sequence[tuple[int, int]]) -> tuple[Reason, ...]:
    """Why this pair can't be fixed beside the others: gone, blocked, held back, no place left; empty when it can."""
    pair = board.pair(fixed.intake_id, fixed.volunteer_id)
    if pair is None:
        return (_gone(board, fixed),)
    if stops := [found for found in pair.findings if found.kind == blocks.BLOCK or found.key == "held_back"]:
        return tuple(Reason(found.rule, found.text) for found in stops)
    if beside:  # alone it has its place, or there would be a block
        try:
            explanation.propose(board, chosen=[*beside, (fixed.intake_id, fixed.volunteer_id)])
        except Refused as refused:
            return refused.reasons
    return ()


def _gone(board: Board, fixed: FixedPair) -> Reason:
    if all(one.id != fixed.intake_id for one in board.residents):
        return Reason("M3", f"{fixed.intake.resident.name} wacht niet meer.")
    return Reason("M3", f"{fixed.volunteer.first_name} is niet meer actief.")
