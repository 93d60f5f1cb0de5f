"""The phone in a real browser: nothing lost, nothing doubled, everybody can use it."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from bezoekdienst.visiting import farewells, trajectories
from bezoekdienst.visiting.models import Signal, Visit
from tests import cast, factories
from tests.mobile.conftest import log_in
from volunteers.models import CallRequest, Gathering, Invitation

UNSENT = "Alleen nog op deze telefoon:"
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def as_usual(phone):
    phone.get_by_role("link", name="Bezoek noteren bij Bea").click()
    phone.get_by_role("button", name="Ja, zo noteren").click()


def test_a_visit_as_usual_is_two_taps(phone, vera, today):
    as_usual(phone)
    expect(phone.get_by_text("Genoteerd.")).to_be_visible()
    expect(phone.get_by_text("Thuis, een uur, alles goed.").first).to_be_visible()
    visit = Visit.objects.get()
    assert (visit.trajectory, visit.on, visit.kind, visit.minutes, visit.mood) == (vera, today, "at_home", 60, "well")


def test_taps_in_a_hurry_make_one_visit(phone):
    phone.get_by_role("link", name="Bezoek noteren bij Bea").click()
    phone.get_by_role("button", name="Ja, zo noteren").evaluate(
        "button => { button.click(); button.click(); button.click() }"
    )
    expect(phone.get_by_text("Genoteerd.")).to_be_visible()
    assert Visit.objects.count() == 1


def test_a_visit_that_went_otherwise_is_logged_as_it_went(phone, today):
    phone.get_by_role("link", name="Bezoek noteren bij Bea").click()
    phone.get_by_text("Het ging anders").click()
    phone.get_by_label("Wandeling").check()
    phone.get_by_label("Gisteren").check()
    phone.get_by_label("Hoe lang?").select_option(label="anderhalf uur")
    phone.get_by_label("Ik wil even praten").check()
    phone.get_by_label("Kort verslag").fill("Mooi weer, lang gelopen.")
    phone.get_by_label("Volgende afspraak").fill((today + timedelta(days=10)).isoformat())
    phone.get_by_label("Kilometers").fill("7,4")
    phone.get_by_role("button", name="Noteren", exact=True).click()
    expect(phone.get_by_text("De coördinator ziet dat u wilt praten.")).to_be_visible()
    visit = Visit.objects.get()
    told = (visit.on, visit.kind, visit.minutes, visit.mood, visit.note, visit.kilometres, visit.next_on)
    yesterday, next_on = today - timedelta(days=1), today + timedelta(days=10)
    assert told == (yesterday, "walk", 90, "talk", "Mooi weer, lang gelopen.", 7, next_on)


def test_without_a_signal_it_says_so_and_sends_when_there_is_one(phone, context):
    context.set_offline(True)
    as_usual(phone)
    expect(phone.get_by_text(UNSENT)).to_be_visible()
    assert Visit.objects.count() == 0
    context.set_offline(False)
    expect(phone.get_by_text(UNSENT)).to_be_hidden()
    assert Visit.objects.count() == 1


def test_a_tab_killed_before_it_could_send_loses_nothing(phone, context, live_server):
    context.set_offline(True)
    as_usual(phone)
    expect(phone.get_by_text(UNSENT)).to_be_visible()
    phone.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(f"{live_server.url}/m/")
    expect(again.get_by_text("Laatste bezoek: vandaag.")).to_be_visible()
    expect(again.get_by_text(UNSENT)).to_be_hidden()
    assert Visit.objects.count() == 1


def test_an_answer_that_gets_lost_on_the_way_back_doubles_nothing(phone):
    lost = []

    def lose(route):
        if not lost:
            lost.append(route.fetch().status)  # it arrived
            return route.abort()
        return route.continue_()

    phone.route(re.compile("/visits/"), lose)
    as_usual(phone)
    phone.get_by_role("button", name="Nu versturen").click()
    expect(phone.get_by_text(UNSENT)).to_be_hidden()
    assert (lost, Visit.objects.count()) == ([201], 1)


def test_a_session_that_ended_keeps_what_was_typed(phone, context, live_server, vera):
    context.clear_cookies(name="sessionid")
    as_usual(phone)
    expect(phone.get_by_role("link", name="Opnieuw inloggen").or_(phone.get_by_label("E-mailadres"))).to_be_visible()
    log_in(context, live_server.url, vera)
    phone.goto(f"{live_server.url}/m/")
    expect(phone.get_by_text("Laatste bezoek: vandaag.")).to_be_visible()
    assert Visit.objects.count() == 1


def test_what_one_user_kept_is_not_shown_to_or_sent_by_the_next(phone, context, live_server, vera):
    context.set_offline(True)
    as_usual(phone)
    expect(phone.get_by_text(UNSENT)).to_be_visible()
    phone.close()
    other = factories.TrajectoryFactory(volunteer=cast.other_volunteer())
    log_in(context, live_server.url, other)
    context.set_offline(False)
    next_one = context.new_page()
    next_one.goto(f"{live_server.url}/m/")
    expect(next_one.get_by_role("heading", name=other.resident.first_name)).to_be_visible()
    expect(next_one.get_by_text(UNSENT)).to_be_hidden()
    assert Visit.objects.count() == 0
    log_in(context, live_server.url, vera)  # hers is still there, and now it goes
    next_one.reload()
    expect(next_one.get_by_text("Laatste bezoek: vandaag.")).to_be_visible()
    assert Visit.objects.count() == 1


def test_a_refusal_says_why_and_stays_until_it_is_put_away(phone, vera):
    phone.get_by_role("link", name="Bezoek noteren bij Bea").click()
    phone.get_by_text("Het ging anders").click()
    phone.get_by_label("Een andere dag").check()
    phone.get_by_label("Welke dag?").fill((vera.started_on - timedelta(days=1)).isoformat())
    phone.get_by_role("button", name="Noteren", exact=True).click()
    expect(phone.get_by_text("De datum ligt voor het begin op")).to_be_visible()
    phone.get_by_role("button", name="Weghalen van deze telefoon").click()
    expect(phone.get_by_text("De datum ligt voor het begin op")).to_be_hidden()
    assert Visit.objects.count() == 0


def test_a_last_word_stands_with_whom_she_visited(phone, vera):
    now = timezone.now()
    trajectories.close(vera, reason="goal_reached", on=timezone.localdate(now), by=cast.coordinator(), at=now)
    phone.reload()
    phone.get_by_role("link", name="Bea", exact=True).click()
    expect(phone.get_by_text("De bezoeken zijn afgerond.")).to_be_visible()
    expect(phone.get_by_role("heading", name="Een laatste woord voor u")).to_be_hidden()
    farewells.thank(vera, words="Bea at weer met anderen.\nDat kwam door u.", by=cast.coordinator(), at=now)
    phone.goto(phone.url.partition("#")[0])
    phone.reload()
    expect(phone.get_by_text("Er is een laatste woord voor u.")).to_be_visible()
    phone.get_by_role("link", name="Bea", exact=True).click()
    expect(phone.get_by_role("heading", name="Een laatste woord voor u")).to_be_visible()
    expect(phone.get_by_text("Bea at weer met anderen.\nDat kwam door u.")).to_be_visible()
    assert Axe().run(phone, options=AXE).response["violations"] == []


def test_a_visit_is_put_right_and_taken_back(phone):
    as_usual(phone)
    phone.get_by_role("link", name="Aanpassen").click()
    phone.get_by_label("Telefoon", exact=True).check()
    phone.get_by_role("button", name="Zo aanpassen").click()
    expect(phone.get_by_text("Telefoon, een uur, alles goed.").last).to_be_visible()
    phone.get_by_role("button", name="Weghalen").click()
    expect(phone.get_by_text("Aangepast.", exact=True)).to_be_hidden()
    expect(phone.locator("li.gone")).to_have_count(1)
    visit = Visit.objects.get()
    assert (visit.kind, visit.corrected_at is None, visit.withdrawn_at is None) == ("phone", False, False)


def test_danger_says_at_once_whom_to_call_also_without_a_signal(phone, context):
    phone.get_by_role("link", name="Bea", exact=True).click()
    phone.get_by_role("link", name="Ik maak me zorgen").click()
    context.set_offline(True)
    phone.get_by_label("Geld").check()
    expect(phone.get_by_text("Bel eerst, meld daarna.")).to_be_hidden()
    phone.get_by_label("Wil niet meer leven").check()
    alarm = phone.get_by_role("alert").filter(has_text="Bel eerst, meld daarna.")
    links = [link.get_attribute("href") for link in alarm.get_by_role("link").all()]
    assert links == ["tel:112", "tel:113", "tel:08000113", "tel:08002000", "tel:0260000000"]
    phone.get_by_role("button", name="Melden bij de coördinator").click()
    expect(phone.get_by_text(UNSENT)).to_be_visible()
    context.set_offline(False)
    expect(phone.get_by_text("Nog niet gezien.")).to_be_visible()
    assert (Signal.objects.get().kind, Signal.objects.get().urgent) == ("wish_to_die", True)


def test_bel_mij_even_is_one_tap_from_every_screen_and_one_request(phone):
    phone.get_by_role("link", name="Bea", exact=True).click()
    phone.get_by_role("button", name="Bel mij even").click()
    expect(phone.get_by_text("We bellen u. U vroeg het vandaag om")).to_be_visible()
    phone.get_by_role("button", name="Bel mij even").click()
    phone.reload()
    expect(phone.get_by_text("We bellen u. U vroeg het vandaag om")).to_be_visible()
    assert CallRequest.objects.count() == 1


def test_a_gathering_is_answered_with_one_tap(phone):
    phone.get_by_label("Ik kom niet").check()
    expect(phone.get_by_text("We weten dat u niet komt.")).to_be_visible()
    assert Invitation.objects.get().coming is False


def test_a_gathering_that_moved_asks_again_and_one_that_is_off_says_so(phone):
    invitation = Invitation.objects.get()
    gathering, invitation.coming, invitation.answered_at = invitation.gathering, True, timezone.now()
    invitation.save()
    gathering.moved_at, gathering.starts_at = timezone.now(), gathering.starts_at + timedelta(days=1)
    gathering.save()
    off = Gathering.objects.create(
        kind="theme_day", starts_at=timezone.now() + timedelta(days=3), place="De Linde", cancelled_at=timezone.now()
    )
    off.invitations.create(volunteer=invitation.volunteer)
    phone.reload()
    expect(phone.get_by_text("U zei ja voor de oude dag. Komt u nu ook?")).to_be_visible()
    expect(phone.get_by_text(re.compile("De themadag van .* gaat niet door."))).to_be_visible()
    phone.get_by_label("Ik kom", exact=True).check()
    expect(phone.get_by_text("Fijn, u komt.")).to_be_visible()
    expect(phone.get_by_text("De dag of de tijd is veranderd.")).to_be_hidden()
    invitation.refresh_from_db()
    assert invitation.answered_at > gathering.moved_at


def test_logging_out_warns_of_what_is_not_sent_and_then_leaves_nothing(phone, context, live_server, vera):
    context.set_offline(True)
    as_usual(phone)
    phone.get_by_role("button", name="Uitloggen").click()
    expect(phone.get_by_role("dialog")).to_contain_text("bezoek aan Bea, vandaag")
    phone.route(re.compile("/visits/"), lambda route: route.abort())  # before it hears that there is signal again
    context.set_offline(False)
    phone.get_by_role("button", name="Toch uitloggen").click()
    phone.wait_for_url("**/account/login/")
    assert phone.evaluate("indexedDB.databases().then(all => all.length)") == 0
    log_in(context, live_server.url, vera)
    phone.goto(f"{live_server.url}/m/")
    expect(phone.get_by_text("Nog geen afspraak.")).to_be_visible()
    expect(phone.get_by_text(UNSENT)).to_be_hidden()
    assert Visit.objects.count() == 0


def test_going_to_the_content_stays_on_the_screen_where_one_is(phone):
    phone.get_by_role("link", name="Bezoek noteren bij Bea").click()
    phone.get_by_role("link", name="Naar de inhoud").focus()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("main")).to_be_focused()
    expect(phone.get_by_role("button", name="Ja, zo noteren")).to_be_visible()


def test_whoever_listens_hears_of_which_visit_an_act_is(phone):
    phone.get_by_role("link", name="Bezoek noteren bij Bea").click()
    phone.get_by_role("button", name="Ja, zo noteren").click()
    row = phone.locator('[data-slot="visits"] li')
    expect(row.get_by_role("link", name="Aanpassen van vandaag", exact=True)).to_be_visible()
    expect(row.get_by_role("button", name="Weghalen van vandaag", exact=True)).to_be_visible()


def test_a_name_in_a_note_is_pointed_out_while_one_types_and_forbids_nothing(phone):
    phone.get_by_role("link", name="Bezoek noteren bij Bea").click()
    phone.get_by_text("Het ging anders").click()
    hint = phone.locator('[data-screen="visit"] [data-slot="careful"]')
    phone.get_by_label("Kort verslag").fill("Fijn gesprek. Ze slaapt beter.")
    expect(hint).to_be_hidden()
    phone.get_by_label("Kort verslag").fill("Fijn gesprek. bea slaapt beter.")
    expect(hint).to_contain_text("Dit lijkt op een naam.")
    phone.get_by_role("button", name="Noteren", exact=True).click()
    expect(phone.get_by_text("Genoteerd.")).to_be_visible()
    assert Visit.objects.get().note == "Fijn gesprek. bea slaapt beter."


@pytest.mark.parametrize(("width", "text"), [(320, ""), (768, ""), (1280, ""), (320, "40px")])  # and twice the text
def test_every_screen_and_state_can_be_used_by_everybody(phone, context, width, text):
    phone.set_viewport_size({"width": width, "height": 700})
    phone.evaluate("size => document.documentElement.style.fontSize = size", text)
    wrong = []

    def look(state):
        phone.wait_for_timeout(150)  # until what is animated stands still
        found = Axe().run(phone, options=AXE | {"rules": {"target-size": {"enabled": True}}})
        wrong.extend(f"{state}: {one['id']}: {one['nodes'][0]['html']}" for one in found.response["violations"])
        across = phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wrong.extend([f"{state}: {across} px too wide"] if across > 0 else [])

    expect(phone.get_by_role("heading", name="Bea")).to_be_visible()
    look("today")
    phone.get_by_role("link", name="Bezoek noteren bij Bea").click()
    look("visit")
    phone.get_by_text("Het ging anders").click()
    phone.get_by_label("Een andere dag").check()
    phone.get_by_label("Kort verslag").fill("Haar zoon Gerrit kwam langs.")
    look("visit, otherwise")
    phone.get_by_role("link", name="Terug").click()
    expect(phone.get_by_text("Nog niet af: bezoek aan Bea")).to_be_visible()
    look("today, a draft")
    phone.get_by_role("link", name="Verder gaan").click()
    look("visit, gone on with")
    phone.get_by_role("button", name="Opnieuw beginnen").click()
    phone.get_by_role("button", name="Ja, zo noteren").click()
    expect(phone.get_by_text("Genoteerd.")).to_be_visible()
    look("person")
    phone.get_by_role("link", name="Ik maak me zorgen").click()
    phone.get_by_label("Onveilig thuis").check()
    look("signal, danger")
    context.set_offline(True)
    phone.get_by_role("button", name="Melden bij de coördinator").click()
    expect(phone.get_by_text(UNSENT)).to_be_visible()
    look("unsent")
    phone.get_by_role("button", name="Uitloggen").click()
    look("leaving")
    assert wrong == []


def test_an_acquaintance_says_its_day_and_its_hour(phone, vera, today):
    factories.TrajectoryFactory(
        meeting=True, volunteer=vera.volunteer, matched_on=today, meeting_on=today + timedelta(days=1),
        meeting_time="14:30", bereavement__resident__first_name="Toos",
    )  # fmt: skip
    phone.reload()
    expect(phone.get_by_text("Kennismaking: morgen om 14.30 uur.")).to_be_visible()
