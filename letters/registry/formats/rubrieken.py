"""Rubrieken CSV: a heading of LO numbers (`01.02.40;05.07.10;...`), one row a person or a person over several rows.

In the form over several rows the first column has no heading, is filled on a person's first row and empty on the rows
that continue it; each category stacks its records downwards, and `NN.H` tells what its next row is: `05` another
relation, `55` the history of this one. Without that column consecutive rows with one A-number or BSN are one person.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bezoekdienst.lib.errors import Reason, Refused
from letters.registry.formats import elements
from letters.registry.formats.source import MAX_ROWS, Source, too_many
from letters.registry.rows import RegistryPerson, Rejected

NAME = "rubrieken-CSV"
_NUMBER = re.compile(r"\d\d\.(\d\d\.\d\d|H)")
_SEPARATORS = ";,\t"
MAX_PERSON_LINES = 1000

Cells = list[str]


def recognises(head: bytes) -> bool:
    """At least two LO numbers on the first line, and they are most of what is filled there."""
    cells = [cell for cell in _heading(_first_line(head)) if cell]
    numbers = sum(1 for cell in cells if _NUMBER.fullmatch(cell))
    return numbers >= 2 and numbers * 2 > len(cells)


def prepared(source: Source) -> "Table":
    """Check the heading and return the table behind it. Raises Refused with what is missing or in doubt."""
    lines = source.lines()
    text = next(lines) or ""
    return table(_heading(text), _separator(text), lines)


def table(heading: list[str], separator: str, lines: Iterator[str | None]) -> "Table":
    """A table whose heading is LO numbers, from wherever; shared by every CSV form of the register."""
    reasons = [Reason("L12", text) for text in elements.heading_faults(heading)]
    if reasons:
        raise Refused(*reasons)
    columns = {name: heading.index(name) for name in elements.USED if name in heading}
    key = 0 if heading[0] == "" and any(heading[1:]) else None
    known = set(columns) | {f"{category:02}.H" for category in range(1, 14)} | {""}
    ignored = tuple(dict.fromkeys(name for name in heading if name not in known))
    return Table(heading, separator, lines, columns, key, ignored)


@dataclass(slots=True)
class _Group:
    """The rows of one person so far, and how many in between could not be read."""

    line: int
    rows: list[Cells]
    lost: int = 0

    def takes(self, cells: Cells) -> bool:
        """Add a row, unless there are so many that something is wrong (and memory would grow)."""
        if len(self.rows) < MAX_PERSON_LINES:
            self.rows.append(cells)
            return True
        self.lost += 1
        return False


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of one delivery, with the place of each used column; read once."""

    heading: list[str]
    separator: str
    lines: Iterator[str | None]
    columns: dict[str, int]
    key: int | None
    ignored: tuple[str, ...]

    def rows(self) -> Iterator[RegistryPerson | Rejected]:
        """Persons and rejected lines, about in the order of the delivery; every line is in exactly one of them."""
        group: _Group | None = None
        for number, text in enumerate(self.lines, start=1):
            if number > MAX_ROWS:
                raise too_many()
            cells = self._cells(text)
            if isinstance(cells, str):
                yield Rejected(number, 1, cells)
                if group and self._tears(group, text):
                    yield from self._told(group)
                    group = None
            elif group and self._continues(group.rows[-1], cells):
                if not group.takes(cells):
                    yield Rejected(number, 1, f"Deze persoon heeft meer dan {MAX_PERSON_LINES} regels.")
            else:
                yield from self._told(group)
                group = None if self.key is not None and not cells[self.key] else _Group(number, [cells])
                if group is None:
                    yield Rejected(number, 1, "Deze vervolgregel hoort bij geen enkele leesbare persoon.")
        yield from self._told(group)

    def _told(self, group: "_Group | None") -> Iterator[RegistryPerson]:
        if group is None:
            return
        faults = ["Een regel van deze persoon kon niet worden gelezen."] if group.lost else []
        if self.key is None and elements.contradict(group.rows, self.columns):
            faults.append("De regels van deze persoon spreken elkaar tegen.")
        yield elements.person(group.line, group.rows, self.columns, faults)

    def _tears(self, group: "_Group", text: str | None) -> bool:
        """Whether an unreadable line may have begun another person: what follows it is then not this one's.

        Either way a line of this person may be gone, so she is marked; without a first column lines stand alone.
        """
        if self.key is None:
            return False
        group.lost += 1
        return text is None or not text.startswith((self.separator, f'""{self.separator}'))

    def _cells(self, text: str | None) -> Cells | str:
        """The cells of one line, or why it can't be read. A line is a row: a quote never swallows the next line."""
        if text is None:
            return "Deze regel is te lang om te kunnen lezen."
        if "\0" in text:
            return "In deze regel staan onleesbare tekens."
        if '"' not in text:
            cells = text.split(self.separator)
        else:
            try:
                cells = next(csv.reader([text], delimiter=self.separator, strict=True))
            except csv.Error:
                return "In deze regel staat een aanhalingsteken dat niet goed is afgesloten."
        if len(cells) == len(self.heading):
            return self._meaningful([cell.strip() for cell in cells])
        if not text.strip():
            return "Deze regel is leeg."
        return f"Deze regel heeft {len(cells)} kolommen, de kopregel heeft er {len(self.heading)}."

    def _meaningful(self, cells: Cells) -> Cells | str:
        if cells == self.heading:
            return "Dit is de kopregel, die hier nog een keer staat."
        return cells if self.key is not None or any(cells) else "Deze regel is leeg."

    def _continues(self, last: Cells, cells: Cells) -> bool:
        if self.key is not None:
            return not cells[self.key]
        numbers = [self.columns[name] for name in ("01.01.10", "01.01.20") if name in self.columns]
        return any(cells[n] and cells[n] == last[n] for n in numbers)


def _first_line(head: bytes) -> str:
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return head.decode(encoding, "replace").split("\n", 1)[0]


def _separator(text: str) -> str:
    return max(_SEPARATORS, key=text.count)


def _heading(text: str) -> list[str]:
    plain, separator = text.removeprefix("\ufeff").rstrip("\r\n"), _separator(text)
    try:
        cells = next(csv.reader([plain], delimiter=separator), [""])
    except csv.Error:  # no text at all: then no cell of it is an LO number either
        cells = plain.split(separator)
    return [cell.strip() for cell in cells]
