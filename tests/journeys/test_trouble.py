"""When the server or the connection fails, a page that renews itself by script says so and loses nothing."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect

from bezoekdienst.accounts.roles import Role
from tests.factories import UserFactory
from tests.journeys import test_handing_in as handing_in
from tests.letters import chain
from tests.web import clients


def _page(new_context: Any, address: str, time_machine: Any) -> Page:
    cache.clear()
    time_machine.move_to(chain.at(), tick=True)
    page: Page = new_context(base_url=address, reduced_motion="reduce").new_page()
    page.set_default_timeout(5_000)
    page.add_init_script(Axe().axe_script)
    session = clients.of(UserFactory(roles=[Role.CLERK])).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    return page


@pytest.mark.parametrize("how", ["no connection", "an error", "a form that is refused"])
def test_what_can_not_be_renewed_says_so_and_keeps_what_was_chosen(
    new_context: Any, live_server: Any, transactional_db: None, time_machine: Any, how: str
) -> None:
    page = _page(new_context, live_server.url, time_machine)
    page.goto(reverse("trial"))
    page.locator("input[type=file]").set_input_files(handing_in.mixed())
    if how == "no connection":
        page.route("**/aanlevering/**", lambda route: route.abort())
    elif how == "an error":
        page.route("**/aanlevering/**", lambda route: route.fulfill(status=500, body="<h1>Even niet</h1>"))
    else:
        page.locator("input[type=file]").set_input_files({**handing_in.mixed(), "buffer": b"  "})
    page.get_by_role("button", name="Proef lezen").click()
    said = "Het bestand is leeg." if how == "a form that is refused" else "Wat u invulde staat er nog."
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.locator("#meldingen .message")).to_have_count(0 if how == "a form that is refused" else 1)
    assert handing_in.wrong(page) == []
    page.unroute_all()
    page.locator("input[type=file]").set_input_files(handing_in.mixed())
    page.get_by_role("button", name="Proef lezen").click()
    expect(page.get_by_text("Zo zou het gaan")).to_be_visible()
    expect(page.locator("#meldingen .message")).to_have_count(0)
