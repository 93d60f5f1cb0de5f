"""Proposals: gather, judge, solve, and keep what was shown (M3). Computed at once when somebody waits."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from matching import assignment, explanation, gather, scoring
from matching.explanation import Board, Pair
from matching.models import Proposal
from matching.states import State


def propose(*, on: date, by: User | None, at: datetime) -> list[Proposal]:
    """The joint proposal for everybody who waits now, as rows; earlier open ones lapse. In the plan's own order."""
    board = gather.board(on)
    plan = explanation.propose(board)
    with transaction.atomic():
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


def lapse(proposals: "Iterable[Proposal]", *, at: datetime) -> int:
    """Close open proposals that no longer say what is true, in the caller's transaction; gives their number."""
    count = 0
    for proposal in proposals:
        if proposal.state == State.OPEN:
            proposal.state, proposal.decided_at = State.LAPSED, at
            proposal.save(update_fields=["state", "decided_at"])
            count += 1
    return count


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
        "parts": [
            {
                "label": part.label,
                "weight": part.weight,
                "percent": part.percent,
                "points": part.points,
                "text": part.text,
            }
            for part in parts
        ],
        "findings": [{"kind": finding.kind, "rule": finding.rule, "text": finding.text} for finding in pair.findings],
    }
