"""The pages of trajectories: the year as a bar, notes for the coordinator only, each act one verb."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from bezoekdienst.visiting.models import Contact, Trajectory, Visit
from bezoekdienst.visiting.states import EndReason, TrajectoryState
from tests.factories import TrajectoryFactory
from tests.web import clients

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return clients.logged_in(Role.COORDINATOR)


def running(days: int = 100) -> Trajectory:
    made: Trajectory = TrajectoryFactory(started_on=timezone.localdate() - timedelta(days=days))
    return made


def act(client: Client, one: Trajectory, word: str, **filled: object) -> str:
    answer = client.post(reverse("trajectory_act", args=[one.pk, word]), filled, follow=True)
    one.refresh_from_db()
    return answer.content.decode()


def visit(one: Trajectory, note: str = "") -> Visit:
    made: Visit = Visit.objects.create(
        trajectory=one, on=timezone.localdate(), note=note, logged_at=timezone.now(), sent_digest="x"
    )
    return made


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


def test_two_yeses_begin_the_year(client: Client) -> None:
    one = TrajectoryFactory(meeting=True, matched_on=timezone.localdate())
    today = timezone.localdate().isoformat()
    act(client, one, "kennismaking", meeting_on=today, resident_agreed="yes", volunteer_agreed="yes")
    assert one.state == TrajectoryState.ACTIVE
    assert one.started_on == timezone.localdate()


def test_an_appointment_leaves_the_answers_open(client: Client) -> None:
    one = TrajectoryFactory(meeting=True, matched_on=timezone.localdate())
    ahead = timezone.localdate() + timedelta(days=4)
    act(client, one, "kennismaking", meeting_on=ahead.isoformat(), resident_agreed="", volunteer_agreed="")
    assert (one.meeting_on, one.resident_agreed, one.state) == (ahead, None, TrajectoryState.ACQUAINTANCE)


def test_a_phoned_in_visit_sent_twice_is_one_visit_and_shown_as_such(client: Client) -> None:
    one, id = running(), str(uuid.uuid4())
    filled = {"id": id, "on": timezone.localdate().isoformat(), "kind": "at_home", "minutes": 50, "mood": "well"}
    act(client, one, "bezoek", **filled)
    page = act(client, one, "bezoek", **filled)
    assert [(str(v.pk), v.minutes, v.phoned_in) for v in one.visits.all()] == [(id, 45, True)]
    assert "Door u genoteerd, na een telefoontje." in page


def test_a_refused_visit_comes_back_full(client: Client) -> None:
    one = running()
    ahead = (timezone.localdate() + timedelta(days=1)).isoformat()
    filled = {"id": uuid.uuid4(), "on": ahead, "kind": "walk", "minutes": 60, "mood": "well", "note": "Mooi weer."}
    page = act(client, one, "bezoek", **filled)
    assert "De datum ligt in de toekomst." in page
    assert "Mooi weer." in page
    assert one.visits.count() == 0


def test_moving_the_end_stays_inside_the_year(client: Client) -> None:
    one = running()
    beyond = (one.hard_stop_on + timedelta(days=1)).isoformat()
    assert "Dan is het jaar om." in act(client, one, "verplaatsen", to_on=beyond, reason="Nog even.")
    act(client, one, "verplaatsen", to_on=one.hard_stop_on.isoformat(), reason="Nog even.")
    assert one.planned_end_on == one.hard_stop_on


def test_extending_is_offered_once(client: Client) -> None:
    one = running()
    to_on = one.hard_stop_on + timedelta(weeks=2)
    url = reverse("trajectory_act", args=[one.pk, "verlengen"])
    assert url in client.get(reverse("trajectory", args=[one.pk])).content.decode()
    act(client, one, "verlengen", to_on=to_on.isoformat(), reason="De feestdagen.")
    assert one.hard_stop_on == to_on
    assert url not in client.get(reverse("trajectory", args=[one.pk])).content.decode()


def test_a_pause_begins_and_ends(client: Client) -> None:
    one = running()
    act(client, one, "pauze", since_on=timezone.localdate().isoformat())
    assert one.paused_since_on == timezone.localdate()
    act(client, one, "hervatten")
    assert one.paused_since_on is None


def test_closing_and_reopening_a_mistake(client: Client) -> None:
    one = running()
    act(client, one, "afronden", reason="goal_reached", on=timezone.localdate().isoformat(), note="")
    assert one.state == TrajectoryState.ENDED
    act(client, one, "heropenen")
    assert one.state == TrajectoryState.ACTIVE


def test_handing_over_puts_the_person_back_on_the_list(client: Client) -> None:
    one, today = running(), timezone.localdate().isoformat()
    act(client, one, "overdragen", on=today, urgency="1", urgency_reason="Slaapt slecht.", may_return="on")
    intake = one.bereavement.intake
    assert (one.end_reason, intake.state, intake.urgency) == (EndReason.STOPPED_BY_VOLUNTEER, "suitable", 1)
    assert not one.resident.exclusions.exists()


def test_a_refused_handing_over_comes_back_full(client: Client) -> None:
    one, today = running(), timezone.localdate().isoformat()
    page = act(client, one, "overdragen", on=today, urgency="2", urgency_reason="", note="Brak een heup.")
    assert "Schrijf erbij waarom." in page
    assert "Brak een heup." in page
    assert one.state == TrajectoryState.ACTIVE


def test_what_ends_more_than_the_visits_is_not_chosen_by_the_way(client: Client) -> None:
    one, today = running(), timezone.localdate().isoformat()
    for reason in ("died", "stopped_by_volunteer"):
        act(client, one, "afronden", reason=reason, on=today)
        assert one.state == TrajectoryState.ACTIVE


def test_a_last_word_reaches_the_volunteer(client: Client) -> None:
    one, today = running(), timezone.localdate().isoformat()
    act(client, one, "afronden", reason="goal_reached", on=today)
    page = act(client, one, "laatste-woord", words="Dank voor de wandelingen.")
    assert one.thanks == "Dank voor de wandelingen."
    assert "Dank voor de wandelingen." in page


def test_a_review_and_the_evaluation_are_noted(client: Client) -> None:
    one, today = running(), timezone.localdate().isoformat()
    filled = {"made_on": today, "way": "phone", "reached": "yes", "review": "stop", "note": "Gaat goed."}
    page = act(client, one, "contact", **filled)
    assert Contact.objects.get(resident=one.resident).note == "Gaat goed."
    assert "het kan stoppen" in page
    assert f'class="button" href="{reverse("trajectory_act", args=[one.pk, "afronden"])}"' in page
    act(client, one, "afronden", reason="goal_reached", on=today)
    act(client, one, "evaluatie-versturen")
    statements = {f"statement_{n}": str(n + 1) for n in range(5)}
    page = act(client, one, "evaluatie", received_on=today, mark="8", text="Fijn.", **statements)
    assert one.evaluation.answers == {"statements": [1, 2, 3, 4, 5], "mark": 8, "text": "Fijn."}
    assert "Cijfer: 8." in page


@pytest.mark.parametrize("role", [Role.CLERK, Role.VOLUNTEER, Role.PRIVACY_OFFICER])
def test_nobody_else_reads_notes(role: Role) -> None:
    one = running()
    assert clients.logged_in(role).get(reverse("trajectory", args=[one.pk])).status_code == 403
