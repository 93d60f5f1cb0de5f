"""L10: a damaged sheet or box once more. The same file, byte for byte; nothing is made anew."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused
from letters import codes
from letters.models import Letter, PrintJob
from letters.printing import boxes, ipp
from letters.states import ROUND_PRINTS, BoxState, LetterState

SIDES = (2, 4)  # of a letter, and of one in large print


@dataclass(frozen=True, slots=True)
class Sheet:
    """One letter in the file of its box: its place and pages, all from 1; `sent` when the printer has it."""

    place: int
    first: int
    last: int
    sent: bool


def sheet(box: PrintJob, typed: str, *, by: User, at: datetime) -> Sheet:
    """Print the pages of one letter again; `typed` is the code on it, or its place in the box.

    Without a queue only tells which pages. Raises Refused: not a printed box of a round on its way to the post, no such
    letter in it, a letter that was pulled, a file that can't be divided, a printer that says no.
    """
    with transaction.atomic():
        boxes.lock(box)
        _check(box)
        place = _place(box, typed)
        first, last = _pages(box, place)
    job = _open(box, first, last) if settings.PRINTER_URL else None
    with transaction.atomic():
        events.record("box.sheet_reprinted", by=by, at=at, subject=box, place=place)
    if job is not None:
        _fill(box, job)
    return Sheet(place, first, last, job is not None)


def pages(first: int, last: int) -> str:
    """Which pages, as one says it: both of a sheet, or a row of them."""
    return f"bladzijde {first} {'en' if last == first + 1 else 'tot en met'} {last}"


def whole(box: PrintJob, *, by: User, at: datetime) -> PrintJob:
    """Have a printed box once more; it waits for who prints, and what was pulled from it is on the list. Raises Refused
    unless it is a printed box of a round on its way to the post."""
    with transaction.atomic():
        boxes.move(box, BoxState.MADE)
        _check(box, now=BoxState.MADE)
        box.save(update_fields=["state"])
        events.record("box.queued", by=by, at=at, subject=box)
    return box


def _check(box: PrintJob, now: BoxState = BoxState.PRINTED) -> None:
    if box.state != now or box.round.state not in ROUND_PRINTS:
        raise Refused(Reason("L10", "Opnieuw printen kan zolang de doos gedrukt is en nog niet op de post."))
    boxes.whole(box)


def _place(box: PrintJob, typed: str) -> int:
    """The place of the letter in its box, by place or code. Raises Refused."""
    inside = list(box.letters.order_by("position"))
    number, code = typed.strip(), codes.normalise(typed)
    if number.isdecimal() and len(number) < codes.LENGTH:
        found = inside[int(number) - 1] if 0 < int(number) <= len(inside) else None
    else:
        found = next((letter for letter in inside if letter.code == code), None)
    if found is None:
        raise Refused(Reason("L10", _elsewhere(box, code)))
    if found.state != LetterState.MADE:
        raise Refused(Reason("L9", "Deze brief is eruit gehaald. Vernietig het vel; er komt geen ander."))
    return inside.index(found) + 1


def _elsewhere(box: PrintJob, code: str) -> str:
    other = Letter.objects.filter(round=box.round_id, code=code).exclude(box=None).select_related("box").first()
    if other and other.box:
        return f"Deze brief hoort in doos {other.box.number}."
    return "Deze brief zit niet in deze doos. Kijk de code nog eens na."


def _pages(box: PrintJob, place: int) -> tuple[int, int]:
    """First and last page of one letter, from 1: in a box all have as many, two or in large print four.

    Raises Refused when that doesn't come out.
    """
    sides, rest = divmod(box.pages, box.letters.count())
    if rest or sides not in SIDES:
        text = "Van dit bestand is niet te zeggen waar elke brief staat. Print de hele doos opnieuw."
        raise Refused(Reason("L10", text))
    return (place - 1) * sides + 1, place * sides


def _open(box: PrintJob, first: int, last: int) -> int:
    try:
        return ipp.Queue(settings.PRINTER_URL).open(_name(box), pages=(first, last))
    except ipp.PrintError as failure:
        text = f"{failure} Print zelf uit het bestand van deze doos: {pages(first, last)}."
        raise Refused(Reason("L10", text)) from None


def _fill(box: PrintJob, job: int) -> None:
    try:
        ipp.Queue(settings.PRINTER_URL).fill(job, boxes.path(box), name=_name(box))
    except ipp.PrintError as failure:
        raise Refused(Reason("L10", f"{failure} Kijk of het vel bij de printer ligt.")) from None


def _name(box: PrintJob) -> str:
    return f"{box}, een vel"
