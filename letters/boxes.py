"""Boxes of letters: filled at release, emptied on term. The row is the job (05-letters, section 4)."""

from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from bezoekdienst.audit import events
from bezoekdienst.policy import versions
from letters.models import PrintJob, Round
from letters.rendering import BOX_SIZE
from letters.states import BoxState, LetterState


def fill(released: Round) -> int:
    """Lay the letters that are not pulled into numbered boxes, in order; gives the number of boxes."""
    letters = list(released.letters.filter(state=LetterState.MADE).order_by("position").values_list("pk", flat=True))
    chunks = [letters[start : start + BOX_SIZE] for start in range(0, len(letters), BOX_SIZE)]
    for number, chunk in enumerate(chunks, start=1):
        box = PrintJob.objects.create(round=released, number=number)
        released.letters.filter(pk__in=chunk).update(box=box)
    return len(chunks)


def path(box: PrintJob) -> Path:
    """Where the box's file stands, or will stand."""
    return Path(settings.MEDIA_ROOT) / "rounds" / f"{box.round_id}" / f"doos-{box.number}.pdf"


def erase(subject: Round, *, at: datetime) -> int:
    """Delete the files of a round; the rows stay, with their counts and hashes. Gives the number of files."""
    boxes = list(subject.boxes.exclude(state=BoxState.ERASED))
    with transaction.atomic():
        for box in boxes:
            box.state, box.erased_at = BoxState.ERASED, at
            box.save(update_fields=["state", "erased_at"])
        if boxes:
            events.record("boxes.erased", by=None, at=at, subject=subject, files=len(boxes))
        # only when the rows are sure: a file without a row could never be found again
        transaction.on_commit(partial(_remove, [path(box) for box in boxes]))
    return len(boxes)


def _remove(files: list[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def erase_due(*, on: date, at: datetime) -> int:
    """Print files go a number of days after posting (policy, default 14)."""
    count = 0
    for posted in Round.objects.exclude(posted_on=None).exclude(boxes=None).select_related("policy").distinct():
        days = (posted.policy or versions.current(on)).print_file_days
        if posted.posted_on and posted.posted_on + timedelta(days=days) <= on:
            count += erase(posted, at=at)
    return count
