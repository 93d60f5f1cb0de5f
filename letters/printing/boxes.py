"""Boxes of letters: filled at release, emptied on term. The row is the job (05-letters, section 4)."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from bezoekdienst import bell
from bezoekdienst.audit import events
from bezoekdienst.lib import transitions
from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.policy import versions
from letters import sheets
from letters.models import PrintJob, Round
from letters.rendering import BOX_SIZE
from letters.states import BOX_TRANSITIONS, WORDS, BoxState, LetterState

_MADE = ("state", "file_name", "digest", "pages", "made_at")


def fill(released: Round) -> int:
    """Lay the letters that are not pulled into numbered boxes, in order; gives the number of boxes.

    Large print comes in boxes of its own: who folds and fills has the same number of sheets a letter all along.
    """
    usual: list[int] = []
    large: list[int] = []
    made = released.letters.filter(state=LetterState.MADE).select_related("addressee").order_by("position")
    for letter in made.iterator(chunk_size=500):
        (large if sheets.is_in_large_print(letter, released) else usual).append(letter.pk)
    chunks = [*_chunked(usual, BOX_SIZE), *_chunked(large, -(-BOX_SIZE // 2))]
    for number, chunk in enumerate(chunks, start=1):
        box = PrintJob.objects.create(round=released, number=number)
        released.letters.filter(pk__in=chunk).update(box=box)
    return len(chunks)


def _chunked(letters: list[int], size: int) -> list[list[int]]:
    return [letters[start : start + size] for start in range(0, len(letters), size)]


def path(box: PrintJob) -> Path:
    """Where the box's file stands, or will stand."""
    return Path(settings.MEDIA_ROOT) / "rounds" / f"{box.round_id}" / f"doos-{box.number}.pdf"


def parts(box: PrintJob) -> list[Path]:
    """What a worker that was killed left half written of this box."""
    folder = path(box).parent
    return [file for file in folder.glob(f"*{path(box).stem}.*.part") if file.is_file()]


def lock(box: PrintJob) -> None:
    """In the caller's transaction: `box` as it stands, and nobody else acts on it now."""
    PrintJob.objects.select_for_update().get(pk=box.pk)
    box.refresh_from_db()


def move(box: PrintJob, then: BoxState) -> BoxState:
    """Lock the row, check the table, set the state (not saved); gives the state before. Raises Refused."""
    lock(box)
    before = BoxState(box.state)
    transitions.check(BOX_TRANSITIONS, "L8", f"De {box}", before, then, WORDS)
    box.state = then
    return before


def fail(box: PrintJob, sentence: str, *, was: BoxState, at: datetime) -> bool:
    """Put a box that still is as it `was` on "failed", with the sentence why; a person decides. Always False."""
    with transaction.atomic():
        lock(box)
        if box.state == was:
            box.state, box.printer_says, box.lease_until_at = BoxState.FAILED, sentence[:200], None
            box.printer_job_id = None
            box.save(update_fields=["state", "printer_says", "lease_until_at", "printer_job_id"])
            events.record("box.failed", by=None, at=at, subject=box)
    return False


def whole(box: PrintJob) -> Path:
    """Where the file stands, byte for byte as it was made (L10). Raises Refused when it is gone or another."""
    file = path(box)
    if not box.digest or not file.is_file():
        raise Refused(Reason("L8", "Dit bestand is er niet (meer)."))
    if hashlib.sha256(file.read_bytes()).hexdigest() != box.digest:
        text = "Dit bestand is niet meer zoals het gemaakt is. Print het niet. Bel de beheerder."
        raise Refused(Reason("L10", text))
    return file


def is_outdated(box: PrintJob) -> bool:
    """Whether a letter was pulled that is still in the file, while the file never left us: no paper to look through."""
    return box.handed_over_at is None and box.letters.exclude(state=LetterState.MADE).exists()


def take_back(among: QuerySet[PrintJob], *, at: datetime) -> int:
    """L9: a box that never left us is made again without the letters that were pulled. Gives the number of boxes.

    All of `among` are locked: a worker that is just putting its file in place is waited for.
    """
    count = 0
    with transaction.atomic():
        for box in among.select_for_update():
            if box.state == BoxState.MADE and is_outdated(box):
                box.state, box.file_name, box.digest, box.pages, box.made_at = BoxState.QUEUED, "", "", 0, None
                box.save(update_fields=[*_MADE])
                events.record("box.taken_back", by=None, at=at, subject=box)
                count += 1
        if count:
            bell.ring("make_boxes")
    return count


def outdated() -> QuerySet[PrintJob]:
    """Boxes with a file of which a letter was pulled before it left."""
    pulled = PrintJob.objects.filter(letters__state=LetterState.PULLED).values("pk")
    return PrintJob.objects.filter(pk__in=pulled, state=BoxState.MADE, handed_over_at=None)


def perhaps_on_paper(subject: Round) -> QuerySet[PrintJob]:
    """The boxes of a round that were handed over, or are being: of these there may be paper to look through."""
    given = Q(handed_over_at__isnull=False) | Q(state__in=(BoxState.SENT, BoxState.PRINTED))
    return subject.boxes.filter(given).exclude(state=BoxState.ERASED)


def to_take_out(subject: Round) -> int:
    """How many envelopes must come out of the boxes: letters that were pulled after they may have been printed (L9)."""
    return subject.letters.filter(state=LetterState.PULLED, box__in=perhaps_on_paper(subject)).count()


def erase(subject: Round, *, at: datetime) -> int:
    """Delete the files of a round; the rows stay, with their counts and hashes. Gives the number of files."""
    with transaction.atomic():
        boxes = list(subject.boxes.select_for_update().exclude(state=BoxState.ERASED))
        for box in boxes:
            box.state, box.erased_at = BoxState.ERASED, at
            box.save(update_fields=["state", "erased_at"])
        if boxes:
            events.record("boxes.erased", by=None, at=at, subject=subject, files=len(boxes))
        # only when the rows are sure: a file without a row could never be found again
        transaction.on_commit(partial(remove, boxes))
    return len(boxes)


def remove(boxes: Iterable[PrintJob]) -> None:
    """Delete the files of these boxes, half-written ones too."""
    for box in boxes:
        for file in (path(box), *parts(box)):
            file.unlink(missing_ok=True)


def erase_due(*, on: date, at: datetime) -> int:
    """Print files go a number of days after posting (policy, default 14).

    So does what still lies of a box that was erased before: whoever did that died, or the disk said no.
    """
    gone = PrintJob.objects.filter(state=BoxState.ERASED).iterator()
    left = [box for box in gone if path(box).exists() or parts(box)]
    count = 0
    for posted in Round.objects.exclude(posted_on=None).exclude(boxes=None).select_related("policy").distinct():
        days = (posted.policy or versions.current(on)).print_file_days
        if posted.posted_on and posted.posted_on + timedelta(days=days) <= on:
            count += erase(posted, at=at)
    remove(left)
    return count
