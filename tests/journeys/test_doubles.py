"""Somebody who was written down twice, in a real browser: pointed out, compared, looked at, and made one."""

from datetime import date
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from bezoekdienst.visiting.models import Resident, Trajectory
from tests import factories
from tests.factories import TODAY
from tests.journeys.test_axe import WIDTHS, seen
from tests.web import clients


def written_twice() -> None:
    """Visited last winter after a letter; signed up by her GP in October, and visited since."""
    given = {"bereavement__resident__phone": "026-1234567", "bereavement__resident__postcode": "6811 AA"}
    over = {"state": "ended", "end_reason": "goal_reached", "ended_on": date(2026, 6, 1)}
    letter = {"bereavement__resident__name": "mevrouw T. Verzonnen", "volunteer__first_name": "Mia"}
    gp = {"bereavement__resident__name": "Truus Verzonnen", "volunteer__first_name": "Wim"}
    factories.TrajectoryFactory(started_on=date(2026, 1, 10), **given, **letter, **over)
    factories.TrajectoryFactory(started_on=date(2026, 10, 20), **given, **gp)


def wrong(page: Page) -> list[str]:
    return list(seen(page, WIDTHS))


def test_a_coordinator_sees_who_stands_there_twice_and_makes_her_one(
    now: Any, live_server: Any, new_context: Any
) -> None:
    written_twice()
    page = new_context(base_url=live_server.url, reduced_motion="reduce").new_page()
    page.add_init_script(Axe().axe_script)
    login = clients.of(factories.coordinator()).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": login, "url": live_server.url}])
    page.goto("/")
    page.get_by_role("link", name="Vergelijken").click()
    page.get_by_role("button", name="Kijken wat er gebeurt").click()
    expect(page.get_by_text("Kies een van de mogelijkheden")).to_be_visible()  # nobody said which loss it is
    assert wrong(page) == []
    page.get_by_label("Hetzelfde verlies").check()
    page.get_by_role("button", name="Kijken wat er gebeurt").click()
    expect(page.get_by_text("uiterlijk tot en met 9 januari 2027")).to_be_visible()
    assert wrong(page) == []
    page.get_by_role("button", name="Voorgoed samenvoegen").click()
    expect(page.get_by_text("Dit is nog niet opgeslagen")).to_be_visible()  # without the word
    assert wrong(page) == []
    page.get_by_label("Typ het woord").fill("samen")
    page.get_by_role("button", name="Voorgoed samenvoegen").click()
    expect(page.get_by_text("staat er nu één keer")).to_be_visible()
    assert wrong(page) == []
    assert Resident.objects.count() == 1
    assert Trajectory.objects.open_on(TODAY).get().hard_stop_on == date(2027, 1, 9)


def test_a_sign_up_that_looks_like_somebody_comes_back_full_with_who_she_is(
    now: Any, live_server: Any, new_context: Any
) -> None:
    written_twice()
    page = new_context(base_url=live_server.url, reduced_motion="reduce").new_page()
    page.add_init_script(Axe().axe_script)
    login = clients.of(factories.coordinator()).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": login, "url": live_server.url}])
    page.goto("/intakes/nieuw/")
    page.get_by_label("Naam").fill("Truus Verzonnen")
    page.get_by_label("huisarts").check()
    page.get_by_label("Telefoon").fill("+31 26 123 45 67")
    page.get_by_role("button", name="Aanmelding bewaren").click()
    expect(page.get_by_role("button", name="Het is iemand anders: bewaren")).to_be_visible()
    assert wrong(page) == []
    expect(page.get_by_label("Telefoon")).to_have_value("+31 26 123 45 67")
    page.get_by_role("link", name="Deze openen Truus Verzonnen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Truus Verzonnen")
    assert Resident.objects.count() == 2
