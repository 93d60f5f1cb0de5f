import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from letters import boxes, last_check, leases, papers, printing, rounds
from letters.models import PrintJob
from letters.states import BoxState
from tests.letters import chain

THREE = tuple(chain.widow(number) for number in range(3))


@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_at_once_exactly_one_claims_the_box():
    chain.released(*THREE)

    def claim(_):
        try:
            return printing.claim(at=chain.at())
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        claimed = [box for box in pool.map(claim, range(8)) if box]
    assert (len(claimed), claimed[0].attempts) == (1, 1)


@pytest.mark.django_db
def test_a_lease_that_ran_out_is_free_again_and_the_file_is_the_same():
    subject = chain.released(*THREE)
    slow = printing.claim(at=chain.at())
    assert printing.claim(at=chain.at() + leases.LENGTH) is None
    later = chain.at() + leases.LENGTH + timedelta(seconds=1)
    other = printing.claim(at=later)
    assert printing.make(other, at=later) is True
    printing.finish(other, by=chain.clerk(), at=later)
    assert printing.make(slow, at=later) is False  # the slow worker wakes up: nothing is set back
    box = subject.boxes.get()
    assert (box.state, box.attempts, box.pages) == (BoxState.PRINTED, 2, 6)
    assert hashlib.sha256(boxes.path(box).read_bytes()).hexdigest() == box.digest
    assert Event.objects.filter(kind="box.made").count() == 1


@pytest.mark.django_db
def test_a_round_cancelled_while_its_box_is_being_made_leaves_no_file(django_capture_on_commit_callbacks):
    subject = chain.released(*THREE)
    box = printing.claim(at=chain.at())
    with django_capture_on_commit_callbacks(execute=True):
        rounds.cancel(subject, by=chain.clerk(), at=chain.at())
    assert printing.make(box, at=chain.at()) is False
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_what_was_pulled_before_making_is_not_in_the_file_and_afterwards_on_the_list():
    subject = chain.released(*THREE)

    def check(*lines):
        stream = chain.delivery(*lines)
        last_check.lay(subject, stream, state_on=chain.ON, by=chain.clerk(), at=chain.at(), on=chain.ON)

    check(*THREE[1:])
    printing.make_all(at=chain.at())
    assert subject.boxes.get().pages == 4
    check(THREE[1], chain.widow(2, e06_08_10="20260930"))
    (pull,) = papers.pulls(subject)
    assert (pull.box, pull.place, pull.reason) == (1, 2, "Deze persoon is zelf overleden.")
    assert papers.pull_list(subject).startswith(b"%PDF-") and papers.cover(subject).startswith(b"%PDF-")


@pytest.mark.django_db
def test_a_box_from_which_everybody_was_pulled_does_not_stop_the_round():
    subject = chain.released(*THREE)
    stream = chain.delivery(chain.widow(9))
    last_check.lay(subject, stream, state_on=chain.ON, by=chain.clerk(), at=chain.at(), on=chain.ON)
    printing.make_all(at=chain.at())
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
