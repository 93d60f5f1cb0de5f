"""From LO elements (`05.07.10` = category, group, element) to a RegistryPerson: the same for every format.

Whatever the delivery looks like, a person arrives as one row of cells or as several stacked ones, and `Columns` knows
where each element stands in them. This runs for every person of a delivery, so cells are picked by precompiled getters.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter

from letters.registry.rows import Address, NameParts, RegistryPerson, Relation

# In the order of the fields of RegistryPerson, NameParts, Relation and Address, so that what is picked is what is kept.
_PERSON = (
    *("01.01.10", "01.01.20", "01.03.10", "01.04.10", "01.61.10", "01.83.10"),
    *("06.08.10", "07.67.10", "07.67.20", "07.70.10", "08.09.10"),
)
_NAME = ("01.02.10", "01.02.20", "01.02.30", "01.02.40")
_PARTNER = ("05.02.10", "05.02.20", "05.02.30", "05.02.40")
_RELATION = (
    *("05.01.10", "05.01.20", "05.03.10", "05.04.10", "05.06.10", "05.07.10", "05.07.40", "05.15.10"),
    *("05.83.10", "05.84.10", "05.85.10", "05.86.10"),
)
_ADDRESS = (
    *("08.10.10", "08.11.10", "08.11.20", "08.11.30", "08.11.40", "08.11.50", "08.11.60", "08.11.70", "08.12.10"),
    *("08.13.10", "08.13.30", "08.13.40", "08.13.50", "08.83.10"),
)
_GRAVE = ("06.08.10", "06.08.20", "06.08.30", "07.67.10", "07.67.20", "07.70.10")
_ANSWERED = ("01.83.30", "05.83.30", "08.83.30")  # an investigation that has ended is none
_DIED_WHERE = ("06.08.20", "06.08.30")  # told without a day it is a death all the same (L7)
_SOME_DAY = "00000000"
NEXT_RELATION = "05.H"  # what the next row says of category 05: `05` another relation, `55` the history of this one
USED = (*_NAME, *_PERSON, *_PARTNER, *_RELATION, *_ADDRESS, *_ANSWERED, *_DIED_WHERE, NEXT_RELATION)
REQUIRED = (  # without these a rule could not be kept; of each group one is enough
    *(("01.02.40",), ("05.02.40",), ("05.07.10",), ("05.07.40",), ("06.08.10",), ("07.67.20", "07.67.10")),
    *(("07.70.10",), ("08.09.10",), ("08.11.10",), ("08.11.20",), ("08.11.60",)),
)

_SEXES, _USES = frozenset("MVO"), frozenset("EPVN")
_NOWHERE = ["", ""]
_DIGITS = re.compile(r"[0-9]+")

Cells = Sequence[str]
_new = tuple.__new__  # a named tuple from as many values as it has fields, at half the cost of calling it


class Columns:
    """Where each used element stands in a row. A row has one cell more than the delivery, "", for what that lacks."""

    def __init__(self, places: Mapping[str, int], width: int) -> None:
        def getter(elements: Iterable[str]) -> Callable[[Cells], tuple[str, ...]]:
            found = [places.get(element, width) for element in elements]
            return itemgetter(*found)

        self.person, self.name, self.address = getter(_PERSON), getter(_NAME), getter(_ADDRESS)
        self.partner, self.relation = getter(_PARTNER), getter(_RELATION)
        self.answered, self.beside = getter(_ANSWERED), getter((*_ANSWERED, *_DIED_WHERE))
        self.next_relation = places.get(NEXT_RELATION, width)
        self.numbers = getter(("01.01.10", "01.01.20"))
        self.tells_history = NEXT_RELATION in places
        self._told_once = getter((*_NAME, *_PERSON, *_ADDRESS, *_DIED_WHERE))
        self._grave = [places[element] for element in _GRAVE if element in places]

    def contradict(self, rows: Sequence[Cells]) -> bool:
        """Whether rows that each tell all of one person differ in more than the relation."""
        first = self._told_once(rows[0])
        return any(self._told_once(cells) != first for cells in rows[1:])

    def gravest(self, rows: Sequence[Cells]) -> list[str]:
        """The first row, with what any row says of death, of a registration that stopped, and of secrecy (L5)."""
        first = list(rows[0])
        for place in self._grave:
            first[place] = next((cells[place] for cells in rows if cells[place] not in ("", "0")), first[place])
        return first


def same_person(mine: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether two rows have an A-number or a BSN in common that is one: `onbekend` or zeros tie nobody together."""
    (a, b), (other_a, other_b) = mine, others
    if a != other_a and b != other_b:
        return False
    if a == other_a and len(a) == 10 and a.isdigit() and a.strip("0"):
        return True
    return b == other_b and b != "" and passes_eleven(_padded(b, 9))


def missing(places: Iterable[str]) -> list[str]:
    """What a table must have and has not: of each group the element that is usual."""
    given = set(places)
    return [group[0] for group in REQUIRED if given.isdisjoint(group)]


def person(
    line: int, rows: Sequence[Cells], columns: Columns, faults: Iterable[str] = (), lines: int | None = None
) -> RegistryPerson:
    """One person from her rows; `faults` are what was wrong with the rows, those of the values are added.

    `lines` is how many lines of the delivery they were, when that is not a row a line.
    """
    cells, found = rows[0], [*faults]
    values, where = columns.person(cells), columns.address(cells)
    _, bsn, _, sex, use, _, _, _, _, _, town = values
    answered, _, checked, *died_where = columns.beside(cells)
    if died_where != _NOWHERE and not values[6]:
        values = (*values[:6], _SOME_DAY if any(map(_says, died_where)) else "", *values[7:])
    if answered or not (passes_eleven(bsn) and len(town) == 4 and sex in _SEXES and use in _USES):
        values = _mended(values, answered, found)
    if checked or not where[0].isupper():
        where = (where[0].upper(), *where[1:13], "" if checked else where[13])
    relations = _relation(cells, columns, found) if len(rows) == 1 else _relations(rows, columns, found)
    head = (line, len(rows) if lines is None else lines, _new(NameParts, columns.name(cells)))
    return _new(RegistryPerson, head + values + (_new(Address, where), relations, tuple(found)))


def _says(cell: str) -> bool:
    """A lone nought is a spreadsheet's way to say nothing."""
    return cell not in ("", "0")


def _mended(values: tuple[str, ...], answered: str, faults: list[str]) -> tuple[str, ...]:
    """What a person's values are when something in them is not as the register writes it."""
    a_number, bsn, birth, sex, use, asked, death, stopped_on, stopped, secrecy, town = values
    number, asked = _bsn(bsn, faults, "het burgerservicenummer"), "" if answered else asked
    town = _padded(town, 4)
    return (a_number, number, birth, sex.upper(), use.upper(), asked, death, stopped_on, stopped, secrecy, town)


def _relations(rows: Sequence[Cells], columns: Columns, faults: list[str]) -> tuple[Relation, ...]:
    """Each stack of category 05: its first row is how things stand, the rows after `55` are what was before."""
    return tuple(dict.fromkeys(_stacked(rows, columns, faults)))


def _stacked(rows: Sequence[Cells], columns: Columns, faults: list[str]) -> Iterator[Relation]:
    past = False
    latest: Relation | None = None
    for cells in rows:
        followed_by_history = cells[columns.next_relation] == "55"
        record = _relation(cells, columns, [] if past else faults)
        if not record:
            if followed_by_history and not past:  # nothing is left of a relation, and its history follows
                past = True
                if latest is not None:
                    yield latest
                latest = None
            continue
        if past and latest is not None:
            latest = _with_start(latest, record[0])
        elif not past:
            if latest is not None:
                yield latest
            latest = record[0]
        past = followed_by_history
    if latest is not None:
        yield latest


def _with_start(latest: Relation, earlier: Relation) -> Relation:
    """An ended record no longer holds its start: the history does."""
    if latest.start or not latest.exists or earlier.incorrect or not earlier.start:
        return latest
    return latest._replace(start=earlier.start)


def _relation(cells: Cells, columns: Columns, faults: list[str]) -> tuple[Relation, ...]:
    """The relation that one row tells of; () when it tells of none."""
    name, values = columns.partner(cells), columns.relation(cells)
    if not any(name) and not any(values):
        return ()
    _, bsn, _, sex, _, _, reason, kind, _, _, _, _ = values
    answered = columns.answered(cells)[1]
    if answered or not (passes_eleven(bsn) and sex in _SEXES and (reason + kind).isupper()):
        values = _mended_relation(values, answered, faults)
    return (_new(Relation, (_new(NameParts, name), *values)),)


def _mended_relation(values: tuple[str, ...], answered: str, faults: list[str]) -> tuple[str, ...]:
    a_number, bsn, birth, sex, start, end, reason, kind, asked, *rest = values
    number, asked = _bsn(bsn, faults, "het BSN van de partner"), "" if answered else asked
    return (a_number, number, birth, sex.upper(), start, end, reason.upper(), kind.upper(), asked, *rest)


def _bsn(value: str, faults: list[str], what: str) -> str:
    """Nine digits that pass the eleven test, also when a leading zero was lost; "" and a fault otherwise."""
    padded = _padded(value, 9)
    if not value or passes_eleven(padded):
        return padded
    faults.append(f"Er klopt iets niet in {what}.")
    return ""


def passes_eleven(number: str) -> bool:
    """Whether nine digits can be a BSN: 9a + 8b + ... + 2h - i is a multiple of 11.

    The same as python-stdnum's `nl.bsn.is_valid` for nine characters (a test says so), which takes fifteen times as
    long: twice a person that was half the time of reading.
    """
    try:
        rest = _FIRST[number[:3]] + _MIDDLE[number[3:6]] + _LAST[number[6:]]
    except KeyError:
        return False
    return rest % 11 == 0 and number != "000000000"


def _thirds(*weights: int) -> dict[str, int]:
    """What three digits add to the sum, for every three."""
    return {f"{n:03}": sum(w * int(digit) for w, digit in zip(weights, f"{n:03}", strict=True)) for n in range(1000)}


_FIRST, _MIDDLE, _LAST = _thirds(9, 8, 7), _thirds(6, 5, 4), _thirds(3, 2, -1)


def _padded(value: str, width: int) -> str:
    """A spreadsheet takes the leading zeros away; the register always has them."""
    return value.zfill(width) if _DIGITS.fullmatch(value) else value
