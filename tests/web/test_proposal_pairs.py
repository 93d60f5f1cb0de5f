"""One pair on its own page: told before decided, never overrun, blocked with the reason, or not this one."""

import html
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from bezoekdienst.visiting.models import Trajectory
from tests.factories import TrajectoryFactory
from tests.web import clients
from tests.web.waiting import LIST, page, pair, propose, seen, vera, waits
from volunteers.models import Pause

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return clients.logged_in(Role.COORDINATOR)


def test_what_changed_between_looking_and_clicking_is_told_and_asked_again(client: Client) -> None:
    intake, mia = waits(), vera(first_name="Mia")
    address = pair(intake, mia)
    before = seen(client, address)
    ended_on = timezone.localdate() - timedelta(days=7)
    TrajectoryFactory(volunteer=mia, state="ended", ended_on=ended_on, end_reason="goal_reached")
    answer = client.post(address, {"reason": "Zij kennen de buurt.", "seen": before})
    told = html.unescape(answer.content.decode())
    assert "Mia rust na het vorige traject" in told
    assert "Zij kennen de buurt." in told
    assert Trajectory.objects.filter(state="acquaintance").count() == 0
    after = re.search(r'name="seen" value="([^"]+)"', told)[1]
    client.post(address, {"reason": "Zij kennen de buurt.", "seen": after})
    assert Trajectory.objects.get(state="acquaintance").proposal.reason == "Zij kennen de buurt."


def test_a_form_that_was_tampered_with_saw_nothing(client: Client) -> None:
    intake, mia = waits(), vera(first_name="Mia")
    for token in ("", "onzin", seen(client, pair(intake, mia))[:-1]):
        assert "Nu staat hier Mia." in page(client, pair(intake, mia), reason="", seen=token)
    assert Trajectory.objects.count() == 0


def test_choosing_what_is_blocked_meanwhile_says_why_and_keeps_what_was_typed(client: Client) -> None:
    intake, mia = waits(), vera(first_name="Mia")
    token = seen(client, pair(intake, mia))
    Pause.objects.create(volunteer=mia, start_on=timezone.localdate())
    told = page(client, pair(intake, mia), reason="Zij kennen de buurt.", seen=token)
    assert "heeft pauze." in told
    assert "Zij kennen de buurt." in told
    assert Trajectory.objects.count() == 0


def test_a_pair_that_comes_back_with_everything_in_it_was_read_too(client: Client) -> None:
    intake, mia = waits(), vera(first_name="Mia")
    Pause.objects.create(volunteer=mia, start_on=timezone.localdate())
    assert "Wachtmans" in page(client, pair(intake, mia), reason="")
    assert Event.objects.filter(kind="person.read", about=intake.resident.pseudonym).count() == 1


def test_choosing_somebody_else_first_shows_who_would_have_to_wait(client: Client) -> None:
    wants = [{"kind": "sex", "value": "M", "must": True}]
    man = vera(first_name="Wim", sex="M", capacity=1)
    waits("de heer Wachtmans", answers={"wishes": wants})
    other = waits("mevrouw Keuze")
    vera(first_name="Mia")
    propose()
    address = pair(other, man)
    told = page(client, address)
    assert "De heer Wachtmans krijgt Wim niet, en moet wachten." in told
    assert "punten minder" in told
    token = seen(client, address)
    assert "Vul dit nog in." in page(client, address, reason=" ", seen=token)
    assert Trajectory.objects.count() == 0
    client.post(address, {"reason": "Kennen dezelfde muziek.", "seen": token})
    assert Trajectory.objects.get().volunteer == man


def test_a_blocked_choice_gives_the_reason_and_no_form(client: Client) -> None:
    intake, paused = waits(), vera(first_name="Els")
    Pause.objects.create(volunteer=paused, start_on=date(2026, 1, 1))
    told = page(client, pair(intake, paused))
    assert "Els heeft pauze." in told
    assert "Ja, deze koppeling maken" not in told


def test_declining_needs_a_reason_shows_it_later_and_can_be_taken_back(client: Client) -> None:
    intake, mia = waits(), vera(first_name="Mia")
    propose()
    url = reverse("proposal_decline", args=[intake.pk, mia.pk])
    assert "Vul dit nog in." in page(client, url, reason="")
    assert client.post(url, {"reason": "Zij zijn buren geweest."})["Location"] == LIST
    told = page(client)
    assert "U koos Mia eerder niet voor mevrouw Wachtmans. Uw reden: “Zij zijn buren geweest.”" in told
    assert "Bij iedereen zit uw eerdere keuze in de weg." in told
    client.post(reverse("proposal_allow", args=[intake.pk, mia.pk]))
    assert "Mia kiezen" in page(client)
