"""The page on who visits whom: as many queries for eleven as for one, everybody with the reasons, changes told."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts.roles import Role
from bezoekdienst.policy.models import Policy
from bezoekdienst.visiting.models import Intake, Trajectory
from bezoekdienst.visiting.states import IntakeState
from matching.models import FixedPair, HeldBack, Proposal
from matching.states import State
from tests.web import clients
from tests.web.waiting import LIST, page, pair, propose, seen, vera, waits
from volunteers.models import Apart, District, Pause, Place, Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return clients.logged_in(Role.COORDINATOR)


def town(waiting: int, volunteers: int) -> None:
    for number in range(waiting):
        waits(f"mevrouw Nummer-{number}")
    for number in range(volunteers):
        vera(first_name=f"Vera{number}")


def queries(client: Client) -> list[str]:
    """All that a request asks of the database: who is logged in stands among it."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(LIST).status_code == 200
    asked = [query["sql"] for query in captured]
    assert all(any(f'FROM "{table}"' in one for one in asked) for table in ("django_session", "accounts_user"))
    return asked


@pytest.mark.parametrize("has_districts", [False, True])
def test_the_page_takes_as_many_queries_for_seven_people_and_eleven_volunteers_as_for_one(
    client: Client, has_districts: bool
) -> None:
    town(1, 1)
    if has_districts:
        south = District.objects.create(name="Zuid", pc4s=["6844"])
        Apart.objects.create(one=south, other=District.objects.create(name="Centrum", pc4s=["6811"]), km=4)
    else:
        Place.objects.create(pc4="6811", lat=51.98, lon=5.91)
    propose()
    client.get(LIST)
    for_one = len(queries(client))
    town(6, 10)
    propose()
    HeldBack.objects.create(intake=waits("mevrouw Later"), reason="Op reis.", held_at=timezone.now())
    fixed = {"fixed_at": timezone.now(), "volunteer": Volunteer.objects.first()}
    FixedPair.objects.create(intake=Intake.objects.first(), **fixed)
    assert len(queries(client)) == for_one
    assert for_one < 15


def test_everybody_who_waits_stands_there_with_days_funnel_and_points(client: Client) -> None:
    town(1, 2)
    propose()
    told = page(client)
    assert "Wacht 12 dagen." in told
    assert "2 vrijwilligers: 2 inzetbaar" in told
    assert "voorgesteld, past" in told
    assert "Veranderd sinds" not in told


def test_without_any_row_the_plan_of_now_stands_there_and_can_be_chosen(client: Client) -> None:
    intake, mia = waits(), vera(first_name="Mia")
    assert "Mia kiezen" in page(client)
    address = pair(intake, mia)
    answer = client.post(address, {"reason": "", "seen": seen(client, address)})
    made = Trajectory.objects.get()
    assert answer["Location"] == reverse("trajectory", args=[made.pk])
    assert (made.proposal.state, made.proposal.is_own_choice) == (State.ACCEPTED, False)


def test_the_points_of_a_candidate_are_seen_to_add_up(client: Client) -> None:
    waits(answers={"interests": ["tuin"], "dayparts": ["mo-am", "tu-am"]})
    vera(first_name="Mia", interests=["tuin"], dayparts=["mo-am", "tu-am"])
    points = re.findall(r'class="points">([\d,]+)<', client.get(LIST).content.decode())
    *parts, total = [float(each.replace(",", ".")) for each in points]
    assert "11,25" in points
    assert sum(parts) == total


def test_who_still_waits_reads_why_and_whose_places_it_is_about(client: Client) -> None:
    town(3, 1)
    propose()
    told = page(client)
    assert "Moet nog wachten: 3 mensen voor 2 plaatsen." in told
    assert "Het gaat om de plaats van Vera0. Nog één vrijwilliger die past, helpt meteen." in told


def test_who_has_nobody_reads_what_stands_in_the_way(client: Client) -> None:
    waits(answers={"wishes": [{"kind": "sex", "value": "M", "must": True}], "dayparts": ["mo-am"]})
    vera(first_name="Mia", dayparts=["tu-am"]), vera(first_name="Joke", dayparts=["mo-am"])
    assert "Bij iedereen zit een wens in de weg." in page(client)
    Volunteer.objects.filter(first_name="Joke").update(sex="M", languages=["de"])
    told = page(client)
    assert "Bij Joke zit alleen de taal in de weg." in told


def test_a_change_since_the_proposal_is_told_until_it_was_seen(client: Client) -> None:
    intake, mia = waits(), vera(first_name="Mia")
    propose()
    until = timezone.localdate() + timedelta(days=9)
    Pause.objects.create(volunteer=mia, start_on=timezone.localdate(), end_on=until)
    vera(first_name="Wim")
    told = page(client)
    assert "Veranderd sinds het voorstel van vandaag" in told
    assert "Er is een vrijwilliger bij: Wim." in told
    assert "Mevrouw Wachtmans : Mia heeft pauze tot" in told
    assert "Eerst stond hier Mia. Nu staat hier Wim." in told
    assert "Wim kiezen" in told  # the plan is that of now
    assert client.post(reverse("proposals_seen"))["Location"] == LIST
    assert "Veranderd sinds" not in page(client)
    assert Proposal.objects.get(state=State.OPEN, intake=intake).volunteer.first_name == "Wim"


def test_who_no_longer_waits_and_changed_weights_are_told(client: Client) -> None:
    gone = waits("mevrouw Vertrokken")
    waits("mevrouw Blijft")
    vera(first_name="Mia")
    propose()
    Intake.objects.filter(pk=gone.pk).update(state=IntakeState.WITHDRAWN)
    old = Policy.objects.latest("valid_from_on")
    Policy.objects.create(
        valid_from_on=timezone.localdate(), made_at=timezone.now(), fit_floor=old.fit_floor,
        matching={"loss": 45, "life_stage": 0},
    )  # fmt: skip
    told = page(client)
    assert "Mevrouw Vertrokken : Wacht niet meer." in told
    assert "De gewichten of de ondergrens zijn gewijzigd." in told
    assert "Mevrouw Blijft : Mia past nu" in told


def test_searching_finds_who_waits_and_whom_she_gets(client: Client) -> None:
    waits("mevrouw Eerst")
    wants = [{"kind": "sex", "value": "M", "must": True}]
    waits("de heer Later", answers={"wishes": wants})
    vera(first_name="Mia"), vera(first_name="Wim", sex="M")
    for q in ("LATER", "wim"):
        told = client.post(LIST, {"q": q}, headers={"HX-Request": "true"}).content.decode()
        assert ("De heer Later" in told, "Mevrouw Eerst" in told, "<html" in told) == (True, False, False)
    assert "Er wacht niemand die zo heet" in page(client, q="Niemand")


def test_a_kept_search_takes_nothing_from_the_overview(client: Client) -> None:
    waits("mevrouw Eerst"), waits("de heer Later")
    told = page(client, q="Later")
    assert told.count("Mevrouw Eerst") == 1


def test_nobody_waiting_is_a_good_day(client: Client) -> None:
    assert "Er wacht niemand op een vrijwilliger." in page(client)


def test_practice_tells_how_often_the_proposal_was_followed_and_why_not(client: Client) -> None:
    assert "Er is nog geen voorstel gekozen of afgewezen." in page(client, "/voorstellen/praktijk/")
    intake, mia = waits(), vera(first_name="Mia")
    client.post(pair(intake, mia), {"reason": "", "seen": seen(client, pair(intake, mia))})
    other, wim = waits("mevrouw Ander"), vera(first_name="Wim")
    client.post(reverse("proposal_decline", args=[other.pk, wim.pk]), {"reason": "te ver weg"})
    client.post(pair(other, wim), {"reason": "toch zelfde koor", "seen": seen(client, pair(other, wim))})
    told = page(client, "/voorstellen/praktijk/")
    assert "Van 2 koppelingen volgde er 1 het voorstel; 1 was uw eigen keuze. 1 voorstel koos u niet." in told
    assert "Toch zelfde koor" in told
    assert "Te ver weg" in told


@pytest.mark.parametrize("role", [Role.CLERK, Role.PRINT_ROOM, Role.VOLUNTEER, Role.PRIVACY_OFFICER, Role.OPERATOR])
@pytest.mark.parametrize("address", [LIST, "/voorstellen/praktijk/"])
def test_nobody_else_sees_proposals(role: Role, address: str) -> None:
    assert clients.logged_in(role).get(address).status_code == 403
