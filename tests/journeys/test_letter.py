"""The letter is written beside the real one: it follows what is typed, and all of it also works without script."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect

from bezoekdienst.accounts.roles import Role
from letters import letterheads
from tests.factories import UserFactory
from tests.letters import chain
from tests.web import clients


@pytest.fixture
def page_of(new_context: Any, live_server: Any, transactional_db: None, time_machine: Any) -> Any:
    """The page with the text, opened by a coordinator, with script or without."""
    cache.clear()
    time_machine.move_to(chain.at(), tick=True)
    letterheads.save(texts=chain.LETTERHEAD, profile="c5_left", by=None, at=chain.at())

    def opened(*, script: bool = True) -> Page:
        context = new_context(
            base_url=live_server.url, java_script_enabled=script, viewport={"width": 1280, "height": 900}
        )
        page: Page = context.new_page()
        page.set_default_timeout(10_000)
        session = clients.of(UserFactory(roles=[Role.COORDINATOR])).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(reverse("letter_words"))
        return page

    return opened


def test_the_example_follows_what_is_typed_and_leaves_pen_and_back_button_alone(page_of: Any) -> None:
    page = page_of()
    before = page.evaluate("history.length")
    field = page.get_by_label("Niets doen mag", exact=True)
    with page.expect_response("**/tekst/voorbeeld.pdf") as asked:
        field.fill("U hoeft niets te doen. Echt niet.")
    assert asked.value.header_value("content-type") == "application/pdf"
    expect(page.locator("iframe:not(.coming)")).to_have_attribute("src", re.compile("^blob:"))
    expect(page.locator("iframe")).to_have_count(1)
    expect(field).to_be_focused()
    assert page.evaluate("history.length") == before


def test_why_there_is_no_example_is_told_in_its_place(page_of: Any) -> None:
    page = page_of()
    field = page.get_by_label("Niets doen mag", exact=True)
    field.fill("U hoeft niets te doen, weduwe.")
    expect(page.locator(".sheet-of-paper")).to_contain_text("Het woord “weduwe” hoort niet op deze brief.")
    field.fill("U hoeft niets te doen.")
    expect(page.locator(".sheet-of-paper")).not_to_contain_text("weduwe")


def test_words_are_counted_while_one_types_and_a_click_puts_in_a_field(page_of: Any) -> None:
    page = page_of()
    expect(page.locator("#woorden output")).to_have_text("183")
    field = page.get_by_label("Niets doen mag", exact=True)
    field.fill("Niets hoeft: ")
    expect(page.locator("#woorden output")).to_have_text(str(183 - 14 + 2))
    page.get_by_text("Wat vanzelf wordt ingevuld").click()
    page.get_by_role("button", name="{telefoon}").press("Enter")
    expect(field).to_have_value("Niets hoeft: {telefoon}")
    expect(page.locator("#woorden output")).to_have_text(str(183 - 14 + 6))
    page.get_by_role("button", name="Meegeleverde tekst terug Niets doen mag").click()
    expect(field).to_have_value("Wilt u dit niet? U hoeft niets te doen. U krijgt geen tweede brief.")


def test_blocks_are_added_and_moved_without_leaving_the_page(page_of: Any) -> None:
    page = page_of()
    page.get_by_role("button", name="Eigen alinea erbij", exact=True).click()
    page.get_by_label("Eigen alinea", exact=True).fill("Van ons allemaal.")
    page.get_by_role("button", name="Omhoog Eigen alinea").click()
    expect(page.locator("#id_front-5-text")).to_have_value("Van ons allemaal.")
    page.get_by_role("button", name="Tekst bewaren").click()
    expect(page.get_by_text("Bewaard als versie 2.")).to_be_visible()
    current = letterheads.current()
    assert current is not None
    assert letterheads.words(current).front[5].text == "Van ons allemaal."


def test_without_script_the_buttons_do_the_same(page_of: Any) -> None:
    page = page_of(script=False)
    page.get_by_role("button", name="Eigen alinea erbij", exact=True).click()
    page.get_by_label("Eigen alinea", exact=True).fill("Van ons allemaal.")
    page.get_by_role("button", name="Omhoog Eigen alinea").click()
    expect(page.locator("#id_front-5-text")).to_have_value("Van ons allemaal.")
    with page.expect_response("**/tekst/voorbeeld.pdf") as asked:
        page.get_by_role("button", name="Voorbeeld verversen").click()
    assert (asked.value.status, asked.value.header_value("content-type")) == (200, "application/pdf")
    page.get_by_role("button", name="Tekst bewaren").click()
    expect(page.get_by_text("Bewaard als versie 2.")).to_be_visible()
