"""Worries on the phone: whom to call stands there without signal too; how far it is, a word back, and a death."""

import re
import uuid
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from playwright.sync_api import expect

from bezoekdienst.api import desk
from bezoekdienst.lib import danger
from bezoekdienst.mobile import shell
from bezoekdienst.visiting import endings, referrals, trajectories
from bezoekdienst.visiting.models import Signal
from tests import cast


def report(vera, kind="sleep_food"):
    return referrals.report(
        uuid.uuid4(),
        resident=vera.resident,
        trajectory=vera,
        kind=kind,
        note="Eet weinig.",
        by=vera.volunteer.user,
        at=timezone.now(),
    )


def test_the_shell_of_the_phone_has_exactly_the_numbers_of_the_office(db):

    page = render_to_string("mobile/phone.html", shell.context())
    panel = page[page.index('id="gevaar"') :]
    numbers = [number.replace("-", "") for line in danger.LINES for number in (line.number, line.free) if number]
    assert re.findall(r'href="tel:(\d+)"', panel)[: len(numbers)] == numbers
    assert all(line.words in panel for line in danger.LINES)
    assert danger.CLOSED in panel


@pytest.mark.parametrize("kind", ["Onveilig thuis", "Wil niet meer leven"])
def test_danger_says_whom_to_call_before_anything_is_sent_and_without_signal(phone, context, kind):
    phone.get_by_role("link", name="Bea", exact=True).click()
    context.set_offline(True)
    phone.get_by_role("link", name="Ik maak me zorgen").click()
    phone.get_by_label(kind).check()
    for line in danger.LINES:
        expect(phone.get_by_role("link", name=line.words)).to_be_visible()
    expect(phone.get_by_role("link", name="Gratis: 0800-0113")).to_be_visible()
    assert Signal.objects.count() == 0


@pytest.mark.parametrize("is_offline", [False, True])
def test_whom_to_call_stays_at_hand_after_danger_was_reported(phone, context, is_offline):
    phone.get_by_role("link", name="Bea", exact=True).click()
    phone.get_by_role("link", name="Ik maak me zorgen").click()
    phone.get_by_label("Wil niet meer leven").check()
    context.set_offline(is_offline)
    phone.get_by_role("button", name="Melden bij de coördinator").click()
    expect(
        phone.get_by_text("Dit is nog niet verstuurd" if is_offline else "Gemeld.", exact=not is_offline)
    ).to_be_visible()
    for line in danger.LINES:
        expect(phone.get_by_role("link", name=line.words)).to_be_visible()


def test_she_sees_that_it_was_seen_and_the_word_that_was_meant_for_her_only(phone, vera):
    signal, by = report(vera), cast.coordinator()
    referrals.see(signal, by=by, at=timezone.now())
    referrals.settle(signal, by=by, at=timezone.now())
    closing = {"outcome": "De huisarts schreef andere pillen voor.", "told": "Dank u, het is opgepakt."}
    referrals.close(signal, **closing, by=by, at=timezone.now())
    phone.reload()
    phone.get_by_role("link", name="Bea", exact=True).click()
    expect(phone.get_by_text("De coördinator heeft het gezien op")).to_be_visible()
    expect(phone.get_by_text("De coördinator schrijft u: Dank u, het is opgepakt.")).to_be_visible()
    expect(phone.get_by_text("pillen")).to_have_count(0)


def test_after_the_last_visit_she_can_still_say_that_she_worries(phone, vera, today):
    trajectories.close(vera, reason="goal_reached", on=today, by=cast.coordinator(), at=timezone.now())
    phone.reload()
    phone.get_by_role("link", name="Bea", exact=True).click()
    expect(phone.get_by_role("link", name="Bezoek noteren")).to_have_count(0)
    phone.get_by_role("link", name="Ik maak me zorgen").click()
    phone.get_by_label("Geheugen").check()
    phone.get_by_role("button", name="Melden bij de coördinator").click()
    expect(phone.get_by_text("Gemeld.")).to_be_visible()
    assert Signal.objects.get().kind == "memory"


def test_a_death_is_told_gently_and_not_in_a_list(phone, vera, today):
    on = today - timedelta(days=1)
    endings.note_death(vera.resident, died_on=on, by=cast.coordinator(), at=timezone.now())
    phone.reload()
    expect(phone.get_by_text("Er is verdrietig nieuws over Bea.")).to_be_visible()
    expect(phone.get_by_text("overleden")).to_have_count(0)
    expect(phone.get_by_text("U bezoekt nu niemand.")).to_have_count(0)
    phone.get_by_role("link", name="Verder lezen").click()
    expect(phone.get_by_text("Bea is overleden")).to_be_visible()
    expect(phone.get_by_text("De coördinator belt u hierover.").last).to_be_visible()
    for gone in ("Bezoek noteren", "Ik maak me zorgen"):
        expect(phone.get_by_role("link", name=gone)).to_have_count(0)
    expect(phone.get_by_text("Afgerond op")).to_have_count(0)


def worry(phone, kind):
    phone.get_by_role("link", name="Bea", exact=True).click()
    phone.get_by_role("link", name="Ik maak me zorgen").click()
    phone.get_by_label(kind).check()
    phone.get_by_role("button", name="Melden bij de coördinator").click()


def test_danger_that_could_not_be_sent_says_that_nobody_knows_yet(phone, context):
    context.set_offline(True)
    worry(phone, "Onveilig thuis")
    expect(phone.get_by_text("Dit is nog niet verstuurd: niemand weet het nog.")).to_be_visible()
    expect(phone.get_by_text("Alleen nog op deze telefoon:")).to_be_visible()


@pytest.mark.parametrize(("is_open", "shown"), [(True, 0), (False, 1)])
def test_danger_reported_while_the_office_is_closed_says_so_once_more(phone, monkeypatch, is_open, shown):
    monkeypatch.setattr(desk, "is_open", lambda at: is_open)
    phone.reload()
    worry(phone, "Onveilig thuis")
    expect(phone.get_by_text("Gemeld.")).to_be_visible()
    expect(phone.get_by_text(danger.CLOSED).locator("visible=true")).to_have_count(shown)
