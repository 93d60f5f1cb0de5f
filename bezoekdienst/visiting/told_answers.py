"""What was said at the kitchen table, to read instead of to fill in: only what was told, in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from bezoekdienst.lib import words

Fact = tuple[str, str]
_HOME = {"pets": ("huisdieren", "geen huisdieren"), "smoking": ("er wordt gerookt", "er wordt niet gerookt"),
         "stairs": ("een trap op", "geen trap")}  # fmt: skip
_BRINGS = {"pets": "een huisdier", "smoking": "roken", "stairs": "een trap"}


def facts(said: Mapping[str, Any]) -> list[Fact]:
    """(what, words) for components/facts.html, without what wasn't told."""
    return [fact for _, fact in keyed(said)]


def keyed(said: Mapping[str, Any]) -> list[tuple[str, Fact]]:
    """The same, each with the key of its answer, for what must tell one from another."""
    return [(key, (what, str(text))) for key, what, text in _told(said) if text]


def _told(said: Mapping[str, Any]) -> list[tuple[str, str, Any]]:
    return [
        ("loss", "Soort verlies", words.LOSS_KINDS.get(said.get("loss") or "", "")),
        ("about_when", "Wanneer ongeveer", said.get("about_when")),
        ("asks_for", "Hoopt op", said.get("asks_for")),
        ("likes", "Doet of bespreekt graag", said.get("likes")),
        ("interests", "Houdt van", _list(words.INTERESTS, said.get("interests"))),
        ("signed_up_by", "Aangemeld door", said.get("signed_up_by")),
        ("network", "Om iemand heen", said.get("network")),
        ("emergency_contact", "Bij nood bellen", said.get("emergency_contact")),
        ("dayparts", "Kan op", _list(words.DAYPARTS, said.get("dayparts"))),
        ("languages", "Spreekt", _list(words.LANGUAGES, said.get("languages"))),
        ("home", "Thuis", _home(said)),
        ("must_not", "Kan niet bij de vrijwilliger", _list(_BRINGS, said.get("must_not"))),
        ("not_with", "Mag het niet zijn", said.get("not_with")),
        ("wishes", "Wensen", "\n".join(_wish(wish) for wish in said.get("wishes") or ())),
        ("ground", "Andere hulp, want", words.GROUNDS.get(said.get("ground") or "", "")),
        ("life_view", "Levensbeschouwing", words.LIFE_VIEWS.get(said.get("life_view") or "", "")),
    ]


def _list(codes: Mapping[str, str], chosen: Iterable[str] | None) -> str:
    """In the order of the table, not of the ticking."""
    given = set(chosen or ())
    return ", ".join(text for code, text in codes.items() if code in given)


def _home(said: Mapping[str, Any]) -> str:
    home = said.get("home") or {}
    parts = [there if home[trait] else not_there for trait, (there, not_there) in _HOME.items() if trait in home]
    if said.get("children_at_home") is not None:
        parts.append("kinderen thuis" if said["children_at_home"] else "geen kinderen thuis")
    return ", ".join(parts)


def _wish(wish: Mapping[str, Any]) -> str:
    value = wish.get("value")
    text = {
        "sex": words.SEXES.get(str(value), ""),
        "loss": f"maakte zelf mee: {words.LOSS_KINDS.get(str(value), '')}",
        "age_min": f"niet jonger dan {value}",
        "age_max": f"niet ouder dan {value}",
    }.get(str(wish.get("kind")), "")
    return f"{text} ({'moet' if wish.get('must') else 'liever'})"
