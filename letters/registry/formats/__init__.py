"""Recognising a delivery by its content and reading it: one module a format, all giving the same rows.

A format is a module with `NAME`, `recognises(head: bytes) -> bool` and `prepared(source)`, which gives `.rows()` and
`.ignored`; adding one is writing that module and naming it in `_FORMATS`. Tables are looked at last.
What can't be understood is refused whole (Refused).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from types import ModuleType
from typing import BinaryIO

from bezoekdienst.lib.errors import Reason, Refused
from letters.registry.formats import archive, brp_api, lo3, messages, tables
from letters.registry.formats.source import MAX_BYTES, MAX_ROWS, Source, measured
from letters.registry.rows import RegistryPerson, Rejected

__all__ = ["MAX_BYTES", "MAX_ROWS", "Delivery", "read"]

Row = RegistryPerson | Rejected
_FORMATS: tuple[ModuleType, ...] = (lo3, messages, brp_api)


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
    Raises Refused (rule "L12") when it is empty, too big, of no known format, or lacks a required column.
    """
    stream = archive.opened(stream)
    measured(stream)
    source = Source(stream)
    if not source.head.strip():
        raise Refused(Reason("L12", "Het bestand is leeg."))
    for module in _FORMATS:
        if module.recognises(source.head):
            message = module.prepared(source)
            return Delivery(module.NAME, message.rows, message.ignored)
    table = tables.from_lines(source, mapped or {})
    if table is not None:
        return Delivery(table.name, table.rows, table.ignored)
    raise Refused(
        Reason(
            "L12",
            "Dit bestand herkennen we niet. De eerste regel moet de kolommen noemen met rubrieknummers, "
            "zoals 01.02.40, gescheiden door een puntkomma.",
        )
    )
