"""Trying a delivery out: read and judged as it would be taken in, and nothing of it is kept (05-letters, 1)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import BinaryIO, NamedTuple

from django.db import transaction

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused
from letters.deliveries import extracts, judging, mappings
from letters.deliveries.judging import Judged, Tally
from letters.models import ColumnMapping
from letters.registry import carrying
from letters.registry.carrying import Fates
from letters.registry.formats import tables
from letters.states import Outcome

MOST = 50  # of a heap that is shown line by line


class Waiting(NamedTuple):
    """One line of a heap as it is shown; `name` is "" when the register doesn't say that it may be shown."""

    line: int
    name: str
    reasons: tuple[str, ...]


@dataclass(slots=True)
class Trial:
    """What taking in would come to: counts (L12), the first held persons and rejected lines, and everybody's fate."""

    reference_on: date
    known: Reason | None  # said when the same file was taken in before
    mapping: ColumnMapping | None  # by which a supplier's own columns were read
    format: str = ""
    ignored: tuple[str, ...] = ()
    lines: int = 0
    persons: int = 0
    continuation_lines: int = 0
    rejected_lines: int = 0
    due: int = 0
    held: int = 0
    left_out: int = 0
    reasons: dict[str, dict[str, int]] = field(default_factory=dict)
    waiting: list[Waiting] = field(default_factory=list)
    rejected: list[Waiting] = field(default_factory=list)
    rejected_pieces: int = 0
    fates: Fates = field(default_factory=Fates, repr=False)

    def add(self, found: Judged) -> None:
        """One person or unreadable piece: shown while there is room, and its fate for taking along."""
        if found.person is None:
            self.rejected_pieces += 1
            self.fates.rejected.update(dict.fromkeys(range(found.line, found.line + found.lines), found.why))
        else:
            self.fates.persons[found.line] = found.why if found.outcome == Outcome.HELD else ""
        shown = {Outcome.HELD: self.waiting, Outcome.REJECTED: self.rejected}.get(found.outcome)
        if shown is not None and len(shown) < MOST:
            name = found.sheet.get("name", "") if found.may_be_named else ""
            shown.append(Waiting(found.line, name, tuple(text for _, text in found.reasons)))

    @property
    def more_waiting(self) -> int:
        """How many are held beside those that are shown."""
        return self.held - len(self.waiting)

    @property
    def more_rejected(self) -> int:
        return self.rejected_pieces - len(self.rejected)

    @property
    def to_take_along(self) -> int:
        """How many persons and unreadable pieces wait for somebody's hand."""
        return self.held + self.rejected_pieces


def try_out(
    stream: BinaryIO, *, state_on: date, on: date, by: User | None, at: datetime, mapped: tables.Mapped | None = None
) -> Trial:
    """Read and judge one delivery as `extracts.take_in` would. Only that it was done is written down, with counts.

    Raises Refused: not understood, too big, or a state date that can't be; tables.Unmapped when it has columns that
    nobody explained yet.
    """
    trial = _tried(stream, state_on, on, mapped)
    counts = {name: getattr(trial, name) for name in ("lines", "persons", "due", "held", "left_out", "rejected_lines")}
    with transaction.atomic():
        events.record("extract.tried", by=by, at=at, **counts)
    return trial


def take_along(
    stream: BinaryIO, *, state_on: date, on: date, by: User | None, at: datetime, mapped: tables.Mapped | None = None
) -> tuple[str, Iterator[bytes]]:
    """Who waits and what could not be read, as a file of the same form with the reasons: its ending, and its pieces.

    Raises Refused as `try_out`, and when there is nothing to take along.
    """
    trial = _tried(stream, state_on, on, mapped)
    if not trial.to_take_along:
        raise Refused(Reason("L12", "Er wacht niemand, en alle regels zijn gelezen. Er is niets om mee te nemen."))
    stream.seek(0)
    found = carrying.carried(stream, trial.fates, trial.mapping.columns if trial.mapping else mapped)
    with transaction.atomic():
        events.record("extract.taken_along", by=by, at=at, held=trial.held, rejected_lines=trial.rejected_lines)
    return found


def _tried(stream: BinaryIO, state_on: date, on: date, mapped: tables.Mapped | None) -> Trial:
    judging.check_state(state_on, on)
    known = extracts.known(extracts.digested(stream))
    delivery, mapping = mappings.read(stream, mapped)
    judge, tally = judging.next_round(state_on=state_on, on=on), Tally()
    trial = Trial(judge.on, known, mapping, delivery.format, delivery.ignored)
    for found in judging.judged(delivery, judge):
        tally.add(found)
        trial.add(found)
    trial.lines, trial.persons = delivery.lines, delivery.persons
    trial.continuation_lines, trial.rejected_lines = delivery.continuations, delivery.rejected
    trial.due, trial.held = tally.outcomes[Outcome.DUE], tally.outcomes[Outcome.HELD]
    trial.left_out, trial.reasons = tally.outcomes[Outcome.LEFT_OUT], tally.reasons
    return trial
