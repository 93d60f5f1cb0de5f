"""Proposals: gather, judge, solve, and keep what was shown (M3). Computed at once when somebody waits."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from matching import assignment, explanation, gather, scoring
from matching.explanation import Board, Pair
from matching.models import Proposal
from matching.states import State


def propose(*, on: date, by: User | None, at: datetime) -> list[Proposal]:
    """The joint proposal for everybody who waits now, as rows; earlier open ones lapse. In the plan's own order.

    Two at once go one after the other, and nobody is accepted meanwhile: everybody who waits is locked first.
    """
    with transaction.atomic():
        list(gather.waiting_rows().select_for_update().order_by("pk").values_list("pk"))
        board = gather.board(on)
        plan = explanation.propose(board)
        lapse(Proposal.objects.all(), at=at)
        batch = uuid.uuid4()
        made = [
            Proposal.objects.create(
                intake_id=placed.resident_id,
                volunteer_id=placed.volunteer_id,
                plan=batch,
                fit=placed.points,
                shown=shown(board, plan, placed.resident_id, placed.volunteer_id),
                made_at=at,
            )
            for placed in plan.placed
        ]
        events.record("proposals.made", by=by, at=at, count=len(made))
    return made


def lapse(proposals: QuerySet[Proposal], *, at: datetime) -> int:
    """Close open proposals that no longer say what is true, in the caller's transaction; gives their number.

    One conditional UPDATE: a proposal that was decided at this very moment stays decided.
    """
    return proposals.filter(state=State.OPEN).update(state=State.LAPSED, decided_at=at)


def shown(board: Board, plan: assignment.Plan, intake_id: int, volunteer_id: int) -> dict[str, Any]:
    """The explanation as it stands on screen: the funnel, the candidates with their parts, and who was proposed."""
    best = explanation.candidates(board, intake_id)
    chosen = board.pairs[intake_id, volunteer_id]
    pairs = [chosen, *(pair for pair in best if pair is not chosen)][:3]
    names = {volunteer.id: volunteer.name for volunteer in board.volunteers}
    price = next((placed.price for placed in plan.placed if placed.resident_id == intake_id), None)
    return {
        "funnel": explanation.funnel(board, intake_id).sentence,
        "proposed": volunteer_id,
        "price": price or 0,
        "candidates": [_candidate(pair, names[pair.volunteer_id]) for pair in pairs],
    }


_PART = ("label", "weight", "percent", "points", "text")


def _candidate(pair: Pair, name: str) -> dict[str, Any]:
    fit = pair.fit
    parts = fit.parts if fit else ()
    return {
        "volunteer": pair.volunteer_id,
        "name": name,
        "points": fit.points if fit else None,
        "word": scoring.word(fit.points) if fit else "",
        "parts": [{name: getattr(part, name) for name in _PART} for part in parts],
        "findings": [{"kind": finding.kind, "rule": finding.rule, "text": finding.text} for finding in pair.findings],
    }
