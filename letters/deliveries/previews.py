"""What a supplier's own table would give with these columns: sample values and the first persons, no secret name.

Until somebody pointed out which column says who is secret, nobody knows whose name may be shown: then no person is
shown, and of words only the first letter.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import NamedTuple

from django.db import transaction

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.policy import versions
from letters import selection
from letters.deliveries import judging, mappings
from letters.deliveries.judging import Judged
from letters.registry import dates, formats
from letters.registry.formats import elements, tables
from letters.registry.formats.tables import Mapped, Unmapped
from letters.registry.formats.words import headings

FIRST, SAMPLES, LONGEST = 5, 3, 40
SECRECY = "07.70.10"
_LETTER = re.compile(r"[^\W\d_]")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[ .\-](?=\d)")
_PERSONS_NUMBER = re.compile(r"\d{9,}")
_NUMBERS = frozenset({"01.01.10", "01.01.20", "05.01.10", "05.01.20"})


class Shown(NamedTuple):
    """One of the first persons. `named` False: nothing of her is shown but line, outcome and reasons."""

    line: int
    named: bool
    address_lines: tuple[str, ...]
    salutation: str
    outcome: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """`missing` in words; `reasons` why these columns can't be; without either, `persons` were judged too."""

    missing: tuple[str, ...]
    reasons: tuple[Reason, ...]
    secrecy_known: bool
    persons: tuple[Shown, ...]

    @property
    def complete(self) -> bool:
        return not self.missing and not self.reasons


def of(unknown: Unmapped, mapped: Mapped, *, state_on: date, on: date) -> Preview:
    """The first persons as they would be written, judged without ledger and objections: who objected is not told here.

    `mapped` says of every heading what it is.
    """
    missing, reasons = mappings.missing(mapped), mappings.doubts(unknown.heading, mapped)
    secrecy_known = SECRECY in mapped.values()
    persons: tuple[Shown, ...] = ()
    if secrecy_known and not reasons:
        policy = versions.current(on)
        judge = judging.Judge(judging.reference_on(on), state_on, policy, selection.nobody, selection.nobody)
        try:
            delivery = formats.Delivery("", _table(unknown, mapped).rows)
            found = islice(judging.judged(delivery, judge), FIRST)
            persons = tuple(_shown(one, judged=not missing) for one in found)
        except Refused as refused:
            reasons = list(refused.reasons)
    return Preview(tuple(missing), tuple(reasons), secrecy_known, persons)


def samples(unknown: Unmapped, mapped: Mapped) -> list[list[str]]:
    """For each column up to three values; of rows that may be secret none, and never a number of a person."""
    placed = headings.placed(unknown.heading, mapped)
    place = placed.index(SECRECY) if SECRECY in placed else None
    rows = [row for row in unknown.sample if place is None or headings.value(SECRECY, row[place]) == "0"]
    return [_samples([row[n] for row in rows], placed[n] or "", place is not None) for n in range(len(placed))]


def record(preview: Preview, *, by: User | None, at: datetime) -> None:
    """Write down that somebody looked at persons of a delivery that isn't taken in."""
    with transaction.atomic():
        events.record("mapping.previewed", by=by, at=at, persons=sum(one.named for one in preview.persons))


def _table(unknown: Unmapped, mapped: Mapped) -> tables.Table:
    """The sample as a table in which the columns that are still missing are there, and empty."""
    lacking = mappings.lacking(mapped)
    heading = [*unknown.heading, *lacking]
    chosen = {**mapped, **{headings.normal(element): element for element in lacking}}
    rows = ([*row, *[""] * (len(heading) + 1 - len(row))] for row in unknown.sample)
    return tables.table(tables.OWN, heading, rows, chosen)


def _shown(found: Judged, *, judged: bool) -> Shown:
    named = found.may_be_named and found.composed is not None
    lines: tuple[str, ...] = ()
    salutation = ""
    if named and found.composed is not None:
        who, where = found.composed
        lines = tuple(line for line in (who.style, who.name, *where.filled) if line)
        salutation = who.salutation or ""
    reasons = tuple(text for _, text in found.reasons) if judged else ()
    return Shown(found.line, named, lines, salutation, found.outcome if judged else "", reasons)


def _samples(cells: list[str], element: str, secrecy_known: bool) -> list[str]:
    filled = [cell for cell in dict.fromkeys(cells) if cell]
    if element in _NUMBERS or any(map(_is_number, filled)):
        filled = list(dict.fromkeys(f"{len(cell)} cijfers" for cell in filled))
    elif not secrecy_known:
        filled = sorted(dict.fromkeys(map(_initial, filled)))  # in an order of its own: no row can be put together
    return [_short(cell) for cell in islice(filled, SAMPLES)]


def _is_number(cell: str) -> bool:
    """Whether this holds what may be a BSN or an A-number, also when a spreadsheet took a leading zero away."""
    cell = _BETWEEN_DIGITS.sub("", cell)
    if _PERSONS_NUMBER.search(cell):
        return True
    return len(cell) == 8 and elements.passes_eleven(f"0{cell}") and not dates.well_formed(cell)


def _initial(cell: str) -> str:
    return f"{cell[0]}…" if len(cell) > 2 and _LETTER.search(cell) else cell


def _short(cell: str) -> str:
    return cell if len(cell) <= LONGEST else f"{cell[: LONGEST - 1]}…"
