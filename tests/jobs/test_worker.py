"""A real worker on a real Redis: work may be killed, messages may be lost, letters may not."""

import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import redis as redis_client
from django.utils import timezone

from bezoekdienst import tasks
from bezoekdienst.audit.models import Event
from bezoekdienst.celery import app
from bezoekdienst.demo import cast as demo
from bezoekdienst.demo import mailing, shifting
from letters import last_check, letterheads, rounds
from letters.deliveries import extracts, judging
from letters.models import PrintJob, Round
from letters.printing import boxes, making
from letters.states import BoxState, LetterState
from tests import cast
from tests.letters import chain
from tests.services.worker import Start

LINES = 90  # about thirty letters: four boxes


@pytest.fixture
def small_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boxes, "BOX_SIZE", 9)


def _frozen() -> Round:
    """A round of a cut of the sample, checked and looked at: ready to be released."""
    now, clerk = timezone.now(), cast.clerk()
    today = timezone.localdate(now)
    cut = b"".join(mailing.SAMPLE.read_bytes().splitlines(keepends=True)[:LINES])
    content = shifting.shifted(cut, judging.reference_on(today))
    extract = extracts.take_in(BytesIO(content), state_on=today, by=clerk, at=now, on=today)
    letterheads.save(texts=demo.LETTERHEAD, profile="c5_left", by=cast.coordinator(), at=now)
    opened = rounds.open_quarter(on=today, at=now)
    assert opened is not None
    rounds.draft(opened, extract=extract, by=clerk, at=now)
    frozen = rounds.freeze(opened, by=clerk, at=now)
    chain.looked_at(frozen, clerk, now)
    last_check.lay(frozen, BytesIO(content), state_on=today, by=clerk, at=now, on=today)
    frozen.refresh_from_db()
    return frozen


def _until(done: Callable[[], bool], *, within: float) -> None:
    deadline = time.monotonic() + within
    while not done():
        assert time.monotonic() < deadline, f"not done within {within} seconds"
        time.sleep(0.2)


def _all_made(subject: Round) -> bool:
    return not subject.boxes.exclude(state=BoxState.MADE).exists()


def _digests(subject: Round) -> list[str]:
    return list(subject.boxes.order_by("number").values_list("digest", flat=True))


def _assert_complete(subject: Round, media: Path) -> None:
    """Every letter in exactly one box, two pages each; no file but the boxes'."""
    letters = subject.letters.filter(state=LetterState.MADE)
    assert not letters.filter(box=None).exists()
    pages = 0
    for box in subject.boxes.all():
        with pikepdf.open(boxes.path(box)) as pdf:
            pages += len(pdf.pages)
    assert pages == 2 * letters.count()
    files = {path for path in (media / "rounds").rglob("*") if path.is_file()}
    assert files == {boxes.path(box) for box in subject.boxes.all()}
    made = Event.objects.filter(kind="box.made").count()
    assert made == subject.boxes.count()


def test_a_release_wakes_the_worker_and_every_letter_is_made_once(
    start_worker: Start, own_folder: Path, small_boxes: None
) -> None:
    frozen = _frozen()
    with start_worker():
        released = rounds.release(frozen, by=cast.second_clerk(), at=timezone.now())
        _until(lambda: _all_made(released), within=90)
    _assert_complete(released, own_folder / "media")


def test_a_killed_worker_and_an_emptied_redis_lose_nothing_and_double_nothing(
    start_worker: Start, redis_url: str, own_folder: Path, small_boxes: None
) -> None:
    frozen = _frozen()
    with start_worker() as process:
        released = rounds.release(frozen, by=cast.second_clerk(), at=timezone.now())
        _until(lambda: released.boxes.filter(state=BoxState.MADE).exists(), within=90)
        os.killpg(os.getpgid(process.pid), signal.SIGKILL)
        process.wait()
    with redis_client.Redis.from_url(redis_url) as client:
        client.flushall()
    assert not _all_made(released)
    with start_worker(beat=True):
        _until(lambda: _all_made(released), within=90)
    _assert_complete(released, own_folder / "media")


def test_an_undisturbed_and_a_disturbed_run_give_the_same_bytes(
    transactional_db: None, own_folder: Path, small_boxes: None
) -> None:
    released = rounds.release(_frozen(), by=cast.second_clerk(), at=timezone.now())
    now = timezone.now()
    first = making.claim(at=now)
    assert first is not None
    making.make_all(at=now)
    assert released.boxes.order_by("number")[0].state == BoxState.QUEUED  # a lease nobody renews
    making.make_all(at=now + timedelta(minutes=1))
    disturbed = _digests(released)
    PrintJob.objects.update(state=BoxState.QUEUED, lease_until_at=None)
    making.make_all(at=now + timedelta(minutes=2))
    assert _digests(released) == disturbed


def test_the_quarters_round_is_opened_when_a_worker_comes_back_after_downtime(start_worker: Start) -> None:
    assert not Round.objects.exists()
    with start_worker():
        _until(lambda: Round.objects.exists(), within=60)
    today = timezone.localdate()
    assert [one.quarter_on for one in Round.objects.all()] == [
        today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    ]


@pytest.mark.django_db
def test_opening_the_round_twice_opens_one() -> None:
    assert [tasks.open_round(), tasks.open_round()] == [1, 0]


def test_every_job_has_its_hour_and_is_known_to_the_worker() -> None:
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    ours = {name for name in app.tasks if name.startswith("bezoekdienst.tasks.")}
    assert scheduled == ours
    assert {"bezoekdienst.tasks.open_round", "bezoekdienst.tasks.close_outlived"} <= ours
    quarterly = app.conf.beat_schedule["open_round-0"]["schedule"]
    assert (quarterly.month_of_year, quarterly.day_of_month) == ({1, 4, 7, 10}, {1})
