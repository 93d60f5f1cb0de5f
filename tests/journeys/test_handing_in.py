"""The clerk at the desk where deliveries are handed in: in a browser with a script, and in one without."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect

from bezoekdienst.accounts.roles import Role
from letters.models import ColumnMapping, Extract
from tests.factories import UserFactory
from tests.journeys.test_axe import WIDTHS, seen
from tests.letters import chain, suppliers
from tests.web import clients

SUPPLIER = "gemeente Arnhem, burgerzaken"
DEATH, SELF = "datum overlijden van de partner", "datum eigen overlijden"

EXPECTED = ("htmx:afterRequest", "htmx:sendAbort", "Failed to load resource: the server responded with a status of 422")

Open = Callable[..., Page]


def file(stream: Any, name: str = "aanlevering.csv") -> dict[str, Any]:
    return {"name": name, "mimeType": "text/csv", "buffer": stream.getvalue()}


def mixed() -> dict[str, Any]:
    lines = (chain.widow(1), chain.widow(2, e08_83_10="081110"), chain.widow(3, e06_08_10="20260901"), "x;y")
    return file(chain.delivery(*lines))


@pytest.fixture
def clerk(new_context: Any, live_server: Any, transactional_db: None, time_machine: Any) -> Iterator[Open]:
    """A page of a clerk; the browser complains of nothing but a refusal, and a choice that a later one overtook."""
    cache.clear()
    time_machine.move_to(chain.at(), tick=True)
    complaints: list[str] = []
    user = UserFactory(roles=[Role.CLERK])

    def come_in(**given: Any) -> Page:
        page: Page = new_context(base_url=live_server.url, reduced_motion="reduce", **given).new_page()
        page.set_default_timeout(5_000)
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.add_init_script(Axe().axe_script)
        session = clients.of(user).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return page

    yield come_in
    assert [said for said in complaints if not said.startswith(EXPECTED)] == []


def wrong(page: Page) -> list[str]:
    return list(seen(page, WIDTHS))


def kept(page: Page) -> list[str]:
    found: list[str] = page.evaluate("[...document.querySelector('input[type=file]').files].map(one => one.name)")
    return found


def test_a_file_is_chosen_once_tried_taken_along_and_handed_in(clerk: Open) -> None:
    page = clerk()
    page.goto(reverse("extract_new"))
    page.get_by_label("Bestand uit het bevolkingsregister").set_input_files(mixed())
    page.get_by_label("Van welke dag is dit bestand?").fill("2026-10-01")
    page.get_by_role("button", name="Eerst proef lezen").click()
    expect(page.get_by_role("heading", name="Zo zou het gaan")).to_be_focused()
    expect(page.get_by_text("4 regels, 3 personen.")).to_be_visible()
    assert wrong(page) == []
    with page.expect_download() as taken:
        page.get_by_role("button", name="Neem de regels mee die wachten of niet te lezen zijn").click()
    assert taken.value.suggested_filename == "meegenomen-2026-10-01.csv"
    expect(page.get_by_role("heading", name="Zo zou het gaan")).to_be_visible()
    assert kept(page) == ["aanlevering.csv"] and not Extract.objects.exists()
    page.locator(".trial").get_by_role("button", name="Bestand inlezen").click()
    expect(page.get_by_role("heading", name="Aanlevering van 1 oktober 2026")).to_be_visible()
    assert Extract.objects.get().persons == 3


def test_columns_are_pointed_out_with_the_keyboard_while_the_first_persons_follow(clerk: Open) -> None:
    page = clerk()
    page.goto(reverse("trial"))
    page.get_by_label("Bestand uit het bevolkingsregister").set_input_files(file(suppliers.widows(3)))
    page.get_by_label("Van welke dag is dit bestand?").fill("2026-10-01")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Welke kolom is wat?")).to_be_focused()
    preview = page.get_by_role("region", name="Zo lezen wij het")
    expect(preview).to_contain_text("Tot dan tonen wij geen namen")
    assert wrong(page) == []
    page.get_by_label("Afscherming", exact=True).focus()
    page.keyboard.type("indicatie geheim")
    page.keyboard.press("Tab")
    expect(preview).to_contain_text("Geachte mevrouw Proefbeuk,")
    expect(page.get_by_label("Zaak", exact=True)).to_be_focused()
    expect(preview).not_to_contain_text("Krijgt een brief")
    for heading, said in (("Dag van verlies", DEATH), ("Zelf weg", SELF), ("Gestaakt", "reden opschorting")):
        page.get_by_label(heading, exact=True).select_option(label=said)
    expect(preview).to_contain_text("Alles wat nodig is, is aangewezen.")
    expect(preview.get_by_text("Krijgt een brief")).to_have_count(3)
    assert wrong(page) == [] and kept(page) == ["aanlevering.csv"]
    page.get_by_label("Zaak", exact=True).select_option(label=SELF)
    expect(preview).to_contain_text("Meer dan een kolom noemt dit gegeven")
    page.get_by_label("Zaak", exact=True).select_option(label="niet gebruiken")
    page.get_by_label("Van wie komt dit bestand?").fill(SUPPLIER)
    page.get_by_role("button", name="Bewaren en verder").click()
    expect(page.get_by_text(f"met de kolommen van {SUPPLIER}")).to_be_visible()
    assert ColumnMapping.objects.get().supplier == SUPPLIER
    page.goto(reverse("extract_new"))
    assert wrong(page) == []
    page.get_by_role("button", name=SUPPLIER).click()
    expect(page.get_by_text(f"De kolommen van {SUPPLIER} zijn vergeten.")).to_be_visible()


def test_a_refusal_can_be_used_by_everybody(clerk: Open) -> None:
    page = clerk()
    page.goto(reverse("extract_new"))
    page.get_by_role("button", name="Bestand inlezen").click()
    refusal = page.get_by_role("alert")
    expect(refusal).to_contain_text("Kies het bestand.")
    page.get_by_label("Bestand uit het bevolkingsregister").set_input_files(
        {"name": "brief.txt", "mimeType": "text/plain", "buffer": b"geen\ntabel\n"}
    )
    page.get_by_role("button", name="Bestand inlezen").click()
    expect(refusal).to_contain_text("Dit bestand herkennen we niet.")
    assert wrong(page) == [] and kept(page) == ["brief.txt"]


def test_everything_goes_without_a_script(clerk: Open) -> None:
    page = clerk(java_script_enabled=False)
    page.goto(reverse("extract_new"))
    choose = page.get_by_label("Bestand uit het bevolkingsregister")

    def press(name: str) -> None:
        choose.set_input_files(file(suppliers.widows(2)))
        page.get_by_role("button", name=name, exact=True).last.click()

    press("Eerst proef lezen")
    expect(page.get_by_role("heading", name="Welke kolom is wat?")).to_be_visible()
    said = {"Dag van verlies": DEATH, "Zelf weg": SELF, "Gestaakt": "reden opschorting"}
    for heading, label in (said | {"Afscherming": "indicatie geheim"}).items():
        page.get_by_label(heading, exact=True).select_option(label=label)
    page.get_by_label("Van wie komt dit bestand?").fill(SUPPLIER)
    press("Voorbeeld verversen")
    expect(page.get_by_role("region", name="Zo lezen wij het")).to_contain_text("Geachte mevrouw Proefbeuk,")
    expect(page.get_by_label("Van wie komt dit bestand?")).to_have_value(SUPPLIER)
    press("Bewaren en verder")
    expect(page.get_by_text("2 regels, 2 personen.")).to_be_visible()
    press("Bestand inlezen")
    expect(page.get_by_text("De kolommen")).to_have_count(0)
    expect(page.get_by_role("heading", name="Aanlevering van 1 oktober 2026")).to_be_visible()
