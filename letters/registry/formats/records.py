"""From categories with their records, as messages hold them, to a RegistryPerson: stacked as a rubrieken CSV stacks."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from letters.registry.formats import elements
from letters.registry.rows import RegistryPerson

Record = Mapping[str, str]  # element within its category (`02.40`) -> value
Stacks = Mapping[str, Sequence[Sequence[Record]]]  # category -> its stacks, each how things stand first, then the past

_PLACES = {element: place for place, element in enumerate(elements.USED)}
_COLUMNS = elements.Columns(_PLACES, len(_PLACES))


def person(line: int, stacks: Stacks, faults: Iterable[str] = (), lines: int = 1) -> RegistryPerson:
    """One person of a message. Of every category but 05 (the relations) only how things stand now is looked at."""
    rows = [_blank() for _ in range(max(1, sum(len(stack) for stack in stacks.get("05", ()))))]
    for category in ("01", "06", "07", "08"):
        for record in chain.from_iterable(stack[:1] for stack in stacks.get(category, ())[:1]):
            _put(rows[0], category, record)
    place = 0
    for stack in stacks.get("05", ()):
        if place:
            rows[place - 1][_PLACES[elements.NEXT_RELATION]] = "05"
        for depth, record in enumerate(stack):
            if depth:
                rows[place - 1][_PLACES[elements.NEXT_RELATION]] = "55"
            _put(rows[place], "05", record)
            place += 1
    return elements.person(line, rows, _COLUMNS, faults, lines)


def _blank() -> list[str]:
    return [""] * (len(_PLACES) + 1)


def _put(cells: list[str], category: str, record: Record) -> None:
    for element, value in record.items():
        place = _PLACES.get(f"{category}.{element}")
        if place is not None:
            cells[place] = value.strip()
