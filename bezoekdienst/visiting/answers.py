"""What was said at the kitchen table (I2): which keys there are, which codes they take, and what needs consent."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from bezoekdienst.lib import words
from bezoekdienst.lib.errors import Reason

_HOME = frozenset({"pets", "smoking", "stairs"})


def _one_of(codes: Mapping[str, str]) -> Callable[[Any], bool]:
    return lambda value: value in ("", None) or (isinstance(value, str) and value in codes)


def _some_of(codes: Mapping[str, str] | frozenset[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(isinstance(code, str) and code in codes for code in value)


def _is_home(value: Any) -> bool:
    return isinstance(value, dict) and all(k in _HOME and (v is None or isinstance(v, bool)) for k, v in value.items())


def _are_wishes(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(wish, dict) and _is_wish(wish) for wish in value)


def _is_wish(wish: Mapping[str, Any]) -> bool:
    """A sex or a kind of loss by its code, or an age in whole years."""
    kind, said = wish.get("kind"), wish.get("value")
    if kind in ("sex", "loss"):
        return said in (words.SEXES if kind == "sex" else words.LOSS_KINDS)
    return kind in ("age_min", "age_max") and isinstance(said, int) and 18 <= said <= 110


def _anything(value: Any) -> bool:
    return isinstance(value, str | list | dict | int | bool) or value is None


# key -> (what it is called on screen, whether a value will do)
KEYS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "loss": ("soort verlies", _one_of(words.LOSS_KINDS)),
    "about_when": ("wanneer ongeveer", _anything),
    "interests": ("interesses", _some_of(words.INTERESTS)),
    "dayparts": ("dagdelen", _some_of(words.DAYPARTS)),
    "languages": ("talen", _some_of(words.LANGUAGES)),
    "life_view": ("levensbeschouwing", _one_of(words.LIFE_VIEWS)),
    "children_at_home": ("kinderen thuis", lambda value: value is None or isinstance(value, bool)),
    "home": ("de woning", _is_home),
    "must_not": ("wat per se niet kan", _some_of(_HOME)),
    "wishes": ("wensen over de vrijwilliger", _are_wishes),
    "network": ("eigen netwerk", _anything),
    "asks_for": ("de vraag", _anything),
    "likes": ("wat iemand graag doet", _anything),
    "emergency_contact": ("wie bellen bij nood", _anything),
    "company": ("gezelschap", _anything),
    "not_with": ("wie het niet mag zijn", _anything),
    "signed_up_by": ("wie aanmeldde", _anything),  # somebody else than she: who, and how to reach them
    "ground": ("waarom andere hulp", _one_of(words.GROUNDS)),
}


def merged(before: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers there were with those given now laid over them; sets and tuples become lists."""
    plain = {k: sorted(v) if isinstance(v, set | frozenset) else list(v) if isinstance(v, tuple) else v
             for k, v in answers.items()}  # fmt: skip
    return {**before, **plain}


def dated(consents: Mapping[str, Any]) -> dict[str, str]:
    """Consents with their day as an ISO string; one without a day (withdrawn, never given) is left out."""
    return {name: day.isoformat() if isinstance(day, date) else str(day) for name, day in consents.items() if day}


def obstacles(answers: Mapping[str, Any], consents: Mapping[str, str]) -> list[Reason]:
    """Unknown keys or codes, and a life view without explicit consent (I2)."""
    reasons = [
        Reason("I2", f"“{KEYS[key][0]}” is niet goed ingevuld." if key in KEYS else f"“{key}” is geen vraag van ons.")
        for key, value in answers.items()
        if key not in KEYS or not KEYS[key][1](value)
    ]
    if answers.get("life_view") and not consents.get("life_view"):
        reasons.append(Reason("I2", "Noteer levensbeschouwing alleen als daar toestemming voor is."))
    return reasons
