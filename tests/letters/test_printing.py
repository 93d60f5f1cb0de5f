import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from letters import rounds
from letters.models import PrintJob
from letters.printing import boxes, making, papers, reprints, sending
from letters.sheet import lists
from letters.states import BoxState
from tests.letters import chain

THREE = tuple(chain.widow(number) for number in range(3))
DIED = chain.widow(2, e06_08_10="20260930")


@pytest.mark.django_db
def test_what_was_pulled_before_making_is_not_in_the_file_and_after_handing_over_on_the_list():
    subject = chain.released(*THREE)
    chain.check(subject, *THREE[1:])
    making.make_all(at=chain.at())
    box = subject.boxes.get()
    assert box.pages == 4
    sending.downloaded(box, by=chain.clerk(), at=chain.at())
    chain.check(subject, THREE[1], DIED)
    making.make_all(at=chain.at())
    (pull,) = papers.pulls(subject)
    assert (pull.box, pull.place) == (1, 2)
    assert papers.pull_list(subject).startswith(b"%PDF-") and papers.cover(subject).startswith(b"%PDF-")
    assert subject.boxes.get().digest == box.digest


@pytest.mark.django_db
def test_a_box_that_never_left_is_made_again_without_who_was_pulled_and_no_envelope_has_to_come_out():
    subject = chain.released(*THREE)
    making.make_all(at=chain.at())
    before = subject.boxes.get()
    chain.check(subject, *THREE[:2], DIED)
    box = subject.boxes.get()
    assert (box.state, box.digest, box.file_name) == (BoxState.QUEUED, "", "")
    for act in (sending.downloaded, sending.send, sending.finish):
        with pytest.raises(Refused):
            act(box, by=chain.clerk(), at=chain.at())
    assert making.make_all(at=chain.at()) == 1
    box = subject.boxes.get()
    assert (box.state, box.pages, papers.pulls(subject)) == (BoxState.MADE, 4, [])
    assert box.digest != before.digest and chain.on_disk(box) == box.digest
    assert Event.objects.filter(kind="box.taken_back").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_a_pull_and_a_hand_over_at_once_the_envelope_is_never_forgotten():
    """Either the box was first, and the envelope is on the list; or the pull was, and the box doesn't leave."""
    subject = chain.released(*THREE)
    making.make_all(at=chain.at())
    ready = threading.Barrier(2)

    def take_along():
        try:
            ready.wait()
            return sending.downloaded(subject.boxes.get(), by=None, at=chain.at())
        except Refused:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        taken = pool.submit(take_along)
        ready.wait()
        chain.check(subject, *THREE[:2], DIED)
        left = taken.result()
    assert [pull.place for pull in papers.pulls(subject)] == ([3] if left else [])
    assert subject.boxes.get().state == (BoxState.MADE if left else BoxState.QUEUED)


@pytest.mark.django_db
def test_a_box_that_could_not_be_handed_over_is_made_again_when_somebody_was_pulled_meanwhile(settings):
    settings.PRINTER_URL = "ipp://127.0.0.1:9/ipp/print"
    subject = chain.released(*THREE)
    making.make_all(at=chain.at())
    box = subject.boxes.get()
    sending._take(box, chain.at())
    chain.check(subject, *THREE[:2], DIED)
    assert [pull.place for pull in papers.pulls(subject)] == [3]  # it may be going to the printer at this moment
    sending._put_back(box, BoxState.MADE, chain.at())
    assert (subject.boxes.get().state, papers.pulls(subject)) == (BoxState.QUEUED, [])


@pytest.mark.django_db
def test_a_file_that_is_not_as_it_was_made_is_not_handed_over():
    subject = chain.released(*THREE)
    making.make_all(at=chain.at())
    box = subject.boxes.get()
    boxes.path(box).write_bytes(b"%PDF-1.7 another")
    with pytest.raises(Refused, match="niet meer zoals het gemaakt is"):
        sending.downloaded(box, by=chain.clerk(), at=chain.at())


@pytest.mark.django_db
def test_on_the_post_nothing_is_printed_or_taken_along_any_more():
    subject = chain.posted(*THREE)
    for act in (sending.downloaded, reprints.whole):
        with pytest.raises(Refused):
            act(subject.boxes.get(), by=chain.clerk(), at=chain.at())


@pytest.mark.django_db
def test_a_box_without_a_file_is_not_printed_and_no_round_is_printed_half():
    subject = chain.released(*THREE)
    with pytest.raises(Refused):
        sending.finish(PrintJob.objects.get(), by=chain.clerk(), at=chain.at())
    with pytest.raises(Refused, match="1 van de 1"):
        rounds.printed(subject, by=chain.clerk(), at=chain.at())


@pytest.mark.django_db
def test_taking_a_file_along_is_written_down_with_its_hash():
    chain.printed(*THREE)
    box = PrintJob.objects.get()
    assert sending.downloaded(box, by=chain.clerk(), at=chain.at()) == boxes.path(box)
    assert Event.objects.get(kind="box.downloaded").facts == {"digest": box.digest}


@pytest.mark.django_db
def test_the_print_room_reads_which_envelope_comes_out_and_not_why():
    subject = chain.printed(*THREE)
    chain.check(subject, *THREE[:2], DIED)
    listing = lists.pulls(papers.pulls(subject), round_name=str(subject))
    assert listing.rows == (("1", "3", "G.R. Proefiep, Lindelaan 3, 6813 AB  ARNHEM", ""),)
    assert listing.headings == ("Doos", "Plaats", "In het venster", "Eruit")


@pytest.mark.django_db
def test_a_print_file_that_could_not_be_removed_goes_the_next_night(django_capture_on_commit_callbacks):
    subject = chain.released(*THREE)
    making.make_all(at=chain.at())
    rounds.cancel(subject, by=chain.clerk(), at=chain.at())  # and the machine stops before the file is removed
    file = boxes.path(subject.boxes.get())
    late = file.with_suffix(".0123abcd.part")
    late.write_bytes(b"%PDF-")  # of a worker that was still at it
    assert file.is_file()
    assert boxes.erase_due(on=chain.ON, at=chain.at()) == 0
    assert (file.exists(), late.exists()) == (False, False)


@pytest.mark.django_db
def test_print_files_go_fourteen_days_after_posting(django_capture_on_commit_callbacks):
    subject = chain.posted(*THREE)
    box, on = PrintJob.objects.get(), subject.posted_on + timedelta(days=14)
    assert boxes.erase_due(on=on - timedelta(days=1), at=chain.at(on)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert boxes.erase_due(on=on, at=chain.at(on)) == 1
    assert not boxes.path(box).exists()
    with pytest.raises(Refused):
        sending.downloaded(PrintJob.objects.get(), by=chain.clerk(), at=chain.at(on))
