"""A file with volunteers: tried out, taken over, or its bad rows handed back. Who is known already is left alone."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO

from django.db import connection, transaction

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.lib.spreadsheets import columns as tables
from bezoekdienst.lib.spreadsheets import writing
from bezoekdienst.lib.spreadsheets.columns import Row, Sheet
from volunteers.imports import persons
from volunteers.imports.columns import AT_MOST, COLUMNS, NAME, NEEDS
from volunteers.imports.known import Known
from volunteers.models import Volunteer

_LOCK = 0x7672696A  # PostgreSQL advisory lock


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one row: its number in the file, the name on it, what is said of it, and whom it is about."""

    number: int
    name: str
    said: tuple[str, ...]
    volunteer: Volunteer | None = None


@dataclass(slots=True)
class Outcome:
    """What became of a file, or would become of it: every row is in exactly one of the three heaps (L12).

    `digest` is that of the file, so that what is taken over can be what was looked at.
    """

    digest: str
    sheet: Sheet
    new: list[Line] = field(default_factory=list)
    known: list[Line] = field(default_factory=list)
    wrong: list[Line] = field(default_factory=list)

    @property
    def lines(self) -> int:
        return len(self.sheet.rows)

    @property
    def counts(self) -> dict[str, Any]:
        """How many rows in each heap."""
        return {"new": len(self.new), "known": len(self.known), "wrong": len(self.wrong)}


def form(kind: str) -> bytes:
    """The form to fill in, as a workbook (`xlsx`) or as CSV."""
    return writing.form(COLUMNS, name=NAME, kind=kind)


def digest(stream: BinaryIO) -> str:
    """What tells this file from every other; the stream is at its start afterwards."""
    stream.seek(0)
    found = hashlib.sha256(stream.read()).hexdigest()
    stream.seek(0)
    return found


def try_out(stream: BinaryIO, *, by: User, at: datetime) -> Outcome:
    """What `take_in` would do, done and undone: only that somebody tried is kept, with the counts.

    Raises Refused when the file can't be read, or has a column for a BSN.
    """
    with transaction.atomic():
        found = _gone_through(stream, by, at)
        transaction.set_rollback(True)
    with transaction.atomic():
        events.record("volunteers.tried", by=by, at=at, **found.counts)
    return found


def take_in(stream: BinaryIO, *, by: User, at: datetime) -> Outcome:
    """Take over everybody who is new, in one transaction; the same file again takes over nobody. As `try_out`."""
    with transaction.atomic():
        found = _gone_through(stream, by, at)
        events.record("volunteers.taken_over", by=by, at=at, **found.counts)
    return found


def hand_back(stream: BinaryIO, *, by: User, at: datetime) -> tuple[str, bytes]:
    """The rows that can't be taken over, each with what is wrong with it: the ending of the file, and the file.

    Raises Refused as `try_out`, and when there is nothing wrong.
    """
    with transaction.atomic():
        found = _gone_through(stream, by, at)
        transaction.set_rollback(True)
    if not found.wrong:
        raise Refused(Reason("L12", "In dit bestand is geen regel fout. Er is niets om mee te nemen."))
    with transaction.atomic():
        events.record("volunteers.handed_back", by=by, at=at, wrong=len(found.wrong))
    cells = {row.number: row.cells for row in found.sheet.rows}
    return found.sheet.kind, writing.handed_back(found.sheet, ((cells[one.number], one.said) for one in found.wrong))


def _gone_through(stream: BinaryIO, by: User, at: datetime) -> Outcome:
    found = Outcome(digest(stream), tables.read(stream, COLUMNS, needs=NEEDS, at_most=AT_MOST))
    _one_at_a_time()
    known = Known()
    for row in found.sheet.rows:
        heap, line = _judged(row, known, by, at)
        getattr(found, heap).append(line)
    return found


def _one_at_a_time() -> None:
    """In the caller's transaction: of two clicks at once the second finds everybody whom the first took over."""
    # SQLite needs none: its IMMEDIATE transactions already let in one writer at a time.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _judged(row: Row, known: Known, by: User, at: datetime) -> tuple[str, Line]:
    """In which heap a row comes. Whoever is new is taken over on the way."""
    name = persons.name(row.values)
    match = known.match(row.values, name)
    if match and match.line is None:
        one = match.volunteer
        return "known", Line(row.number, name, (f"{match.same.capitalize()} als {one.name}.",), one)
    if match:
        return "wrong", Line(row.number, name, (*row.faults, f"Staat ook op regel {match.line}: {match.same}."))
    if row.faults:
        return "wrong", Line(row.number, name, row.faults)
    try:
        taken = persons.take_over(row.values, by=by, at=at)
    except Refused as refused:
        return "wrong", Line(row.number, name, tuple(reason.text for reason in refused.reasons))
    known.add(taken.volunteer, row.number)
    return "new", Line(row.number, name, taken.missing, taken.volunteer)
