"""The weights as somebody changes them: what is kept, what a change says, what it would change. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from bezoekdienst.lib import words
from matching import explanation, scoring
from matching.assignment import Placed, Plan
from matching.facts import FACTORS, POINT, UNSAID, Weights, ordered

TABLES = ("loss_table", "life_view_table")
# What can stand beside what; a kind that isn't said is unknown, and a view that doesn't matter always fits.
LOSSES = tuple(kind for kind in words.LOSS_KINDS if kind not in UNSAID)
LIFE_VIEWS = tuple(view for view in words.LIFE_VIEWS if view != "any")
LOADS = 4  # no volunteer visits more people at once (V3)
_SAME = 100
_OTHERS = {
    "life_view_else": "levensbeschouwingen die niet in de tabel staan",
    "rather": "aftrek voor een wens die niet uitkomt",
}
_TABLES = {"loss_table": words.LOSS_KINDS, "life_view_table": words.LIFE_VIEWS}


def kept(weights: Weights) -> dict[str, Any]:
    """Weights as `Policy.matching` keeps them: only what isn't as it came along, and never the floor.

    `facts.weights` reads them back to the same.
    """
    usual, found = Weights(), {}
    for one in fields(Weights):
        value = getattr(weights, one.name)
        if one.name == "floor" or value == getattr(usual, one.name):
            continue
        found[one.name] = _plain(one.name, value)
    return found


def told(old: Weights, new: Weights) -> str:
    """What changed, as the log and the list of versions tell it: afstand: van 10 naar 15; ..."""
    said = [(_label(factor), getattr(old, factor), getattr(new, factor)) for factor in FACTORS]
    said += [(label, getattr(old, name), getattr(new, name)) for name, label in _OTHERS.items()]
    said += [(f"aftrek bij traject {number}", *_deductions(old, new, number)) for number in range(1, LOADS + 1)]
    for name, labels in _TABLES.items():
        one, other = getattr(old, name), getattr(new, name)
        pairs = dict.fromkeys((*one, *other))
        said += [
            (" naast ".join(labels.get(kind, kind) for kind in pair), one.get(pair), other.get(pair)) for pair in pairs
        ]
    return "; ".join(f"{label}: van {_shown(was)} naar {_shown(now)}" for label, was, now in said if was != now)


@dataclass(frozen=True, slots=True)
class Side:
    """What one set of weights gives a person: whom (None: she waits), with how many points, out of how many."""

    volunteer_id: int | None
    points: int | None
    candidates: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What other weights would change for one person who waits."""

    resident_id: int
    now: Side
    then: Side


def effects(now: explanation.Board, plan: Plan, then: explanation.Board, other: Plan) -> list[Effect]:
    """For everybody who waits and isn't held back, in the order of the list, what she gets and what she would get."""
    order = [one.id for one in sorted(now.residents, key=lambda one: one.priority) if not one.held_back]
    placed, moved = (_by_person(one) for one in (plan, other))
    return [Effect(who, _side(now, placed, who), _side(then, moved, who)) for who in order]


def _by_person(plan: Plan) -> dict[int, Placed]:
    return {one.resident_id: one for one in plan.placed}


def _side(board: explanation.Board, placed: Mapping[int, Placed], who: int) -> Side:
    found = placed.get(who)
    above = explanation.funnel(board, who).above_floor
    return Side(found.volunteer_id, found.points, above) if found else Side(None, None, above)


def _plain(name: str, value: Any) -> Any:
    if name in TABLES:
        return sorted([*pair, percentage] for pair, percentage in value.items())
    return list(value) if name == "load" else value


def _label(factor: str) -> str:
    return f"{scoring.LABELS[factor].lower()} in punten"


def _deductions(old: Weights, new: Weights, number: int) -> tuple[int, int]:
    return old.deduction(number - 1) // POINT, new.deduction(number - 1) // POINT


def _shown(value: int | None) -> str:
    return "leeg" if value is None else str(value)


def table(name: str, filled: Mapping[tuple[str, str], int | None]) -> dict[tuple[str, str], int]:
    """A table from what was filled in, without what counts the same when it is left out."""
    wanted = {pair: percentage for pair, percentage in filled.items() if percentage != silent(name, pair)}
    return {ordered(*pair): percentage for pair, percentage in wanted.items() if percentage is not None}


def silent(name: str, pair: tuple[str, str]) -> int | None:
    """What a pair counts that the table doesn't name; None: as `life_view_else` says."""
    one, other = pair
    if one == other:
        return _SAME
    return 0 if name == "loss_table" else None
