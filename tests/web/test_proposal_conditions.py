"""What the coordinator settles before the plan is made: pairs that are fixed, people who are held back."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts.roles import Role
from bezoekdienst.visiting.models import Intake
from bezoekdienst.visiting.states import IntakeState
from matching.models import FixedPair, HeldBack
from tests.web import clients
from tests.web.waiting import LIST, page, pair, propose, vera, waits
from volunteers.models import Pause

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return clients.logged_in(Role.COORDINATOR)


def test_fixing_from_the_page_solves_the_rest_round_it_and_tells_what_it_costs(client: Client) -> None:
    first, second = waits("mevrouw Eerst", 30), waits("mevrouw Later", 10)
    mia = vera(first_name="Mia", capacity=1, birth_year=1950)
    joke = vera(first_name="Joke", capacity=1, birth_year=1950, loss="sudden")
    second.resident.birth_year = 1950
    second.resident.save()
    propose()
    address = pair(first, joke)
    assert client.post(address, {"act": "fix", "reason": ""})["Location"] == LIST
    told = page(client)
    assert "Vastgezet" in told
    assert "Joke bij mevrouw Eerst." in told
    assert re.search(r"Zonder deze keuze: [\d,]+; nu [\d,]+\.", told)
    assert "Mevrouw Eerst krijgt Joke in plaats van Mia." in told
    assert "Mevrouw Later krijgt Mia in plaats van Joke." in told
    assert "Veranderd sinds" not in told  # it was her own act
    assert client.post(reverse("proposal_loosen", args=[first.pk]))["Location"] == LIST
    assert FixedPair.objects.count() == 0
    assert mia.first_name in page(client)


def test_fixing_over_an_objection_asks_for_the_reason_on_the_page_of_the_pair(client: Client) -> None:
    intake, mia = waits(answers={"dayparts": ["mo-am"]}), vera(first_name="Mia", dayparts=["tu-am"])
    told = page(client, pair(intake, mia), act="fix", reason="")
    assert "Vastzetten mag met een reden: schrijf die op." in told
    client.post(pair(intake, mia), {"act": "fix", "reason": "Zij schuift haar koor op."})
    told = page(client)
    assert "“Zij schuift haar koor op.”" in told
    assert "U zette deze twee vast: “Zij schuift haar koor op.”" in page(client, pair(intake, mia))


def test_a_fixed_pair_that_can_no_longer_hold_is_told_and_left_out(client: Client) -> None:
    intake, mia = waits(), vera(first_name="Mia")
    client.post(pair(intake, mia), {"act": "fix", "reason": ""})
    Pause.objects.create(volunteer=mia, start_on=timezone.localdate())
    told = page(client)
    assert "Mia bij mevrouw Wachtmans: dat kan nu niet. Mia heeft pauze. Het telt nu niet mee." in told
    Intake.objects.filter(pk=intake.pk).update(state=IntakeState.WITHDRAWN)
    told = page(client)  # also when nobody else waits
    assert "Er wacht niemand op een vrijwilliger." in told
    assert "mevrouw Wachtmans wacht niet meer." in told
    waits("mevrouw Ander")
    assert "mevrouw Wachtmans wacht niet meer." in page(client)


def test_somebody_held_back_stands_apart_until_she_takes_part_again(client: Client) -> None:
    intake, mia = waits(), vera(first_name="Mia")
    waits("mevrouw Ander")
    address = reverse("proposal_hold_resident", args=[intake.pk])
    assert "Deze dag is voorbij." in page(client, address, until_on="2020-01-01", reason="Op reis.")
    assert "Vul dit nog in." in page(client, address, until_on="", reason="")
    until = timezone.localdate() + timedelta(days=20)
    assert client.post(address, {"until_on": until.isoformat(), "reason": "Op reis."})["Location"] == LIST
    told = page(client)
    assert "Nog even niet" in told
    assert "verder niemand" not in told
    assert "Mevrouw Wachtmans , tot en met" in told
    assert "1 mens wacht; 1 kan nu iemand krijgen." in told
    client.post(reverse("proposal_hold_volunteer", args=[mia.pk]), {"until_on": "", "reason": "Druk thuis."})
    told = page(client)
    assert "Mia , tot u anders beslist. “Druk thuis.”" in told
    assert "1 mens wacht; 0 kunnen nu iemand krijgen." in told
    for held in HeldBack.objects.all():
        client.post(reverse("proposal_bring_back", args=[held.pk]))
    assert "2 mensen wachten; 2 kunnen nu iemand krijgen." in page(client)


def test_when_all_who_wait_are_held_back_the_page_says_that_nobody_else_waits(client: Client) -> None:
    HeldBack.objects.create(intake=waits(), reason="Op reis.", held_at=timezone.now())
    told = page(client)
    assert "Er wacht nu verder niemand op een vrijwilliger." in told
    assert "Mevrouw Wachtmans , tot u anders beslist." in told
