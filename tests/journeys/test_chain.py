"""The chain clicked through by hand, from the register's extract to the first visit. Only who works here is set up.

The clock of the server stands on an ordinary Monday: on the real one it could be Christmas, when no letter is posted.
"""

import re
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Page, expect

from bezoekdienst import demo, tasks
from bezoekdienst.accounts.models import User
from bezoekdienst.demo import shifting
from letters import codes, letterheads
from letters.models import Addressee
from tests import cast
from tests.letters import chain
from tests.services import programs
from tests.services.printer import Printer

MONDAY = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
ROUND = "Ronde 1 van 2027"
GONE = 25  # the line of somebody who is in the first delivery and no longer in the second

LogIn = Callable[..., Page]


def cut(without: int = 0) -> bytes:
    """The first thirty lines of the demo's sample and one that can't be read, as if it were handed in on MONDAY."""
    lines = (Path(demo.__file__).parent / "arnhem.csv").read_bytes().splitlines(keepends=True)
    wanted = [0, *range(1, 31), 60]
    content = b"".join(lines[number] for number in wanted if number != without or not without)
    return shifting.shifted(content, MONDAY.date())


@pytest.fixture
def log_in(new_context, live_server, transactional_db, time_machine, settings) -> LogIn:
    """Each person has a browser of her own, and comes in by the mailed code."""
    cache.clear()
    time_machine.move_to(MONDAY, tick=True)
    letterheads.save(texts=chain.LETTERHEAD, profile="c5_left", by=None, at=MONDAY)
    cast.volunteer()

    def come_in(user: User, to: str = "", **given) -> Page:
        page = new_context(base_url=live_server.url, **given).new_page()
        page.set_default_timeout(5_000)
        page.clock.set_system_time(MONDAY)
        page.goto(to or "/")
        page.get_by_label("E-mailadres").fill(user.email)
        page.get_by_role("button", name="Stuur mij een code").click()
        page.get_by_label("Code", exact=True).fill(mailed_code(user))
        page.get_by_role("button", name="Inloggen").click()
        expect(page.get_by_label("Code", exact=True)).to_have_count(0)
        return page

    return come_in


def mailed_code(user: User) -> str:
    message = mail.outbox[-1]
    assert message.to == [user.email]
    found = re.search(r"^\s*([A-Z0-9]{3}-?[A-Z0-9]{3})\s*$", message.body, re.MULTILINE)
    assert found, message.body
    return found[1]


def test_from_the_extract_to_the_first_visit(log_in, new_context, live_server, printer, settings):
    settings.PRINTER_URL = printer.url
    clerk = log_in(cast.clerk())
    hand_in(clerk)
    freeze_and_check(clerk)
    release(log_in(cast.second_clerk()))
    box = print_out(log_in(cast.print_room()), printer)
    post(clerk)
    letter = front_of_the_first_letter(box)
    answer(new_context(base_url=live_server.url).new_page(), letter)
    coordinator = log_in(cast.coordinator())
    nobody_silent_is_named(coordinator)
    hold_the_intake(coordinator)
    match(coordinator)
    log_a_visit(log_in(cast.volunteer().user, "/m/", **PHONE))
    see_the_visit(coordinator)


def hand_in(clerk: Page) -> None:
    """Four heaps that add up; the same file once more is refused."""
    expect(clerk.get_by_role("heading", name="Rondes")).to_be_visible()
    clerk.get_by_role("button", name="Ronde beginnen").click()
    clerk.get_by_role("link", name="Uittreksel aanleveren").click()
    upload(clerk, cut(), "Bestand inlezen")
    expect(clerk.get_by_role("heading", level=1)).to_have_text("Aanlevering van 11 januari 2027")
    heaps = clerk.locator(".heaps > div").all_inner_texts()
    assert [" ".join(reversed(heap.split("\n"))) for heap in heaps if heap] == [
        "11 krijgen een brief",
        "3 wachten op een besluit",
        "14 krijgen geen brief",
        "1 regels niet te lezen",
    ]
    clerk.goto("/aanlevering/")
    upload(clerk, cut(), "Bestand inlezen")
    expect(clerk.get_by_role("alert")).to_contain_text("al ingelezen op 11 januari 2027")


def upload(page: Page, content: bytes, button: str) -> None:
    page.locator("input[type=file]").first.set_input_files(
        {"name": "uittreksel.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_label("Van welke dag is dit bestand?").first.fill("2027-01-11")
    page.get_by_role("button", name=button).first.click()


def freeze_and_check(clerk: Page) -> None:
    """Under the round, frozen, proof pages looked at, last check laid; her own round she can't release."""
    clerk.get_by_role("link", name="Rondes").first.click()
    clerk.get_by_role("link", name=ROUND).click()
    clerk.get_by_role("button", name="Deze gebruiken").click()
    expect(clerk.get_by_text("3 mensen wachten nog op een besluit.")).to_be_visible()
    clerk.get_by_role("button", name="Ronde vastzetten").click()
    proof = clerk.request.get(clerk.get_by_role("link", name="Proefpagina’s openen").get_attribute("href"))
    assert proof.body().startswith(b"%PDF-")
    clerk.get_by_role("button", name="Ik heb ze bekeken").click()
    upload(clerk, cut(without=GONE), "Controleren")
    expect(clerk.get_by_role("heading", name="Eén brief is eruit gehaald")).to_be_visible()
    expect(clerk.get_by_role("heading", name="Vraag een collega")).to_be_visible()
    expect(clerk.get_by_role("button", name="Ronde vrijgeven")).to_have_count(0)
    sums = clerk.locator(".sums .holds").all_inner_texts()
    assert sums and set(sums) == {"klopt"}


def release(second: Page) -> None:
    """The colleague may."""
    second.get_by_role("link", name=ROUND).click()
    second.get_by_role("button", name="Ronde vrijgeven").click()
    expect(second.get_by_text("De ronde is vrijgegeven.")).to_be_visible()


def print_out(room: Page, printer: Printer) -> Path:
    """The box is made, goes to the queue by itself and comes out; the print room sees counts, and no names."""
    expect(room.get_by_text("Het bestand wordt gemaakt.")).to_be_visible()
    assert tasks.make_boxes() == 1
    expect(room.get_by_text("10 brieven, 20 bladzijden")).to_be_visible()
    with printer.out_of_paper():
        assert tasks.print_due() == 1
        chain.follow_until("Het papier is op")
        expect(room.get_by_text("Het papier is op (sinds 11 januari, ")).to_be_visible()
        assert named_in(room.content()) == []
    deadline = time.monotonic() + 30
    while not tasks.follow_printer():
        assert time.monotonic() < deadline
    expect(room.get_by_text("Alle dozen zijn gedrukt.")).to_be_visible()
    (paper,) = printer.papers()
    return paper


def post(clerk: Page) -> None:
    """Counted, brought to the post; the sums still hold."""
    clerk.reload()
    clerk.get_by_role("button", name="Ja, alles is gedrukt").click()
    clerk.get_by_role("button", name="De brieven zijn weg").click()
    expect(clerk.get_by_text("De brieven zijn weg. Nu komen de antwoorden.")).to_be_visible()
    assert set(clerk.locator(".sums .holds").all_inner_texts()) == {"klopt"}


def front_of_the_first_letter(box: Path) -> str:
    program = programs.find("pdftotext", package="poppler-utils")
    said = subprocess.run([program, "-l", "2", str(box), "-"], check=True, capture_output=True, text=True)
    return said.stdout


def answer(kitchen: Page, letter: str) -> None:
    """Somebody at her kitchen table: the QR brings the code along behind the #."""
    printed = re.findall(r"\b[A-Z0-9]{4} [A-Z0-9]{4}\b", letter)
    code = next(one for one in map(codes.normalise, printed) if codes.is_valid(one))
    kitchen.goto(f"/aanmelden#{code}")
    expect(kitchen.get_by_label("Code uit de brief")).to_have_value(codes.shown(code))
    kitchen.get_by_label("Uw naam").fill("Mevrouw Antwoord")
    kitchen.get_by_role("button", name="Ja, bel mij").click()
    expect(kitchen.get_by_text("Vul uw telefoonnummer in, dan kunnen wij u bellen.").first).to_be_visible()
    kitchen.get_by_label("Uw telefoonnummer").fill("026 000 00 07")
    kitchen.get_by_role("button", name="Ja, bel mij").click()
    expect(kitchen.get_by_role("heading", name="Dank u wel. Wij bellen u.")).to_be_visible()


def known_to_the_town() -> list[Addressee]:
    """Who was written to or held, and has not answered."""
    return [one for one in Addressee.objects.all() if one.sheet.get("name")]


def named_in(html: str) -> list[str]:
    """Whose name or street stands in a page."""
    known = [(one.sheet["name"], one.sheet["street"]) for one in known_to_the_town()]
    return [name for name, street in known if name in html or street in html]


def nobody_silent_is_named(coordinator: Page) -> None:
    """The service knows ten letters and one answer; the names of the silent stay with the municipality."""
    coordinator.get_by_role("link", name="Rondes").click()
    coordinator.get_by_role("link", name=ROUND).click()
    expect(coordinator.get_by_text("brieven op de post", exact=True)).to_be_visible()
    assert len(known_to_the_town()) == 13
    assert named_in(coordinator.content()) == []
    assert coordinator.request.get("/aanlevering/").status == 403


def hold_the_intake(coordinator: Page) -> None:
    """Called, planned, and talked at the kitchen table."""
    coordinator.get_by_role("link", name="Intakes").click()
    coordinator.get_by_role("link", name="Mevrouw Antwoord").click()
    coordinator.get_by_role("link", name="Contact noteren").first.click()
    coordinator.get_by_label("Ja", exact=True).check()
    coordinator.get_by_role("button", name="Contact bewaren").click()
    coordinator.get_by_role("link", name="Afspraak maken").first.click()
    coordinator.get_by_label("Op welke dag?").fill("2027-01-11")
    coordinator.get_by_label("Hoe laat?").fill("14:30")
    coordinator.get_by_role("button", name="Afspraak maken").click()
    coordinator.get_by_label("Roepnaam").fill("Anna")
    coordinator.get_by_label("Hoe ging het?").select_option("long_illness")
    coordinator.get_by_label("Een vrijwilliger mag komen").check()
    coordinator.get_by_label("Gezegd dat het bezoek uiterlijk na een jaar stopt").check()
    coordinator.get_by_role("button", name="Gesprek afronden").click()
    expect(coordinator.get_by_role("alert")).to_be_visible()
    expect(coordinator.get_by_label("Roepnaam")).to_have_value("Anna")
    coordinator.get_by_label("Past bij ons: wacht vanaf nu op een vrijwilliger").check()
    coordinator.get_by_role("button", name="Gesprek afronden").click()
    expect(coordinator.get_by_text("Het gesprek is bewaard.")).to_be_visible()


def match(coordinator: Page) -> None:
    """A proposal with its explanation, a yes, and a first meeting with two of them: the year begins."""
    coordinator.get_by_role("link", name="Voorstel bekijken").click()
    coordinator.get_by_role("link", name="Vera kiezen").click()
    expect(coordinator.locator("table.proposal")).to_contain_text("Vera")
    coordinator.get_by_role("button", name="Ja, deze koppeling maken").click()
    coordinator.get_by_role("link", name="Kennismaking noteren").first.click()
    coordinator.get_by_label("Wanneer is of was de kennismaking?").fill("2027-01-11")
    for group in ("Zegt de bezoeker ja?", "Zegt de vrijwilliger ja?"):
        coordinator.get_by_role("group", name=group).get_by_label("ja", exact=True).check()
    coordinator.get_by_role("button", name="Noteren").click()
    expect(coordinator.get_by_text("uiterlijk 10 januari 2028").first).to_be_visible()


def log_a_visit(phone: Page) -> None:
    """Two taps."""
    phone.get_by_role("link", name="Bezoek noteren bij Anna").click()
    phone.get_by_role("button", name="Ja, zo noteren").click()
    expect(phone.get_by_text("Genoteerd.")).to_be_visible()


def see_the_visit(coordinator: Page) -> None:
    coordinator.reload()
    """What the volunteer tapped in stands with the coordinator."""
    expect(coordinator.get_by_text("Thuis, 60 minuten")).to_be_visible()
