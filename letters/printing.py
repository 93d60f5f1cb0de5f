"""Making and printing boxes: claim a row under a lease, write one file, hand it to the queue, follow it to the end."""

import time
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from bezoekdienst import bell
from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import transitions
from bezoekdienst.lib.errors import Reason, Refused
from letters import boxes, ipp, leases, letterheads, rendering, sheets
from letters.models import PrintJob, Round
from letters.sheet.stationery import Stationery
from letters.states import BOX_HAS_FILE, BOX_TRANSITIONS, WORDS, BoxState, LetterState, RoundState

_MADE = ("state", "file_name", "digest", "pages", "made_at", "lease_until_at", "printer_says")
_SAYS = {
    "media-empty": "het papier is op",
    "media-empty-error": "het papier is op",
    "media-jam": "er zit papier vast",
    "cover-open": "er staat een klep open",
    "paused": "de printer staat stil",
}


def claim(*, at: datetime) -> PrintJob | None:
    """One queued box of a released round for this worker alone, or None. A lease that ran out is free again."""
    free = Q(lease_until_at=None) | Q(lease_until_at__lt=at)
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
    """Make every box that waits, one after the other; gives the number of files written."""
    began, count = time.monotonic(), 0
    while box := claim(at=_since(at, began)):
        count += make(box, at=_since(at, began))
    return count


def _since(at: datetime, began: float) -> datetime:
    """`at` and what has passed since: a lease begins when its box is claimed, not when the first of them was."""
    return at + timedelta(seconds=time.monotonic() - began)


def make(box: PrintJob, *, at: datetime) -> bool:
    """Write the box's file. Whether it was written; a refusal puts the box on "failed" with the sentence why.

    The file is whole before the row says so: a worker that is killed in between leaves a row that is claimed again,
    and the same input gives the same bytes.
    """
    # what was pulled meanwhile is not in the file, so not in the box: the pull list counts places in the file
    box.letters.exclude(state=LetterState.MADE).update(box=None)
    letters = list(box.letters.select_related("addressee").order_by("position"))
    if not letters:
        return _empty(box, at)
    composed = [sheets.letter(one.addressee.sheet, one.code) for one in letters if one.addressee]
    try:
        with leases.kept(box, at=at):
            made = rendering.render_box(composed, stationery(box.round), _target(box))
    except Refused as refused:
        return _fail(box, str(refused), at)
    with transaction.atomic():
        _lock(box)
        if box.state != BoxState.QUEUED:
            return _too_late(box)
        box.state = BoxState.MADE
        box.file_name, box.digest, box.pages = str(made.path.relative_to(settings.MEDIA_ROOT)), made.sha256, made.pages
        box.made_at, box.lease_until_at, box.printer_says = at, None, ""
        box.save(update_fields=[*_MADE])
        events.record("box.made", by=None, at=at, subject=box, pages=made.pages, letters=len(letters))
    return True


def _target(box: PrintJob) -> Path:
    target = boxes.path(box)
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def send(box: PrintJob, *, by: User | None, at: datetime) -> PrintJob:
    """Hand the file to the print queue (IPP). Raises Refused when there is no queue or it doesn't take the file."""
    if not settings.PRINTER_URL:
        raise Refused(Reason("L8", "Er is geen printer ingesteld. Download het bestand en druk het af."))
    with transaction.atomic():  # taken before the printer is asked: a second click finds it gone
        before = _move(box, BoxState.SENT)
        if not box.file_name:
            raise Refused(Reason("L8", "Van deze doos is nog geen bestand gemaakt."))
        box.printer_job_id, box.printer_says = None, ""
        box.save(update_fields=["state", "printer_job_id", "printer_says"])
    try:
        number = ipp.Queue(settings.PRINTER_URL).submit(boxes.path(box), name=str(box))
    except ipp.PrintError as failure:
        PrintJob.objects.filter(pk=box.pk, state=BoxState.SENT, printer_job_id=None).update(state=before)
        raise Refused(Reason("L8", f"{failure} Het bestand is bewaard: probeer het later opnieuw.")) from None
    with transaction.atomic():
        box.printer_job_id = number
        box.save(update_fields=["printer_job_id"])
        events.record("box.sent", by=by, at=at, subject=box, digest=box.digest)
    return box


def again(box: PrintJob, *, by: User, at: datetime) -> PrintJob:
    """What failed may be tried once more: with its file it waits for the printer, without it is made again."""
    with transaction.atomic():
        _lock(box)
        if box.state != BoxState.FAILED:
            raise Refused(Reason("L8", f"De {box} hoeft niet opnieuw: {box.get_state_display()}."))
        box.state = BoxState.MADE if box.file_name else BoxState.QUEUED
        box.lease_until_at, box.printer_says = None, ""
        box.save(update_fields=["state", "lease_until_at", "printer_says"])
        events.record("box.queued", by=by, at=at, subject=box)
        bell.ring("make_boxes")
    return box


def downloaded(box: PrintJob, *, by: User, at: datetime) -> Path:
    """Where the file stands, for who takes it along; the hand-over is written down. Raises Refused without a file."""
    path = boxes.path(box)
    if box.state not in BOX_HAS_FILE or not path.is_file():
        raise Refused(Reason("L8", "Dit bestand is er niet (meer)."))
    with transaction.atomic():
        events.record("box.downloaded", by=by, at=at, subject=box, digest=box.digest)
    return path


def follow(*, at: datetime) -> int:
    """Ask the queue about every box that is at the printer; gives the number that came out since."""
    done = 0
    for box in PrintJob.objects.filter(state=BoxState.SENT).exclude(printer_job_id=None):
        try:
            seen = ipp.Queue(settings.PRINTER_URL).job(box.printer_job_id or 0)
        except ipp.PrintError as failure:
            _say(box, str(failure))
            continue
        if seen.state == "completed":
            finish(box, by=None, at=at)
            done += 1
        elif seen.is_final:
            _fail(box, "De printer heeft de opdracht afgebroken.", at)
        else:
            _say(box, ", ".join(_SAYS.get(reason, reason) for reason in seen.reasons))
    return done


def finish(box: PrintJob, *, by: User | None, at: datetime) -> PrintJob:
    """The box is on paper: seen at the queue, or said by whoever downloaded and printed it."""
    with transaction.atomic():
        again = _move(box, BoxState.PRINTED) == BoxState.PRINTED
        if not box.file_name:
            raise Refused(Reason("L8", "Van deze doos is nog geen bestand gemaakt."))
        box.printed_at, box.printer_says = at, ""
        box.save(update_fields=["state", "printed_at", "printer_says"])
        events.record("box.reprinted" if again else "box.printed", by=by, at=at, subject=box, digest=box.digest)
    return box


def _fail(box: PrintJob, sentence: str, at: datetime) -> bool:
    with transaction.atomic():
        _move(box, BoxState.FAILED)
        box.printer_says, box.lease_until_at = sentence[:200], None
        box.save(update_fields=["state", "printer_says", "lease_until_at"])
        events.record("box.failed", by=None, at=at, subject=box)
    return False


def _say(box: PrintJob, text: str) -> None:
    box.printer_says = text[:200]
    box.save(update_fields=["printer_says"])


def _empty(box: PrintJob, at: datetime) -> bool:
    """Everybody in this box was pulled: there is nothing to print."""
    with transaction.atomic():
        _lock(box)
        if box.state == BoxState.QUEUED:  # else the round was cancelled meanwhile, and its boxes with it
            box.state = BoxState.ERASED
            box.erased_at, box.lease_until_at = at, None
            box.save(update_fields=["state", "erased_at", "lease_until_at"])
    return False


def _too_late(box: PrintJob) -> bool:
    """Another worker made the same file, or the round was cancelled: then no file may stay behind."""
    if box.state not in BOX_HAS_FILE:
        boxes.path(box).unlink(missing_ok=True)
    return False


def _lock(box: PrintJob) -> None:
    """In the caller's transaction: `box` as it stands, and nobody else acts on it now."""
    PrintJob.objects.select_for_update().get(pk=box.pk)
    box.refresh_from_db()


def _move(box: PrintJob, then: BoxState) -> str:
    """Lock the row, check the table, set the state; gives the state before."""
    _lock(box)
    before: str = box.state
    transitions.check(BOX_TRANSITIONS, "L8", f"De {box}", before, then, WORDS)
    box.state = then
    return before


def stationery(subject: Round) -> Stationery:
    """What the letters of this round are printed on: the version it was frozen with, dated on that day."""
    letterhead = subject.letterhead or letterheads.required()
    frozen_on = timezone.localdate(subject.frozen_at) if subject.frozen_at else subject.reference_on
    weeks = subject.policy.silent_weeks if subject.policy else 8
    return letterheads.stationery(letterhead, dated_on=frozen_on, silent_weeks=weeks)
