"""What became of a box at the printer: asked until it is on paper, or until a person has to look."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import wording
from bezoekdienst.lib.errors import Reason, Refused
from letters.models import PrintJob, Round
from letters.printing import boxes, ipp, sending, troubles
from letters.states import BoxState, RoundState

ASK_SECONDS = 5.0  # a printer that is away must not keep the worker from making boxes
STOP_SECONDS = 3.0  # somebody waits for the answer
_UNKNOWN = frozenset({ipp.NOT_FOUND, ipp.GONE})
_WITHOUT_FILE = frozenset({"job-incoming", "job-data-insufficient"})


def follow(*, at: datetime) -> int:
    """Ask the queue about every box that is at the printer; gives the number that came out since.

    How the printer itself is, is asked once for all of them.
    """
    _settle(at)
    for cancelled in Round.objects.filter(state=RoundState.CANCELLED, boxes__in=_still_queued()).distinct():
        stop(cancelled)
    there = list(PrintJob.objects.filter(state=BoxState.SENT).exclude(printer_job_id=None).select_related("round"))
    if not there:
        return 0
    queue = ipp.Queue(settings.PRINTER_URL, timeout=ASK_SECONDS)
    try:
        printer = queue.printer()
    except ipp.PrintError as failure:
        for box in there:
            _say(box, f"{failure} Wij blijven het proberen.", at)
        return 0
    return sum(_follow(box, queue, printer, at) for box in there)


def withdraw(box: PrintJob, *, by: User, at: datetime) -> PrintJob:
    """Take a box off the queue that doesn't come out; then a person says what is on paper. Raises Refused when it isn't
    at the printer any more. A printer that doesn't answer is told on the box: it may still print."""
    with transaction.atomic():
        boxes.lock(box)
        if box.state != BoxState.SENT:
            raise Refused(Reason("L8", f"De {box} ligt niet meer bij de printer: {box.get_state_display()}."))
        number = box.printer_job_id
        boxes.fail(box, troubles.WITHDRAWN, was=BoxState.SENT, at=at)
        events.record("box.withdrawn", by=by, at=at, subject=box)
    try:
        ipp.Queue(settings.PRINTER_URL, timeout=STOP_SECONDS).cancel(number or 0)
    except ipp.PrintError:
        box.printer_says = f"{troubles.NOT_STOPPED} {troubles.ENDED['canceled']}"[:200]
        box.save(update_fields=["printer_says"])
    return box


def _settle(at: datetime) -> None:
    """Whoever sent a box and died before the printer gave it a number: never sent again by itself."""
    silent = PrintJob.objects.filter(Q(lease_until_at=None) | Q(lease_until_at__lt=at), printer_job_id=None)
    for box in silent.filter(state=BoxState.SENT):
        boxes.fail(box, troubles.UNSURE, was=BoxState.SENT, at=at)


def _follow(box: PrintJob, queue: ipp.Queue, printer: ipp.State, at: datetime) -> bool:
    """Whether this box came out."""
    number = box.printer_job_id or 0
    try:
        job = queue.job(number)
    except ipp.PrintError as failure:
        if failure.status in _UNKNOWN:
            return boxes.fail(box, troubles.LOST, was=BoxState.SENT, at=at)
        return _say(box, str(failure), at)
    if not _is_ours(job, box):
        return boxes.fail(box, troubles.LOST, was=BoxState.SENT, at=at)
    if job.state == "completed" and "job-completed-with-errors" not in job.reasons:
        return _finish(box, number, at)
    if job.is_final:
        return boxes.fail(box, troubles.ENDED[job.state], was=BoxState.SENT, at=at)
    if _WITHOUT_FILE & set(job.reasons) and _is_over(box, at):
        queue.give_up(number)
        return boxes.fail(box, troubles.UNFINISHED, was=BoxState.SENT, at=at)
    return _say(box, troubles.told(job, printer), at)


def _is_ours(job: ipp.State, box: PrintJob) -> bool:
    """A printer that was switched off may count its jobs from 1 again; one that hides names is believed."""
    return str(box).startswith(job.name) or job.name.startswith(str(box))


def _is_over(box: PrintJob, at: datetime) -> bool:
    return box.lease_until_at is None or box.lease_until_at < at


def _finish(box: PrintJob, number: int, at: datetime) -> bool:
    with transaction.atomic():
        boxes.lock(box)
        if (box.state, box.printer_job_id) != (BoxState.SENT, number):
            return False  # a person was first
        sending.finish(box, by=None, at=at)
        box.printer_job_id = None
        box.save(update_fields=["printer_job_id"])
    return True


def _say(box: PrintJob, text: str, at: datetime) -> bool:
    """Keep the sentence, with the moment from which it was so. Always False: nothing came out."""
    text = text.removesuffix(".")
    if not box.printer_says.startswith(f"{text} (sinds "):
        moment = timezone.localtime(at)
        says = f"{text} (sinds {wording.day(moment.date()).rpartition(' ')[0]}, {moment:%H:%M} uur)."
        still = PrintJob.objects.filter(pk=box.pk, state=BoxState.SENT, printer_job_id=box.printer_job_id)
        still.update(printer_says=says[:200])
    return False


def _still_queued() -> QuerySet[PrintJob]:
    """Boxes without a file whose job nobody could stop yet."""
    return PrintJob.objects.filter(state=BoxState.ERASED).exclude(printer_job_id=None)


def stop(cancelled: Round) -> int:
    """Take the jobs of a cancelled round off the queue, as far as they are still there; gives how many could not be.

    Best effort: a job that was over already, or a printer that doesn't answer, is told on the box. What didn't answer
    is tried again by `follow`.
    """
    queue, missed = ipp.Queue(settings.PRINTER_URL, timeout=STOP_SECONDS), 0
    for box in _still_queued().filter(round=cancelled):
        try:
            queue.cancel(box.printer_job_id or 0)
            box.printer_job_id = None
        except ipp.PrintError as failure:
            missed, box.printer_says = missed + 1, troubles.NOT_STOPPED
            if failure.status is not None:
                box.printer_job_id = None
        box.save(update_fields=["printer_job_id", "printer_says"])
        if box.printer_job_id:
            break  # it doesn't answer: the others wait for the next time
    return missed
