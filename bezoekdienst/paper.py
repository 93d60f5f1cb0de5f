"""Tables that a service brings along from paper: tried out, taken over, or the bad rows handed back.

A `Table` belongs to the package that knows its people: it says which columns there may be and what becomes of a row.
Whatever is in it, a file is read whole, goes through in one transaction, and every row ends in exactly one heap (L12).
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, BinaryIO, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.db.models import Model

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.lib.spreadsheets import columns as tables
from bezoekdienst.lib.spreadsheets import values, writing
from bezoekdienst.lib.spreadsheets.columns import Column, Row, Sheet

NEW, KNOWN, WRONG = "new", "known", "wrong"  # the heaps
_LOCK = 0x7061706572  # PostgreSQL advisory lock
LONGEST_MAIL = 254  # of an address (RFC 5321)
_NUMBER = "Regel"  # heads what is handed back of a table whose cells may lie nowhere

Person = TypeVar("Person")


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one row: its number in the file, the name on it, what is said of it, and whom it is about.

    `stands`: in a word where that person stands (then).
    """

    number: int
    name: str
    said: tuple[str, ...] = ()
    about: Model | None = None
    stands: str = ""


Judged = tuple[str, Line]  # in which heap, and what is said


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of table. `name` is that of the form; `needs` and `at_most` as for `columns.read`.

    `tried`, `taken` and `handed_back` are its events. `judge` gives every row its heap, and takes over whoever is new
    on the way; `count` says how many there are now. `cells`: whether a bad row may be handed back with what stood in
    it; else only with its number.
    """

    name: str
    columns: tuple[Column, ...]
    needs: tuple[tuple[str, ...], ...]
    at_most: int
    tried: str
    taken: str
    handed_back: str
    judge: Callable[[Sequence[Row], User, datetime], Iterable[Judged]]
    count: Callable[[], int]
    cells: bool = True


@dataclass(slots=True)
class Outcome:
    """What became of a file, or would: the heaps, and how many there were `before` and are `after`.

    `digest` is that of the file, so that what is taken over can be what was looked at.
    """

    digest: str
    sheet: Sheet
    before: int = 0
    after: int = 0
    new: list[Line] = field(default_factory=list)
    known: list[Line] = field(default_factory=list)
    wrong: list[Line] = field(default_factory=list)

    @property
    def lines(self) -> int:
        return len(self.sheet.rows)

    @property
    def counts(self) -> dict[str, Any]:
        """How many rows in each heap."""
        return {NEW: len(self.new), KNOWN: len(self.known), WRONG: len(self.wrong)}


def form(table: Table, kind: str) -> bytes:
    """The form to fill in, as a workbook (`xlsx`) or as CSV."""
    return writing.form(table.columns, name=table.name, kind=kind)


def digest(stream: BinaryIO) -> str:
    """What tells this file from every other; the stream is at its start afterwards."""
    stream.seek(0)
    found = hashlib.sha256(stream.read()).hexdigest()
    stream.seek(0)
    return found


def try_out(table: Table, stream: BinaryIO, *, by: User, at: datetime) -> Outcome:
    """What `take_in` would do, done and undone: only that somebody tried is kept, with the counts.

    Raises Refused when the file can't be read, or has a column that may not be there.
    """
    found = _undone(table, stream, by, at)
    with transaction.atomic():
        events.record(table.tried, by=by, at=at, **found.counts)
    return found


def take_in(table: Table, stream: BinaryIO, *, by: User, at: datetime) -> Outcome:
    """Take over whoever is new, in one transaction; the same file again takes over nobody. As `try_out`.

    When nobody is new nothing is written at all, but that somebody tried.
    """
    with transaction.atomic():
        found = _gone_through(table, stream, by, at)
        events.record(table.taken if found.new else table.tried, by=by, at=at, **found.counts)
    return found


def hand_back(table: Table, stream: BinaryIO, *, by: User, at: datetime) -> tuple[str, bytes]:
    """The rows that can't be taken over, each with what is wrong with it: the ending of the file, and the file.

    Raises Refused as `try_out`, and when there is nothing wrong.
    """
    found = _undone(table, stream, by, at)
    if not found.wrong:
        raise Refused(Reason("L12", "In dit bestand is geen regel fout. Er is niets om mee te nemen."))
    with transaction.atomic():
        events.record(table.handed_back, by=by, at=at, wrong=len(found.wrong))
    if table.cells:
        cells = {row.number: row.cells for row in found.sheet.rows}
        bare = found.sheet
    else:
        cells = {row.number: (str(row.number),) for row in found.sheet.rows}
        bare = replace(found.sheet, heading=(_NUMBER,))
    return bare.kind, writing.handed_back(bare, ((cells[one.number], one.said) for one in found.wrong))


def email(cell: str) -> str:
    """An e-mail address."""
    values.text(LONGEST_MAIL)(cell)
    try:
        validate_email(cell)
    except ValidationError:
        raise values.Unfit("Schrijf een e-mailadres, zoals naam@voorbeeld.example.") from None
    return cell


class Known(Generic[Person]):
    """Who is there already, by whatever tells people apart; added to while a file is gone through."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[Person, str, int | None]] = {}

    def add(self, person: Person, keys: Iterable[tuple[str, str]], line: int | None = None) -> None:
        """From now on this is somebody who is known, from that row of the file. A key says what is the same."""
        for key, same in keys:
            self._found[key] = (person, same, line)

    def match(self, keys: Iterable[tuple[str, str]]) -> tuple[Person, str, int | None] | None:
        """Whom a row is about, what is the same, and her row if it is one of this file. The surest key comes first."""
        return next((self._found[key] for key, _ in keys if key in self._found), None)


def _undone(table: Table, stream: BinaryIO, by: User, at: datetime) -> Outcome:
    with transaction.atomic():
        found = _gone_through(table, stream, by, at)
        transaction.set_rollback(True)
    return found


def _gone_through(table: Table, stream: BinaryIO, by: User, at: datetime) -> Outcome:
    found = Outcome(digest(stream), tables.read(stream, table.columns, needs=table.needs, at_most=table.at_most))
    _one_at_a_time()
    found.before = table.count()
    for heap, line in _in_order(table.judge(found.sheet.rows, by, at)):
        getattr(found, heap).append(line)
    found.after = table.count()
    return found


def _in_order(judged: Iterable[Judged]) -> Iterator[Judged]:
    """By the rows of the file, whatever the order in which they were looked at."""
    yield from sorted(judged, key=lambda one: one[1].number)


def _one_at_a_time() -> None:
    """In the caller's transaction: of two clicks at once the second finds everybody whom the first took over."""
    # SQLite needs none: its IMMEDIATE transactions already let in one writer at a time.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
