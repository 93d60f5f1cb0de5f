"""Without signal: the page opens, says what a visit needs and no more, and keeps what is typed, whatever happens."""

import json
import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from bezoekdienst.mobile import shell
from bezoekdienst.visiting.models import Signal, Visit
from tests.mobile.conftest import log_in
from tests.mobile.test_phone import AXE

UNSENT = "Alleen nog op deze telefoon:"
CONTROLLED = """new Promise((resolve) => {
    const workers = navigator.serviceWorker;
    if (workers.controller) resolve(); else workers.addEventListener("controllerchange", resolve);
})"""
KEPT = """caches.open("mensen").then(async (cache) => {
    const names = await cache.keys();
    return Promise.all(names.map(async (name) => [name.url.split("/").pop(), await (await cache.match(name)).json()]));
}).then(Object.fromEntries)"""
RENEWED = """navigator.serviceWorker.getRegistration().then((one) => one.update()).then(async () => {
    const renewed = "mensen,schil-0123456789abcdef";
    while (String(await caches.keys()) !== renewed) await new Promise((then) => setTimeout(then, 100));
})"""


@pytest.fixture
def installed(phone):
    """The page, with its worker behind it."""
    phone.evaluate(CONTROLLED)
    return phone


@pytest.fixture
def reopen(installed, context, live_server):
    """Kill the page and open it again; without signal when the signal is gone."""

    def again():
        for page in context.pages:
            page.close()
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(f"{live_server.url}/m/")
        return page

    return again


def write_a_note(page, note):
    page.get_by_role("link", name="Bezoek noteren bij Bea").click()
    page.get_by_text("Het ging anders").click()
    page.get_by_label("Wandeling").check()
    page.get_by_label("Kort verslag").fill(note)


def test_without_signal_it_opens_and_says_what_a_visit_needs(installed, context, reopen):
    context.set_offline(True)
    page = reopen()
    expect(page.get_by_text("Er is geen verbinding.")).to_be_visible()
    page.get_by_role("link", name="Bea", exact=True).click()
    expect(page.get_by_text("Dorpsweg 1")).to_be_visible()
    expect(page.get_by_role("definition").filter(has_text="weken, tot en met")).to_be_visible()
    expect(page.get_by_text("Uw bezoeken en het telefoonnummer ziet u zodra er verbinding is.")).to_be_visible()


def test_what_is_kept_for_that_is_no_more_than_a_visit_needs(installed, vera):
    installed.get_by_role("link", name="Bezoek noteren bij Bea").click()
    installed.get_by_role("button", name="Ja, zo noteren").click()
    expect(installed.get_by_text("Genoteerd.")).to_be_visible()
    kept = installed.evaluate(KEPT)
    people = kept["today"]["people"]
    place = {"id", "first_name", "street", "town", "state"}
    days = {"meeting_on", "meeting_time", "hard_stop_on", "ended_on", "paused_since_on", "last_visit_on", "next_on"}
    assert set(people[0]) == place | days
    assert not any(secret in json.dumps(kept) for secret in (vera.resident.name, vera.resident.phone, "at_home"))


def test_the_worker_keeps_the_shell_and_nothing_that_the_api_says(installed):
    kept = installed.evaluate(
        "caches.keys().then((names) => names.filter((one) => one !== 'mensen').map((name) => caches.open(name)))"
        ".then((all) => Promise.all(all))"
        ".then((all) => Promise.all(all.map((one) => one.keys())))"
        ".then((all) => all.flat().map((one) => new URL(one.url).pathname))"
    )
    assert sorted(kept) == sorted(["/m/", *shell.files()])


def test_what_was_kept_is_gone_after_a_week_and_what_was_typed_is_not(installed, context, reopen):
    context.set_offline(True)
    installed.get_by_role("link", name="Bezoek noteren bij Bea").click()
    installed.get_by_role("button", name="Ja, zo noteren").click()
    expect(installed.get_by_text(UNSENT)).to_be_visible()
    context.clock.set_system_time(timezone.now() + timedelta(days=8))
    page = reopen()
    expect(page.get_by_text(UNSENT)).to_be_visible()
    expect(page.get_by_text("Uw mensen staan er zodra er weer verbinding is.")).to_be_visible()
    expect(page.get_by_role("heading", name="Bea")).to_be_hidden()
    assert list(page.evaluate(KEPT)) == ["who"]
    context.set_offline(False)
    expect(page.get_by_text(UNSENT)).to_be_hidden()
    assert Visit.objects.count() == 1


def test_a_kill_between_typing_and_sending_loses_nothing(installed, context, reopen):
    context.set_offline(True)
    write_a_note(installed, "Mooi gelopen, veel verteld.")
    page = reopen()
    expect(page.get_by_text("Nog niet af: bezoek aan Bea")).to_be_visible()
    page.get_by_role("link", name="Verder gaan").click()
    expect(page.get_by_label("Kort verslag")).to_have_value("Mooi gelopen, veel verteld.")
    expect(page.get_by_label("Wandeling")).to_be_checked()
    expect(page.get_by_role("button", name="Ja, zo noteren")).to_be_hidden()
    page.get_by_role("button", name="Noteren", exact=True).click()
    expect(page.get_by_text(UNSENT)).to_be_visible()
    expect(page.get_by_text("Nog niet af:")).to_be_hidden()
    page = reopen()
    expect(page.get_by_text(UNSENT)).to_be_visible()
    context.set_offline(False)
    expect(page.get_by_text(UNSENT)).to_be_hidden()
    assert [(visit.kind, visit.note) for visit in Visit.objects.all()] == [("walk", "Mooi gelopen, veel verteld.")]


def test_a_draft_of_yesterday_still_is_about_yesterday(installed, context, reopen):
    write_a_note(installed, "Gisteren getypt.")
    context.set_offline(True)  # else it hears from the server what day it is
    context.clock.set_system_time(timezone.now() + timedelta(days=1))
    page = reopen()
    page.get_by_role("link", name="Verder gaan").click()
    expect(page.get_by_label("Gisteren")).to_be_checked()


def test_a_draft_is_thrown_away_when_one_says_so(installed, reopen):
    write_a_note(installed, "Toch niet.")
    page = reopen()
    page.get_by_role("button", name="Weggooien").click()
    expect(page.get_by_text("Nog niet af:")).to_be_hidden()
    page.get_by_role("link", name="Bezoek noteren bij Bea").click()
    expect(page.get_by_role("button", name="Ja, zo noteren")).to_be_visible()


def test_a_worry_survives_a_kill_and_says_whom_to_call_without_signal(installed, context, reopen):
    context.set_offline(True)
    installed.get_by_role("link", name="Bea", exact=True).click()
    installed.get_by_role("link", name="Ik maak me zorgen").click()
    installed.get_by_label("Onveilig thuis").check()
    expect(installed.get_by_role("link", name="Nu gevaar: bel 112")).to_be_visible()
    installed.wait_for_timeout(200)  # a hand needs longer to close it
    page = reopen()
    page.get_by_role("link", name="Verder gaan").click()
    expect(page.get_by_role("link", name="Nu gevaar: bel 112")).to_be_visible()
    page.get_by_role("button", name="Melden bij de coördinator").click()
    expect(page.get_by_text(UNSENT)).to_be_visible()
    context.set_offline(False)
    expect(page.get_by_text(UNSENT)).to_be_hidden()
    assert Signal.objects.get().kind == "safety"


def test_a_session_that_ends_while_one_types_takes_nothing_away(installed, context, live_server, vera):
    write_a_note(installed, "Halverwege uitgelogd.")
    context.clear_cookies(name="sessionid")
    installed.get_by_role("button", name="Noteren", exact=True).click()
    expect(
        installed.get_by_role("link", name="Opnieuw inloggen").or_(installed.get_by_label("E-mailadres"))
    ).to_be_visible()
    log_in(context, live_server.url, vera)
    installed.goto(f"{live_server.url}/m/")
    expect(installed.get_by_text("Laatste bezoek: vandaag.")).to_be_visible()
    assert [visit.note for visit in Visit.objects.all()] == ["Halverwege uitgelogd."]


def test_what_was_refused_is_put_right_and_sent_again(installed, vera):
    write_a_note(installed, "Was een dag eerder.")
    installed.get_by_label("Een andere dag").check()
    installed.get_by_label("Welke dag?").fill((vera.started_on - timedelta(days=1)).isoformat())
    installed.get_by_role("button", name="Noteren", exact=True).click()
    refusal = installed.locator(".message.refusal")
    expect(refusal).to_contain_text("Was een dag eerder.")
    refusal.get_by_role("button", name="Aanpassen").click()
    expect(installed.get_by_label("Kort verslag")).to_have_value("Was een dag eerder.")
    installed.get_by_label("Welke dag?").fill(vera.started_on.isoformat())
    installed.get_by_role("button", name="Noteren", exact=True).click()
    expect(installed.get_by_text("Genoteerd.")).to_be_visible()
    assert [(visit.on, visit.note) for visit in Visit.objects.all()] == [(vera.started_on, "Was een dag eerder.")]


def test_two_contents_under_one_id_both_stay_visible(installed):
    changed = []

    def change(route):
        if not changed:  # as if an earlier try had arrived with something else in it
            body = {**route.request.post_data_json, "minutes": 30}
            changed.append(route.fetch(post_data=body).status)
        return route.continue_()

    installed.route(re.compile("/visits/"), change)
    write_a_note(installed, "Een uur.")
    installed.get_by_role("button", name="Noteren", exact=True).click()
    expect(installed.get_by_text("Beide verslagen zijn bewaard. Kies hieronder welk klopt.")).to_be_visible()
    row = installed.locator('[data-slot="visits"] > li')
    expect(row.locator('[data-slot="how"]')).to_have_text("Wandeling, een half uur, alles goed.")
    expect(row.locator(".conflict")).to_contain_text("Wandeling, een uur, alles goed.")
    assert Axe().run(installed, options=AXE).response["violations"] == []
    row.get_by_role("button", name="Dit klopt").click()
    expect(row.locator(".conflict")).to_have_count(0)
    expect(row.locator('[data-slot="how"]')).to_have_text("Wandeling, een uur, alles goed.")
    visit = Visit.objects.get()
    assert (visit.minutes, visit.corrected_at is None, visit.conflicts.count()) == (60, False, 1)


def test_what_was_logged_without_signal_is_put_right_or_taken_back_before_it_went(installed, context):
    context.set_offline(True)
    write_a_note(installed, "Te vroeg genoteerd.")
    installed.get_by_role("button", name="Noteren", exact=True).click()
    expect(installed.get_by_text(UNSENT)).to_be_visible()
    installed.get_by_role("link", name="Aanpassen").click()
    expect(installed.get_by_label("Kort verslag")).to_have_value("Te vroeg genoteerd.")
    installed.get_by_label("Kort verslag").fill("Nu goed.")
    installed.get_by_role("button", name="Noteren", exact=True).click()
    expect(installed.get_by_text("Nu goed.")).to_be_visible()
    installed.get_by_role("link", name="Terug").click()
    installed.get_by_role("link", name="Bezoek noteren bij Bea").click()
    installed.get_by_role("button", name="Ja, zo noteren").click()
    rows = installed.locator('[data-slot="visits"] > li')
    expect(rows).to_have_count(2)
    rows.filter(has_text="Thuis").get_by_role("button", name="Weghalen").click()
    expect(rows).to_have_count(1)
    context.set_offline(False)
    expect(installed.get_by_text(UNSENT)).to_be_hidden()
    assert [visit.note for visit in Visit.objects.all()] == ["Nu goed."]


def test_what_was_sent_is_put_right_and_taken_back_without_signal(installed, context):
    installed.get_by_role("link", name="Bezoek noteren bij Bea").click()
    installed.get_by_role("button", name="Ja, zo noteren").click()
    expect(installed.get_by_text("Genoteerd.")).to_be_visible()
    context.set_offline(True)
    installed.get_by_role("button", name="Toch niet").click()
    expect(installed.get_by_text("Weggehaald, alleen nog op deze telefoon.")).to_be_visible()
    assert Visit.objects.get().withdrawn_at is None
    context.set_offline(False)
    expect(installed.get_by_text("Weggehaald.", exact=True).first).to_be_visible()
    assert Visit.objects.get().withdrawn_at is not None


def test_a_newer_page_comes_without_losing_what_is_typed(installed, context, live_server, monkeypatch):
    write_a_note(installed, "Onder het typen vernieuwd.")
    monkeypatch.setattr(shell, "version", lambda: "0123456789abcdef")
    with installed.expect_event("load", timeout=20_000):
        installed.evaluate(RENEWED)
        expect(installed.get_by_label("Kort verslag")).to_have_value("Onder het typen vernieuwd.")
        installed.get_by_role("link", name="Terug").click()
    expect(installed.get_by_text("Nog niet af: bezoek aan Bea")).to_be_visible()


def test_a_newer_page_comes_without_losing_what_waits(installed, context, reopen, monkeypatch):
    visits = re.compile("/visits/")
    context.route(visits, lambda route: route.abort())
    installed.get_by_role("link", name="Bezoek noteren bij Bea").click()
    installed.get_by_role("button", name="Ja, zo noteren").click()
    expect(installed.get_by_text(UNSENT)).to_be_visible()
    monkeypatch.setattr(shell, "version", lambda: "0123456789abcdef")
    installed.evaluate(RENEWED)
    page = reopen()
    expect(page.get_by_text(UNSENT)).to_be_visible()
    context.unroute(visits)
    page.get_by_role("button", name="Nu versturen").click()
    expect(page.get_by_text(UNSENT)).to_be_hidden()
    assert Visit.objects.count() == 1


def test_no_name_stands_in_a_title_or_an_address(installed, vera):
    seen = []
    for act in ("", "Bezoek noteren bij Bea"):
        if act:
            installed.get_by_role("link", name=act).click()
        seen.append(f"{installed.title()} {installed.url}")
    installed.goto(f"{installed.url.split('#')[0]}#/bij/{vera.pk}")
    expect(installed.get_by_text("Dorpsweg 1")).to_be_visible()
    seen.append(f"{installed.title()} {installed.url}")
    assert not any("Bea" in one for one in seen)


def test_a_busy_server_is_waited_for_and_that_is_told(installed):
    asked = []

    def busy(route):
        asked.append(route.request.method)
        if len(asked) > 1:
            return route.continue_()
        return route.fulfill(
            status=429, headers={"Retry-After": "1"}, json={"title": "Dat gaat te snel.", "status": 429}
        )

    installed.route(re.compile("/visits/"), busy)
    installed.get_by_role("link", name="Bezoek noteren bij Bea").click()
    installed.get_by_role("button", name="Ja, zo noteren").click()
    expect(installed.get_by_text("Het is even druk.")).to_be_visible()
    expect(installed.get_by_text(UNSENT)).to_be_hidden(timeout=15_000)
    assert (asked, Visit.objects.count()) == (["PUT", "PUT"], 1)
