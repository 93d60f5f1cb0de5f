"""A service that comes from paper: looked at first, then taken over; in a browser with a script and in one without."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect

from bezoekdienst.accounts.roles import Role
from bezoekdienst.visiting.models import Intake, Resident, Trajectory
from letters.models import Suppression
from tests import cast, factories
from tests.journeys.test_axe import WIDTHS, seen
from tests.letters import chain
from tests.web import clients

RUNS = (
    "Achternaam;Voornaam;Telefoon;Vrijwilliger;Begonnen op;Aantal bezoeken;Schoenmaat\n"
    "Verzonnen;Wim;026 000 90 01;Vera Vrijwilliger;2-3-2026;12;39\n"
    "Te-Laat;Ans;026 000 90 02;Vera Vrijwilliger;2-3-2025;12;40\n"
)
WAITS = "Naam;Telefoon;Aangemeld op\nToos Nieuw;026 000 90 03;20-11-2026\nGreet Zonder;;\n"
OBJECTS = f"Naam;Postcode;Huisnummer;BSN\nmevrouw Zonderling;6811 AB;12;{chain.bsn(0)}\nmevrouw Fout;;;12\n"
REFUSED = "Failed to load resource: the server responded with a status of 422"

Open = Callable[..., Page]


@pytest.fixture
def come_in(new_context: Any, live_server: Any, transactional_db: None, time_machine: Any) -> Iterator[Open]:
    """A page of somebody with these roles; the browser complains of nothing but a refusal."""
    cache.clear()
    time_machine.move_to(factories.NOW, tick=True)
    complaints: list[str] = []

    def open_for(*roles: Role, **given: Any) -> Page:
        page: Page = new_context(base_url=live_server.url, reduced_motion="reduce", **given).new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.add_init_script(Axe().axe_script)
        session = clients.logged_in(*roles).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return page

    yield open_for
    assert [said for said in complaints if not said.startswith(REFUSED)] == []


def choose(page: Page, text: str) -> None:
    page.get_by_label("Bestand").set_input_files({"name": "lijst.csv", "mimeType": "text/csv", "buffer": text.encode()})


def wrong(page: Page) -> list[str]:
    return list(seen(page, WIDTHS))


def test_a_coordinator_is_led_from_an_empty_service_to_a_running_one(come_in: Open) -> None:
    page = come_in(Role.COORDINATOR)
    page.goto(reverse("home"))
    page.get_by_role("link", name="Overnemen van papier").click()
    assert wrong(page) == []
    cast.volunteer()
    page.get_by_role("link", name="Lopende trajecten overnemen").click()
    choose(page, RUNS)
    page.get_by_role("button", name="Eerst kijken").click()
    expect(page.get_by_role("heading", name="Zo zou het gaan")).to_be_focused()
    expect(page.get_by_text("Het jaar van Ans Te-Laat was om op 1 maart 2026.")).to_be_visible()
    assert wrong(page) == [] and not Resident.objects.exists()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Neem de foute regels mee").click()
    assert taken.value.suggested_filename == "fout-2026-11-23.csv"
    page.get_by_role("button", name="Eén traject overnemen").click()
    expect(page.get_by_role("heading", name="Overgenomen")).to_be_focused()
    assert wrong(page) == []
    page.get_by_role("link", name="Wim Verzonnen").click()
    expect(page.get_by_text("12 bezoeken daarvoor")).to_be_visible()
    assert Trajectory.objects.count() == 1
    page.goto(reverse("takeovers"))
    page.get_by_role("link", name="Bekijken").click()
    expect(page.get_by_role("link", name="Wim Verzonnen")).to_be_visible()
    assert wrong(page) == []


def test_without_a_script_the_same_is_done_with_the_file_chosen_again(come_in: Open) -> None:
    page = come_in(Role.DEPUTY, java_script_enabled=False)
    page.goto(reverse("waiting_import"))
    choose(page, WAITS)
    page.get_by_role("button", name="Eerst kijken").click()
    expect(page.get_by_text("Kies het bestand hierboven eerst opnieuw")).to_be_visible()
    assert not Intake.objects.exists()
    choose(page, WAITS)
    page.get_by_role("button", name="Eén persoon overnemen").click()
    expect(page.get_by_role("heading", name="Overgenomen")).to_be_visible()
    assert Intake.objects.get().resident.name == "Toos Nieuw"


def test_a_clerk_takes_over_who_never_wants_a_letter(come_in: Open) -> None:
    page = come_in(Role.CLERK)
    page.goto(reverse("extract_new"))
    page.get_by_role("link", name="Overnemen van papier: wie nooit een brief wil").click()
    page.get_by_role("link", name="Bezwaren overnemen").click()
    choose(page, "Kleur\nrood\n")
    page.get_by_role("button", name="Eerst kijken").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert wrong(page) == []
    choose(page, OBJECTS)
    page.get_by_role("button", name="Eerst kijken").click()
    page.get_by_role("button", name="Eén bezwaar overnemen").click()
    expect(page.get_by_role("heading", name="Overgenomen")).to_be_focused()
    assert wrong(page) == []
    assert Suppression.objects.filter(strong=True).count() == 1
