"""A thousand letters while the worker is killed and Redis emptied, ten times: the same files as if nothing happened."""

import os
import random
import re
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import redis
from django.utils import timezone

from bezoekdienst.audit.models import Event
from letters import codes
from letters.models import PrintJob, Round
from letters.printing import boxes, making
from letters.states import BoxState
from tests.letters import chain
from tests.services import programs
from tests.services.worker import Start

LETTERS, BOX, KILLS = 1_000, 50, 10
RECOVERY = 90  # seconds a killed worker's box may wait, besides the work itself


def widow(number: int) -> str:
    """Everybody her own name: of two with one name and one birthday the second would be held."""
    one, two, three = (chain.NAMES[number // 12**power % 12].lower() for power in range(3))
    return chain.widow(number, e01_02_40=f"Proef{one}{two}{three}")


def until(done: Callable[[], object], *, within: float, pause: float = 0.1) -> None:
    deadline = time.monotonic() + within
    while not done():
        assert time.monotonic() < deadline, f"not done within {within} seconds"
        time.sleep(pause)


def digests(subject: Round) -> list[str]:
    return list(subject.boxes.order_by("number").values_list("digest", flat=True))


def made(subject: Round) -> int:
    return subject.boxes.filter(state=BoxState.MADE).count()


def forget_all(subject: Round) -> None:
    """As it was at release: nothing made, no file."""
    boxes.remove(subject.boxes.all())
    subject.boxes.update(state=BoxState.QUEUED, digest="", file_name="", pages=0, made_at=None, attempts=0)


def printed_codes(subject: Round) -> Counter[str]:
    """How often each valid code stands in the files."""
    program, found = programs.find("pdftotext", package="poppler-utils"), Counter[str]()
    for box in subject.boxes.all():
        said = subprocess.run([program, str(boxes.path(box)), "-"], check=True, capture_output=True, text=True).stdout
        found.update(filter(codes.is_valid, map(codes.normalise, re.findall(r"\b[A-Z0-9]{4} [A-Z0-9]{4}\b", said))))
    return found


def in_the_middle(subject: Round, folder: Path, number: int) -> None:
    """Wait for a bad moment: while a box is being laid out, or while its file is being written."""
    before = made(subject)
    until(lambda: made(subject) > before, within=120)
    if number % 2:
        until(lambda: list(folder.glob("*.part")), within=120, pause=0.001)
    else:
        time.sleep(random.Random(number).uniform(0, 3))


def kill(process: "subprocess.Popen[bytes]") -> None:
    os.killpg(os.getpgid(process.pid), signal.SIGKILL)
    process.wait()


@pytest.mark.long
@pytest.mark.one_database  # what the database adds is tested with one kill, on both
def test_a_thousand_letters_and_ten_kills_give_what_an_undisturbed_run_gives(
    start_worker: Start,
    redis_url: str,
    own_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    record_testsuite_property: Callable[[str, object], None],
) -> None:
    monkeypatch.setattr(boxes, "BOX_SIZE", BOX)
    subject = chain.released(*map(widow, range(LETTERS)))
    assert subject.letters.count() == LETTERS
    began = time.monotonic()
    assert making.make_all(at=timezone.now()) == LETTERS // BOX
    undisturbed, took, events = digests(subject), time.monotonic() - began, Event.objects.filter(kind="box.made")
    assert (len(set(undisturbed)), events.count()) == (LETTERS // BOX, LETTERS // BOX)
    forget_all(subject)

    began, folder, left = time.monotonic(), boxes.path(subject.boxes.all()[0]).parent, 0
    for number in range(KILLS):
        with start_worker() as process:
            in_the_middle(subject, folder, number)
            kill(process)
        with redis.Redis.from_url(redis_url) as client:
            client.flushall()
        left += len(list(folder.glob("*.part")))
    assert made(subject) < LETTERS // BOX
    killed = time.monotonic() - began
    with start_worker(beat=True):
        until(lambda: made(subject) == LETTERS // BOX, within=RECOVERY + 2 * took)

    assert digests(subject) == undisturbed
    assert events.count() == 2 * LETTERS // BOX
    assert {path for path in (own_folder / "media").rglob("*") if path.is_file()} == {
        boxes.path(box) for box in subject.boxes.all()
    }
    assert subject.letters.filter(box__state=BoxState.MADE).count() == LETTERS
    found = printed_codes(subject)
    assert set(found) == set(subject.letters.values_list("code", flat=True))
    assert len(set(found.values())) == 1
    attempts = sum(PrintJob.objects.values_list("attempts", flat=True))
    assert attempts >= LETTERS // BOX + KILLS // 2
    for name, seconds in (("undisturbed", took), ("killing", killed), ("disturbed", time.monotonic() - began)):
        record_testsuite_property(f"{name}_seconds", round(seconds))
    record_testsuite_property("attempts", attempts)
    record_testsuite_property("half_written_files_left_by_killed_workers", left)
