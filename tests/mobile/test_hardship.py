"""A phone that is full or may keep nothing, a wrong clock, a slow line: what is typed arrives, and she knows."""

import re
from datetime import datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from bezoekdienst.visiting.models import Trajectory, Visit
from tests.mobile.conftest import log_in
from tests.mobile.test_offline import CONTROLLED
from tests.mobile.test_phone import AXE

FLEETING = "Sluit deze pagina nog niet."
UNSENT = "Alleen nog op deze telefoon:"
# As a disk that fills up meanwhile: the browser itself remembers for a minute how much room there was.
FULL = """(isFull) => {
    const put = (IDBObjectStore.prototype.reallyPut ??= IDBObjectStore.prototype.put);
    IDBObjectStore.prototype.put = function (row) {
        if (isFull) throw new DOMException("no room", "QuotaExceededError");
        return put.call(this, row);
    };
}"""
HEARD = """new Promise(async (heard) => {
    const behind = async () => (await (await caches.match("/m/bewaard/who"))?.json())?.behind;
    while (!(await behind())) await new Promise((then) => setTimeout(then, 50));
    heard();
})"""
REFUSED = """for (const name of ["open", "deleteDatabase"]) {
    indexedDB[name] = () => { throw new DOMException("not here", "SecurityError"); };
}"""


def log_as_usual(page):
    page.get_by_role("link", name="Bezoek noteren bij Bea").click()
    page.get_by_role("button", name="Ja, zo noteren").click()


def test_a_full_phone_says_so_and_what_was_typed_still_arrives(phone, context, live_server):
    phone.evaluate(CONTROLLED)
    devtools = context.new_cdp_session(phone)
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": live_server.url, "quotaSize": 1})
    context.set_offline(True)
    phone.get_by_role("link", name="Bezoek noteren bij Bea").click()
    phone.get_by_text("Het ging anders").click()
    phone.get_by_label("Kort verslag").fill("Op een volle telefoon.")
    expect(phone.get_by_text(FLEETING)).to_be_visible()
    phone.get_by_role("button", name="Noteren", exact=True).click()
    expect(phone.get_by_text(UNSENT)).to_be_visible()
    expect(phone.get_by_text(FLEETING)).to_be_visible()
    assert Axe().run(phone, options=AXE).response["violations"] == []
    expect(phone.get_by_text("Nog niet af")).to_be_hidden()
    context.set_offline(False)
    expect(phone.get_by_text(UNSENT)).to_be_hidden()
    expect(phone.get_by_text(FLEETING)).to_be_hidden()
    assert [visit.note for visit in Visit.objects.all()] == ["Op een volle telefoon."]


def test_a_draft_that_no_longer_fits_is_shown_as_it_was_typed_last(phone):
    phone.get_by_role("link", name="Bezoek noteren bij Bea").click()
    phone.get_by_text("Het ging anders").click()
    phone.get_by_label("Kort verslag").fill("Eerst.")
    phone.evaluate(FULL, True)
    phone.get_by_label("Kort verslag").fill("Daarna.")
    expect(phone.get_by_text(FLEETING)).to_be_visible()
    phone.get_by_role("link", name="Terug").click()
    phone.get_by_role("link", name="Verder gaan").click()
    expect(phone.get_by_label("Kort verslag")).to_have_value("Daarna.")
    phone.evaluate(FULL, False)
    phone.get_by_label("Kort verslag").fill("Ten slotte.")
    expect(phone.get_by_text(FLEETING)).to_be_hidden()
    phone.reload()
    expect(phone.get_by_label("Kort verslag")).to_have_value("Ten slotte.")


def test_where_nothing_may_be_kept_one_logs_and_logs_out_all_the_same(phone):
    phone.add_init_script(REFUSED)
    phone.reload()
    log_as_usual(phone)
    expect(phone.get_by_text("Genoteerd.")).to_be_visible()
    phone.get_by_role("button", name="Uitloggen").click()
    phone.wait_for_url("**/account/login/")
    assert Visit.objects.count() == 1


@pytest.mark.parametrize("days", [-366, -1, 1, 366])
def test_a_visit_of_today_is_of_today_whatever_the_clock_of_the_phone_says(phone, context, today, days):
    context.clock.set_system_time(timezone.now() + timedelta(days=days))
    phone.reload()
    expect(phone.get_by_role("heading", name="Bea")).to_be_visible()
    log_as_usual(phone)
    expect(phone.get_by_text("Genoteerd.")).to_be_visible()
    assert [visit.on for visit in Visit.objects.all()] == [today]


def test_a_wrong_clock_is_remembered_where_there_is_no_signal(phone, context, live_server, today):
    phone.evaluate(CONTROLLED)
    context.clock.set_system_time(timezone.now() + timedelta(days=1))
    phone.reload()
    phone.evaluate(HEARD)
    context.set_offline(True)
    phone.close()
    page = context.new_page()
    page.goto(f"{live_server.url}/m/")
    log_as_usual(page)
    expect(page.locator(".message.unsent")).to_contain_text("bezoek aan Bea, vandaag")
    context.set_offline(False)
    expect(page.get_by_text(UNSENT)).to_be_hidden()
    assert [visit.on for visit in Visit.objects.all()] == [today]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Amsterdam"])
@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (
            "2026-10-25T00:30:00+00:00",
            ["2026-10-25", "2026-10-24", "2026-10-26", "zondag 25 oktober"],
        ),  # twice 2.30 that night
        ("2026-10-24T22:30:00+00:00", ["2026-10-25", "2026-10-24", "2026-10-26", "zondag 25 oktober"]),
        ("2027-03-27T23:30:00+00:00", ["2027-03-28", "2027-03-27", "2027-03-29", "zondag 28 maart"]),
        ("2028-02-29T23:30:00+00:00", ["2028-03-01", "2028-02-29", "2028-03-02", "woensdag 1 maart"]),
    ],
)
def test_a_day_is_a_dutch_day_wherever_the_phone_is_also_when_the_clocks_change(
    browser, live_server, zone, moment, said
):
    page = browser.new_context(timezone_id=zone).new_page()
    page.goto(f"{live_server.url}/gezond")
    page.clock.set_fixed_time(datetime.fromisoformat(moment))
    told = page.evaluate(
        """import("/static/mobile/words.js").then((words) => {
            const today = words.today();
            return [today, words.today(-1), words.today(1), words.longDay(today)];
        })"""
    )
    page.context.close()
    assert told == said


def test_on_a_slow_line_what_waits_is_seen_at_once(phone):
    phone.route(re.compile("/visits/"), lambda route: (phone.wait_for_timeout(2000), route.continue_()))
    log_as_usual(phone)
    expect(phone.get_by_text(UNSENT)).to_be_visible(timeout=1900)
    expect(phone.get_by_text("Genoteerd.")).to_be_visible()
    expect(phone.get_by_text(UNSENT)).to_be_hidden()


def test_a_visit_that_waited_until_the_year_was_long_over_says_whom_to_call(phone, context, vera, today):
    context.set_offline(True)
    log_as_usual(phone)
    expect(phone.get_by_text(UNSENT)).to_be_visible()
    ended_on = today - timedelta(days=15)
    Trajectory.objects.filter(pk=vera.pk).update(state="ended", ended_on=ended_on, end_reason="moved")
    context.set_offline(False)
    refusal = phone.locator(".message.refusal")
    expect(refusal).to_contain_text("De bezoeken zijn al meer dan twee weken afgerond.")
    expect(refusal).to_contain_text("Op deze telefoon: Thuis, een uur, alles goed.")
    assert Visit.objects.count() == 0


def test_what_was_being_typed_about_somebody_she_visits_no_more_can_still_be_read(
    phone, context, live_server, vera, today
):
    phone.get_by_role("link", name="Bezoek noteren bij Bea").click()
    phone.get_by_text("Het ging anders").click()
    phone.get_by_label("Kort verslag").fill("Nooit verstuurd.")
    phone.wait_for_timeout(200)
    Trajectory.objects.filter(pk=vera.pk).update(state="ended", ended_on=today - timedelta(days=15), end_reason="moved")
    log_in(context, live_server.url, vera)
    phone.goto(f"{live_server.url}/m/")
    expect(phone.get_by_text("Nog niet af: bezoek aan Bea")).to_be_visible()
    expect(phone.get_by_text("Nooit verstuurd.")).to_be_visible()


def test_what_is_drawn_again_and_is_the_same_keeps_the_focus(phone):
    name = phone.get_by_role("link", name="Bea", exact=True)
    name.focus()
    with phone.expect_response("**/trajectories"):
        phone.evaluate("dispatchEvent(new Event('online'))")
    phone.evaluate("new Promise((then) => setTimeout(then, 200))")
    expect(name).to_be_focused()


def test_with_large_letters_the_question_before_leaving_begins_at_its_beginning(phone, context):
    context.set_offline(True)
    log_as_usual(phone)
    expect(phone.get_by_text(UNSENT)).to_be_visible()
    phone.set_viewport_size({"width": 320, "height": 320})  # as with letters of twice the size
    phone.get_by_role("button", name="Uitloggen").click()
    expect(phone.get_by_role("heading", name="Er is nog iets niet verstuurd")).to_be_focused()
    expect(phone.get_by_role("heading", name="Er is nog iets niet verstuurd")).to_be_in_viewport(ratio=1)
