"""Tables, whatever their heading: LO numbers (`01.02.40;05.07.10;...`), LO names, or a supplier's own words.

A row is a person, or a person goes over several rows. In the stacked form the first column has no heading, is filled
on a person's first row and empty on the rows that continue it; each category stacks its records downwards, and `NN.H`
tells what its next row is. Without that column consecutive rows with one A-number or BSN are one person.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.lib.spreadsheets import delimited
from bezoekdienst.lib.spreadsheets.delimited import Cells, Unread
from bezoekdienst.lib.spreadsheets.excel import padded
from bezoekdienst.lib.spreadsheets.source import MAX_ROWS, Source, too_many
from letters.registry.formats import elements
from letters.registry.formats.words import headings
from letters.registry.rows import RegistryPerson, Rejected

NUMBERS, NAMES, OWN = "rubrieken-CSV", "LO-namen-CSV", "tabel"
MAX_PERSON_LINES = 1000
DIED = "05.08.10"  # not in the LO: the date on which the partner died, so an end (05.07.10) with its reason (05.07.40)
_NUMBER = re.compile(r"\d{7}")  # no heading holds a number as long as one of a person
_END, _REASON = "05.07.10", "05.07.40"

Placed = Sequence[str | None]
Mapped = Mapping[str, str]  # a heading as `headings.normal` writes it -> the element it holds, "" for one not used


class Unmapped(Refused):
    """A table of which not all that is needed was recognised: a person may say which column is what.

    `heading` is the first row as it stands, `placed` the element of each column ("" for one not used, None for one not
    known), `sample` up to five rows below it.
    """

    def __init__(
        self, reasons: Iterable[Reason], heading: Sequence[str], placed: Placed, rows: Iterable[Cells | Unread]
    ) -> None:
        super().__init__(*reasons)
        self.heading, self.placed = tuple(heading), tuple(placed)
        readable = (cells[: len(heading)] for cells in rows if not isinstance(cells, Unread))
        self.sample = tuple(itertools.islice(readable, 5))


@dataclass(slots=True)
class Table:
    """The rows of one delivery, with the place of each used column; read once."""

    name: str
    heading: tuple[str, ...]
    ignored: tuple[str, ...]
    source: Iterator[Cells | Unread]
    columns: elements.Columns
    key: int | None  # the place of the first column without a heading, in the stacked form
    translate: Callable[[Cells], None] | None = None
    _stack: list[Cells] = field(default_factory=list, init=False)  # the rows of the person being read
    _first: int = field(default=0, init=False)
    _lost: int = field(default=0, init=False)
    _before: dict[int, int] = field(default_factory=dict, init=False)  # number -> hash of the relations

    def rows(self) -> Iterator[RegistryPerson | Rejected]:
        """Persons and rejected lines, about in the order of the delivery; every line is in exactly one of them."""
        stack, key, translate, numbers = self._stack, self.key, self.translate, self.columns.numbers
        last: tuple[str, ...] = ("", "")
        for number, cells in enumerate(self.source, start=1):
            if number > MAX_ROWS:
                raise too_many()
            if isinstance(cells, Unread):
                yield from self._unread(number, cells)
                continue
            if translate is not None:
                translate(cells)
            mine = numbers(cells)
            if stack and (not cells[key] if key is not None else elements.same_person(mine, last)):
                yield from self._continued(number, cells)
            else:
                if stack:
                    yield self._told()
                if key is not None and not cells[key]:
                    yield Rejected(number, 1, "Deze vervolgregel hoort bij geen enkele leesbare persoon.")
                    continue
                stack.append(cells)
                self._first, self._lost = number, 0
            last = mine
        if stack:
            yield self._told()

    def _continued(self, number: int, cells: Cells) -> tuple[Rejected, ...]:
        if len(self._stack) < MAX_PERSON_LINES:
            self._stack.append(cells)
            return ()
        self._lost += 1
        return (Rejected(number, 1, f"Deze persoon heeft meer dan {MAX_PERSON_LINES} regels."),)

    def _unread(self, number: int, unread: Unread) -> Iterator[RegistryPerson | Rejected]:
        yield Rejected(number, 1, unread.reason)
        if self._stack and self.key is not None:  # a line of this person may be gone: she is marked
            self._lost += 1
            if not unread.continues:  # it may have begun another person: what follows is then not this one's
                yield self._told()

    def _told(self) -> RegistryPerson:
        """The person whose rows are on the stack, which is empty afterwards."""
        faults = ["Een regel van deze persoon kon niet worden gelezen."] if self._lost else []
        if len(self._stack) > 1:
            faults += self._doubts()
        person = elements.person(self._first, self._stack, self.columns, faults)
        self._stack.clear()
        if self.key is None:
            self._refuse_scattered(person)
        return person

    def _refuse_scattered(self, person: RegistryPerson) -> None:
        """Rows of one person must stand together, or a new marriage far below would not be seen in time (L5).

        The same relations once more are another matter: two lists in one file, of which one letter comes (L4).
        """
        relations = person.relations
        told = hash(relations[0][5:7] if len(relations) == 1 else relations)  # from when until when
        number = person.bsn or person.a_number
        if number and self._before.setdefault(int(number) if number.isdecimal() else hash(number), told) != told:
            said = f"De persoon op regel {person.line} stond al eerder in dit bestand, met een ander huwelijk."
            sort = "Sorteer het bestand op BSN of A-nummer, zodat de regels van een persoon bij elkaar staan."
            raise Refused(Reason("L12", f"{said} {sort}"))

    def _doubts(self) -> list[str]:
        """Of a person over several rows: whether history can be told apart, and what they contradict each other in."""
        if self.key is not None:
            told = self.columns.tells_history
            return [] if told else ["Bij deze persoon is niet te zien welke regels over vroeger gaan."]
        if not self.columns.contradict(self._stack):
            return []
        self._stack[0] = self.columns.gravest(self._stack)  # whoever is secret or dead in one of them, is
        return ["De regels van deze persoon spreken elkaar tegen."]


def from_lines(source: Source, mapped: Mapped) -> Table | None:
    """The table in lines of text; None when the first line is no heading we know. Raises Refused, Unmapped."""
    first = source.first_line()
    heading = delimited.heading(first)
    name = kind(heading, mapped)
    if not name:
        return None
    lines = source.lines()
    next(lines)
    rows = delimited.rows(lines, first, stacked=_key(heading) is not None)
    return table(name, heading, rows, mapped)


def from_sheet(rows: Iterator[Cells], mapped: Mapped) -> Table | None:
    """The table in a sheet of a workbook, likewise. A supplier's own words and dates may stand in any of those."""
    heading = [cell.strip() for cell in next(rows, [])]
    if not kind(heading, mapped):
        return None
    used = [place for place, element in enumerate(headings.placed(heading, mapped)) if element]
    return table(OWN, heading, padded.rows(rows, heading, used, stacked=_key(heading) is not None), mapped)


def kind(heading: Sequence[str], mapped: Mapped) -> str:
    """Which kind of table this is the heading of; "" for none."""
    filled = [cell for cell in heading if cell]
    if len(filled) < 2:
        return ""
    if sum(map(headings.is_number, filled)) * 2 > len(filled):
        return NUMBERS
    known = [cell for cell, element in zip(heading, headings.placed(heading, mapped), strict=True) if element]
    if len(known) < 2:
        return OWN if _may_be_headings(filled) else ""
    return NAMES if all(map(headings.is_name, known)) else OWN


def _may_be_headings(cells: Sequence[str]) -> bool:
    """Whether a person could say of each what it means: words, all different, and as many as there must be at least."""
    words = all(cell.isprintable() and any(map(str.isalpha, cell)) and not _NUMBER.search(cell) for cell in cells)
    return words and len({headings.normal(cell) for cell in cells}) == len(cells) >= len(elements.REQUIRED) - 1


def table(name: str, heading: Sequence[str], rows: Iterator[Cells | Unread], mapped: Mapped) -> Table:
    """The table under a heading. Raises Refused with what is in doubt, or Unmapped with what is missing."""
    placed = headings.placed(heading, mapped)
    places = {element: place for place, element in enumerate(placed) if element}
    faults = [Reason("L12", text) for text in headings.doubts(heading, mapped)]
    complete = {*places, _END, _REASON} if DIED in places else places
    if missing := elements.missing(complete):
        named = ", ".join(f"{headings.LABELS[element]} ({element})" for element in missing)
        faults.append(Reason("L12", f"In het bestand ontbreekt: {named}."))
    if faults and name == NUMBERS:  # numbers leave nothing to choose
        raise Refused(*faults)
    if faults:
        raise Unmapped(faults, heading, placed, rows)
    ignored = tuple(dict.fromkeys(cell for cell, element in zip(heading, placed, strict=True) if cell and not element))
    columns, translate = _read_by(places, len(heading), name)
    return Table(name, tuple(heading), ignored, rows, columns, _key(heading), translate)


def _read_by(places: dict[str, int], width: int, name: str) -> tuple[elements.Columns, Callable[[Cells], None] | None]:
    """Where the elements stand, and what puts a supplier's own words and dates into those of the register."""
    if name == NUMBERS:
        return elements.Columns(places, width), None
    died = places.get(DIED)
    end, reason = places.get(_END), places.get(_REASON)
    translated = [(element, place) for element, place in places.items() if element != DIED]

    def translate(cells: Cells) -> None:
        for element, place in translated:
            if cells[place]:
                cells[place] = headings.value(element, cells[place])
        if died is not None:  # two cells more: when the relation ended and why
            own_end, own_reason = cells[end] if end is not None else "", cells[reason] if reason is not None else ""
            cells += _ended(headings.value(_END, cells[died]), own_end, own_reason)

    if died is not None:
        places = {**places, _END: width + 1, _REASON: width + 2}
    return elements.Columns(places, width), translate


def _ended(died: str, end: str, reason: str) -> tuple[str, str]:
    """When a relation ended and why, of a table that also tells when the partner died.

    A former partner's death ends nothing: who was divorced before stays so. Two different days are no day at all.
    """
    if not died or reason not in ("", "O"):
        return end, reason
    return (died, "O") if end in ("", died) else (f"{end}?", "O")


def _key(heading: Sequence[str]) -> int | None:
    """The first column of the stacked form, which has no heading."""
    return 0 if heading and heading[0] == "" and any(heading[1:]) else None
