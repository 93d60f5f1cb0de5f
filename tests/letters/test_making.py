"""Boxes are made once, whoever is killed, late, cancelled or pulled meanwhile."""

import errno
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from bezoekdienst.audit.models import Event
from letters import rendering, rounds
from letters.printing import boxes, leases, making, papers, sending
from letters.sheet import storage
from letters.states import BoxState
from tests.letters import chain

THREE = tuple(chain.widow(number) for number in range(3))
DIED = chain.widow(2, e06_08_10="20260930")


@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_at_once_exactly_one_claims_the_box():
    chain.released(*THREE)

    def claim(_):
        try:
            return making.claim(at=chain.at())
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        claimed = [box for box in pool.map(claim, range(8)) if box]
    assert (len(claimed), claimed[0].attempts) == (1, 1)


@pytest.mark.django_db
def test_a_lease_that_ran_out_is_free_again_and_the_file_is_the_same():
    subject = chain.released(*THREE)
    slow = making.claim(at=chain.at())
    assert making.claim(at=chain.at() + leases.LENGTH) is None
    later = chain.at() + leases.LENGTH + timedelta(seconds=1)
    other = making.claim(at=later)
    assert making.make(other, at=later) is True
    sending.finish(other, by=chain.clerk(), at=later)
    assert making.make(slow, at=later) is False  # the slow worker wakes up: nothing is set back
    box = subject.boxes.get()
    assert (box.state, box.attempts, box.pages) == (BoxState.PRINTED, 2, 6)
    assert chain.on_disk(box) == box.digest
    assert Event.objects.filter(kind="box.made").count() == 1


@pytest.mark.django_db
def test_a_box_that_was_claimed_when_the_clock_ran_ahead_is_made_once_it_is_right():
    chain.released(*THREE)
    assert making.claim(at=chain.at() + timedelta(days=400)) is not None
    assert making.make_all(at=chain.at()) == 1


@pytest.mark.django_db
def test_a_round_cancelled_while_its_box_is_being_made_leaves_no_file(django_capture_on_commit_callbacks):
    subject = chain.released(*THREE)
    box = making.claim(at=chain.at())
    with django_capture_on_commit_callbacks(execute=True):
        rounds.cancel(subject, by=chain.clerk(), at=chain.at())
    assert making.make(box, at=chain.at()) is False
    assert chain.files() == []


@pytest.mark.django_db
def test_a_letter_pulled_while_its_box_is_being_written_is_not_in_the_file(monkeypatch):
    subject, render = chain.released(*THREE), rendering.render_box
    written = []

    def pulled_meanwhile(sheets, stationery, path):
        if not written:
            chain.check(subject, *THREE[:2], DIED)
        written.append(len(sheets))
        return render(sheets, stationery, path)

    monkeypatch.setattr(rendering, "render_box", pulled_meanwhile)
    assert making.make_all(at=chain.at()) == 1
    box = subject.boxes.get()
    assert (written, box.state, box.pages, box.letters.count()) == ([3, 2], BoxState.MADE, 4, 2)
    assert (chain.on_disk(box), chain.files()) == (box.digest, [boxes.path(box)])


@pytest.mark.django_db(transaction=True)
def test_a_pull_while_a_file_gets_its_name_waits_for_it_and_takes_the_box_back(monkeypatch):
    subject, put, putting = chain.released(*THREE), storage.put, threading.Event()

    def slowly(part, path):
        if path == boxes.path(subject.boxes.get()):
            putting.set()
            time.sleep(0.3)
        put(part, path)

    def make():
        try:
            return making.make_all(at=chain.at())
        finally:
            connection.close()

    monkeypatch.setattr(storage, "put", slowly)
    with ThreadPoolExecutor(1) as pool:
        made = pool.submit(make)
        assert putting.wait(30)
        chain.check(subject, *THREE[:2], DIED)
        made.result()
    making.make_all(at=chain.at())
    box = subject.boxes.get()
    assert (box.state, box.pages, chain.on_disk(box), papers.pulls(subject)) == (BoxState.MADE, 4, box.digest, [])


@pytest.mark.django_db
def test_a_worker_that_is_late_does_not_put_a_pulled_letter_back_into_the_file(monkeypatch):
    subject, render = chain.released(*THREE), rendering.render_box
    later = chain.at() + leases.LENGTH + timedelta(seconds=1)

    def overtaken(sheets, stationery, path):
        monkeypatch.setattr(rendering, "render_box", render)
        made = render(sheets, stationery, path)
        chain.check(subject, *THREE[:2], DIED)
        assert making.make_all(at=later) == 1
        path.touch()  # cleared away as what a dead worker left; this one is only slow
        return made

    slow = making.claim(at=chain.at())
    monkeypatch.setattr(rendering, "render_box", overtaken)
    assert making.make(slow, at=chain.at()) is False
    box = subject.boxes.get()
    assert (box.pages, chain.on_disk(box), chain.files()) == (4, box.digest, [boxes.path(box)])


@pytest.mark.django_db
def test_a_worker_that_finds_its_box_made_by_another_leaves_it_when_it_is_taken_back_that_moment(monkeypatch):
    subject, look = chain.released(*THREE), making._contents

    def overtaken(box):
        monkeypatch.setattr(making, "_contents", look)
        making.make_all(at=chain.at() + leases.LENGTH + timedelta(seconds=1))
        found = look(box)
        chain.check(subject, *THREE[:2], DIED)  # and the box waits once more, for the other two
        return found

    slow = making.claim(at=chain.at())
    monkeypatch.setattr(making, "_contents", overtaken)
    assert making.make(slow, at=chain.at()) is False
    assert subject.boxes.get().state == BoxState.QUEUED
    making.make_all(at=chain.at() + 2 * leases.LENGTH)
    assert (subject.boxes.get().state, subject.boxes.get().pages) == (BoxState.MADE, 4)


@pytest.mark.django_db
def test_what_a_killed_worker_left_half_written_is_gone_when_the_box_is_made():
    subject = chain.released(*THREE)
    box = subject.boxes.get()
    folder = boxes.path(box).parent
    folder.mkdir(parents=True)
    for name in ("doos-1.0123abcd.part", ".doos-1.0123abcd.part.x1y2.part", "doos-12.0123abcd.part"):
        (folder / name).write_bytes(b"%PDF-")
    making.make_all(at=chain.at())
    assert chain.files() == [boxes.path(box), folder / "doos-12.0123abcd.part"]


@pytest.mark.django_db
def test_a_box_from_which_everybody_was_pulled_does_not_stop_the_round():
    subject = chain.released(*THREE)
    chain.check(subject, *(chain.widow(number, e06_08_10="20260930") for number in range(3)))
    making.make_all(at=chain.at())
    assert subject.boxes.get().state == BoxState.ERASED
    assert rounds.printed(subject, by=chain.clerk(), at=chain.at()).state == "printed"


@pytest.mark.django_db
def test_a_box_that_ends_in_an_error_keeps_no_other_waiting_and_is_given_up_after_a_while(monkeypatch, caplog):
    monkeypatch.setattr(boxes, "BOX_SIZE", 1)
    subject, render = chain.released(*THREE), rendering.render_box

    def full(sheets, stationery, path):
        if path.name.startswith("doos-1."):
            raise OSError(errno.ENOSPC, sheets[0].salutation)
        return render(sheets, stationery, path)

    monkeypatch.setattr(rendering, "render_box", full)
    assert making.make_all(at=chain.at()) == 2
    assert box_says(subject) == (BoxState.QUEUED, making.AGAIN)
    for minute in range(1, making.ATTEMPTS):
        making.make_all(at=chain.at() + timedelta(minutes=minute))
    assert box_says(subject) == (BoxState.FAILED, making.GIVEN_UP)
    assert "OSError" in caplog.text and "Proef" not in caplog.text
    monkeypatch.setattr(rendering, "render_box", render)
    sending.again(subject.boxes.get(number=1), by=chain.clerk(), at=chain.at())
    assert (making.make_all(at=chain.at()), box_says(subject)) == (1, (BoxState.MADE, ""))


def box_says(subject):
    box = subject.boxes.get(number=1)
    return box.state, box.printer_says
