"""Signals: the urgent on top, each step one act, nothing passed on without consent but for danger."""

import re
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.lib import danger
from bezoekdienst.notices import post
from bezoekdienst.notices.models import Message
from bezoekdienst.visiting import alerts, endings, referrals
from bezoekdienst.visiting.models import Signal
from bezoekdienst.visiting.states import SignalState
from tests import cast
from tests.web import clients
from tests.web.worries import act, referred, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator() -> User:
    return cast.coordinator()


@pytest.fixture
def client(coordinator: User) -> Client:
    return clients.of(coordinator)


def headings(page: str) -> list[str]:
    """The groups of the list, from the top."""
    return re.findall(r"<h2>([^<]+)</h2><span class=.count", page)


def test_the_list_takes_as_many_queries_for_three_as_for_one(client: Client, coordinator: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/signalen/").status_code == 200
        return len(captured)

    report(coordinator, "safety")
    client.get("/signalen/")
    for_one = queries()
    report(coordinator)
    report(coordinator, "safety")
    assert queries() == for_one


def test_the_urgent_stand_on_top_with_their_term(client: Client, coordinator: User) -> None:
    report(coordinator)
    report(coordinator, "wish_to_die", hours_ago=5)
    page = client.get("/signalen/").content.decode()
    assert headings(page) == ["Dringend", "Nog niet gezien"]
    assert page.index("<h2>Dringend") < page.index(": wil niet meer leven") < page.index("<h2>Nog niet gezien")
    assert "Had gezien moeten zijn voor" in page


def test_danger_shows_whom_to_call(client: Client, coordinator: User) -> None:
    page = client.get(reverse("signal", args=[report(coordinator, "wish_to_die").pk])).content.decode()
    assert "113" in page
    assert "112" in page


def test_opening_the_page_does_not_mean_seen(client: Client, coordinator: User) -> None:
    one = report(coordinator)
    client.get(reverse("signal", args=[one.pk]))
    client.get(reverse("signal_act", args=[one.pk, "gezien"]))
    one.refresh_from_db()
    assert one.state == SignalState.REPORTED


def test_from_reported_to_closed_step_by_step(client: Client, coordinator: User) -> None:
    one = report(coordinator)
    act(client, one, "gezien")
    assert one.seen_at is not None
    act(client, one, "besproken")
    page = act(client, one, "doorverwijzen", to="de huisarts", consent_on="", danger_reason="")
    assert "Vraag eerst toestemming." in page
    assert "de huisarts" in page
    assert one.state == SignalState.DISCUSSED
    consent = {"consent_on": timezone.localdate().isoformat(), "shared": "dat zij weinig eet"}
    act(client, one, "doorverwijzen", to="de huisarts", **consent)
    assert one.state == SignalState.REFERRED
    act(client, one, "afsluiten", outcome="De huisarts kwam langs.")
    assert (one.state, one.outcome) == (SignalState.CLOSED, "De huisarts kwam langs.")
    assert one.resident.name in client.get("/signalen/?toon=afgesloten").content.decode()
    assert "Er staat geen signaal open." in client.get("/signalen/").content.decode()


def test_danger_goes_without_consent_but_with_a_reason(client: Client, coordinator: User) -> None:
    one = report(coordinator, "safety")
    act(client, one, "gezien")
    act(client, one, "doorverwijzen", to="Veilig Thuis", danger_reason="Wordt geslagen.")
    assert one.referrals.get().danger_reason == "Wordt geslagen."


def test_a_step_out_of_turn_is_refused_with_the_reason(client: Client, coordinator: User) -> None:
    one = report(coordinator)
    assert "kan niet naar “opgelost”" in act(client, one, "opgelost")
    assert one.state == SignalState.REPORTED


def test_settled_is_a_step_too(client: Client, coordinator: User) -> None:
    one = report(coordinator)
    act(client, one, "gezien")
    act(client, one, "opgelost")
    assert "Doorverwezen of opgelost" in client.get(reverse("signal", args=[one.pk])).content.decode()
    assert one.state == SignalState.SETTLED


def test_solved_with_what_came_of_it_is_closed_at_once(client: Client, coordinator: User) -> None:
    one = report(coordinator)
    act(client, one, "gezien")
    assert "Opgelost en afgesloten." in act(client, one, "opgelost", outcome="Eet weer mee.", told="Dank.")
    assert (one.state, one.outcome, one.told) == (SignalState.CLOSED, "Eet weer mee.", "Dank.")


def test_a_word_to_the_volunteer_is_told_while_a_solved_signal_stays_open(client: Client, coordinator: User) -> None:
    one = report(coordinator)
    act(client, one, "gezien")
    assert "Sluit het daarna af" in act(client, one, "opgelost", told="Wij bellen.")
    assert (one.state, one.outcome, one.told) == (SignalState.SETTLED, "", "Wij bellen.")


# The steps, and who heard


def test_each_step_says_who_took_it_and_when(client: Client, coordinator: User) -> None:
    one = report(cast.deputy())
    act(client, one, "gezien")
    steps = client.get(reverse("signal", args=[one.pk])).context["steps"]
    assert [step["said"][1:] for step in steps[:3]] == [["Daan Deputaat"], [coordinator.name], []]
    assert [step["state"] for step in steps] == ["done", "now", "ahead", "ahead", "ahead"]
    act(client, one, "opgelost")
    steps = client.get(reverse("signal", args=[one.pk])).context["steps"]
    assert [step["state"] for step in steps] == ["done", "done", "stopped", "now", "ahead"]


def test_who_was_mailed_about_danger_and_that_it_went_to_the_deputy_stands_on_its_page(client: Client) -> None:
    deputy = cast.deputy()
    one = report(cast.volunteer().user, "safety", hours_ago=5, trajectory=cast.trajectory())
    post.send_due(timezone.now())
    alerts.escalate(at=timezone.now())
    page = client.get(reverse("signal", args=[one.pk])).content.decode()
    said = (
        deputy.name,
        "mail verstuurd, ",
        "de mail gaat zo weg",
        "Een dringend signaal ging door naar de plaatsvervanger",
    )
    assert [sentence for sentence in said if sentence not in page] == []
    assert "Het ging naar de plaatsvervanger." in client.get("/signalen/").content.decode()


def test_that_nobody_heard_of_danger_stands_on_the_list(client: Client) -> None:
    report(cast.volunteer().user, "safety", trajectory=cast.trajectory())
    Message.objects.all().delete()
    assert "Niemand kreeg hier een mail van." in client.get("/signalen/").content.decode()


# The list


def test_the_list_is_narrowed_by_chip_and_kind_and_each_counts(client: Client, coordinator: User) -> None:
    late, fresh = report(coordinator, "money", hours_ago=200), report(coordinator, "memory")
    seen = report(coordinator, "money")
    act(client, seen, "gezien")
    context = client.get("/signalen/").context
    assert [(words, count) for words, _, _, count in context["chips"]] == [
        ("Open", 3), ("Te laat", 1), ("Nog niet gezien", 2), ("Doorverwezen", 0), ("Afgesloten", 0),
        ("Alle", 3),
    ]  # fmt: skip
    assert [(words, count) for words, _, _, count in context["kinds"]] == [
        ("Alle soorten", 3), ("Geheugen", 1), ("Geld", 2),
    ]  # fmt: skip
    assert [heading for heading, _, _ in context["groups"]] == ["Te laat", "Nog niet gezien", "In behandeling"]
    assert shown(client, "?toon=laat") == [late]
    assert shown(client, "?toon=ongezien&soort=memory") == [fresh]
    assert shown(client, "?volgorde=nieuw") == [seen, fresh, late]


def shown(client: Client, address: str = "", **searched: str) -> list[Signal]:
    answer = client.post("/signalen/", searched) if searched else client.get(f"/signalen/{address}")
    urls = [item["person_url"] for _, _, items in answer.context["groups"] for item in items]
    return [Signal.objects.get(pk=url.split("/")[2]) for url in urls]


def test_who_is_searched_for_is_found_and_stands_in_no_address(client: Client, coordinator: User) -> None:
    wanted, _ = report(coordinator), report(coordinator)
    assert shown(client, q=wanted.resident.name) == [wanted]
    page = client.post("/signalen/", {"q": wanted.resident.name}).content.decode()
    assert not [url for url in re.findall(r'href="([^"]+)"', page) if "Verzonnen" in url]


def test_danger_of_somebody_who_died_is_quiet_and_still_to_be_closed(client: Client, coordinator: User) -> None:
    one = report(coordinator, "wish_to_die", hours_ago=9)
    endings.note_death(one.resident, died_on=timezone.localdate(), by=coordinator, at=timezone.now())
    page = client.get("/signalen/").content.decode()
    assert headings(page) == ["Nog niet gezien"]
    assert "De bezoeker is overleden op" in page
    page = client.get(reverse("signal", args=[one.pk])).content.decode()
    assert "Bel eerst" not in page
    assert one.resident.phone not in page


def test_outside_office_hours_the_page_says_so(client: Client, coordinator: User, time_machine: Any) -> None:
    one = report(coordinator, "safety")
    for moment, is_closed in (("2026-11-21T12:00+01:00", True), ("2026-11-23T12:00+01:00", False)):
        time_machine.move_to(datetime.fromisoformat(moment))
        page = clients.of(coordinator).get(reverse("signal", args=[one.pk])).content.decode()
        assert (danger.CLOSED in page) is is_closed


def test_an_earlier_signal_about_her_stands_on_the_page_of_the_new_one(client: Client, coordinator: User) -> None:
    first = report(coordinator)
    again = referrals.report(
        uuid.uuid4(),
        resident=first.resident,
        trajectory=None,
        kind="gloom",
        note="",
        by=coordinator,
        at=timezone.now(),
    )
    page = client.get(reverse("signal", args=[again.pk])).content.decode()
    assert reverse("signal", args=[first.pk]) in page


def test_a_word_back_is_offered_for_what_a_volunteer_reported_only(client: Client, coordinator: User) -> None:
    hers = report(cast.volunteer().user, trajectory=cast.trajectory())
    ours = report(coordinator)
    for one in (hers, ours):
        act(client, one, "gezien")
    act(client, hers, "laten-weten", words="Fijn dat u het zei.")
    assert hers.told == "Fijn dat u het zei."
    offered = [word for word, _ in client.get(reverse("signal", args=[ours.pk])).context["offered"]]
    assert "laten-weten" not in offered


# What else says so


def test_the_page_of_mails_says_why_danger_may_not_be_heard(client: Client) -> None:
    assert "Gevaar wordt misschien niet gehoord" in client.get("/mails/").content.decode()
    cast.deputy()
    assert "Gevaar wordt misschien niet gehoord" not in client.get("/mails/").content.decode()


def test_a_referral_without_an_outcome_stands_on_the_first_page_after_four_weeks(
    client: Client, coordinator: User, time_machine: Any
) -> None:
    one = referred(client, coordinator)
    for weeks, stands in ((3, False), (4, True)):
        time_machine.move_to(one.reported_at + timedelta(weeks=weeks, hours=1))
        page = clients.of(coordinator).get("/").content.decode()
        assert (f"U verwees {one.resident.name} 4 weken geleden door." in page) is stands


@pytest.mark.parametrize("step", ["gezien", "besproken", "opgelost", "afsluiten"])
def test_what_was_seen_stands_on_the_first_page_again_until_it_was_passed_on_or_closed(
    client: Client, coordinator: User, step: str, time_machine: Any
) -> None:
    one = report(coordinator)
    for word in ("gezien", "besproken", "opgelost", "afsluiten"):
        act(client, one, word, outcome="Zij eet weer." if word == "afsluiten" else "")
        if word == step:
            break
    time_machine.move_to(timezone.now() + timedelta(days=15))
    page = clients.of(coordinator).get("/").content.decode()
    assert (f"Het signaal over {one.resident.name} is gezien, en staat nog open." in page) is (step != "afsluiten")
