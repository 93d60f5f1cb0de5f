"""The pages of trajectories: the year as a bar, notes for the coordinator only, each act one verb."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from bezoekdienst.lib import wording
from bezoekdienst.visiting.states import EndReason
from tests.factories import TrajectoryFactory
from tests.web import clients
from tests.web.running import act, running, shown, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return clients.logged_in(Role.COORDINATOR)


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("which", ["lopend", "afgerond", "alle"])
def test_the_list_takes_as_many_queries_for_three_as_for_one(client: Client, which: str) -> None:
    def more(count: int) -> None:
        for _ in range(count):
            visit(running())
            TrajectoryFactory(meeting=True)
            ended = running()
            ended.state, ended.ended_on, ended.end_reason = "ended", timezone.localdate(), EndReason.GOAL_REACHED
            ended.save()

    url = f"/trajecten/?toon={which}"
    more(1)
    client.get(url)
    for_one = queries(client, url)
    more(2)
    assert queries(client, url) == for_one


def test_one_page_takes_as_many_queries_for_many_visits_as_for_one(client: Client) -> None:
    one = running()
    visit(one)
    url = reverse("trajectory", args=[one.pk])
    client.get(url)
    for_one = queries(client, url)
    for _ in range(8):
        visit(one, note="Nog een.")
    assert queries(client, url) == for_one


def test_the_list_finds_by_either_name_and_renews_only_itself(client: Client) -> None:
    one, other = running(), running()
    page = client.post("/trajecten/", {"q": one.resident.name}).content.decode()
    assert one.resident.name in page
    assert other.resident.name not in page
    part = client.post("/trajecten/", {"q": other.volunteer.name}, headers={"hx-request": "true"}).content.decode()
    assert other.resident.name in part
    assert "<html" not in part


def test_the_page_shows_visits_with_notes_and_history_and_is_noted_as_read(client: Client) -> None:
    one = running()
    visit(one, note="Vertelde over vroeger.")
    act(client, one, "pauze", since_on=timezone.localdate().isoformat())
    page = client.get(reverse("trajectory", args=[one.pk])).content.decode()
    assert "Vertelde over vroeger." in page
    assert "zette het traject op pauze vanaf" in page
    assert Event.objects.filter(kind="person.read", about=one.resident.pseudonym).exists()


def test_a_trajectory_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get(reverse("trajectory", args=[9999])).status_code == 404
    assert client.get(reverse("trajectory_act", args=[running().pk, "verzonnen"])).status_code == 404


def test_the_chips_count_and_the_order_stands_in_the_address(client: Client) -> None:
    soon, late = running(350), running(10)
    TrajectoryFactory(meeting=True, matched_on=timezone.localdate())
    page = client.get("/trajecten/?toon=binnenkort").content.decode()
    assert soon.resident.name in page
    assert late.resident.name not in page
    counts = re.findall(r'>([A-Z][^<]*) <span class="count">(\d+)', page)
    assert counts == [
        *(("Lopend", "3"), ("Kennismaking", "1"), ("Stopt binnen 8 weken", "1")),
        *(("Met pauze", "0"), ("Afgerond", "0"), ("Alle", "3")),
    ]
    page = client.get("/trajecten/?volgorde=begin").content.decode()
    assert page.index(late.resident.name) < page.index(soon.resident.name)


def test_what_outlived_its_year_stands_with_what_is_over_before_the_job_ran(client: Client) -> None:
    one = running(400)
    assert one.resident.name not in client.get("/trajecten/").content.decode()
    assert one.resident.name in client.get("/trajecten/?toon=afgerond").content.decode()
    page = shown(client, one)
    assert f"Het jaar is om. Het eindigde vanzelf op {wording.day(one.hard_stop_on)}." in page
    assert "afronden" not in page
