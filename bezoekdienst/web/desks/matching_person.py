"""One person who waits, with all that is said about her: the candidates side by side, everybody else and why not."""

from decimal import Decimal
from typing import Any

from django.urls import reverse

from bezoekdienst.lib.wording import listed
from bezoekdienst.web import phrases
from bezoekdienst.web.desks.matching_desk import Desk, points
from matching import assignment, blocks, explanation, proposals, scoring, wording
from matching.explanation import Pair
from matching.facts import ResidentFacts

# What may stand in the way: "Bij Mia zit alleen ... in de weg."
OBSTACLES = {
    "deployable": "dat zij nog niet op bezoek kunnen",
    "capacity": "dat er geen plaats is",
    "heavy": "dat er al een zwaar verlies bij is",
    "rest": "de rust na een vorig traject",
    "vog": "de VOG",
    "distance": "de afstand",
    "must": "een wens",
    "languages": "de taal",
    "declined": "uw eerdere keuze",
    "held_back": "dat u hen vrijhoudt",
    "home": "iets in huis",
    "dayparts": "het dagdeel",
}


def people(desk: Desk, q: str = "") -> list[dict[str, Any]]:
    """Everybody who waits, first to be placed first; with `q` only who is called so, or gets somebody so called."""
    found = [one for one in desk.order if _is_found(desk, one, q.casefold())]
    return [person(desk, one) for one in found]


def _is_found(desk: Desk, one: ResidentFacts, q: str) -> bool:
    gets = desk.now.plan.pairs.get(one.id)
    return q in one.name.casefold() or (gets is not None and q in desk.now.name(gets).casefold())


def person(desk: Desk, resident: ResidentFacts) -> dict[str, Any]:
    """What stands in her section."""
    placed = next((one for one in desk.now.plan.placed if one.resident_id == resident.id), None)
    waiting = next((one for one in desk.now.plan.waiting if one.resident_id == resident.id), None)
    gets = placed.volunteer_id if placed else None
    pairs = proposals.beside(desk.now, resident.id, gets)
    shown = {pair.volunteer_id for pair in pairs}
    return {
        "id": resident.id,
        "name": phrases.start(resident.name),
        "waits": f"Wacht {desk.waits(resident.id)}.",
        "urgent": f"Dringend: {desk.now.intakes[resident.id].urgency_reason}" if resident.urgency else "",
        "gets": desk.now.name(gets) if gets else "",
        "gets_id": gets,
        "is_fixed": placed is not None and placed.locked,
        "said": _said(desk, placed, pairs),
        "funnel": explanation.funnel(desk.board, resident.id).sentence,
        "still_waits": _still_waits(desk, waiting) if waiting else [],
        "candidates": [_candidate(desk, pair, gets) for pair in pairs],
        "factors": factors(pairs),
        "others": _others(desk, resident.id, shown),
        "is_open": len(desk.order) == 1,
    }


def _said(desk: Desk, placed: assignment.Placed | None, pairs: list[Pair]) -> list[str]:
    """About the proposed one: how it fits, who fits as well, what the others lose."""
    if placed is None:
        return []
    name, fit = desk.now.name(placed.volunteer_id), placed.points
    said = [f"{name} past {scoring.word(fit)}: {wording.decimal(fit)} van de 100 punten."]
    equal = [pair for pair in pairs[1:] if pair.fit and scoring.nearly_equal(pair.fit.points, fit)]
    if equal:
        said.append(f"{listed(desk.now.name(one.volunteer_id) for one in equal)}: nagenoeg gelijk.")
    better = [pair for pair in pairs[1:] if pair.fit and pair.fit.points - fit >= scoring.NEARLY_EQUAL]
    if better and not placed.locked:
        said.append(f"{desk.now.name(better[0].volunteer_id)} past beter, maar dan verliezen de anderen meer.")
    if placed.price:
        said.append(f"Doordat deze plaats bezet is, verliezen de anderen {wording.decimal(placed.price)} punten.")
    return said


def _still_waits(desk: Desk, waiting: assignment.Waiting) -> list[str]:
    """Why, and what would help: whose places they are, or the one thing that stands in the way."""
    said = [explanation.say_waiting(waiting)]
    if waiting.group and waiting.group.volunteer_ids:
        whose = listed(desk.now.name(one) for one in waiting.group.volunteer_ids)
        said.append(f"Het gaat om de plaats van {whose}. Nog één vrijwilliger die past, helpt meteen.")
    else:
        said += _obstacles(desk, waiting.resident_id)
    return said


def _obstacles(desk: Desk, resident_id: int) -> list[str]:
    """What stands in everybody's way, and at whom only one thing does: the shortest way to a volunteer."""
    stops = {one.name: _stops(desk.pair(resident_id, one.id)) for one in desk.board.volunteers}
    everywhere = set(OBSTACLES).intersection(*stops.values()) if stops else set()
    said = [f"Bij iedereen zit {OBSTACLES[key]} in de weg." for key in OBSTACLES if key in everywhere]
    for key, words in OBSTACLES.items():
        if names := [name for name, found in stops.items() if found == {key} and key not in everywhere]:
            said.append(f"Bij {listed(names)} zit alleen {words} in de weg.")
    return said or ["Bij iedereen zit meer dan één ding in de weg."]


def _stops(pair: Pair) -> set[str]:
    return {one.key for one in pair.findings if one.kind != blocks.CHECK}


def _candidate(desk: Desk, pair: Pair, gets: int | None) -> dict[str, Any]:
    volunteer = next(one for one in desk.board.volunteers if one.id == pair.volunteer_id)
    is_best = pair.volunteer_id == gets
    address = [pair.resident_id, pair.volunteer_id]
    return {
        **column(pair, volunteer.name),
        "url": reverse("volunteer", args=[pair.volunteer_id]),
        "best": is_best,
        "deduction": points(desk.board.weights.deduction(volunteer.open_count)),
        "act_url": "" if is_best else reverse("proposal_choose", args=address),
        "act": f"{volunteer.name} bekijken",
    }


def column(pair: Pair, name: str) -> dict[str, Any]:
    """The head and foot of a candidate's column; also for a pair with an objection."""
    fit = pair.fit
    return {
        "name": name,
        "total": points(fit.points) if fit else Decimal(0),
        "word": f"past {fit.word}" if fit else "",
        "best": False,
        "checks": [found.text for found in pair.findings if found.kind == blocks.CHECK],
    }


def factors(pairs: list[Pair]) -> list[dict[str, Any]]:
    """A row a factor. A wish that isn't met is a row too, where one of the candidates has it."""
    found: dict[str, dict[str, Any]] = {}
    for number, pair in enumerate(pairs):
        for part in pair.fit.parts if pair.fit else ():
            empty = {"points": Decimal(0), "note": ""}
            row = {"label": part.label, "weight": part.weight, "cells": [empty for _ in pairs]}
            key = part.key if part.weight else part.text.partition(":")[0]
            found.setdefault(key, row)["cells"][number] = {"points": points(part.points), "note": part.text}
    return list(found.values())


def _others(desk: Desk, resident_id: int, shown: set[int]) -> list[dict[str, Any]]:
    """Everybody else: with blocks and objections as sentences. What may be overruled has an act, and comes first."""
    rows = [_other(desk, resident_id, one.id) for one in desk.board.volunteers if one.id not in shown]
    return sorted(rows, key=lambda row: (not row["url"], not row["is_free"], not row["is_near"], row["name"]))


def _other(desk: Desk, resident_id: int, volunteer_id: int) -> dict[str, Any]:
    pair, address = desk.pair(resident_id, volunteer_id), [resident_id, volunteer_id]
    texts = [found.text for found in pair.findings if found.kind != blocks.CHECK]
    said = desk.declined.get((resident_id, volunteer_id))
    if said:
        texts.append(f"Uw reden: “{said}”")
    if pair.fit:
        texts.append(f"Past {pair.fit.word}: {wording.decimal(pair.fit.points)} punten.")
    return {
        "name": desk.now.name(volunteer_id),
        "reasons": texts,
        "is_free": pair.is_free,
        "is_near": any(found.text.startswith("Net buiten bereik") for found in pair.findings),
        "url": reverse("proposal_choose", args=address) if pair.fit else "",
        "allow_url": reverse("proposal_allow", args=address) if said is not None else "",
    }
