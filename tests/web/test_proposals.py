"""The page on who visits whom: as many queries for three as for one, told before decided, never overrun."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts.roles import Role
from bezoekdienst.visiting.models import Trajectory
from bezoekdienst.web import matching_desk
from matching import proposals
from matching.models import Proposal
from matching.states import State
from tests.factories import IntakeFactory, VolunteerFactory
from tests.web import clients
from volunteers.models import Pause

pytestmark = pytest.mark.django_db
LIST = "/voorstellen/"


@pytest.fixture
def client() -> Client:
    return clients.logged_in(Role.COORDINATOR)


def town(waiting: int, volunteers: int) -> None:
    since = timezone.localdate() - timedelta(days=12)
    for _ in range(waiting):
        IntakeFactory(waiting=True, waiting_since=since, visited_on=since)
    for number in range(volunteers):
        VolunteerFactory(first_name=f"Vera{number}", vog_on=timezone.localdate() - timedelta(days=90))


def propose() -> list[Proposal]:
    now = timezone.now()
    return proposals.propose(on=timezone.localdate(now), by=None, at=now)


def queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(LIST).status_code == 200
    return len(captured)


def test_the_page_takes_as_many_queries_for_three_people_as_for_one(client: Client) -> None:
    town(1, 1)
    propose()
    client.get(LIST)
    for_one = queries(client)
    town(2, 2)
    propose()
    assert queries(client) == for_one
    with CaptureQueriesContext(connection) as captured:
        matching_desk.people(matching_desk.lay_out(timezone.localdate()))
    assert len(captured) < 15


def test_everybody_who_waits_stands_there_with_days_funnel_and_points(client: Client) -> None:
    town(1, 2)
    propose()
    page = client.get(LIST).content.decode()
    assert "Wacht 12 dagen." in page
    assert "2 vrijwilligers: 2 inzetbaar" in page
    assert "voorgesteld, past" in page
    assert "Er is iets veranderd" not in page


def test_who_still_waits_reads_why(client: Client) -> None:
    town(3, 1)
    propose()
    assert "3 mensen voor 2 plaatsen" in client.get(LIST).content.decode()


def test_a_change_since_the_proposal_is_told(client: Client) -> None:
    town(1, 2)
    (made,) = propose()
    Pause.objects.create(volunteer=made.volunteer, start_on=timezone.localdate())
    page = client.get(LIST).content.decode()
    assert "Er is iets veranderd" in page
    assert reverse("proposal_accept", args=[made.pk]) not in page
    assert "heeft pauze" in page


def test_computing_again_makes_rows(client: Client) -> None:
    town(2, 1)
    assert client.get("/voorstellen/berekenen/").status_code == 405
    answer = client.post("/voorstellen/berekenen/")
    assert answer["Location"] == LIST
    assert Proposal.objects.filter(state=State.OPEN).count() == 2


def test_accepting_leads_to_the_acquaintance(client: Client) -> None:
    town(1, 1)
    (made,) = propose()
    url = reverse("proposal_accept", args=[made.pk])
    assert "kiezen voor" in client.get(url).content.decode()
    answer = client.post(url, {"reason": ""})
    assert answer["Location"] == reverse("trajectory", args=[Trajectory.objects.get().pk])


def test_accepting_what_is_blocked_meanwhile_says_why_and_keeps_what_was_typed(client: Client) -> None:
    town(1, 1)
    (made,) = propose()
    Pause.objects.create(volunteer=made.volunteer, start_on=timezone.localdate())
    page = client.post(reverse("proposal_accept", args=[made.pk]), {"reason": "Zij kennen de buurt."}).content.decode()
    assert "heeft pauze." in page
    assert "Zij kennen de buurt." in page
    assert Trajectory.objects.count() == 0


def test_choosing_somebody_else_first_shows_who_would_have_to_wait(client: Client) -> None:
    since = timezone.localdate() - timedelta(days=12)
    wants = [{"kind": "sex", "value": "M", "must": True}]
    man = VolunteerFactory(first_name="Wim", sex="M", capacity=1, vog_on=timezone.localdate() - timedelta(days=90))
    IntakeFactory(
        waiting=True, waiting_since=since, answers={"wishes": wants}, bereavement__resident__name="de heer Wachtmans"
    )
    other = IntakeFactory(waiting=True, waiting_since=since, bereavement__resident__name="mevrouw Keuze")
    VolunteerFactory(first_name="Mia", vog_on=timezone.localdate() - timedelta(days=90))
    propose()
    url = reverse("proposal_choose", args=[other.pk, man.pk])
    page = client.get(url).content.decode()
    assert "De heer Wachtmans krijgt Wim niet, en moet wachten." in page
    assert "punten minder" in page
    page = client.post(url, {"reason": " "}).content.decode()
    assert "Dit is nog niet opgeslagen" in page
    assert Trajectory.objects.count() == 0
    client.post(url, {"reason": "Kennen dezelfde muziek."})
    assert Trajectory.objects.get().volunteer == man


def test_a_blocked_choice_gives_the_reason_and_no_form(client: Client) -> None:
    town(1, 1)
    paused = VolunteerFactory(first_name="Els")
    Pause.objects.create(volunteer=paused, start_on=date(2026, 1, 1))
    (made,) = propose()
    page = client.get(reverse("proposal_choose", args=[made.intake_id, paused.pk])).content.decode()
    assert "Els heeft pauze." in page
    assert "Ja, toch deze kiezen" not in page


def test_declining_needs_a_reason_and_shows_it_later(client: Client) -> None:
    town(1, 1)
    (made,) = propose()
    url = reverse("proposal_decline", args=[made.pk])
    assert "Vul dit nog in." in client.post(url, {"reason": ""}).content.decode()
    assert client.post(url, {"reason": "Zij zijn buren geweest."})["Location"] == LIST
    assert Proposal.objects.get(pk=made.pk).reason == "Zij zijn buren geweest."


def test_nobody_waiting_is_a_good_day(client: Client) -> None:
    assert "Er wacht niemand op een vrijwilliger." in client.get(LIST).content.decode()


@pytest.mark.parametrize("role", [Role.CLERK, Role.PRINT_ROOM, Role.VOLUNTEER, Role.PRIVACY_OFFICER, Role.OPERATOR])
def test_nobody_else_sees_proposals(role: Role) -> None:
    assert clients.logged_in(role).get(LIST).status_code == 403
