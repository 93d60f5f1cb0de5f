"""Tables that people fill in for us: which columns there may be, and what stands in the rows, with every fault.

A heading is recognised in any place and with small differences of spelling. Rows are handed on one by one, also those
with faults: nobody's row is lost, and none is taken over by half.
"""

import contextlib
import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.lib.spreadsheets import delimited, source, values
from bezoekdienst.lib.spreadsheets.delimited import Cells, Unread
from bezoekdienst.lib.spreadsheets.excel import cells as excel
from bezoekdienst.lib.spreadsheets.excel import workbook

CSV, EXCEL = "csv", "xlsx"
WRONG = "Wat er mis is"  # the heading under which bad rows are handed back
WORDS = "Woorden"  # the sheet of our own form with what may be written; it never counts
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would take for a formula
DAYS = (values.day, values.latest_day)
_ALIKE = 0.86  # how much two headings must be the same, 0 to 1: one slip in a word of seven letters
_NUMBERS = ("bsn", "burgerservicenummer", "sofinummer", "sofinr", "anummer")
_LONGEST_SHOWN = 60

Lines = Iterator[tuple[int, Cells | Unread]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `about` says what to write, `example` shows it; `reads` gives the value of a filled cell.

    `also`: other headings for the same. `words`: what may be written, when that is a list. `offered`: whether it stands
    in the form to fill in. `secret`: what stands in it is never said again; then it may ask for a BSN.
    """

    key: str
    heading: str
    about: str = ""
    example: str = ""
    reads: values.Reader = values.seen
    also: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    many: bool = False
    offered: bool = True
    secret: bool = False


_HANDED_BACK = Column("", WRONG)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that holds something: its number and cells as in the file, the values that can be read, every fault."""

    number: int
    cells: tuple[str, ...]
    values: dict[str, Any]
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that was read. `ignored`: headings nobody asked for; `examples`: rows of our own form, passed over."""

    kind: str
    heading: tuple[str, ...]
    ignored: tuple[str, ...]
    rows: tuple[Row, ...]
    examples: int


def read(stream: BinaryIO, columns: Sequence[Column], *, needs: Sequence[Sequence[str]], at_most: int) -> Sheet:
    """Read a whole table. `needs`: keys of columns that must be there, of each group one; `at_most`: rows.

    Raises Refused (rule "L12") when it is no table, holds too much, has a column for a BSN, lacks a column that is
    needed, or has one twice.
    """
    head = stream.read(1024)
    stream.seek(0)
    kind = EXCEL if workbook.recognises(head) else CSV
    heading, lines = _workbook(stream) if kind == EXCEL else _text(stream)
    placed = _placed(heading, columns)
    _check(heading, placed, columns, needs)
    rows, examples = _rows(lines, placed, next(column for column in columns if column.offered), at_most)
    kept = [place for place, column in enumerate(placed) if column is not _HANDED_BACK]
    ignored = dict.fromkeys(heading[place] for place in kept if heading[place] and placed[place] is None)
    narrow = tuple(replace(row, cells=tuple(row.cells[place] for place in kept)) for row in rows)
    return Sheet(kind, tuple(heading[place] for place in kept), tuple(ignored), narrow, examples)


def _text(stream: BinaryIO) -> tuple[list[str], Lines]:
    source.measured(stream)
    text = source.Source(stream)
    first = text.first_line()
    lines = text.lines()
    next(lines, None)
    rows = enumerate(delimited.rows(lines, first, stacked=False), start=2)
    return delimited.heading(first), ((number, row) for number, row in rows if not _is_empty(row))


def _is_empty(row: Cells | Unread) -> bool:
    return isinstance(row, Unread) and row.reason == delimited.EMPTY


def _workbook(stream: BinaryIO) -> tuple[list[str], Lines]:
    rows = workbook.numbered(stream, aside=(WORDS,))
    heading = [cell.strip() for cell in next(rows, (0, []))[1]]
    width = len(heading)
    beside = Unread(f"In deze regel staat iets naast de {width} kolommen die een kop hebben.")
    return heading, (
        (number, [*row, *[""] * (width - len(row))] if len(row) <= width else beside._replace(cells=tuple(row)))
        for number, row in rows
    )


def _placed(heading: Sequence[str], columns: Sequence[Column]) -> list[Column | None]:
    """The column of each heading: by its name, or else the only one that it is nearly the name of."""
    names = {_squeezed(name): column for column in columns for name in (column.heading, *column.also)}
    names[_squeezed(WRONG)] = _HANDED_BACK
    exact = [names.get(_squeezed(cell)) for cell in heading]
    free = [name for name, column in names.items() if column not in exact]
    near = [difflib.get_close_matches(_squeezed(cell), free, n=1, cutoff=_ALIKE) for cell in heading]
    return [column or (names[close[0]] if close else None) for column, close in zip(exact, near, strict=True)]


def _squeezed(heading: str) -> str:
    return values.plain(heading).replace(" ", "")


def _names_a_number(heading: str) -> bool:
    """Also "nummer bsn" and "bsn_partner", also written as "B.S.N."."""
    words = values.plain(heading).split()
    return any("".join(words[place:]).startswith(_NUMBERS) for place in range(len(words)))


def _check(
    heading: Sequence[str], placed: Sequence[Column | None], columns: Sequence[Column], needs: Sequence[Sequence[str]]
) -> None:
    """Raises Refused for a column that may not be there, that is there twice, or that is missing."""
    asked = [column is not None and column.secret and _names_a_number(column.heading) for column in placed]
    numbers = [cell for cell, one in zip(heading, asked, strict=True) if _names_a_number(cell) and not one]
    if numbers:
        raise _refused(f"In dit bestand staat een kolom “{numbers[0]}”. Haal die weg: een BSN bewaren wij nooit.")
    counted = Counter(column.heading for column in placed if column)
    faults = [f"De kolom “{name}” staat er {times} keer in." for name, times in counted.items() if times > 1]
    there = {column.key for column in placed if column}
    by_key = {column.key: column.heading for column in columns}
    for keys in needs:
        if there.isdisjoint(keys):
            faults.append(f"De kolom {' of '.join(f'“{by_key[key]}”' for key in keys)} ontbreekt.")
    if faults:
        faults.append("De namen van de kolommen staan op de eerste regel. Kijk in het formulier hoe ze heten.")
        raise Refused(*(Reason("L12", text) for text in faults))


def _rows(lines: Lines, placed: Sequence[Column | None], first: Column, at_most: int) -> tuple[list[Row], int]:
    """Every row, and how many were left out because they came with our own form."""
    rows: list[Row] = []
    examples = 0
    at = placed.index(first) if first in placed else 0
    for number, cells in lines:
        if len(rows) == at_most:
            raise _refused(f"In dit bestand staan meer dan {at_most} regels. Lever het in delen.")
        row = _row(number, cells, placed)
        if values.seen(row.cells[at]) in (first.about, first.example):
            examples += 1
        elif any(row.cells) or row.faults:
            rows.append(row)
    return rows, examples


def _row(number: int, line: Cells | Unread, placed: Sequence[Column | None]) -> Row:
    if isinstance(line, Unread):
        cells = [*line.cells, *[""] * (len(placed) - len(line.cells))]
        beyond = " ".join(cells[len(placed) - 1 :])  # what doesn't fit goes into the last, so that nothing is lost
        return Row(number, (*cells[: len(placed) - 1], beyond), {}, (line.reason,))
    line = [_written(cell, column) for cell, column in zip(line, placed, strict=False)]
    used = [(column, cell) for column, cell in zip(placed, line, strict=True) if column and column.key]
    if fault := excel.fault(cell for _, cell in used):
        return Row(number, tuple(line), {}, (fault,))
    found: dict[str, Any] = {}
    faults = []
    for column, written in used:
        if cell := values.seen(written.removeprefix("'") if written[1:].startswith(FORMULA) else written):
            try:
                found[column.key] = _legible(column.reads, cell)
            except values.Unfit as unfit:
                faults.append(f"{column.heading}: {'' if column.secret else f'hier staat “{_shown(cell)}”. '}{unfit}")
    return Row(number, tuple(line), found, tuple(faults))


def _written(cell: str, column: Column | None) -> str:
    """A day as a person would write it, where a workbook kept it as a date."""
    if column is not None and column.reads in DAYS and len(cell) == 8 and cell.isdigit():
        with contextlib.suppress(values.Unfit):
            return f"{values.day(cell):%-d-%-m-%Y}"
    return cell


def _legible(reads: values.Reader, cell: str) -> Any:
    if "\ufffd" in cell:  # what damage leaves of a sign, and of a cell that couldn't be read before
        raise values.Unfit("Daarin is iets niet te lezen. Vul het opnieuw in.")
    return reads(cell)


def _shown(cell: str) -> str:
    return cell if len(cell) <= _LONGEST_SHOWN else f"{cell[:_LONGEST_SHOWN]}…"


def _refused(text: str) -> Refused:
    return Refused(Reason("L12", text))
