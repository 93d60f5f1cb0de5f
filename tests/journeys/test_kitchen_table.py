"""A tablet at a kitchen table, upright, with a finger: nothing typed is lost, whatever happens to signal or tab."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from bezoekdienst.visiting import intakes
from bezoekdienst.visiting.models import Intake
from bezoekdienst.visiting.states import IntakeState
from tests import cast, factories
from tests.factories import NOW
from tests.journeys import test_axe
from tests.journeys.device import Device
from tests.web import clients

pytestmark = pytest.mark.journey
TABLET = {"viewport": {"width": 768, "height": 1024}, "has_touch": True, "is_mobile": True}
SAID = "Zwaluwen en kweeperen, elke zomer."
KEPT = """new Promise((resolve) => {
    indexedDB.open("keukentafel").onsuccess = ({ target }) => {
        target.result.transaction("drafts").objectStore("drafts").getAllKeys().onsuccess = (one) => {
            target.result.close();
            resolve(one.target.result);
        };
    };
})"""
SAVED = re.compile(r"Bewaard om \d\d\.\d\d uur\.")


class Tablet(Device):
    """The coordinator is logged in on it."""

    def log_in(self) -> "Tablet":
        session = clients.of(cast.coordinator()).cookies["sessionid"].value
        self.context.add_cookies([{"name": "sessionid", "value": session, "url": self.address}])
        return self

    def open(self, intake: Intake) -> Page:
        return self.visit(f"/intakes/{intake.pk}/")

    def kill(self) -> None:
        """The tablet is gone in the middle of it; then it is switched on again."""
        self.die()
        self.start_again()
        self.log_in()


@pytest.fixture
def intake(transactional_db: None, time_machine: Any) -> Intake:
    cache.clear()
    time_machine.move_to(NOW, tick=True)
    made: Intake = factories.IntakeFactory(state=IntakeState.PLANNED, planned_for_at=NOW)
    return made


@pytest.fixture
def tablet(
    playwright: Playwright, browser_type_launch_args: dict[str, Any], browser_context_args: dict[str, Any],
    tmp_path: Path, live_server: Any, intake: Intake,
) -> Iterator[Tablet]:  # fmt: skip
    def start(profile: Path) -> BrowserContext:
        given = {**browser_type_launch_args, **browser_context_args, **TABLET, "reduced_motion": "reduce"}
        return playwright.chromium.launch_persistent_context(profile, **given)

    made = Tablet(start, tmp_path / "tablet", live_server.url).log_in()
    yield made
    made.context.close()


def saved(intake: Intake) -> dict[str, Any]:
    intake.refresh_from_db()
    said: dict[str, Any] = intake.answers
    return said


def line(page: Page) -> Any:
    return page.locator("#bewaard")


def test_what_is_typed_and_tapped_in_any_order_is_saved_by_itself(tablet: Tablet, intake: Intake) -> None:
    page = tablet.open(intake)
    page.get_by_role("link", name="Wanneer kan het bezoek komen?").tap()
    page.get_by_label("dinsdagmiddag").tap()
    page.get_by_role("group", name="Zijn er huisdieren?").get_by_label("ja").tap()
    page.get_by_label("Wat hoopt iemand van het bezoek?").fill(SAID)
    expect(line(page)).to_have_text(SAVED)
    said = saved(intake)
    assert (said["dayparts"], said["home"], said["asks_for"]) == (["tu-pm"], {"pets": True}, SAID)
    expect(page.locator("li", has_text="Wat iemand zoekt").locator("output")).to_have_text("nog 2 open")
    assert page.evaluate(KEPT) == []


def test_without_signal_it_says_so_and_goes_along_when_there_is_one_again(tablet: Tablet, intake: Intake) -> None:
    page = tablet.open(intake)
    tablet.context.set_offline(True)
    page.get_by_label("Wat hoopt iemand van het bezoek?").fill(SAID)
    expect(line(page)).to_contain_text("Nog niet bewaard: er is geen verbinding.")
    assert saved(intake) == {}
    tablet.context.set_offline(False)
    expect(line(page)).to_have_text(SAVED)
    assert saved(intake)["asks_for"] == SAID


def test_a_tablet_that_is_killed_without_signal_still_has_it_and_nobody_else_can_read_it(
    tablet: Tablet, intake: Intake
) -> None:
    page = tablet.open(intake)
    tablet.context.set_offline(True)
    page.get_by_label("Wat hoopt iemand van het bezoek?").fill(SAID)
    page.get_by_label("Toelichting").fill("Belt nog.")
    expect(line(page)).to_contain_text("geen verbinding")
    assert page.evaluate(KEPT) == [f"keukentafel:{intake.pk}-{cast.coordinator().pk}"]
    tablet.kill()
    assert tablet.on_disk("Zwaluwen", "kweeperen", "Belt nog") == []
    page = tablet.open(intake)
    expect(page.get_by_label("Wat hoopt iemand van het bezoek?")).to_have_value(SAID)
    expect(page.get_by_label("Toelichting")).to_have_value("Belt nog.")
    expect(line(page)).to_have_text(SAVED)
    assert saved(intake)["asks_for"] == SAID


def test_a_session_that_is_over_comes_back_to_the_same_form_with_what_was_typed(tablet: Tablet, intake: Intake) -> None:
    page = tablet.open(intake)
    Session.objects.all().delete()
    page.get_by_label("Wat hoopt iemand van het bezoek?").fill(SAID)
    expect(line(page)).to_contain_text("U bent uitgelogd.")
    page.get_by_role("link", name="Log opnieuw in").tap()
    page.wait_for_url("**/account/login/**")
    assert f"next=%2Fintakes%2F{intake.pk}%2F" in page.url or f"next=/intakes/{intake.pk}/" in page.url
    tablet.log_in()
    page.goto(f"{tablet.address}/intakes/{intake.pk}/")  # where logging in leads
    expect(line(page)).to_have_text(SAVED)
    assert saved(intake)["asks_for"] == SAID


def test_leaving_with_something_unsaved_warns(tablet: Tablet, intake: Intake) -> None:
    page = tablet.open(intake)
    tablet.context.set_offline(True)
    page.get_by_label("Wat hoopt iemand van het bezoek?").fill(SAID)
    expect(line(page)).to_contain_text("geen verbinding")
    asked: list[str] = []

    def stay(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    expect(page.get_by_label("Wat hoopt iemand van het bezoek?")).to_have_value(SAID)


def test_a_slip_stays_and_is_pointed_out_while_the_rest_is_saved(tablet: Tablet, intake: Intake) -> None:
    page = tablet.open(intake)
    page.get_by_label("Roepnaam").fill("Bea")
    page.get_by_label("Geboortejaar").fill("1800")
    expect(line(page)).to_contain_text("behalve: geboortejaar")
    expect(page.locator(".errorlist")).to_have_text("Het geboortejaar ligt tussen 1911 en 2008.")
    intake.resident.refresh_from_db()
    assert (intake.resident.first_name, intake.resident.birth_year) == ("Bea", None)
    page.get_by_label("Geboortejaar").fill("1949")
    expect(page.locator(".errorlist")).to_have_count(0)
    expect(line(page)).to_have_text(SAVED)


def test_two_tabs_undo_nothing_of_each_other(tablet: Tablet, intake: Intake) -> None:
    one, other = tablet.open(intake), tablet.open(intake)
    one.get_by_label("Wie zijn er om iemand heen?").fill("Een zus.")
    one.get_by_label("Wat hoopt iemand van het bezoek?").fill("Rust.")
    expect(line(one)).to_have_text(SAVED)
    other.get_by_label("Wat hoopt iemand van het bezoek?").fill("Gezelschap.")
    expect(other.locator(".errorlist")).to_contain_text("Iemand anders vulde hier intussen in: “Rust.”.")
    expect(other.get_by_label("Wie zijn er om iemand heen?")).to_have_value("Een zus.")
    assert saved(intake)["asks_for"] == "Rust."
    other.get_by_role("button", name="Houd wat hier staat").tap()
    expect(line(other)).to_have_text(SAVED)
    assert (saved(intake)["asks_for"], intake.answers["network"]) == ("Gezelschap.", "Een zus.")


def test_the_talk_is_rounded_off_with_all_that_was_typed_just_before(tablet: Tablet, intake: Intake) -> None:
    page = tablet.open(intake)
    page.get_by_label("Een vrijwilliger mag komen").tap()
    page.get_by_label("Past bij ons").tap()
    page.get_by_label("Wat hoopt iemand van het bezoek?").fill(SAID)
    page.get_by_role("button", name="Gesprek afronden").tap()
    expect(page.locator(".lead").first).to_have_text("Wacht sinds vandaag op een vrijwilliger.")
    intake.refresh_from_db()
    assert (intake.state, intake.answers["asks_for"]) == (IntakeState.SUITABLE, SAID)


def test_other_help_leads_to_passing_on(tablet: Tablet, intake: Intake) -> None:
    page = tablet.open(intake)
    page.get_by_label("Andere hulp past beter").tap()
    page.get_by_label("Waarom past andere hulp beter?").select_option("isolation")
    page.get_by_role("button", name="Gesprek afronden").tap()
    page.wait_for_url(f"**/intakes/{intake.pk}/doorverwijzen/")
    assert (saved(intake)["ground"], intake.state) == ("isolation", IntakeState.OTHER_HELP)


def test_what_was_ended_by_somebody_else_says_so(tablet: Tablet, intake: Intake) -> None:
    page = tablet.open(intake)
    intakes.stop(intake, state="withdrawn", by=cast.coordinator(), at=NOW)
    page.get_by_label("Wat hoopt iemand van het bezoek?").fill(SAID)
    expect(line(page)).to_contain_text("De intake is “afgezien” en verandert niet meer.")
    expect(page.get_by_label("Wat hoopt iemand van het bezoek?")).to_have_value(SAID)


def test_every_state_of_the_form_can_be_used_by_everybody(tablet: Tablet, intake: Intake) -> None:
    one, page = tablet.open(intake), tablet.open(intake)
    one.get_by_label("Wat hoopt iemand van het bezoek?").fill("Rust.")
    expect(line(one)).to_have_text(SAVED)
    page.get_by_label("Wat hoopt iemand van het bezoek?").fill("Gezelschap.")  # a conflict
    page.get_by_label("Geboortejaar").fill("1800")  # a slip
    expect(page.locator(".errorlist")).to_have_count(2)
    page.evaluate(Axe().axe_script)
    found = []
    for outcome in ("suitable", "other_help", "not_now"):
        page.locator(f"[name=outcome][value={outcome}]").check()
        found += list(test_axe.seen(page, test_axe.WIDTHS))
    tablet.context.set_offline(True)
    page.get_by_label("Roepnaam").fill("Bea")
    expect(line(page)).to_contain_text("geen verbinding")
    found += list(test_axe.seen(page, test_axe.WIDTHS))
    assert found == []


def test_an_unusual_appointment_can_be_looked_at_once_more_by_everybody(tablet: Tablet, intake: Intake) -> None:
    page = tablet.context.new_page()
    page.goto(f"{tablet.address}/intakes/{intake.pk}/afspraak/")
    page.get_by_label("Op welke dag?").fill("2026-12-25")
    page.get_by_label("Hoe laat?").fill("20:00")
    page.get_by_role("button", name="Afspraak verplaatsen").tap()
    expect(page.get_by_role("alert")).to_contain_text("Die dag is een feestdag: Eerste kerstdag.")
    page.evaluate(Axe().axe_script)
    assert list(test_axe.seen(page, test_axe.WIDTHS)) == []
    page.get_by_role("button", name="Toch deze afspraak maken").tap()
    expect(page.locator(".messages")).to_contain_text("De afspraak staat.")
