"""What other weights would change, as their page tells it: on everybody who waits now, before anything is kept."""

from dataclasses import dataclass
from datetime import date

from bezoekdienst.lib.errors import Refused
from bezoekdienst.lib.wording import day
from bezoekdienst.policy import timeline, versions
from bezoekdienst.policy.models import Policy
from bezoekdienst.web import phrases
from bezoekdienst.web.desks import matching_desk, policy_desk
from matching import gather, situation, tuning, weights, wording
from matching.facts import Weights


@dataclass(frozen=True, slots=True)
class Seen:
    """The preview. `words`: what was changed; `moves`: who would get somebody else; `rows`: (who, now, then)."""

    begins: str
    words: list[str]
    lead: str
    moves: list[str]
    fewer: list[str]
    rows: list[tuple[str, str, str]]
    total: tuple[str, str, str]
    remarks: list[str]


def of_today(today: date) -> tuple[Weights, str]:
    """The weights that hold, and what is wrong with them: damaged ones are shown as they came along."""
    try:
        return gather.weights(versions.current(today)), ""
    except Refused as refused:
        return Weights(), str(refused)


def look(wanted: Weights, begins_on: date, today: date) -> Seen:
    """What these weights would change today. Keeps nothing."""
    rows = policy_desk.every()
    before = policy_desk.holding(rows, begins_on)
    seen = weights.preview(wanted, today)
    moved = [one for one in seen.effects if one.now.volunteer_id != one.then.volunteer_id]
    return Seen(
        begins=day(begins_on),
        words=[*filter(None, weights.told_of(before, wanted).split("; "))],
        lead=_lead(seen),
        moves=[_move(seen, one) for one in moved],
        fewer=[_fewer(seen, one) for one in seen.effects if one.then.candidates < one.now.candidates],
        rows=[_row(seen, one) for one in seen.effects],
        total=("Samen", wording.decimal(seen.now.plan.total), wording.decimal(seen.then.plan.total)),
        remarks=_remarks(rows, before, begins_on, today),
    )


def _lead(seen: weights.Preview) -> str:
    """How many get somebody, now and then."""
    waiting = len(seen.effects)
    if not waiting:
        return "Er wacht nu niemand. Daarom is hier niets te vergelijken."
    before, after = len(seen.now.plan.placed), len(seen.then.plan.placed)
    many = wording.count(waiting, "mens wacht", "mensen wachten")
    if before == after:
        return f"{many}. Nu {'kan' if before == 1 else 'kunnen'} er {before} iemand krijgen; dat blijft zo."
    return f"{many}. Nu {'kan' if before == 1 else 'kunnen'} er {before} iemand krijgen, dan {after}."


def _move(seen: weights.Preview, one: tuning.Effect) -> str:
    who = phrases.start(_resident(seen, one))
    return matching_desk.moved(who, _volunteer(seen.now, one.now), _volunteer(seen.then, one.then))


def _fewer(seen: weights.Preview, one: tuning.Effect) -> str:
    """Who falls under the floor, told from the person who waits."""
    who, lost = phrases.start(_resident(seen, one)), one.now.candidates - one.then.candidates
    fall = f"{lost} van de {one.now.candidates} kandidaten {'komt' if lost == 1 else 'komen'} onder de ondergrens"
    return f"{who}: {fall}{'. Er blijft niemand over.' if not one.then.candidates else '.'}"


def _row(seen: weights.Preview, one: tuning.Effect) -> tuple[str, str, str]:
    return phrases.start(_resident(seen, one)), _cell(seen.now, one.now), _cell(seen.then, one.then)


def _cell(at: situation.Situation, side: tuning.Side) -> str:
    return f"{_volunteer(at, side)}, {wording.decimal(side.points)}" if side.points is not None else "wacht"


def _resident(seen: weights.Preview, one: tuning.Effect) -> str:
    return next(each.name for each in seen.now.board.residents if each.id == one.resident_id)


def _volunteer(at: situation.Situation, side: tuning.Side) -> str:
    return at.name(side.volunteer_id) if side.volunteer_id is not None else ""


def _remarks(rows: list[Policy], before: Policy, begins_on: date, today: date) -> list[str]:
    """What was planned already: what this replaces, and what replaces this later."""
    found = []
    now = policy_desk.holding(rows, today)
    if _counts(before) != _counts(now):
        found.append(
            "Voor die dag stond al een andere aanpassing van het koppelen klaar. Deze komt ervoor in de plaats."
        )
    later = next((row for row in rows if row.valid_from_on > begins_on and _counts(row) != _counts(before)), None)
    if later is not None:
        begins = day(later.valid_from_on)
        found.append(f"Vanaf {begins} staan er al andere gewichten klaar. Dat blijft zo.")
    return found


def _counts(policy: Policy) -> timeline.Values:
    return {"matching": policy.matching, "fit_floor": policy.fit_floor}
