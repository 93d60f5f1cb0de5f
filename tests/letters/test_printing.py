import hashlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from letters import boxes, last_check, leases, making, papers, printing, rendering, reprints, rounds
from letters.models import PrintJob
from letters.sheet import storage
from letters.states import BoxState
from tests.letters import chain

THREE = tuple(chain.widow(number) for number in range(3))
DIED = chain.widow(2, e06_08_10="20260930")


def check(subject, *lines):
    stream = chain.delivery(*lines)
    last_check.lay(subject, stream, state_on=chain.ON, by=chain.clerk(), at=chain.at(), on=chain.ON)


def on_disk(box):
    return hashlib.sha256(boxes.path(box).read_bytes()).hexdigest()


def files():
    return sorted(path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file())


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
    printing.finish(other, by=chain.clerk(), at=later)
    assert making.make(slow, at=later) is False  # the slow worker wakes up: nothing is set back
    box = subject.boxes.get()
    assert (box.state, box.attempts, box.pages) == (BoxState.PRINTED, 2, 6)
    assert on_disk(box) == box.digest
    assert Event.objects.filter(kind="box.made").count() == 1


@pytest.mark.django_db
def test_a_round_cancelled_while_its_box_is_being_made_leaves_no_file(django_capture_on_commit_callbacks):
    subject = chain.released(*THREE)
    box = making.claim(at=chain.at())
    with django_capture_on_commit_callbacks(execute=True):
        rounds.cancel(subject, by=chain.clerk(), at=chain.at())
    assert making.make(box, at=chain.at()) is False
    assert files() == []


@pytest.mark.django_db
def test_what_was_pulled_before_making_is_not_in_the_file_and_after_handing_over_on_the_list():
    subject = chain.released(*THREE)
    check(subject, *THREE[1:])
    making.make_all(at=chain.at())
    box = subject.boxes.get()
    assert box.pages == 4
    printing.downloaded(box, by=chain.clerk(), at=chain.at())
    check(subject, THREE[1], DIED)
    making.make_all(at=chain.at())
    (pull,) = papers.pulls(subject)
    assert (pull.box, pull.place, pull.reason) == (1, 2, "Deze persoon is zelf overleden.")
    assert papers.pull_list(subject).startswith(b"%PDF-") and papers.cover(subject).startswith(b"%PDF-")
    assert subject.boxes.get().digest == box.digest


@pytest.mark.django_db
def test_a_box_that_never_left_is_made_again_without_who_was_pulled_and_no_envelope_has_to_come_out():
    subject = chain.released(*THREE)
    making.make_all(at=chain.at())
    before = subject.boxes.get()
    check(subject, *THREE[:2], DIED)
    box = subject.boxes.get()
    assert (box.state, box.digest, box.file_name) == (BoxState.QUEUED, "", "")
    for act in (printing.downloaded, printing.send, printing.finish):
        with pytest.raises(Refused):
            act(box, by=chain.clerk(), at=chain.at())
    assert making.make_all(at=chain.at()) == 1
    box = subject.boxes.get()
    assert (box.state, box.pages, papers.pulls(subject)) == (BoxState.MADE, 4, [])
    assert box.digest != before.digest and on_disk(box) == box.digest
    assert Event.objects.filter(kind="box.taken_back").count() == 1


@pytest.mark.django_db
def test_a_letter_pulled_while_its_box_is_being_written_is_not_in_the_file(monkeypatch):
    subject, render = chain.released(*THREE), rendering.render_box
    written = []

    def pulled_meanwhile(sheets, stationery, path):
        if not written:
            check(subject, *THREE[:2], DIED)
        written.append(len(sheets))
        return render(sheets, stationery, path)

    monkeypatch.setattr(rendering, "render_box", pulled_meanwhile)
    assert making.make_all(at=chain.at()) == 1
    box = subject.boxes.get()
    assert (written, box.state, box.pages, box.letters.count()) == ([3, 2], BoxState.MADE, 4, 2)
    assert (on_disk(box), files()) == (box.digest, [boxes.path(box)])


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
        check(subject, *THREE[:2], DIED)
        made.result()
    making.make_all(at=chain.at())
    box = subject.boxes.get()
    assert (box.state, box.pages, on_disk(box), papers.pulls(subject)) == (BoxState.MADE, 4, box.digest, [])


@pytest.mark.django_db(transaction=True)
def test_of_a_pull_and_a_hand_over_at_once_the_envelope_is_never_forgotten():
    """Either the box was first, and the envelope is on the list; or the pull was, and the box doesn't leave."""
    subject = chain.released(*THREE)
    making.make_all(at=chain.at())
    ready = threading.Barrier(2)

    def take_along():
        try:
            ready.wait()
            return printing.downloaded(subject.boxes.get(), by=None, at=chain.at())
        except Refused:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        taken = pool.submit(take_along)
        ready.wait()
        check(subject, *THREE[:2], DIED)
        left = taken.result()
    assert [pull.place for pull in papers.pulls(subject)] == ([3] if left else [])
    assert subject.boxes.get().state == (BoxState.MADE if left else BoxState.QUEUED)


@pytest.mark.django_db
def test_a_worker_that_is_late_does_not_put_a_pulled_letter_back_into_the_file(monkeypatch):
    subject, render = chain.released(*THREE), rendering.render_box
    later = chain.at() + leases.LENGTH + timedelta(seconds=1)

    def overtaken(sheets, stationery, path):
        monkeypatch.setattr(rendering, "render_box", render)
        made = render(sheets, stationery, path)
        check(subject, *THREE[:2], DIED)
        assert making.make_all(at=later) == 1
        path.touch()  # cleared away as what a dead worker left; this one is only slow
        return made

    slow = making.claim(at=chain.at())
    monkeypatch.setattr(rendering, "render_box", overtaken)
    assert making.make(slow, at=chain.at()) is False
    box = subject.boxes.get()
    assert (box.pages, on_disk(box), files()) == (4, box.digest, [boxes.path(box)])


@pytest.mark.django_db
def test_a_box_that_could_not_be_handed_over_is_made_again_when_somebody_was_pulled_meanwhile(settings):
    settings.PRINTER_URL = "ipp://127.0.0.1:9/ipp/print"
    subject = chain.released(*THREE)
    making.make_all(at=chain.at())
    box = subject.boxes.get()
    printing._take(box, chain.at())
    check(subject, *THREE[:2], DIED)
    assert [pull.place for pull in papers.pulls(subject)] == [3]  # it may be going to the printer at this moment
    printing._put_back(box, BoxState.MADE, chain.at())
    assert (subject.boxes.get().state, papers.pulls(subject)) == (BoxState.QUEUED, [])


@pytest.mark.django_db
def test_a_file_that_is_not_as_it_was_made_is_not_handed_over():
    subject = chain.released(*THREE)
    making.make_all(at=chain.at())
    box = subject.boxes.get()
    boxes.path(box).write_bytes(b"%PDF-1.7 another")
    with pytest.raises(Refused, match="niet meer zoals het gemaakt is"):
        printing.downloaded(box, by=chain.clerk(), at=chain.at())


@pytest.mark.django_db
def test_what_a_killed_worker_left_half_written_is_gone_when_the_box_is_made():
    subject = chain.released(*THREE)
    box = subject.boxes.get()
    folder = boxes.path(box).parent
    folder.mkdir(parents=True)
    for name in ("doos-1.0123abcd.part", ".doos-1.0123abcd.part.x1y2.part", "doos-12.0123abcd.part"):
        (folder / name).write_bytes(b"%PDF-")
    making.make_all(at=chain.at())
    assert files() == [boxes.path(box), folder / "doos-12.0123abcd.part"]


@pytest.mark.django_db
def test_on_the_post_nothing_is_printed_or_taken_along_any_more():
    subject = chain.posted(*THREE)
    for act in (printing.downloaded, reprints.whole):
        with pytest.raises(Refused):
            act(subject.boxes.get(), by=chain.clerk(), at=chain.at())


@pytest.mark.django_db
def test_a_box_from_which_everybody_was_pulled_does_not_stop_the_round():
    subject = chain.released(*THREE)
    check(subject, chain.widow(9))
    making.make_all(at=chain.at())
    assert subject.boxes.get().state == BoxState.ERASED
    assert rounds.printed(subject, by=chain.clerk(), at=chain.at()).state == "printed"


@pytest.mark.django_db
def test_a_box_without_a_file_is_not_printed_and_no_round_is_printed_half():
    subject = chain.released(*THREE)
    with pytest.raises(Refused):
        printing.finish(PrintJob.objects.get(), by=chain.clerk(), at=chain.at())
    with pytest.raises(Refused, match="1 van de 1"):
        rounds.printed(subject, by=chain.clerk(), at=chain.at())


@pytest.mark.django_db
def test_taking_a_file_along_is_written_down_with_its_hash():
    chain.printed(*THREE)
    box = PrintJob.objects.get()
    assert printing.downloaded(box, by=chain.clerk(), at=chain.at()) == boxes.path(box)
    assert Event.objects.get(kind="box.downloaded").facts == {"digest": box.digest}


@pytest.mark.django_db
def test_print_files_go_fourteen_days_after_posting(django_capture_on_commit_callbacks):
    subject = chain.posted(*THREE)
    box, on = PrintJob.objects.get(), subject.posted_on + timedelta(days=14)
    assert boxes.erase_due(on=on - timedelta(days=1), at=chain.at(on)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert boxes.erase_due(on=on, at=chain.at(on)) == 1
    assert not boxes.path(box).exists()
    with pytest.raises(Refused):
        printing.downloaded(PrintJob.objects.get(), by=chain.clerk(), at=chain.at(on))
