"""The papers beside a round’s boxes, as PDF: cover sheet, envelopes to take out."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.db.models import QuerySet

from bezoekdienst.lib.errors import Reason, Refused
from letters import rendering
from letters.models import Letter, PrintJob, Round
from letters.printing import boxes, making
from letters.sheet import lists
from letters.states import BoxState, LetterState


def cover(subject: Round) -> bytes:
    """Which boxes there are, and what to count. Raises Refused before a file was made."""
    there = [_box(box) for box in subject.boxes.exclude(state=BoxState.ERASED)]
    if not any(box.sha256 for box in there):
        raise Refused(Reason("L8", "Er is nog geen doos gemaakt."))
    with TemporaryDirectory() as folder:
        target = Path(folder) / "voorblad.pdf"
        rendering.cover_sheet(there, making.stationery(subject), target, round_name=str(subject))
        return target.read_bytes()


def pull_list(subject: Round) -> bytes:
    """Which envelopes must not be posted (L9), in the order in which they lie."""
    with TemporaryDirectory() as folder:
        target = Path(folder) / "uithaallijst.pdf"
        rendering.pull_list(pulls(subject), making.stationery(subject), target, round_name=str(subject))
        return target.read_bytes()


def pulls(subject: Round) -> list[lists.Pull]:
    """The pulled letters in a box that may be on paper, with their place in it, counted from 1."""
    found = []
    for letter in _pulled(subject).select_related("addressee", "box").order_by("box__number", "position"):
        lines = tuple(letter.addressee.sheet["address_lines"]) if letter.addressee else ()
        place = Letter.objects.filter(box=letter.box, position__lte=letter.position).count()
        found.append(lists.Pull(letter.box.number if letter.box else 0, place, lines))
    return found


def _pulled(subject: Round) -> QuerySet[Letter]:
    return subject.letters.filter(state=LetterState.PULLED, box__in=boxes.perhaps_on_paper(subject))


def _box(box: PrintJob) -> lists.Box:
    letters = box.letters.select_related("addressee").order_by("position")
    first, last = letters.first(), letters.last()
    start, end = (_postcode(one) for one in (first, last))
    return lists.Box(box.number, letters.count(), box.pages, start, end, box.digest)


def _postcode(letter: Letter | None) -> str:
    """As people write it: 6811 AB."""
    written = letter.addressee.sheet["postcode"] if letter and letter.addressee else ""
    return f"{written[:4]} {written[4:].strip()}".strip()
