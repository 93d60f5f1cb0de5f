"""The print room with a real queue: out of paper, switched off half-way and on again, one damaged sheet."""

import hashlib
import time

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from bezoekdienst import tasks
from letters.models import PrintJob
from letters.printing import boxes, making
from letters.states import BoxState
from tests import cast
from tests.letters import chain
from tests.services import printer as printers
from tests.services import programs
from tests.web import clients

SIX = tuple(chain.widow(number) for number in range(6))


@pytest.fixture
def room(new_context, live_server, transactional_db, time_machine, monkeypatch) -> Page:
    """The print room, with two boxes of three letters that are made."""
    cache.clear()
    time_machine.move_to(chain.at(), tick=True)
    monkeypatch.setattr(boxes, "BOX_SIZE", 3)
    chain.released(*SIX)
    making.make_all(at=chain.at())
    context = new_context(base_url=live_server.url)
    session = clients.of(cast.print_room()).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto("/drukwerk/")
    return page


def box(room: Page, number: int):
    return room.locator(".boxes > li").nth(number - 1)


def press(room: Page, button: str, number: int) -> None:
    box(room, number).get_by_role("button", name=button).click()


def follow_until_printed() -> None:
    deadline = time.monotonic() + 30
    while not tasks.follow_printer():
        assert time.monotonic() < deadline, list(PrintJob.objects.values("state", "printer_says"))
        time.sleep(0.1)


def test_a_printer_without_paper_that_goes_away_and_comes_back_loses_and_doubles_nothing(room, settings):
    port = programs.free_port()
    with printers.running(port) as there:
        settings.PRINTER_URL = there.url
        room.reload()
        with there.out_of_paper():
            press(room, "Naar de printer", 1)
            expect(box(room, 1)).to_contain_text("ligt bij de printer")
            chain.follow_until("Het papier is op")
            # the page asks again by itself
            expect(box(room, 1).get_by_text("Het papier is op (sinds 1 oktober")).to_be_visible()
        follow_until_printed()
        expect(box(room, 1)).to_contain_text("gedrukt op 1 oktober")
        first = [hashlib.sha256(path.read_bytes()).hexdigest() for path in there.papers()]
        with there.out_of_paper():
            press(room, "Naar de printer", 2)
            chain.follow_until("Het papier is op")
            expect(box(room, 2)).to_contain_text("Het papier is op")
            there.switch_off()
        tasks.follow_printer()
        expect(box(room, 2)).to_contain_text("De printer is niet bereikbaar. Wij blijven het proberen")
    assert PrintJob.objects.get(number=2).state == BoxState.SENT
    with printers.running(port) as there:
        tasks.follow_printer()
        expect(box(room, 2)).to_contain_text("Kijk of de doos op papier is.")
        assert there.papers() == []  # not sent again by itself
        press(room, "Nee, opnieuw", 2)
        press(room, "Naar de printer", 2)
        follow_until_printed()
        expect(room.get_by_text("Alle dozen zijn gedrukt.")).to_be_visible()
        second = [hashlib.sha256(path.read_bytes()).hexdigest() for path in there.papers()]
        assert first + second == list(PrintJob.objects.order_by("number").values_list("digest", flat=True))
        one_damaged_sheet(room, there)


def one_damaged_sheet(room: Page, there: printers.Printer) -> None:
    """The code on it typed over; a slip of the hand loses nothing."""
    letter = PrintJob.objects.get(number=1).letters.order_by("position")[1]
    box(room, 1).get_by_role("link", name="Vel beschadigd?").click()
    asked = room.get_by_label("De code op de brief, of zijn plaats in de doos")
    asked.fill("9")
    room.get_by_role("button", name="Deze brief opnieuw printen").click()
    expect(room.get_by_role("alert")).to_contain_text("Deze brief zit niet in deze doos.")
    expect(asked).to_have_value("9")
    asked.fill(letter.code.lower())
    room.get_by_role("button", name="Deze brief opnieuw printen").click()
    expect(room.get_by_text("Naar de printer gestuurd: bladzijde 3 en 4 van doos 1.")).to_be_visible()
    assert [path.read_bytes() for path in there.papers()][-1] == boxes.path(PrintJob.objects.get(number=1)).read_bytes()
