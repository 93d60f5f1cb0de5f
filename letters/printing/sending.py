"""Boxes that leave us: given to the queue or to a person, and on paper in the end."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from bezoekdienst import bell
from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused
from letters import promises
from letters.models import PrintJob
from letters.printing import boxes, ipp
from letters.states import BOX_HAS_FILE, ROUND_PRINTS, BoxState

SENDING = timedelta(minutes=2)  # handing a file to the printer takes no longer, or nobody is doing it any more


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
        promises.write_down_on_commit()
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
        box.lease_until_at, box.printer_says, box.attempts = None, "", 0
        box.save(update_fields=["state", "lease_until_at", "printer_says", "attempts"])
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
        promises.write_down_on_commit()
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
        promises.write_down_on_commit()
    return box
