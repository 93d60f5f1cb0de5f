"""With a real worker and its clock on real Redis: what is dropped in the folder lies under the round, and is told."""

import io
import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import LazySettings, settings
from django.utils import timezone

from bezoekdienst import bell, tasks
from bezoekdienst.audit.models import Event
from bezoekdienst.demo import mailing, shifting
from bezoekdienst.lib import calendar
from bezoekdienst.notices.models import Message
from letters import last_check, letterheads, rounds
from letters.deliveries import extracts, judging
from letters.models import Extract, InboxFile, LedgerEntry, Round
from letters.states import BoxState, RoundState
from tests import cast
from tests.letters import chain
from tests.services.printer import Printer
from tests.services.worker import Start


def _until(done: Callable[[], object], *, within: float = 90) -> None:
    deadline = time.monotonic() + within
    while not done():
        assert time.monotonic() < deadline, f"not done within {within} seconds"
        time.sleep(0.2)


def _content() -> bytes:
    """A cut of the sample as if it were made today."""
    cut = b"".join(mailing.SAMPLE.read_bytes().splitlines(keepends=True)[:40])
    return shifting.shifted(cut, judging.reference_on(timezone.localdate()))


def _drop(content: bytes, name: str) -> Path:
    path = Path(settings.EXTRACT_INBOX) / name
    path.write_bytes(content)
    touched = time.time() - 120
    os.utime(path, (touched, touched))
    return path


def _name(ending: str = "csv") -> str:
    return f"brp-{timezone.localdate():%Y%m%d}.{ending}"


def test_a_file_that_is_dropped_becomes_the_quarters_draft_and_the_clerk_hears_of_it(start_worker: Start) -> None:
    clerk, inbox = cast.clerk(), settings.EXTRACT_INBOX
    dropped = _drop(_content(), _name())
    with start_worker(beat=True, EXTRACT_INBOX=str(inbox)):
        _until(lambda: Round.objects.exclude(extract=None).exists())
        _until(lambda: not dropped.exists())
    drafted, extract = Round.objects.get(), Extract.objects.get()
    today = timezone.localdate()
    assert (drafted.state, drafted.extract, drafted.quarter_on) == (
        RoundState.DRAFT,
        extract,
        calendar.quarter_start(today),
    )
    assert InboxFile.objects.get().extract == extract
    told = Message.objects.filter(user=clerk, kind__in=("extract_taken_in", "round_ready"))
    assert sorted(told.values_list("kind", flat=True)) == ["extract_taken_in", "round_ready"]
    assert not LedgerEntry.objects.exists()
    assert set(Event.objects.filter(kind__startswith="round.").values_list("origin", flat=True)) == {"job"}


def test_a_worker_that_is_killed_while_it_reads_loses_nothing_and_doubles_nothing(start_worker: Start) -> None:
    cast.clerk()
    inbox = settings.EXTRACT_INBOX
    whole = mailing.SAMPLE.read_bytes()
    dropped = _drop(shifting.shifted(whole, judging.reference_on(timezone.localdate())), _name())
    with start_worker(EXTRACT_INBOX=str(inbox)) as process:
        bell.ring("read_inbox")
        time.sleep(0.3)
        os.killpg(os.getpgid(process.pid), signal.SIGKILL)
        process.wait()
    with start_worker(EXTRACT_INBOX=str(inbox)):
        bell.ring("read_inbox")
        _until(lambda: not dropped.exists())
        _until(lambda: Round.objects.exclude(extract=None).exists())
    extract = Extract.objects.get()
    assert extract.lines == extract.persons + extract.continuation_lines + extract.rejected_lines
    assert (InboxFile.objects.count(), Message.objects.filter(kind="extract_taken_in").count()) == (1, 1)


def test_at_its_hour_a_released_round_goes_to_a_real_printer_by_itself(
    start_worker: Start, printer: Printer, settings: LazySettings
) -> None:
    settings.PRINTER_URL = printer.url
    released = _released()
    assert released.print_at is not None
    with start_worker(PRINTER_URL=printer.url):
        _until(lambda: not released.boxes.exclude(state=BoxState.MADE).exists())
        assert printer.papers() == []
        Round.objects.update(print_at=timezone.now())  # the hour has come
        for _ in range(2):  # a message that comes twice
            bell.ring("print_due")
        _until(lambda: tasks.follow_printer() or released.boxes.get().state == BoxState.PRINTED)
    assert len(printer.papers()) == released.boxes.count() == 1
    assert Event.objects.filter(kind="box.sent").count() == 1


def _released() -> Round:
    """A round of today that is to be printed tomorrow."""
    now, clerk, content = timezone.now(), cast.clerk(), _content()
    today = timezone.localdate(now)
    letterheads.save(texts=chain.LETTERHEAD, profile="c5_left", by=cast.coordinator(), at=now)
    extract = extracts.take_in(io.BytesIO(content), state_on=today, by=clerk, at=now, on=today)
    opened = rounds.open_quarter(on=today, at=now)
    assert opened is not None
    rounds.draft(opened, extract=extract, by=clerk, at=now)
    frozen = rounds.freeze(opened, by=clerk, at=now)
    chain.looked_at(frozen, clerk, now)
    last_check.lay(frozen, io.BytesIO(content), state_on=today, by=clerk, at=now, on=today)
    return rounds.release(frozen, by=cast.second_clerk(), at=now, print_at=now + timedelta(days=1))
