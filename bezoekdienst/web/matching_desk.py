"""The joint proposal as its page tells it: everybody who waits, the candidates with their points, what would change.

Reads only. What the engine counts in hundredths of a point is a figure with a fraction here.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from bezoekdienst.visiting.models import Intake
from matching import assignment, blocks, explanation, gather, proposals, wording
from matching.explanation import Board, Pair
from matching.models import Proposal
from matching.states import State


@dataclass(frozen=True, slots=True)
class Desk:
    """What a page about proposals works with: the board and plan as they are today, and the rows that were made."""

    on: date
    board: Board
    plan: assignment.Plan
    open: dict[int, Proposal]
    refused: dict[tuple[int, int], str]

    @property
    def is_stale(self) -> bool:
        """Whether what is open isn't what would be proposed now: something changed in between, or nothing was made."""
        if {intake: one.volunteer_id for intake, one in self.open.items()} != self.plan.pairs:
            return True
        return any(one.shown != self.shown(intake) for intake, one in self.open.items())

    def shown(self, intake_id: int) -> dict[str, Any]:
        """What a proposal made now would keep for this person, who must be placed."""
        return proposals.shown(self.board, self.plan, intake_id, self.plan.pairs[intake_id])

    def name(self, volunteer_id: int) -> str:
        """A volunteer's first name."""
        return next(one.name for one in self.board.volunteers if one.id == volunteer_id)

    def resident(self, intake_id: int) -> str:
        """The name of somebody who waits."""
        return next(one.name for one in self.board.residents if one.id == intake_id)


def lay_out(on: date) -> Desk:
    """The desk of today; a fixed number of queries."""
    board = gather.board(on)
    made = Proposal.objects.filter(intake__in=[resident.id for resident in board.residents])
    found = made.filter(state__in=(State.OPEN, State.DECLINED)).order_by("decided_at")
    rows = list(found)
    return Desk(
        on,
        board,
        explanation.propose(board),
        {one.intake_id: one for one in rows if one.state == State.OPEN},
        {(one.intake_id, one.volunteer_id): one.reason for one in rows if one.state == State.DECLINED},
    )


def people(desk: Desk) -> list[dict[str, Any]]:
    """Everybody who waits, first to be placed first, each with all that is said about her."""
    order = sorted(desk.board.residents, key=lambda resident: resident.priority)
    reasons = dict(_urgency_reasons([one.id for one in order if one.urgency]))
    return [_person(desk, one, reasons.get(one.id, "")) for one in order]


def _urgency_reasons(intake_ids: list[int]) -> list[tuple[int, str]]:
    return list(Intake.objects.filter(pk__in=intake_ids).values_list("pk", "urgency_reason"))


def _person(desk: Desk, resident: Any, urgency_reason: str) -> dict[str, Any]:
    proposed = desk.plan.pairs.get(resident.id)
    pairs = _columns(desk.board, resident.id, proposed)
    waiting = next((one for one in desk.plan.waiting if one.resident_id == resident.id), None)
    days = (desk.on - resident.waiting_since).days
    return {
        "id": resident.id,
        "name": f"{resident.name[:1].upper()}{resident.name[1:]}",
        "waits": f"Wacht {wording.count(days, 'dag', 'dagen')}."
        + (f" Dringend: {urgency_reason}" if resident.urgency else ""),
        "is_urgent": resident.urgency > 0,
        "proposed": desk.name(proposed) if proposed else "",
        "proposal": desk.open.get(resident.id),
        "price": _price(desk.plan, resident.id),
        "funnel": explanation.funnel(desk.board, resident.id).sentence,
        "still_waits": explanation.say_waiting(waiting) if waiting else "",
        "candidates": [_candidate(desk, pair, proposed) for pair in pairs],
        "factors": _factors(pairs),
        "blocked": _blocked(desk, resident.id, {pair.volunteer_id for pair in pairs}),
    }


def _columns(board: Board, resident_id: int, proposed: int | None) -> list[Pair]:
    best = explanation.candidates(board, resident_id)
    chosen = [board.pairs[resident_id, proposed]] if proposed else []
    return [*chosen, *(pair for pair in best if pair not in chosen)][:3]


def _candidate(desk: Desk, pair: Pair, proposed: int | None) -> dict[str, Any]:
    assert pair.fit  # a candidate is free
    volunteer = next(one for one in desk.board.volunteers if one.id == pair.volunteer_id)
    is_best = pair.volunteer_id == proposed
    return {
        "name": volunteer.name,
        "url": reverse("volunteer", args=[pair.volunteer_id]),
        "total": points(pair.fit.points),
        "word": f"past {pair.fit.word}",
        "best": is_best,
        "deduction": points(desk.board.weights.deduction(volunteer.open_count)),
        "act_url": "" if is_best else reverse("proposal_choose", args=[pair.resident_id, pair.volunteer_id]),
        "act": f"{volunteer.name} kiezen",
    }


def _factors(pairs: list[Pair]) -> list[dict[str, Any]]:
    """A row a factor. A wish that isn't met is a row too, where one of the candidates has it."""
    found: dict[str, dict[str, Any]] = {}
    for number, pair in enumerate(pairs):
        for part in pair.fit.parts if pair.fit else ():
            row = found.setdefault(
                part.key if part.weight else f"{part.key} {part.label}",
                {
                    "label": part.label,
                    "weight": part.weight,
                    "cells": [{"points": Decimal(0), "note": ""} for _ in pairs],
                },
            )
            row["cells"][number] = {"points": points(part.points), "note": part.text}
    return list(found.values())


def _blocked(desk: Desk, resident_id: int, shown: set[int]) -> list[dict[str, Any]]:
    """Everybody else: with blocks and objections as sentences; an objection may be overruled, so it has an act."""
    rows = []
    for volunteer in desk.board.volunteers:
        pair = desk.board.pairs[resident_id, volunteer.id]
        if volunteer.id in shown:
            continue
        texts = [found.text for found in pair.findings if found.kind != blocks.CHECK]
        if pair.fit:
            texts.append(f"Past {pair.fit.word}: {wording.decimal(pair.fit.points)} punten.")
        said = desk.refused.get((resident_id, volunteer.id))
        if said:
            texts.append(f"U koos eerder anders: {said}")
        url = reverse("proposal_choose", args=[resident_id, volunteer.id]) if pair.fit else ""
        rows.append({"name": volunteer.name, "reasons": texts, "url": url})
    return sorted(rows, key=lambda row: (not row["url"], row["name"]))


def _price(plan: assignment.Plan, resident_id: int) -> str:
    """What the others lose by this place; "" when nothing."""
    price = next((one.price for one in plan.placed if one.resident_id == resident_id), None)
    return wording.decimal(price) if price else ""


def points(hundredths: int) -> Decimal:
    """A figure of the page from the engine's whole numbers."""
    return Decimal(hundredths) / 100


def findings(desk: Desk, intake_id: int, volunteer_id: int, kind: str) -> list[str]:
    """The sentences of one kind of finding about a pair; none when the pair isn't on the board."""
    pair = desk.board.pairs.get((intake_id, volunteer_id))
    return [found.text for found in pair.findings if found.kind == kind] if pair else []


def changes(desk: Desk, intake_id: int, volunteer_id: int) -> tuple[list[str], str]:
    """What this choice would change, before it is made: who moves or must wait, in sentences, and the total.

    Raises Refused as `explanation.compare` does.
    """
    compared = explanation.compare(desk.board, intake_id, volunteer_id)
    moves = [_move(desk, move) for move in compared.moves if move.resident_id != intake_id]
    lost = -compared.difference
    if not lost:
        return moves, "Samen blijft het aantal punten gelijk."
    word = "minder" if lost > 0 else "meer"
    before, after = wording.decimal(compared.before.total), wording.decimal(compared.after.total)
    return moves, f"Samen {wording.decimal(abs(lost))} punten {word}: van {before} naar {after}."


def _move(desk: Desk, move: explanation.Move) -> str:
    name = desk.resident(move.resident_id)
    name = f"{name[:1].upper()}{name[1:]}"
    if move.after is None:
        return (
            f"{name} krijgt {desk.name(move.before)} niet, en moet wachten." if move.before else f"{name} moet wachten."
        )
    instead = f" in plaats van {desk.name(move.before)}" if move.before else ", en hoeft niet meer te wachten"
    return f"{name} krijgt {desk.name(move.after)}{instead}."
