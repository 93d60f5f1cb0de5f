"""A planned hour: nothing goes before it, everything after it, once, and only of a round that people released."""

import threading
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from bezoekdienst.audit import events
from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from letters import rounds
from letters.models import PrintJob
from letters.printing import boxes, hours, making, sending
from letters.states import BoxState, RoundState
from tests.letters import chain, printers

pytestmark = pytest.mark.django_db
THREE = tuple(chain.widow(number) for number in range(3))
HOUR = chain.at(chain.ON + timedelta(days=1), 8)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def printer(settings):
    with printers.running() as there:
        settings.PRINTER_URL = there.url
        yield there


def released(print_at=HOUR, *, made=True):
    """Three boxes of one letter."""
    subject = chain.checked(*THREE)
    rounds.release(subject, by=chain.clerk(), at=chain.at(), print_at=print_at)
    if made:
        making.make_all(at=chain.at())
    return subject


@pytest.fixture(autouse=True)
def small_boxes(monkeypatch):
    monkeypatch.setattr(boxes, "BOX_SIZE", 1)


def states():
    return list(PrintJob.objects.order_by("number").values_list("state", flat=True))


def test_nothing_goes_before_the_hour_and_all_boxes_go_in_order_after_it(printer):
    released()
    assert hours.send_due(at=HOUR - MINUTE) == 0 and printer.heard == []
    assert hours.send_due(at=HOUR) == 3
    assert states() == [BoxState.SENT] * 3
    named = [asked["job-name"] for asked, what in zip(printer.asked, printer.heard, strict=True) if what == "create"]
    assert [str(name[0]).partition(" van ")[0] for name in named] == ["doos 1", "doos 2", "doos 3"]
    assert [event.actor_id for event in Event.objects.filter(kind="box.sent")] == [None] * 3
    assert hours.send_due(at=HOUR + MINUTE) == 0 and printer.heard.count("create") == 3


def test_a_missed_hour_is_caught_up_once(printer):
    released()
    late = HOUR + timedelta(days=3)
    assert [hours.send_due(at=late), hours.send_due(at=late + MINUTE)] == [3, 0]


def test_boxes_that_are_made_after_the_hour_follow(printer):
    released(made=False)
    assert hours.send_due(at=HOUR) == 0
    assert making.make(making.claim(at=HOUR), at=HOUR)
    assert hours.send_due(at=HOUR + MINUTE) == 1
    making.make_all(at=HOUR + MINUTE)
    assert hours.send_due(at=HOUR + 2 * MINUTE) == 2


def test_without_a_planned_hour_nothing_goes_by_itself(printer):
    released(None)
    assert hours.send_due(at=HOUR + timedelta(days=14)) == 0 and printer.heard == []


def test_as_soon_as_they_are_made_is_from_now_on(printer):
    released(chain.at())
    assert hours.send_due(at=chain.at()) == 3


def test_a_round_that_nobody_released_or_that_was_taken_back_never_prints(printer):
    subject = chain.checked(*THREE)
    subject.print_at = HOUR
    subject.save(update_fields=["print_at"])
    assert hours.send_due(at=HOUR) == 0
    rounds.release(subject, by=chain.clerk(), at=chain.at(), print_at=HOUR)
    making.make_all(at=chain.at())
    rounds.cancel(subject, by=chain.clerk(), at=chain.at())
    assert hours.send_due(at=HOUR) == 0 and printer.heard == []


def test_what_a_person_took_along_or_sent_is_not_sent_again(printer):
    released()
    first, second, _ = PrintJob.objects.order_by("number")
    sending.downloaded(first, by=chain.clerk(), at=chain.at())
    sending.send(second, by=chain.clerk(), at=chain.at())
    assert hours.send_due(at=HOUR) == 1
    assert states() == [BoxState.MADE, BoxState.SENT, BoxState.SENT]


def test_a_printer_that_says_no_is_told_on_the_box_and_asked_again(printer):
    released()
    printer.says["validate"] = printer.says["create"] = 0x0507  # busy
    assert hours.send_due(at=HOUR) == 0
    assert states() == [BoxState.MADE] * 3
    says = list(PrintJob.objects.order_by("number").values_list("printer_says", flat=True))
    assert "Het bestand is bewaard" in says[0] and says[1:] == ["", ""]
    printer.says.clear()
    assert hours.send_due(at=HOUR + MINUTE) == 3
    assert Event.objects.filter(kind="box.sent").count() == 3


def tries(minutes):
    """In which of these minutes after the hour a printer that is gone is asked for box 1."""
    PrintJob.objects.exclude(number=1).update(state=BoxState.ERASED)
    found = []
    for minute in minutes:
        hours.send_due(at=HOUR + minute * MINUTE)
        if PrintJob.objects.filter(number=1).exclude(printer_says__in=("", "weg")).update(printer_says="weg"):
            found.append(minute)
    return found


def test_a_printer_that_is_gone_is_asked_every_minute_at_first_and_then_every_hour(settings):
    settings.PRINTER_URL = "ipp://127.0.0.1:9/niemand"
    released()
    assert tries([0, 1, 5, 10, 11, 12, 59, 60, 61, 62, 119, 120, 180]) == [0, 1, 5, 10, 60, 61, 120, 180]


def test_planned_anew_it_is_asked_at_once(settings):
    settings.PRINTER_URL = "ipp://127.0.0.1:9/niemand"
    subject = released()
    assert tries([0, 30]) == [0]
    hours.plan(subject, print_at=HOUR + 31 * MINUTE, by=chain.clerk(), at=HOUR + 31 * MINUTE)
    assert tries([32, 33]) == [32, 33]


def test_after_an_answer_that_got_lost_a_person_decides(printer):
    released()
    printer.says["send"] = None  # hangs up: nobody knows how much of the file came
    hours.send_due(at=HOUR)
    printer.says.clear()
    first = PrintJob.objects.get(number=1)
    assert first.handed_over_at == HOUR
    before = printer.heard.count("create")
    hours.send_due(at=HOUR + MINUTE)
    named = [asked["job-name"][0] for asked, what in zip(printer.asked, printer.heard, strict=True) if what == "create"]
    assert [str(name).startswith("doos 1 ") for name in named[before:]] == [False] * len(named[before:])


def test_a_worker_that_died_while_it_asked_leaves_a_box_for_a_person(printer):
    released()
    PrintJob.objects.filter(number=1).update(state=BoxState.SENT)
    assert hours.send_due(at=HOUR) == 2
    assert PrintJob.objects.get(number=1).printer_job_id is None


def test_the_print_room_sends_when_there_is_no_printer_any_more(printer, settings):
    released()
    settings.PRINTER_URL = ""
    assert hours.send_due(at=HOUR) == 0 and states() == [BoxState.MADE] * 3


@pytest.mark.parametrize(
    ("print_at", "sentence"),
    [
        (chain.at() - MINUTE, "Dit moment is al voorbij. Kies een later moment."),
        (chain.at() + timedelta(days=14, minutes=1), "Kies een moment binnen 14 dagen."),
    ],
)
def test_a_moment_in_the_past_or_far_ahead_is_refused_and_changes_nothing(printer, print_at, sentence):
    subject = chain.checked(*THREE)
    with pytest.raises(Refused) as refusal:
        rounds.release(subject, by=chain.clerk(), at=chain.at(), print_at=print_at)
    assert [reason.text for reason in refusal.value.reasons] == [sentence]
    subject.refresh_from_db()
    assert (subject.state, subject.boxes.count()) == (RoundState.FROZEN, 0)
    rounds.release(subject, by=chain.clerk(), at=chain.at(), print_at=chain.at() + timedelta(days=14))
    with pytest.raises(Refused, match=sentence[:20]):
        hours.plan(subject, print_at=print_at, by=chain.clerk(), at=chain.at())
    subject.refresh_from_db()
    assert subject.print_at == chain.at() + timedelta(days=14)


def test_without_a_printer_nothing_can_be_planned(settings):
    settings.PRINTER_URL = ""
    subject = chain.checked(*THREE)
    with pytest.raises(Refused, match="Er is geen printer ingesteld"):
        rounds.release(subject, by=chain.clerk(), at=chain.at(), print_at=HOUR)
    assert rounds.release(subject, by=chain.clerk(), at=chain.at()).print_at is None


def test_only_a_released_round_is_planned(printer):
    subject = chain.checked(*THREE)
    with pytest.raises(Refused, match="vastgezet"):
        hours.plan(subject, print_at=HOUR, by=chain.clerk(), at=chain.at())


def test_every_change_of_the_hour_is_in_the_log(printer):
    subject = released()
    hours.plan(subject, print_at=None, by=chain.clerk(), at=chain.at())
    assert hours.send_due(at=HOUR) == 0
    hours.plan(subject, print_at=chain.at(), by=chain.clerk(), at=chain.at())
    said = [events.sentence(event) for event in events.history(subject) if event.kind.startswith("round.print")]
    assert said == [
        "plande het printen op 1 oktober 2026 vanaf 10.00 uur",
        "liet het printen over aan de drukkerij",
        "plande het printen op 2 oktober 2026 vanaf 08.00 uur",
    ]


@pytest.mark.parametrize(
    ("on", "usual"),
    [
        (date(2026, 10, 1), datetime(2026, 10, 2, 8)),
        (date(2026, 10, 2), datetime(2026, 10, 5, 8)),  # over a weekend
        (date(2026, 12, 24), datetime(2026, 12, 28, 8)),  # over Christmas
        (date(2026, 10, 23), datetime(2026, 10, 26, 8)),  # the clock goes back in between
    ],
)
def test_what_is_offered_is_the_morning_of_the_next_working_day(on, usual):
    assert hours.usual(on) == usual.replace(tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_every_box_once(printer):
    released()
    together = threading.Barrier(2)

    def worker():
        try:
            together.wait()
            hours.send_due(at=HOUR)
        finally:
            connection.close()

    workers = [threading.Thread(target=worker) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    hours.send_due(at=HOUR + MINUTE)
    assert states() == [BoxState.SENT] * 3
    assert (printer.heard.count("create"), Event.objects.filter(kind="box.sent").count()) == (3, 3)
