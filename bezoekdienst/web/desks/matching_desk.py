"""The joint proposal as its page tells it: the plan of now, who waits, what was fixed and who is held back. Reads only.

What the engine counts in hundredths of a point is a figure with a fraction here.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bezoekdienst.lib.wording import day
from bezoekdienst.visiting import waiting
from bezoekdienst.web import phrases
from matching import assignment, explanation, scoring, situation, wording
from matching.explanation import Board, Pair
from matching.facts import ResidentFacts
from matching.models import FixedPair, Proposal
from matching.situation import Situation
from matching.states import State


@dataclass(frozen=True, slots=True)
class Desk:
    """How things stand, beside what was proposed before (`standing`, by intake) and whom the coordinator declined."""

    now: Situation
    standing: dict[int, Proposal]
    declined: dict[tuple[int, int], str]

    @property
    def board(self) -> Board:
        return self.now.board

    @property
    def order(self) -> list[ResidentFacts]:
        """Everybody who waits and isn't held back, first to be placed first."""
        return sorted((one for one in self.board.residents if not one.held_back), key=lambda one: one.priority)

    def resident(self, intake_id: int) -> str:
        """The name of somebody who waits, at the start of a sentence."""
        return phrases.start(next(one.name for one in self.board.residents if one.id == intake_id))

    def waits(self, intake_id: int) -> str:
        """How long somebody is without a volunteer."""
        return phrases.since(waiting.since(self.now.intakes[intake_id]), self.now.on)

    def pair(self, intake_id: int, volunteer_id: int) -> Pair:
        """A pair that is on the board."""
        found = self.board.pair(intake_id, volunteer_id)
        assert found
        return found


def lay_out(on: date) -> Desk:
    """The desk of today; a fixed number of queries."""
    now = situation.read(on)
    rows: list[Proposal] = [one for intake in now.intakes.values() for one in intake.standing]
    return Desk(
        now,
        {one.intake_id: one for one in rows if one.state == State.OPEN},
        {(one.intake_id, one.volunteer_id): one.reason for one in rows if one.state == State.DECLINED},
    )


def overview(desk: Desk) -> dict[str, Any]:
    """Who gets whom, at a glance: a line a person, and the total."""
    placed = {one.resident_id: one for one in desk.now.plan.placed}
    waiting = {one.resident_id: one for one in desk.now.plan.waiting}
    return {
        "lines": [_line(desk, one, placed.get(one.id), waiting.get(one.id)) for one in desk.order],
        "total": wording.decimal(desk.now.plan.total),
        "deduction": wording.decimal(sum(one.deduction for one in placed.values())) if _is_deducted(placed) else "",
        "placed": len(placed),
    }


def _is_deducted(placed: dict[int, assignment.Placed]) -> bool:
    return any(one.deduction for one in placed.values())


def _line(
    desk: Desk, one: ResidentFacts, placed: assignment.Placed | None, waiting: assignment.Waiting | None
) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": phrases.start(one.name),
        "waits": desk.waits(one.id),
        "is_urgent": one.urgency > 0,
        "gets": desk.now.name(placed.volunteer_id) if placed else "",
        "points": points(placed.points) if placed else None,
        "word": scoring.word(placed.points) if placed else "",
        "is_fixed": placed is not None and placed.locked,
        "why": _why(waiting) if waiting else "",
    }


def _why(waiting: assignment.Waiting) -> str:
    if waiting.group is None:
        return "nu niemand die past"
    people, places = len(waiting.group.resident_ids), wording.count(waiting.group.places, "plaats", "plaatsen")
    return f"{people} mensen voor {places}" if waiting.group.places else "geen plaats vrij"


def fixed(desk: Desk) -> dict[str, Any]:
    """The fixed pairs: what each costs and what it moves, all of them together, and those that can't hold now."""
    holding = desk.now.holding
    free = explanation.propose(desk.board) if holding else desk.now.plan
    return {
        "pairs": [_fixed(desk, one, alone=len(holding) == 1) for one in holding],
        "effect": _effect(desk, free, "keuze" if len(holding) == 1 else "keuzes") if holding else None,
        "broken": [
            {
                "intake": one.fixed.intake_id,
                "text": f"{_pair(one.fixed)}: dat kan nu niet.",
                "reasons": [reason.text for reason in one.reasons],
            }
            for one in desk.now.broken
        ],
    }


def _fixed(desk: Desk, one: FixedPair, *, alone: bool) -> dict[str, Any]:
    others = [pair for pair in desk.now.chosen if pair[0] != one.intake_id]
    effect = None if alone else _effect(desk, explanation.propose(desk.board, chosen=others), "keuze")
    return {"intake": one.intake_id, "text": f"{_pair(one)}.", "reason": one.reason, "effect": effect}


def _pair(one: FixedPair) -> str:
    return f"{one.volunteer.first_name} bij {one.intake.resident.name}"


def _effect(desk: Desk, without: assignment.Plan, word: str) -> dict[str, Any]:
    """Zonder deze keuze: 250,5; nu 227,7. Ans krijgt Wim in plaats van Mia."""
    compared = explanation.compare_plans(desk.board.residents, without, desk.now.plan)
    if not compared.moves:
        return {"text": f"Ook zonder deze {word} is dit het voorstel.", "moves": []}
    before, after = wording.decimal(without.total), wording.decimal(desk.now.plan.total)
    return {
        "text": f"Zonder deze {word}: {before}; nu {after}.",
        "moves": [move(desk, one) for one in compared.moves],
    }


def move(desk: Desk, one: explanation.Move) -> str:
    """Who would get another volunteer, or another turn."""
    before, after = (desk.now.name(volunteer) if volunteer else "" for volunteer in (one.before, one.after))
    return moved(desk.resident(one.resident_id), before, after)


def moved(who: str, before: str, after: str) -> str:
    """That somebody would get `after` where she has `before`; "" is nobody. All three are names."""
    if not after:
        return f"{who} krijgt {before} niet, en moet wachten." if before else f"{who} moet wachten."
    instead = f" in plaats van {before}" if before else ", en hoeft niet meer te wachten"
    return f"{who} krijgt {after}{instead}."


def held(desk: Desk) -> list[dict[str, Any]]:
    """Who is left out for now, until when, and why."""
    residents = [(phrases.start(one.name), desk.now.intakes[one.id]) for one in desk.board.residents if one.held_back]
    volunteers = [(one.name, desk.now.volunteers[one.id]) for one in desk.board.volunteers if one.held_back]
    return [
        {
            "pk": person.held_back.pk,
            "name": name,
            "until": _until(person.held_back.until_on),
            "reason": person.held_back.reason,
        }
        for name, person in (*residents, *volunteers)
    ]


def _until(until_on: date | None) -> str:
    return f"tot en met {day(until_on)}" if until_on else "tot u anders beslist"


def points(hundredths: int) -> Decimal:
    """A figure of the page from the engine's whole numbers."""
    return Decimal(hundredths) / 100
