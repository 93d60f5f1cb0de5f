"""A box at the printer: what the page says of it, and that no letter is printed twice because an answer got lost."""

from datetime import timedelta

import pytest

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from letters import last_check, rounds
from letters.models import PrintJob
from letters.printing import boxes, following, ipp, making, sending, troubles
from letters.states import BoxState, RoundState
from tests.letters import chain, printers

pytestmark = pytest.mark.django_db
THREE = tuple(chain.widow(number) for number in range(3))
TIME = "(sinds 1 oktober, 10:00 uur)."


@pytest.fixture
def printer(settings):
    with printers.running() as there:
        settings.PRINTER_URL = there.url
        yield there


@pytest.fixture
def box(printer):
    chain.released(*THREE)
    making.make_all(at=chain.at())
    return PrintJob.objects.get()


@pytest.fixture
def sent(box):
    return sending.send(box, by=chain.clerk(), at=chain.at())


def seen(box, minutes=0):
    following.follow(at=chain.at() + timedelta(minutes=minutes))
    box.refresh_from_db()
    return box.state, box.printer_says


@pytest.mark.parametrize(
    ("job", "itself", "says"),
    [
        (printers.job(3), printers.printer(4), "Wacht op zijn beurt bij de printer"),
        (printers.job(5, "job-printing"), printers.printer(4), "Wordt nu geprint"),
        (printers.job(5), printers.printer(4, "media-empty-error"), "Het papier is op"),
        (printers.job(5), printers.printer(4, "media-empty-warning"), "Het papier is op"),
        (printers.job(5), printers.printer(5, "media-jam", "cover-open"), "Er zit papier vast. Er staat een klep open"),
        (printers.job(3), printers.printer(5, "paused"), "De printer is op pauze gezet"),
        (printers.job(3), printers.printer(3, "offline-report"), "De printer staat uit of is niet verbonden"),
        (printers.job(6), printers.printer(5, "vendor-own-word"), troubles.LOOK[:-1]),
        (printers.job(4), printers.printer(3), "De printer houdt de opdracht vast. Geef haar op de printer vrij"),
        (printers.job(5), printers.printer(4, "toner-low-report"), "Wordt nu geprint. De toner is bijna op"),
    ],
)  # fmt: skip
def test_what_holds_a_box_up_is_said_and_since_when(printer, sent, job, itself, says):
    printer.says |= {"job": job, "printer": itself}
    assert seen(sent) == (BoxState.SENT, f"{says} {TIME}")
    assert seen(sent, minutes=5) == (BoxState.SENT, f"{says} {TIME}")


def test_what_changes_gets_a_time_of_its_own(printer, sent):
    printer.says["printer"] = printers.printer(4, "toner-low")
    assert seen(sent)[1] == f"Wordt nu geprint. De toner is bijna op {TIME}"
    printer.says["printer"] = printers.printer(4)
    assert seen(sent, minutes=5)[1] == "Wordt nu geprint (sinds 1 oktober, 10:05 uur)."


def test_the_printer_itself_is_asked_once_however_many_boxes_lie_there(printer, settings, monkeypatch):
    monkeypatch.setattr(boxes, "BOX_SIZE", 1)
    chain.released(*THREE)
    making.make_all(at=chain.at())
    for one in PrintJob.objects.all():
        sending.send(one, by=None, at=chain.at())
    printer.heard.clear()
    following.follow(at=chain.at())
    assert printer.heard == ["printer", "job", "job", "job"]


def test_out_of_the_printer_is_printed_and_written_down(printer, sent):
    printer.says["job"] = printers.job(9, "job-completed-successfully", name=str(sent))
    assert following.follow(at=chain.at()) == 1
    sent.refresh_from_db()
    assert (sent.state, sent.printed_at, sent.printer_says) == (BoxState.PRINTED, chain.at(), "")
    assert following.follow(at=chain.at()) == 0
    assert Event.objects.filter(kind="box.printed").count() == 1


@pytest.mark.parametrize(
    ("job", "says"),
    [
        (printers.job(7), troubles.ENDED["canceled"]),
        (printers.job(8), troubles.ENDED["aborted"]),
        (printers.job(9, "job-completed-with-errors"), troubles.ENDED["completed"]),
        (printers.job(9, name="doos 1 van iemand anders"), troubles.LOST),  # switched off, and counting from 1 again
        (ipp.NOT_FOUND, troubles.LOST),
        (ipp.GONE, troubles.LOST),
    ],
)
def test_what_is_not_sure_is_decided_by_a_person_and_never_sent_again_by_itself(printer, sent, job, says):
    printer.says["job"] = job
    assert seen(sent) == (BoxState.FAILED, says)
    printer.heard.clear()
    assert seen(sent, minutes=9) == (BoxState.FAILED, says)
    assert printer.heard == []
    assert sending.finish(sent, by=chain.clerk(), at=chain.at()).state == BoxState.PRINTED


def test_what_is_not_on_paper_is_sent_again_by_a_person(printer, sent):
    printer.says["job"] = ipp.NOT_FOUND
    seen(sent)
    waits = sending.again(sent, by=chain.clerk(), at=chain.at())
    assert (waits.state, sending.send(waits, by=chain.clerk(), at=chain.at()).state) == (BoxState.MADE, BoxState.SENT)


@pytest.mark.parametrize("state", [BoxState.SENT, BoxState.PRINTED, BoxState.FAILED])
def test_a_second_click_on_an_old_page_prints_nothing_twice(printer, sent, state):
    PrintJob.objects.update(state=state)
    printer.heard.clear()
    with pytest.raises(Refused, match="kan niet naar “bij de printer”"):
        sending.send(sent, by=chain.clerk(), at=chain.at())
    assert (PrintJob.objects.get().state, printer.heard) == (state, [])


def test_a_printer_that_is_away_is_said_and_asked_again(settings, printer, sent):
    settings.PRINTER_URL = "ipp://127.0.0.1:9/ipp/print"
    assert seen(sent) == (BoxState.SENT, f"De printer is niet bereikbaar. Wij blijven het proberen {TIME}")
    settings.PRINTER_URL = printer.url
    assert seen(sent, minutes=1)[1].startswith("Wordt nu geprint")


def test_a_box_that_does_not_come_out_is_taken_off_the_queue(printer, sent):
    taken = following.withdraw(sent, by=chain.clerk(), at=chain.at())
    assert (taken.state, taken.printer_says, printer.heard[-1]) == (BoxState.FAILED, troubles.WITHDRAWN, "cancel")
    assert printer.asked[-1]["job-id"] == [7]
    with pytest.raises(Refused, match="ligt niet meer bij de printer"):
        following.withdraw(sent, by=chain.clerk(), at=chain.at())


def test_a_printer_that_is_gone_may_still_print_what_was_taken_off(printer, sent):
    printer.says["cancel"] = None
    taken = following.withdraw(sent, by=chain.clerk(), at=chain.at())
    assert taken.printer_says == f"{troubles.NOT_STOPPED} {troubles.ENDED['canceled']}"


def test_a_sender_that_died_before_the_printer_answered_leaves_a_maybe(printer, box):
    sending._take(box, chain.at())
    assert seen(box, minutes=1) == (BoxState.SENT, "")
    assert seen(box, minutes=3) == (BoxState.FAILED, troubles.UNSURE)
    assert printer.heard == []


def test_a_connection_that_broke_while_the_file_went_is_asked_after_and_not_sent_again(printer, box):
    printer.says["send"] = None
    sending.send(box, by=chain.clerk(), at=chain.at())
    box.refresh_from_db()
    assert (box.state, box.printer_job_id, box.handed_over_at) == (BoxState.SENT, 7, chain.at())
    printer.says["job"] = printers.job(9, "job-completed-successfully")
    assert seen(box)[0] == BoxState.PRINTED


def test_a_job_that_never_got_its_file_is_taken_away(printer, box):
    printer.says |= {"send": None, "job": printers.job(4, "job-data-insufficient")}
    sending.send(box, by=chain.clerk(), at=chain.at())
    assert seen(box, minutes=1)[0] == BoxState.SENT  # perhaps the file is on its way
    assert seen(box, minutes=3) == (BoxState.FAILED, troubles.UNFINISHED)
    assert printer.heard[-1] == "cancel"


@pytest.mark.parametrize("question", ["validate", "create"])
def test_a_printer_that_says_no_leaves_the_box_where_it_was(printer, box, question):
    printer.says[question] = 0x0507
    with pytest.raises(Refused, match=r"bezig met een andere opdracht\. Het bestand is bewaard"):
        sending.send(box, by=chain.clerk(), at=chain.at())
    box.refresh_from_db()
    assert (box.state, box.handed_over_at, box.lease_until_at) == (BoxState.MADE, None, None)


def test_a_printer_that_does_not_take_the_file_gets_no_second_one_by_itself(printer, box):
    printer.says["send"] = 0x040A
    with pytest.raises(Refused, match="kan dit soort bestand"):
        sending.send(box, by=chain.clerk(), at=chain.at())
    box.refresh_from_db()
    assert (box.state, printer.heard[-1]) == (BoxState.FAILED, "cancel")


def test_a_round_cancelled_while_the_printer_is_asked_prints_nothing(printer, box, monkeypatch):
    asked = ipp.Queue.open

    def cancelled_meanwhile(queue, name):
        rounds.cancel(box.round, by=chain.clerk(), at=chain.at(), typed="vernietigd")
        return asked(queue, name)

    monkeypatch.setattr(ipp.Queue, "open", cancelled_meanwhile)
    with pytest.raises(Refused, match="Er is niets geprint"):
        sending.send(box, by=chain.clerk(), at=chain.at())
    assert printer.heard == ["printer", "validate", "create", "cancel"]


def test_cancelling_asks_what_became_of_the_paper_and_stops_the_printer(printer, sent):
    with pytest.raises(Refused, match="Er kunnen brieven op papier zijn"):
        rounds.cancel(sent.round, by=chain.clerk(), at=chain.at())
    assert rounds.cancel(sent.round, by=chain.clerk(), at=chain.at(), typed="Vernietigd ").state == RoundState.CANCELLED
    sent.refresh_from_db()
    assert (sent.state, sent.printer_job_id, sent.printer_says, printer.heard[-1]) == ("erased", None, "", "cancel")
    assert printer.asked[-1]["job-id"] == [7]


def test_a_printer_that_could_not_be_stopped_is_said_and_tried_again(printer, sent):
    printer.says["cancel"] = None
    rounds.cancel(sent.round, by=chain.clerk(), at=chain.at(), typed="vernietigd")
    sent.refresh_from_db()
    assert (sent.printer_job_id, sent.printer_says) == (7, troubles.NOT_STOPPED)
    del printer.says["cancel"]
    assert seen(sent)[1] == troubles.NOT_STOPPED  # in between it may have printed
    assert (sent.printer_job_id, printer.heard[-1]) == (None, "cancel")


def test_a_round_of_which_nothing_left_is_cancelled_without_a_word(printer, box):
    assert rounds.cancel(box.round, by=chain.clerk(), at=chain.at()).state == RoundState.CANCELLED


def test_a_file_taken_along_may_be_paper_too(printer, box):
    sending.downloaded(box, by=chain.clerk(), at=chain.at())
    with pytest.raises(Refused, match="Er kunnen brieven op papier zijn"):
        rounds.cancel(box.round, by=chain.clerk(), at=chain.at())


def test_what_is_at_the_printer_keeps_its_letters_and_the_pulled_one_is_on_the_list(printer, sent):
    digest = sent.digest
    stream = chain.delivery(*THREE[1:])
    last_check.lay(sent.round, stream, state_on=chain.ON, by=chain.clerk(), at=chain.at(), on=chain.ON)
    making.make_all(at=chain.at())
    sent.refresh_from_db()
    assert (sent.state, sent.digest, sent.letters.count()) == (BoxState.SENT, digest, 3)
