"""Making boxes and handing them over: claim a row under a lease, write one file, give it to a queue or a person."""

import time
import uuid
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from bezoekdienst import bell
from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused
from letters import boxes, ipp, leases, letterheads, rendering, sheets
from letters.models import Letter, PrintJob, Round
from letters.sheet import storage
from letters.sheet.stationery import Sheet, Stationery
from letters.states import BOX_HAS_FILE, ROUND_PRINTS, BoxState, LetterState, RoundState

SENDING = timedelta(minutes=2)  # handing a file to the printer takes no longer, or nobody is doing it any more
_MADE = ("state", "file_name", "digest", "pages", "made_at", "lease_until_at", "printer_says")


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
    boxes.take_back(boxes.outdated(), at=at)
    began, count = time.monotonic(), 0
    while box := claim(at=_since(at, began)):
        count += make(box, at=_since(at, began))
    return count


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
        if box.state == BoxState.QUEUED:  # else the round was cancelled meanwhile, and its boxes with it
            box.state = BoxState.ERASED
            box.erased_at, box.lease_until_at = at, None
            box.save(update_fields=["state", "erased_at", "lease_until_at"])
            boxes.remove([box])
    return False


def send(box: PrintJob, *, by: User | None, at: datetime) -> PrintJob:
    """Hand the file to the print queue (IPP). Raises Refused when there is no queue or it doesn't take the file.

    The job's number is kept before the file goes, so that whatever happens after it the queue can be asked: nothing is
    sent a second time because an answer got lost.
    """
    if not settings.PRINTER_URL:
        raise Refused(Reason("L8", "Er is geen printer ingesteld. Download het bestand en druk het af."))
    queue = ipp.Queue(settings.PRINTER_URL)
    before = _take(box, at)
    try:
        job = queue.open(str(box))
    except ipp.PrintError as failure:
        _put_back(box, before, at)
        raise Refused(Reason("L8", f"{failure} Het bestand is bewaard: probeer het later opnieuw.")) from None
    if not _hand_over(box, job, by, at):
        queue.give_up(job)
        raise Refused(Reason("L8", f"De {box} is intussen {box.get_state_display()}. Er is niets geprint."))
    _stream(box, queue, job, at)
    return box


def _take(box: PrintJob, at: datetime) -> BoxState:
    """Taken before the printer is asked: a second click finds it gone. Gives the state before."""
    with transaction.atomic():
        before = boxes.move(box, BoxState.SENT)
        _check(box)
        box.printer_job_id, box.printer_says, box.lease_until_at = None, "", at + SENDING
        box.save(update_fields=["state", "printer_job_id", "printer_says", "lease_until_at"])
    return before


def _check(box: PrintJob) -> None:
    """In the caller's transaction, the row locked: whether this file may leave us now."""
    if box.round.state not in ROUND_PRINTS:
        raise Refused(Reason("L10", f"De {box.round} is {box.round.get_state_display()}: er wordt niets meer geprint."))
    if boxes.is_outdated(box):
        raise Refused(Reason("L9", f"Uit {box} is een brief gehaald. De doos wordt eerst opnieuw gemaakt."))
    boxes.whole(box)


def _put_back(box: PrintJob, before: BoxState, at: datetime) -> None:
    mine = PrintJob.objects.filter(pk=box.pk, state=BoxState.SENT, printer_job_id=None)
    mine.update(state=before, lease_until_at=None)
    boxes.take_back(PrintJob.objects.filter(pk=box.pk), at=at)  # a letter may have been pulled meanwhile


def _hand_over(box: PrintJob, job: int, by: User | None, at: datetime) -> bool:
    """From here on it may be on paper. False when the round was cancelled, or a person decided, while we asked."""
    with transaction.atomic():
        boxes.lock(box)
        if box.state != BoxState.SENT or box.printer_job_id is not None:
            return False
        box.printer_job_id, box.handed_over_at = job, box.handed_over_at or at
        box.save(update_fields=["printer_job_id", "handed_over_at"])
        events.record("box.sent", by=by, at=at, subject=box, digest=box.digest)
    return True


def _stream(box: PrintJob, queue: ipp.Queue, job: int, at: datetime) -> None:
    try:
        queue.fill(job, boxes.path(box), name=str(box))
    except ipp.PrintError as failure:
        if failure.status is not None:
            boxes.fail(box, str(failure), was=BoxState.SENT, at=at)
            raise Refused(Reason("L8", f"{failure} Het bestand is bewaard.")) from None
        return  # the connection broke: perhaps it all arrived. The queue is asked until it tells (following.follow)
    PrintJob.objects.filter(pk=box.pk, printer_job_id=job).update(lease_until_at=None)
    bell.ring("follow_printer")


def again(box: PrintJob, *, by: User, at: datetime) -> PrintJob:
    """What failed may be tried once more: with its file it waits for the printer, without it is made again."""
    with transaction.atomic():
        boxes.lock(box)
        if box.state != BoxState.FAILED:
            raise Refused(Reason("L8", f"De {box} hoeft niet opnieuw: {box.get_state_display()}."))
        box.state = BoxState.MADE if box.file_name else BoxState.QUEUED
        box.lease_until_at, box.printer_says = None, ""
        box.save(update_fields=["state", "lease_until_at", "printer_says"])
        events.record("box.queued", by=by, at=at, subject=box)
        boxes.take_back(PrintJob.objects.filter(pk=box.pk), at=at)
        bell.ring("make_boxes")
    box.refresh_from_db()
    return box


def downloaded(box: PrintJob, *, by: User, at: datetime) -> Path:
    """Where the file stands, for who takes it along; the hand-over is written down. Raises Refused without a file."""
    with transaction.atomic():
        boxes.lock(box)
        if box.state not in BOX_HAS_FILE:
            raise Refused(Reason("L8", "Dit bestand is er niet (meer)."))
        _check(box)
        box.handed_over_at = box.handed_over_at or at
        box.save(update_fields=["handed_over_at"])
        events.record("box.downloaded", by=by, at=at, subject=box, digest=box.digest)
    return boxes.path(box)


def finish(box: PrintJob, *, by: User | None, at: datetime) -> PrintJob:
    """The box is on paper: seen at the queue, or said by whoever downloaded and printed it."""
    with transaction.atomic():
        boxes.move(box, BoxState.PRINTED)
        if not box.file_name:
            raise Refused(Reason("L8", "Van deze doos is nog geen bestand gemaakt."))
        kind = "box.reprinted" if box.printed_at else "box.printed"
        box.printed_at, box.printer_says, box.lease_until_at = at, "", None
        box.handed_over_at = box.handed_over_at or at
        box.save(update_fields=["state", "printed_at", "printer_says", "lease_until_at", "handed_over_at"])
        events.record(kind, by=by, at=at, subject=box, digest=box.digest)
    return box


def stationery(subject: Round) -> Stationery:
    """What the letters of this round are printed on: the version it was frozen with, dated on that day."""
    letterhead = subject.letterhead or letterheads.required()
    frozen_on = timezone.localdate(subject.frozen_at) if subject.frozen_at else subject.reference_on
    weeks = subject.policy.silent_weeks if subject.policy else 8
    return letterheads.stationery(letterhead, dated_on=frozen_on, silent_weeks=weeks)
