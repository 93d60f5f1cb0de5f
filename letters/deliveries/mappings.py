"""A supplier's own columns: pointed out once by a person, remembered by their heading, and used when it comes back."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import pseudonyms
from bezoekdienst.lib.errors import Reason, refuse_if
from letters.models import ColumnMapping
from letters.registry import formats
from letters.registry.formats import elements, tables
from letters.registry.formats.words import headings

MOST_COLUMNS = 200  # more is no table that a person points out by hand
LONGEST_NAME = 80
ENDED = frozenset({"05.07.10", "05.07.40"})  # what a date of the partner's death says in one
_NO_HEADING = re.compile(r"\d{7}")  # no heading holds a number as long as one of a person


def read(stream: BinaryIO, mapped: tables.Mapped | None = None) -> tuple[formats.Delivery, ColumnMapping | None]:
    """A delivery, with what is remembered of its heading when that is needed (given too) and nothing else is `mapped`.

    `stream` can be rewound. Raises what `formats.read` raises; tables.Unmapped also when what is remembered is no
    longer enough.
    """
    start = stream.tell()
    try:
        return formats.read(stream, mapped), None
    except tables.Unmapped as unknown:
        found = remembered(unknown.heading) if mapped is None else None
        if found is None:
            raise
    stream.seek(start)
    return formats.read(stream, found.columns), found


def remembered(heading: Sequence[str]) -> ColumnMapping | None:
    """What was said of a table with these headings, in any order; None when nobody said anything yet."""
    return ColumnMapping.objects.filter(signature=signature(heading)).first()


def remember(
    heading: Sequence[str], columns: Mapping[str, str], *, supplier: str, by: User, at: datetime
) -> ColumnMapping:
    """Keep what the columns of this heading are, by `headings.normal`; what was said of the same heading before goes.

    `columns` may leave out what the heading says by itself. Raises Refused: two columns for one element, an element
    that there isn't, something required missing, a first row that is no heading, no name or one that is taken.
    """
    supplier = " ".join(supplier.split())
    complete = _complete(heading, columns)
    key = signature(heading) if complete else ""
    refuse_if([*_reasons(heading, complete), *_name_reasons(supplier, key)])
    given = {"supplier": supplier, "columns": complete, "made_at": at, "made_by": by}
    try:
        with transaction.atomic():
            kept, _ = ColumnMapping.objects.update_or_create(signature=key, defaults=given)
            used = sum(1 for element in complete.values() if element)
            events.record("mapping.remembered", by=by, at=at, subject=kept, columns=used)
    except IntegrityError:  # two people who give the same name at the same moment
        refuse_if(_name_reasons(supplier, key))
        raise
    return kept


def forget(mapping: ColumnMapping, *, by: User, at: datetime) -> None:
    """The next time this table comes, a person is asked again."""
    with transaction.atomic():
        events.record("mapping.forgotten", by=by, at=at, subject=mapping)
        mapping.delete()


def signature(heading: Sequence[str]) -> str:
    """By what a heading is known again, whatever the order of its columns. Keyed: nobody knows what it may hold."""
    names = sorted(filter(None, map(headings.normal, heading)))
    return pseudonyms.keyed("heading", *names, key=settings.PSEUDONYM_KEY.encode())


def lacking(columns: Mapping[str, str]) -> list[str]:
    """The elements that a table must have and has not with these columns; of those that can replace each other one."""
    given = set(columns.values())
    given |= ENDED if tables.DIED in given else set()
    return elements.missing(given)


def missing(columns: Mapping[str, str]) -> list[str]:
    """What is `lacking`, in the words by which it is pointed out."""
    found = lacking(columns)
    if ENDED.issubset(found):  # one column can say both
        found = [tables.DIED if element == "05.07.10" else element for element in found if element != "05.07.40"]
    return [headings.LABELS[element] for element in found]


def doubts(heading: Sequence[str], columns: Mapping[str, str]) -> list[Reason]:
    """What can't be: two columns for one element, an element that there isn't."""
    unknown = sorted({element for element in columns.values() if element and element not in headings.LABELS})
    said = [f"Wij kennen dit gegeven niet: {element}." for element in unknown]
    return [Reason("L12", text) for text in [*said, *(headings.doubts(heading, columns) if not unknown else ())]]


def _complete(heading: Sequence[str], columns: Mapping[str, str]) -> dict[str, str]:
    """Every column by its heading, with what it says by itself where nobody said anything else."""
    placed = headings.placed(heading, columns)
    return {headings.normal(cell): found or "" for cell, found in zip(heading, placed, strict=True) if cell.strip()}


def _reasons(heading: Sequence[str], columns: Mapping[str, str]) -> list[Reason]:
    if not columns or any(map(_NO_HEADING.search, heading)):
        return [Reason("L12", "De eerste regel van dit bestand is geen kopregel: er staan gegevens van mensen in.")]
    if len(columns) > MOST_COLUMNS:
        return [Reason("L12", f"Dit bestand heeft meer dan {MOST_COLUMNS} kolommen. Vraag een kleiner bestand.")]
    found = doubts(heading, columns)
    if words := missing(columns):
        found.append(Reason("L12", f"Wijs nog aan: {', '.join(words)}."))
    return found


def _name_reasons(supplier: str, key: str) -> list[Reason]:
    if not supplier:
        return [Reason("L12", "Geef een naam aan de leverancier van dit bestand.")]
    if len(supplier) > LONGEST_NAME:
        return [Reason("L12", f"Houd de naam van de leverancier korter dan {LONGEST_NAME} letters.")]
    if _NO_HEADING.search(supplier):
        return [Reason("L12", "Gebruik in de naam van de leverancier geen nummers.")]
    if ColumnMapping.objects.filter(supplier__iexact=supplier).exclude(signature=key).exists():
        text = f"Van ‘{supplier}’ kennen wij al een andere tabel. Kies een andere naam, of vergeet de oude tabel eerst."
        return [Reason("L12", text)]
    return []
