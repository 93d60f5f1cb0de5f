"""When the boxes of a released round go to the printer by themselves: chosen by a clerk, kept by a job (L8)."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from bezoekdienst import bell
from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import calendar
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from letters.models import PrintJob, Round
from letters.printing import sending
from letters.states import BoxState, RoundState

AHEAD = timedelta(days=14)  # so far ahead printing may be planned
MORNING = time(8)
AT_FIRST = timedelta(minutes=10)  # so long a printer that says no is asked every minute, afterwards every hour
_ON_THE_HOUR = 2  # minutes: a job that came a little late is still on time


def usual(on: date) -> datetime:
    """The moment that is offered on `on`: the morning of the next working day."""
    return timezone.make_aware(datetime.combine(calendar.add_working_days(on, 1), MORNING))


def reasons(print_at: datetime | None, at: datetime) -> list[Reason]:
    """Why the boxes can't go to the printer from `print_at` on; none for None, which leaves it to the print room."""
    if print_at is None:
        return []
    return [
        Reason("L8", text)
        for wrong, text in (
            (not settings.PRINTER_URL, "Er is geen printer ingesteld. De drukkerij downloadt de bestanden."),
            (print_at < at, "Dit moment is al voorbij. Kies een later moment."),
            (print_at > at + AHEAD, f"Kies een moment binnen {AHEAD.days} dagen."),
        )
        if wrong
    ]


def plan(released: Round, *, print_at: datetime | None, by: User, at: datetime) -> Round:
    """From `print_at` on every box goes to the printer by itself; None: the print room sends them.

    Raises Refused: not released (any more), no printer, in the past or too far ahead.
    """
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=released.pk)
        released.refresh_from_db()
        if released.state != RoundState.RELEASED:
            raise Refused(Reason("L8", f"De {released} is {released.get_state_display()}. Plannen kan nu niet."))
        refuse_if(reasons(print_at, at))
        released.print_at = print_at
        released.save(update_fields=["print_at"])
        if print_at is None:
            events.record("round.print_unplanned", by=by, at=at, subject=released)
        else:
            on, hour = timezone.localdate(print_at).isoformat(), f"{timezone.localtime(print_at):%H.%M}"
            events.record("round.print_planned", by=by, at=at, subject=released, on=on, hour=hour)
            bell.ring("print_due")  # when that is now
    return released


def send_due(*, at: datetime) -> int:
    """Send every box whose hour has come to the printer, in order; how many the printer took.

    A box that left us before (sent, or downloaded) is never sent again by itself: a person decides. When the printer
    says no, that stands on the box, and the rest waits for the next time.
    """
    if not settings.PRINTER_URL:
        return 0
    due = PrintJob.objects.filter(round__state=RoundState.RELEASED, round__print_at__lte=at)
    sent = 0
    for box in due.filter(state=BoxState.MADE, handed_over_at=None).select_related("round").order_by("round", "number"):
        if not _may_ask(box, at):
            continue
        if not _send(box, at):
            break
        sent += 1
    return sent


def _may_ask(box: PrintJob, at: datetime) -> bool:
    """Every minute at first, and then on the hour: a printer that is gone for days is not asked a thousand times."""
    if not box.printer_says:
        return True
    since = max(moment for moment in (box.round.print_at, box.made_at) if moment)
    return at - since <= AT_FIRST or at.minute < _ON_THE_HOUR


def _send(box: PrintJob, at: datetime) -> bool:
    try:
        sending.send(box, by=None, at=at)
    except Refused as refused:
        # only of a box that still lies here: when another worker was first, it is for that one to say how it went
        PrintJob.objects.filter(pk=box.pk, state=BoxState.MADE).update(printer_says=str(refused)[:200])
        return False
    return True
