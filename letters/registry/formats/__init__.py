"""Recognising a delivery by its content and reading it: one module a format, all giving the same rows.

A format is a module with `NAME`, `recognises(head: bytes) -> bool` and `prepared(source)`, which gives `.rows()` and
`.ignored`; adding one is writing that module and naming it in `_MESSAGES`. Tables are looked at last.
What can't be understood is refused whole (Refused).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from types import ModuleType
from typing import BinaryIO

from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.lib.spreadsheets.excel import workbook
from bezoekdienst.lib.spreadsheets.source import MAX_BYTES, MAX_ROWS, Source, measured
from letters.registry.formats import archive, brp_api, lo3, messages, tables
from letters.registry.rows import RegistryPerson, Rejected

__all__ = ["MAX_BYTES", "MAX_ROWS", "Delivery", "read"]

Row = RegistryPerson | Rejected
_MESSAGES: tuple[ModuleType, ...] = (lo3, messages, brp_api)


@dataclass(slots=True)
class Delivery:
    """A delivery being read: iterate it once for its rows; the counts are complete when the iteration is (L12).

    `lines == persons + continuations + rejected` at every moment. Iterating may raise Refused when a limit turns out
    to be passed only while reading (a stream whose size was not known): then nothing of it may be kept.
    """

    format: str
    _rows: Callable[[], Iterator[Row]]
    ignored: tuple[str, ...] = ()
    persons: int = field(default=0, init=False)
    continuations: int = field(default=0, init=False)
    rejected: int = field(default=0, init=False)

    @property
    def lines(self) -> int:
        return self.persons + self.continuations + self.rejected

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows():
            if isinstance(row, Rejected):
                self.rejected += row.lines
            else:
                self.persons += 1
                self.continuations += row.lines - 1
            yield row

    def batches(self, size: int = 128) -> Iterator[list[Row]]:
        """The same rows by the list. Doing one thing to a whole list and then the next costs a quarter less than doing
        all to a person and then to the next: what is done stays in the processor's own memory."""
        rows = iter(self)
        while batch := list(islice(rows, size)):
            yield batch


def read(stream: BinaryIO, mapped: tables.Mapped | None = None) -> Delivery:
    """Recognise `stream` (binary, at its start) and make it ready for reading. Memory stays bounded.

    `mapped` says which column of a supplier's own table is what (see `tables.Mapped`).
    Raises Refused (rule "L12") when it is empty, too big, of no known format, or lacks a required column;
    tables.Unmapped when a person could still say which column is what.
    """
    name, found = prepared(stream, mapped or {})
    return Delivery(name, found.rows, found.ignored)


Prepared = lo3.Messages | messages.Messages | brp_api.Persons | tables.Table


def prepared(stream: BinaryIO, mapped: tables.Mapped) -> tuple[str, Prepared]:
    """The name of the format and what its module made of the stream: nothing but its head has been read. As `read`."""
    if workbook.recognises(_peeked(stream)):
        table = tables.from_sheet(workbook.rows(stream), mapped)
        if table is None:
            raise _unknown()
        return "Excel", table
    stream = archive.opened(stream)
    measured(stream)
    source = Source(stream)
    if not source.head.strip():
        raise Refused(Reason("L12", "Het bestand is leeg."))
    for module in _MESSAGES:
        if module.recognises(source.head):
            return module.NAME, module.prepared(source)
    table = tables.from_lines(source, mapped)
    if table is None:
        raise _unknown()
    return table.name, table


def _peeked(stream: BinaryIO) -> bytes:
    """The first bytes, when the stream can be rewound: only then can it be a workbook or a zip."""
    if not stream.seekable():
        return b""
    start = stream.tell()
    head = stream.read(1024)
    stream.seek(start)
    return head


def _unknown() -> Refused:
    return Refused(
        Reason(
            "L12",
            "Dit bestand herkennen we niet. Wij lezen tabellen met een kopregel (CSV of Excel), LO3-berichten, en "
            "berichten of personen in JSON. Staat de kopregel wel op de eerste regel?",
        )
    )
