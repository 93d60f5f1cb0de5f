"""A volunteer and her phone, in a browser with a profile on disk: enrolled face to face, killed, offline, logged out.

Each phone here is a browser of its own, 320 px wide; killed means killed: the whole browser, in the middle of it.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect

from bezoekdienst.accounts import people, phones
from bezoekdienst.accounts.models import Phone as AnyPhone
from bezoekdienst.lib import calendar
from bezoekdienst.visiting.models import Visit
from tests import cast, factories
from tests.journeys.device import NO_SIGNAL, Device

pytestmark = pytest.mark.journey
UNSENT = "Alleen nog op deze telefoon:"
NOTE = "Zwaluwen en kweeperen in de achtertuin."
CONTROLLED = """new Promise((resolve) => {
    const workers = navigator.serviceWorker;
    if (workers.controller) resolve(); else workers.addEventListener("controllerchange", resolve);
})"""


class Phone(Device):
    """A volunteer's own."""

    def open(self, path: str = "/m/") -> Page:
        return self.visit(path)

    def enrol(self) -> Page:
        """As the coordinator and the volunteer do it together."""
        code = phones.invite(cast.volunteer().user, by=cast.coordinator(), at=timezone.now())  # type: ignore[arg-type]
        page = self.open(f"/m/koppelen#{code}")
        page.get_by_role("button", name="Ja, dit is mijn telefoon").click()
        expect(page.get_by_role("heading", name="Bea")).to_be_visible()
        page.evaluate(CONTROLLED)
        return page

    def days_later(self) -> Page:
        """Closed as one closes it, which also brings its cookies to the disk, and opened again."""
        self.context.close()
        self.start_again()
        page = self.open()
        expect(page.get_by_role("heading", name="Bea")).to_be_visible()
        return page

    def kill(self) -> Page:
        """The browser is gone at once; then it is opened again, where there is no signal."""
        self.die()
        self.start_again(*NO_SIGNAL)
        return self.open()


@pytest.fixture
def bea(transactional_db: None) -> None:
    cache.clear()
    resident = factories.ResidentFactory(name="Mevrouw Bezoeker-Verzonnen", first_name="Bea", street="Kwinkslagpad 1")
    factories.TrajectoryFactory(
        volunteer=cast.volunteer(),
        bereavement__resident=resident,
        started_on=calendar.add_months(timezone.localdate(), -2),
    )


@pytest.fixture
def new_phone(
    playwright: Playwright,
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
    tmp_path: Path,
    live_server: Any,
    bea: None,
) -> Iterator[Any]:
    made: list[Phone] = []
    small = {**browser_context_args, "viewport": {"width": 320, "height": 640}, "has_touch": True}

    def start(profile: Path, *told: str) -> BrowserContext:
        given = {**browser_type_launch_args, **small}
        return playwright.chromium.launch_persistent_context(profile, **{**given, "args": [*given["args"], *told]})

    def make() -> Phone:
        made.append(Phone(start, tmp_path / f"phone-{len(made)}", live_server.url))
        return made[-1]

    yield make
    for one in made:
        with suppress(Error):
            one.context.close()


def test_killed_between_typing_and_sending_and_before_it_could_send_it_is_one_visit(new_phone: Any) -> None:
    phone = new_phone()
    phone.enrol()
    page = phone.days_later()
    phone.context.set_offline(True)
    page.get_by_role("link", name="Bezoek noteren bij Bea").click()
    page.get_by_text("Het ging anders").click()
    page.get_by_label("Kort verslag").fill(NOTE)
    page.wait_for_timeout(200)  # a hand needs longer to take a battery out

    page = phone.kill()
    page.get_by_role("link", name="Verder gaan").click()
    expect(page.get_by_label("Kort verslag")).to_have_value(NOTE)
    page.get_by_role("button", name="Noteren", exact=True).click()
    expect(page.get_by_text(UNSENT)).to_be_visible()
    assert Visit.objects.count() == 0

    page = phone.kill()
    expect(page.get_by_text(UNSENT)).to_be_visible()
    assert Visit.objects.count() == 0

    page = phone.days_later()
    expect(page.get_by_text(UNSENT)).to_be_hidden()
    page.reload()
    expect(page.get_by_text("Laatste bezoek: vandaag.")).to_be_visible()
    assert [visit.note for visit in Visit.objects.all()] == [NOTE]


def test_after_logging_out_nothing_personal_is_left_on_the_disk(new_phone: Any) -> None:
    phone = new_phone()
    page = phone.enrol()
    page.get_by_role("link", name="Bezoek noteren bij Bea").click()
    page.get_by_text("Het ging anders").click()
    page.get_by_label("Kort verslag").fill(NOTE)
    page.wait_for_timeout(500)
    private = ("Kwinkslagpad", "Zwaluwen en kweeperen", "Bezoeker-Verzonnen", cast.resident().phone)
    assert {"Kwinkslagpad", "Zwaluwen en kweeperen"} <= set(phone.on_disk(*private))  # else this test sees nothing
    page.get_by_role("button", name="Noteren", exact=True).click()
    expect(page.get_by_text("Genoteerd.")).to_be_visible()
    page.get_by_role("button", name="Uitloggen").click()
    page.wait_for_url("**/account/login/")
    assert page.evaluate("Promise.all([indexedDB.databases(), caches.keys()]).then((all) => all.flat().length)") == 0
    phone.context.close()
    assert phone.on_disk(*private) == []


def test_a_second_phone_doubles_nothing_and_shows_what_the_first_one_sent(new_phone: Any) -> None:
    first, second = new_phone(), new_phone()
    page, other = first.enrol(), second.enrol()
    first.context.set_offline(True)
    page.get_by_role("link", name="Bezoek noteren bij Bea").click()
    page.get_by_role("button", name="Ja, zo noteren").click()
    expect(page.get_by_text(UNSENT)).to_be_visible()
    first.context.set_offline(False)
    expect(page.get_by_text(UNSENT)).to_be_hidden()
    other.reload()
    other.get_by_role("link", name="Bea", exact=True).click()
    expect(other.locator('[data-slot="visits"] li')).to_have_count(1)
    assert Visit.objects.count() == 1


def test_log_in_by_code_log_a_visit_in_two_taps_and_see_it(new_phone: Any) -> None:
    page = new_phone().open()
    page.get_by_label(re.compile("mail", re.IGNORECASE)).fill(cast.volunteer().user.email)  # type: ignore[union-attr]
    page.keyboard.press("Enter")
    page.wait_for_url("**/code/**")
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill(_mailed_code(page))
    page.keyboard.press("Enter")
    page.wait_for_url("**/m/")

    page.get_by_role("link", name="Bezoek noteren bij Bea").click()
    page.get_by_role("button", name="Ja, zo noteren").click()

    expect(page.get_by_text("Genoteerd.")).to_be_visible()
    expect(page.locator('[data-slot="visits"] li')).to_have_count(1)
    expect(page.locator('[data-slot="visits"] li')).to_contain_text("Thuis, een uur, alles goed.")
    assert [(visit.on, visit.minutes) for visit in Visit.objects.all()] == [(timezone.localdate(), 60)]


def _mailed_code(page: Page) -> str:
    for _ in range(50):  # it is mailed beside the request, so that known and unknown addresses take the same time
        if mail.outbox:
            break
        page.wait_for_timeout(100)
    code = re.search(r"^\s*([A-Z0-9]{3}-?[A-Z0-9]{3})\s*$", mail.outbox[-1].body, re.MULTILINE)
    assert code, mail.outbox[-1].body
    return code[1]


def test_what_waits_is_sent_when_there_is_signal_again_with_every_page_closed(new_phone: Any) -> None:
    phone = new_phone()
    page = phone.enrol()
    aside = phone.context.new_page()  # a browser with no page at all ends itself
    devtools = phone.context.new_cdp_session(aside)
    registrations: list[str] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda said: registrations.extend(one["registrationId"] for one in said["registrations"]),
    )
    devtools.send("ServiceWorker.enable")
    phone.context.set_offline(True)
    page.get_by_role("link", name="Bezoek noteren bij Bea").click()
    page.get_by_role("button", name="Ja, zo noteren").click()
    expect(page.get_by_text(UNSENT)).to_be_visible()
    page.close()
    assert Visit.objects.count() == 0

    phone.context.set_offline(False)
    dispatched = {
        "origin": f"{phone.address}/",
        "registrationId": registrations[-1],
        "tag": "outbox",
        "lastChance": True,
    }
    devtools.send("ServiceWorker.dispatchSyncEvent", dispatched)
    for _ in range(100):
        if Visit.objects.exists():
            break
        aside.wait_for_timeout(100)
    assert Visit.objects.count() == 1
    page = phone.open()
    expect(page.get_by_text("Laatste bezoek: vandaag.")).to_be_visible()
    expect(page.get_by_text(UNSENT)).to_be_hidden()
    assert Visit.objects.count() == 1


def test_a_lost_phone_keeps_nobody_and_sends_what_she_had_logged_once_it_is_found(new_phone: Any) -> None:
    phone = new_phone()
    page = phone.enrol()
    private = ("Kwinkslagpad", "Bezoeker-Verzonnen", cast.resident().phone)
    phone.context.set_offline(True)
    page.get_by_role("link", name="Bezoek noteren bij Bea").click()
    page.get_by_text("Het ging anders").click()
    page.get_by_label("Kort verslag").fill(NOTE)
    page.get_by_role("button", name="Noteren", exact=True).click()
    expect(page.get_by_text(UNSENT)).to_be_visible()
    assert "Kwinkslagpad" in phone.on_disk(*private)  # else this test sees nothing
    phones.revoke(AnyPhone.objects.get(), by=cast.coordinator(), at=timezone.now())
    phone.context.set_offline(False)
    expect(page.get_by_text("Deze telefoon is afgemeld")).to_be_visible()
    page = phone.open()
    expect(page.get_by_label("E-mailadres")).to_be_visible()  # whoever found it sees nothing, and nothing went
    assert Visit.objects.count() == 0
    phone.context.close()
    assert phone.on_disk(*private) == []

    phone.start_again()
    expect(phone.enrol().get_by_text("Laatste bezoek: vandaag.")).to_be_visible()
    assert [visit.note for visit in Visit.objects.all()] == [NOTE]
    assert AnyPhone.objects.filter(revoked_at=None).count() == 1


def test_who_visits_no_more_leaves_nothing_at_all_on_her_phone(new_phone: Any) -> None:
    phone = new_phone()
    page = phone.enrol()
    page.get_by_role("link", name="Bezoek noteren bij Bea").click()
    page.get_by_text("Het ging anders").click()
    page.get_by_label("Kort verslag").fill(NOTE)
    page.wait_for_timeout(500)
    private = ("Kwinkslagpad", "Zwaluwen en kweeperen", "Bezoeker-Verzonnen", cast.resident().phone)
    assert {"Kwinkslagpad", "Zwaluwen en kweeperen"} <= set(phone.on_disk(*private))  # else this test sees nothing
    people.close(cast.volunteer().user, by=cast.coordinator(), at=timezone.now())
    page.get_by_role("link", name="Terug").click()
    page.reload()
    expect(page.get_by_text("Deze telefoon is afgemeld")).to_be_visible()
    phone.context.close()
    assert phone.on_disk(*private) == []


def test_whoever_gets_the_phone_next_finds_nobody_elses_people(new_phone: Any) -> None:
    phone = new_phone()
    page = phone.enrol()
    other = factories.TrajectoryFactory(
        volunteer=cast.other_volunteer(), bereavement__resident=factories.ResidentFactory(first_name="Cor")
    )
    code = phones.invite(other.volunteer.user, by=cast.coordinator(), at=timezone.now())  # type: ignore[arg-type]
    page = phone.open(f"/m/koppelen#{code}")
    page.get_by_role("button", name="Ja, dit is mijn telefoon").click()
    expect(page.get_by_role("heading", name="Cor")).to_be_visible()
    kept = "caches.match('/m/bewaard/today').then((found) => found.text())"
    assert "Kwinkslagpad" not in page.evaluate(kept)
    phone.context.set_offline(True)
    page = phone.open()
    expect(page.get_by_role("heading", name="Cor")).to_be_visible()
    expect(page.get_by_role("heading", name="Bea")).to_be_hidden()
