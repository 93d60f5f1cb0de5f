"""Signals: the urgent on top, each step one act, nothing passed on without consent but for danger."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.visiting import referrals
from bezoekdienst.visiting.models import Signal
from bezoekdienst.visiting.states import SignalState
from tests import cast, factories
from tests.web import clients

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator() -> User:
    return cast.coordinator()


@pytest.fixture
def client(coordinator: User) -> Client:
    return clients.of(coordinator)


def report(by: User, kind: str = "sleep_food", hours_ago: int = 0) -> Signal:
    resident = factories.ResidentFactory()
    at = timezone.now() - timedelta(hours=hours_ago)
    return referrals.report(
        uuid.uuid4(), resident=resident, trajectory=None, kind=kind, note="Eet weinig.", by=by, at=at
    )


def act(client: Client, one: Signal, word: str, **filled: object) -> str:
    answer = client.post(reverse("signal_act", args=[one.pk, word]), filled, follow=True)
    one.refresh_from_db()
    return answer.content.decode()


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
