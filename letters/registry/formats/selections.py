"""What a selection message says, whatever its notation: Sv01 is a person, Sv11 says that there is none.

A message holds categories in their order: `01` the person, `05` a relation, and `55` the history of the `05` before it.
"""

from collections.abc import Iterable, Mapping

from letters.registry.formats import records
from letters.registry.formats.records import Record
from letters.registry.rows import RegistryPerson, Rejected

PERSON, NOBODY = "Sv01", "Sv11"
CATEGORIES = ("01", "05", "06", "07", "08")
HISTORIES = {"51": "01", "55": "05", "56": "06", "57": "07", "58": "08"}
NO_PERSON = "Dit bericht bevat geen persoon."
NO_MESSAGE = "Hier staat iets dat geen bericht is."
DOUBLED = "Een gegeven van deze persoon staat er dubbel in."
_RELATIONS = "05"
_STOPPED = "EFMORW"  # why a registration was stopped, as in 07.67.20
_ACTIVE = "A"


def other_kind(kind: str) -> str:
    """Why a message of another kind than a selection gives no person."""
    return f"Dit is een bericht van soort {kind}, geen selectie."


def person(
    number: int, status: str, categories: Iterable[tuple[str, Record]], faults: Iterable[str] = ()
) -> RegistryPerson | Rejected:
    """The person of message `number`; rejected when nothing in it is about a person.

    A status other than active is the reason why her registration was stopped, also where 07.67.20 is not there (L5).
    """
    found = [*faults]
    stacks = _stacked(categories, found)
    if "01" not in stacks:
        return Rejected(number, 1, "In dit bericht staan geen gegevens over een persoon.")
    if status and status in _STOPPED:
        stopped: Mapping[str, str] = stacks["07"][0][0] if "07" in stacks else {}
        stacks["07"] = [[{"67.20": status, **stopped}]]
    elif status not in ("", _ACTIVE):
        found.append("De status van dit bericht is onbekend.")
    return records.person(number, stacks, tuple(dict.fromkeys(found)))


def _stacked(categories: Iterable[tuple[str, Record]], faults: list[str]) -> dict[str, list[list[Record]]]:
    """Every category with its stacks, how things stand first; what contradicts itself is a fault (L6)."""
    stacks: dict[str, list[list[Record]]] = {}
    for name, record in categories:
        if name in CATEGORIES:
            if name in stacks and name != _RELATIONS:
                faults.append(f"Categorie {name} staat er meer dan een keer in.")
            stacks.setdefault(name, []).append([record])
        elif name in HISTORIES:
            category = HISTORIES[name]
            if category not in stacks:
                faults.append(f"Van categorie {category} is er alleen geschiedenis.")
                stacks[category] = [[{}]]
            stacks[category][-1].append(record)
    return stacks
