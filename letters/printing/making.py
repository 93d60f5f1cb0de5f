"""Making boxes: claim a row under a lease, write one file. What waits is made, whatever was killed or lost before."""

import logging
import time
import traceback
import uuid
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused
from letters import letterheads, rendering, sheets
from letters.models import Letter, PrintJob, Round
from letters.printing import boxes, leases
from letters.sheet import storage
from letters.sheet.stationery import Sheet, Stationery
from letters.states import BoxState, LetterState, RoundState

ATTEMPTS = 5  # so often a box is tried that ends in an error; then a person decides
AGAIN = "Het maken lukte nog niet. Wij proberen het vanzelf opnieuw."
GIVEN_UP = "Deze doos kon niet worden gemaakt, ook niet na meer keren proberen. Bel de beheerder."
_MADE = ("state", "file_name", "digest", "pages", "made_at", "lease_until_at", "printer_says")

log = logging.getLogger(__name__)


def claim(*, at: datetime) -> PrintJob | None:
    """One queued box of a released round for this worker alone, or None. A lease that ran out is free again."""
    free = Q(lease_until_at=None) | Q(lease_until_at__lt=at) | Q(lease_until_at__gt=at + leases.LONGEST)
    queued = PrintJob.objects.filter(free, state=BoxState.QUEUED, round__state=RoundState.RELEASED)
    for pk in queued.order_by("round", "number").values_list("pk", flat=True):
        # the condition stands in the UPDATE itself: of two workers exactly one gets the row
        taken = PrintJob.objects.filter(free, pk=pk, state=BoxState.QUEUED).update(
            lease_until_at=at + leases.LENGTH, attempts=F("attempts") + 1
        )
        if taken:
            return PrintJob.objects.select_related("round__letterhead", "round__policy").get(pk=pk)
    return None


def make_all(*, at: datetime) -> int:
    """Make every box that waits, one after the other; gives the number of files written.

    A box that ends in an error keeps no other from being made; it is tried again when its lease is over.
    """
    boxes.take_back(boxes.outdated(), at=at)
    began, count = time.monotonic(), 0
    while box := claim(at=_since(at, began)):
        now = _since(at, began)
        try:
            count += make(box, at=now)
        except Exception as error:
            _went_wrong(box, error, now)
    return count


def _went_wrong(box: PrintJob, error: Exception, at: datetime) -> None:
    """Written down without the error's own words: there may be a name in them."""
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("box %s could not be made: %s\n%s", box.pk, type(error).__name__, where)
    if box.attempts >= ATTEMPTS:
        boxes.fail(box, GIVEN_UP, was=BoxState.QUEUED, at=at)
    else:
        PrintJob.objects.filter(pk=box.pk, state=BoxState.QUEUED).update(printer_says=AGAIN)


def _since(at: datetime, began: float) -> datetime:
    """`at` and what has passed since: a lease begins when its box is claimed, not when the first of them was."""
    return at + timedelta(seconds=time.monotonic() - began)


def make(box: PrintJob, *, at: datetime) -> bool:
    """Write the box's file. Whether it was written; a refusal puts the box on "failed" with the sentence why.

    The file gets its name only under the row's lock, when the box still waits and nobody was pulled from it meanwhile:
    a worker that is killed leaves a row that is claimed again, one that is late changes nothing.
    """
    letters = _contents(box)
    if not letters:
        return _empty(box, at)
    part = boxes.path(box).with_suffix(f".{uuid.uuid4().hex[:8]}.part")
    part.parent.mkdir(parents=True, exist_ok=True)
    try:
        with leases.kept(box, at=at):
            made = rendering.render_box(_sheets(letters, box.round), stationery(box.round), part)
        return _accept(box, made, part, letters, at)
    except Refused as refused:
        return boxes.fail(box, str(refused), was=BoxState.QUEUED, at=at)
    finally:
        part.unlink(missing_ok=True)


def _contents(box: PrintJob) -> list[Letter]:
    """The letters for the file. Who was pulled leaves the box: the pull list counts places in the file."""
    with transaction.atomic():
        boxes.lock(box)
        if box.state != BoxState.QUEUED:
            return []  # the file is there, perhaps on paper: its places don't change any more
        box.letters.exclude(state=LetterState.MADE).update(box=None)
        return list(box.letters.select_related("addressee").order_by("position"))


def _sheets(letters: list[Letter], subject: Round) -> list[Sheet]:
    if any(letter.addressee is None for letter in letters):
        raise Refused(Reason("L8", "Van een brief in deze doos is de naam al gewist. Bel de beheerder."))
    return [sheets.printed(letter, subject) for letter in letters]


def _accept(box: PrintJob, made: rendering.Rendering, part: Path, letters: list[Letter], at: datetime) -> bool:
    with transaction.atomic():
        boxes.lock(box)
        if box.state != BoxState.QUEUED:
            return False  # another worker made it, or the round was cancelled
        now = box.letters.order_by("position").values_list("pk", "state")
        if list(now) != [(letter.pk, LetterState.MADE) for letter in letters]:
            box.lease_until_at = None  # somebody was pulled while we wrote: made again, without that letter
            box.save(update_fields=["lease_until_at"])
            return False
        storage.put(part, boxes.path(box))
        box.state, box.digest, box.pages = BoxState.MADE, made.sha256, made.pages
        box.file_name = str(boxes.path(box).relative_to(settings.MEDIA_ROOT))
        box.made_at, box.lease_until_at, box.printer_says = at, None, ""
        box.save(update_fields=[*_MADE])
        events.record("box.made", by=None, at=at, subject=box, pages=made.pages, letters=len(letters))
    for left in boxes.parts(box):
        left.unlink(missing_ok=True)
    return True


def _empty(box: PrintJob, at: datetime) -> bool:
    """Everybody in this box was pulled: there is nothing to print."""
    with transaction.atomic():
        boxes.lock(box)
        # else it was made or cancelled, or taken back for who is still in it, since we looked
        if box.state == BoxState.QUEUED and not box.letters.filter(state=LetterState.MADE).exists():
            box.state = BoxState.ERASED
            box.erased_at, box.lease_until_at = at, None
            box.save(update_fields=["state", "erased_at", "lease_until_at"])
            boxes.remove([box])
    return False


def stationery(subject: Round) -> Stationery:
    """What the letters of this round are printed on: the version it was frozen with, dated on that day."""
    letterhead = subject.letterhead or letterheads.required()
    frozen_on = timezone.localdate(subject.frozen_at) if subject.frozen_at else subject.reference_on
    weeks = subject.policy.silent_weeks if subject.policy else 8
    return letterheads.stationery(letterhead, dated_on=frozen_on, silent_weeks=weeks)
