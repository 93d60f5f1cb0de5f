"""One intake laid into another: what each column becomes, so that nothing that was noted is lost (I1, I2). Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from bezoekdienst.visiting.models import Intake

Answers = Mapping[str, Any]


def fold(gone: Intake, into: Intake, chosen: Mapping[str, int]) -> list[str]:
    """Lay `gone` into the intake further on, which keeps its place; the caller saves the columns that are returned.

    `chosen`: key of an answer -> the pk of the intake whose answer stays; of others the one further on is right.
    """
    for name, decide in COLUMNS.items():
        setattr(into, name, decide(getattr(into, name), getattr(gone, name)))
    for key in (key for key, pk in chosen.items() if pk == gone.pk and key in gone.answers):
        into.answers[key] = gone.answers[key]
    return list(COLUMNS)


def differing(one: Answers, other: Answers) -> list[str]:
    """The keys to which both said something, and not the same."""
    told = [key for key, said in one.items() if not is_empty(said) and not is_empty(other.get(key))]
    return [key for key in told if one[key] != other[key]]


def is_empty(said: Any) -> bool:
    """Whether an answer or a detail says nothing; a no is an answer."""
    return said in ("", None, [], {})


def _earliest(into: Any, gone: Any) -> Any:
    return min((day for day in (into, gone) if day), default=None)


def _first(into: Any, gone: Any) -> Any:
    return gone if is_empty(into) else into


def _both(into: str, gone: str) -> str:
    return "\n".join(dict.fromkeys(text for text in (into.strip(), gone.strip()) if text))


def _filled(into: Answers, gone: Answers) -> dict[str, Any]:
    return {**gone, **{key: said for key, said in into.items() if not is_empty(said) or is_empty(gone.get(key))}}


# Waiting counts from the earliest day; of two days to call or to meet the one of the intake further on holds.
COLUMNS: dict[str, Callable[[Any, Any], Any]] = {
    "opened_on": _earliest,
    "waiting_since": _earliest,
    "again_on": _first,
    "visited_on": _first,
    "urgency": max,
    "urgency_reason": _both,
    "outcome_note": _both,
    "answers": _filled,
    "consents": _filled,
}
# These stay as they are with the intake further on: where it stands, its appointment, what it hangs on.
STANDING = frozenset(
    {
        *("id", "resident", "bereavement", "state", "ended_on", "ended_from"),
        *("planned_for_at", "planned_with", "confirmed_way", "confirmed_at"),
    }
)
