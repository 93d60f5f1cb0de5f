"""The print room's pages: what each box says, what may be done with it, and one damaged sheet."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from letters import rounds
from letters.models import PrintJob
from letters.printing import boxes, following, making, sending, troubles
from letters.states import BoxState
from tests.letters import chain, printers
from tests.web import clients

pytestmark = pytest.mark.django_db
THREE = tuple(chain.widow(number) for number in range(3))


@pytest.fixture
def room(time_machine):
    time_machine.move_to(chain.at())
    return clients.logged_in(Role.PRINT_ROOM)


@pytest.fixture
def box():
    chain.released(*THREE)
    making.make_all(at=chain.at())
    return PrintJob.objects.get()


def text(response):
    return response.content.decode()


def act(room, box, name):
    return text(room.post(reverse("box_act", args=[box.pk, name]), follow=True))


def offered(page):
    return [word for word in ("Naar de printer", "Downloaden", "Van de printer halen", "Is gedrukt", "Ja, is gedrukt",
                              "Nee, opnieuw", "Opnieuw proberen", "Vel beschadigd?") if word in page]  # fmt: skip


def test_each_box_offers_what_can_be_done_with_it_and_nothing_else(room, settings):
    subject = chain.released(*THREE)
    box = subject.boxes.get()

    def now():
        return offered(text(room.get(reverse("print_jobs"))))

    assert now() == []
    making.make_all(at=chain.at())
    assert now() == ["Downloaden", "Is gedrukt"]
    with printers.running() as printer:
        settings.PRINTER_URL = printer.url
        assert now() == ["Naar de printer", "Downloaden"]
        assert "Doos 1 is naar de printer gestuurd." in act(room, box, "printen")
        assert now() == ["Van de printer halen", "Is gedrukt"]
        printer.says["job"] = 0x0406
        following.follow(at=chain.at())
        assert now() == ["Ja, is gedrukt", "Nee, opnieuw"]
        act(room, box, "gedrukt")
    assert now() == ["Vel beschadigd?"]


@pytest.mark.parametrize("method", ["head", "post"])
def test_a_file_that_is_only_asked_about_was_not_taken_along(room, box, method):
    assert getattr(room, method)(reverse("box_file", args=[box.pk])).status_code == 405
    box.refresh_from_db()
    assert (box.handed_over_at, Event.objects.filter(kind="box.downloaded").exists()) == (None, False)


def test_the_print_room_asks_the_same_few_questions_however_many_boxes_there_are(room, monkeypatch):
    monkeypatch.setattr(boxes, "BOX_SIZE", 1)
    subject = chain.released(*THREE)
    making.make_all(at=chain.at())
    for one in subject.boxes.all():
        sending.finish(one, by=None, at=chain.at())
    url = reverse("print_round", args=[subject.pk])

    def asked():
        with CaptureQueriesContext(connection) as found:
            page = text(room.get(url))
        return len(found), page.count("<h3>")

    many, seen = asked()
    subject.boxes.exclude(number=1).delete()
    assert (asked(), seen) == ((many, 1), 3)


def test_the_printers_own_words_stand_with_the_box_and_on_the_rounds_page(room, box, settings):
    with printers.running() as printer:
        settings.PRINTER_URL = printer.url
        printer.says["printer"] = printers.printer(5, "media-jam-error")
        act(room, box, "printen")
        following.follow(at=chain.at())
    said = '<p class="trouble">Er zit papier vast (sinds 1 oktober, 10:00 uur).</p>'
    assert said in text(room.get(reverse("print_round", args=[box.round_id])))
    clerk = clients.logged_in(Role.CLERK)
    page = text(clerk.get(reverse("round_progress", args=[box.round_id])))
    assert "Doos 1. Er zit papier vast" in page and '<b class="number">3</b> van de 3 brieven gemaakt' in page
    assert reverse("print_jobs") in page
    seen_by_coordinator = clients.logged_in(Role.COORDINATOR).get(reverse("round_progress", args=[box.round_id]))
    assert reverse("print_jobs") not in text(seen_by_coordinator)


def test_a_box_that_was_taken_along_says_so_and_may_be_paper(room, box):
    assert "meegenomen" not in text(room.get(reverse("print_jobs")))
    room.get(reverse("box_file", args=[box.pk]))
    assert "3 brieven, 6 bladzijden, meegenomen op 1 oktober, 10:00 uur" in text(room.get(reverse("print_jobs")))
    clerk, url = clients.logged_in(Role.CLERK), reverse("round", args=[box.round_id])
    page = text(clerk.get(url))
    assert "Typ het woord: vernietigd<" in page and "Typ het woord: vernietigd <span" not in page  # not to leave empty
    cancel = reverse("round_act", args=[box.round_id, "intrekken"])
    assert "Vernietig ze eerst en typ dan “vernietigd”." in text(clerk.post(cancel))
    assert clerk.post(cancel, {"typed": "vernietigd"}).status_code == 302


def test_a_printer_that_could_not_be_stopped_is_told_to_the_clerk(room, box, settings):
    with printers.running() as printer:
        settings.PRINTER_URL = printer.url
        act(room, box, "printen")
        printer.says["cancel"] = 0x0404
        clerk = clients.logged_in(Role.CLERK)
        cancel = reverse("round_act", args=[box.round_id, "intrekken"])
        page = text(clerk.post(cancel, {"typed": "vernietigd"}, follow=True))
    assert troubles.NOT_STOPPED in page


def test_a_box_is_taken_back_from_the_printer(room, box, settings):
    with printers.running() as printer:
        settings.PRINTER_URL = printer.url
        act(room, box, "printen")
        page = act(room, box, "terughalen")
    assert troubles.WITHDRAWN in page and offered(page) == ["Ja, is gedrukt", "Nee, opnieuw"]
    assert "Downloaden" in act(room, box, "opnieuw")


def test_a_refusal_is_told_and_nothing_breaks(room, box):
    assert "Er is geen printer ingesteld." in act(room, box, "printen")
    sending.finish(box, by=None, at=chain.at())
    rounds.cancel(box.round, by=chain.clerk(), at=chain.at(), typed="vernietigd")
    assert "Dit bestand is er niet (meer)." in text(room.get(reverse("box_file", args=[box.pk]), follow=True))


def test_a_damaged_sheet_is_asked_for_by_code_or_place(room, box):
    sending.finish(box, by=None, at=chain.at())
    url = reverse("box_reprint", args=[box.pk])
    code = box.letters.order_by("position")[1].code
    wrong = room.post(url, {"what": "sheet", "typed": "CDFH 2345"})
    assert wrong.status_code == 409 and 'value="CDFH 2345"' in text(wrong)
    assert "Vul de code of de plaats in." in text(room.post(url, {"what": "sheet", "typed": ""}))
    told = text(room.post(url, {"what": "sheet", "typed": code}, follow=True))
    assert "Print bladzijde 3 en 4 van doos 1 opnieuw, dubbelzijdig." in told and code not in told
    assert [event.facts for event in Event.objects.filter(kind="box.sheet_reprinted")] == [{"place": 2}]


def test_a_whole_box_is_printed_again_only_when_the_first_is_destroyed(room, box):
    sending.finish(box, by=None, at=chain.at())
    url = reverse("box_reprint", args=[box.pk])
    refused = room.post(url, {"what": "whole"})
    assert refused.status_code == 409 and "Anders krijgt iemand twee brieven." in text(refused)
    page = text(room.post(url, {"what": "whole", "destroyed": "on"}, follow=True))
    assert offered(page) == ["Downloaden", "Is gedrukt"]
    assert room.get(url).status_code == 302  # it is not printed now


def test_what_is_posted_is_not_printed_again(room):
    subject = chain.posted(*THREE)
    box = subject.boxes.get()
    assert room.get(reverse("box_reprint", args=[box.pk])).status_code == 302
    assert room.get(reverse("print_round", args=[subject.pk])).status_code == 404
    assert box.state == BoxState.PRINTED


def test_a_page_that_asks_by_itself_keeps_nobody_logged_in(room, box, time_machine):
    url = reverse("print_round", args=[box.round_id])
    for minutes in (20, 40):
        time_machine.move_to(chain.at() + timedelta(minutes=minutes))
        answer = room.get(url, headers={"X-By-Itself": "1", "HX-Request": "true"})
    assert "HX-Redirect" in answer.headers
