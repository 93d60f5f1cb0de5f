"""By what somebody on a list of objections is known again: everything that can be computed from her row (A4)."""

from collections.abc import Mapping
from typing import Any

from bezoekdienst.lib import spelling
from bezoekdienst.visiting.mergers import likeness
from letters import memory
from letters.registry.rows import NameParts, RegistryPerson
from letters.selection import identity

Values = Mapping[str, Any]
_BIRTH = "person-s"  # surname as heard, with the birth date
_NEEDS = frozenset({"person-a", "person-b", "person-n", "person-s", "person-h", "person-d"})  # one of these tells her


def name(said: Values) -> str:
    """The whole name: as it stands there, or of its parts."""
    parts = (said.get(part, "") for part in ("given_names", "prefix", "last_name"))
    return str(said.get("name") or " ".join(part for part in parts if part))


def of(said: Values) -> dict[str, list[str]]:
    """Her keyed hashes, strong and weak, misspelled ones included; the same as those of a delivery and of a phone call.

    A whole name in one cell may be read in more than one way: each surname it may hold counts, with the birth date.
    """
    birth = f"{said['born_on']:%Y%m%d}" if "born_on" in said else ""
    parts = NameParts(said.get("given_names", ""), "", said.get("prefix", ""), said.get("last_name", ""))
    numbers = {number: said.get(number, "") for number in ("a_number", "bsn")}
    registered = identity.person_keys(RegistryPerson(1, name=parts, birth=birth, **numbers))
    surnames = spelling.surnames(name(said))
    heard = [(_BIRTH, one, birth) for one in surnames if birth]
    number = said.get("number") or likeness.house_number(said.get("street", ""))
    home = identity.home_of(surnames, said.get("postcode", ""), number, birth)
    at_home = (home.door, *home.keys, *home.near) if home else ()
    weak = dict.fromkeys((*registered.weak, *heard, *at_home))
    return {"strong": [memory.hashed(key) for key in registered.strong], "weak": [memory.hashed(key) for key in weak]}


def tells(keys: Mapping[str, list[str]]) -> bool:
    """Whether somebody can be known again by these at all; a postcode alone says nothing."""
    return any(digest.partition(":")[0] in _NEEDS for digest in (*keys["strong"], *keys["weak"]))
