"""Taking rows along: those that wait or could not be read, as a file of the same form, with for each the reason.

The delivery is not kept, so it is read a second time from the same stream. A table stays a table with a column more,
that of a workbook as CSV (who writes workbooks puts them on disk, and these rows may not lie there); an object in JSON
gets a key more; LO3 has no room for either and becomes a table of two columns.
"""

import csv
import io
import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, TypeVar

from bezoekdienst.lib.spreadsheets.delimited import Unread
from letters.registry import formats
from letters.registry.formats import lo3, tables
from letters.registry.formats.jsontext import Piece

REASON = "reden"
_Item = TypeVar("_Item")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(slots=True)
class Fates:
    """Who is taken along: first line of each person -> why, "" for who stays; line of each rejected one -> why."""

    persons: dict[int, str] = field(default_factory=dict)
    rejected: dict[int, str] = field(default_factory=dict)

    def reasons(self, numbers: Iterable[int]) -> Iterator[str]:
        """For each line in order the reason to take it along, "" for none; a person's lines go where the first goes."""
        now = ""
        for number in numbers:
            now = self.persons.get(number, now)
            yield self.rejected.get(number, now)


def carried(stream: BinaryIO, fates: Fates, mapped: tables.Mapped | None = None) -> tuple[str, Iterator[bytes]]:
    """The ending of the file's name, and its content in pieces. `stream` is at its start.

    Raises Refused for what `formats.read` refuses whole. Cells that a spreadsheet would take for a formula begin with
    an apostrophe.
    """
    _, found = formats.prepared(stream, mapped or {})
    if isinstance(found, tables.Table):
        rows = (item.cells if isinstance(item, Unread) else item[: len(found.heading)] for item in found.source)
        chosen = ([*_filled(cells, len(found.heading)), why] for cells, why in _chosen(rows, fates))
        return "csv", _table([*found.heading, REASON], chosen)
    if isinstance(found, lo3.Messages):
        return "csv", _table(["bericht", REASON], map(list, _chosen(found.texts(), fates)))
    return "jsonl", (_object(piece, why) for piece, why in _chosen(found.pieces(), fates))


def _chosen(items: Iterable[_Item], fates: Fates) -> Iterator[tuple[_Item, str]]:
    reasons = fates.reasons(itertools.count(1))
    return ((item, why) for item, why in zip(items, reasons, strict=False) if why)


def _table(heading: list[str], rows: Iterable[list[str]]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf"
    for row in itertools.chain([heading], rows):
        line = io.StringIO()
        csv.writer(line, delimiter=";").writerow(map(_neutral, row))
        yield line.getvalue().encode("utf-8", "replace")


def _filled(cells: Sequence[str], width: int) -> list[str]:
    """As many cells as there are headings; what does not fit goes into the last, so that nothing is lost."""
    return [*cells[: width - 1], *[""] * (width - 1 - len(cells)), " ".join(cells[width - 1 :])]


def _neutral(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _object(piece: Piece, why: str) -> bytes:
    return json.dumps({**(piece.value or {}), REASON: why}, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
