"""Recognising a delivery by its content and reading it: one module a format, all giving the same rows.

A format is a module with `NAME`, `recognises(head: bytes) -> bool` and `read(source, delivery) -> Iterator[Row]`;
adding one is writing that module and naming it in `_FORMATS`. What can't be understood is refused whole (Refused).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import ModuleType
from typing import BinaryIO

from bezoekdienst.lib.errors import Reason, Refused
from letters.registry.formats import rubrieken
from letters.registry.formats.source import MAX_BYTES, MAX_ROWS, Source, measured
from letters.registry.rows import RegistryPerson, Rejected

__all__ = ["MAX_BYTES", "MAX_ROWS", "Delivery", "read"]

Row = RegistryPerson | Rejected
_FORMATS: tuple[ModuleType, ...] = (rubrieken,)


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


def read(stream: BinaryIO) -> Delivery:
    """Recognise `stream` (binary, at its start) and make it ready for reading. Memory stays bounded.

    Raises Refused (rule "L12") when it is empty, too big, of no known format, or lacks a required column.
    """
    measured(stream)
    source = Source(stream)
    if not source.head.strip():
        raise Refused(Reason("L12", "Het bestand is leeg."))
    for module in _FORMATS:
        if module.recognises(source.head):
            table = module.prepared(source)
            return Delivery(module.NAME, table.rows, table.ignored)
    raise Refused(
        Reason(
            "L12",
            "Dit bestand herkennen we niet. De eerste regel moet de kolommen noemen met rubrieknummers, "
            "zoals 01.02.40, gescheiden door een puntkomma.",
        )
    )
