"""One pair before it is decided: how it fits beside what is proposed, what it changes for the others, what to weigh."""

from typing import Any

from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting.models import Intake
from bezoekdienst.web.desks import matching_changes
from bezoekdienst.web.desks.matching_desk import Desk, move
from bezoekdienst.web.desks.matching_person import column, factors
from matching import blocks, changes, explanation, wording
from matching.explanation import Pair
from volunteers.models import Volunteer


def tell(desk: Desk, intake: Intake, volunteer: Volunteer) -> dict[str, Any]:
    """The context of the page: either `reasons` why it can't be, or all that is to be weighed."""
    pair = desk.board.pair(intake.pk, volunteer.pk)
    if pair is None:
        return {"reasons": ["Deze bezoeker wacht niet meer, of de vrijwilliger is niet meer actief."]}
    if stops := _texts(pair, blocks.BLOCK):
        return {"reasons": stops}
    proposed = desk.now.proposed(intake.pk)
    try:
        moves, total = _effect(desk, pair, proposed)
    except Refused as refused:
        return {"reasons": [*refused.reasons, "Laat eerst los wat u vastzette."]}
    beside = [pair, *([desk.pair(intake.pk, proposed)] if proposed and proposed != volunteer.pk else [])]
    columns = [column(one, desk.now.name(one.volunteer_id)) for one in beside]
    columns[-1]["best"] = proposed is not None
    return {
        "seen": matching_changes.signed(changes.sight(pair, proposed)),
        "is_proposed": proposed == volunteer.pk,
        "candidates": columns,
        "factors": factors(beside),
        "moves": moves,
        "total": total,
        "objections": [*_texts(pair, blocks.OBJECTION), *_floor(desk, pair)],
        "checks": _texts(pair, blocks.CHECK),
        "fixed": next((one for one in desk.now.holding if one.intake_id == intake.pk), None),
    }


def _texts(pair: Pair, kind: str) -> list[str]:
    return [found.text for found in pair.findings if found.kind == kind]


def _floor(desk: Desk, pair: Pair) -> list[str]:
    if pair.is_free and not desk.now.may_be_proposed(pair):
        return [f"Dit ligt onder de ondergrens van {desk.board.weights.floor} punten."]
    return []


def _effect(desk: Desk, pair: Pair, proposed: int | None) -> tuple[list[str], str]:
    """What this choice would change, before it is made: who moves or must wait, in sentences, and the total.

    Raises Refused when it can't hold beside what is fixed.
    """
    others = [one for one in desk.now.chosen if one[0] != pair.resident_id]
    compared = explanation.compare(desk.board, pair.resident_id, pair.volunteer_id, chosen=others)
    moves = [move(desk, one) for one in compared.moves if one.resident_id != pair.resident_id]
    lost = -compared.difference
    if not lost:
        return moves, "Samen blijft het aantal punten gelijk." if proposed != pair.volunteer_id else ""
    word = "minder" if lost > 0 else "meer"
    before, after = wording.decimal(compared.before.total), wording.decimal(compared.after.total)
    return moves, f"Samen {wording.decimal(abs(lost))} punten {word}: van {before} naar {after}."
