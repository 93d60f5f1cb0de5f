"""The volunteers' pages: deployable or every reason why not, room and rest, each act one verb; and their gatherings."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts.roles import Role
from bezoekdienst.visiting.states import EndReason, TrajectoryState
from tests.factories import TrajectoryFactory, VolunteerFactory
from tests.web import clients
from volunteers.models import Course, Gathering, Pause, TrainingAttendance, TrainingDay, Volunteer
from volunteers.states import State

pytestmark = pytest.mark.django_db
LIST = "/vrijwilligers/"


@pytest.fixture
def client() -> Client:
    return clients.logged_in(Role.COORDINATOR)


def ready(name: str = "Mia", **given: object) -> Volunteer:
    made: Volunteer = VolunteerFactory(
        first_name=name, name=f"{name} Verzonnen", vog_on=timezone.localdate() - timedelta(days=200), **given
    )
    return made


def act(client: Client, one: Volunteer, word: str, **filled: object) -> str:
    answer = client.post(reverse("volunteer_act", args=[one.pk, word]), filled, follow=True)
    one.refresh_from_db()
    return answer.content.decode()


def person(client: Client, one: Volunteer) -> str:
    return client.get(reverse("volunteer", args=[one.pk])).content.decode()


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def busy(name: str) -> Volunteer:
    one = ready(name)
    TrajectoryFactory(volunteer=one, started_on=timezone.localdate() - timedelta(days=10))
    Pause.objects.create(volunteer=one, start_on=timezone.localdate() - timedelta(days=90), end_on=timezone.localdate())
    day = TrainingDay.objects.create(
        course=Course.objects.create(name=name), held_on=timezone.localdate() - timedelta(days=300), topic="Luisteren"
    )
    TrainingAttendance.objects.create(day=day, volunteer=one, noted_at=timezone.now())
    return one


def test_the_list_takes_as_many_queries_for_three_as_for_one(client: Client) -> None:
    busy("Mia")
    client.get(LIST)
    for_one = queries(client, LIST)
    busy("Joke"), busy("Wim")
    assert queries(client, LIST) == for_one


def test_who_has_room_and_is_idle_longest_comes_first(client: Client) -> None:
    today = timezone.localdate()
    ready("Annie", started_on=today - timedelta(days=100))
    ready("Bep", started_on=today - timedelta(days=200))
    busy("Coba")
    page = client.get(LIST).content.decode()
    assert page.index("Bep Verzonnen") < page.index("Annie Verzonnen") < page.index("Coba Verzonnen")
    assert "2 plaatsen vrij" in page


def test_the_list_says_every_reason_why_not(client: Client) -> None:
    ready("Els", conduct_agreed_on=None)
    Pause.objects.create(volunteer=Volunteer.objects.get(), start_on=timezone.localdate())
    page = client.get(LIST, {"toon": "niet"}).content.decode()
    assert "Els tekende de gedragscode nog niet." in page
    assert "Els heeft pauze." in page
    assert "Els Verzonnen" not in client.get(LIST, {"toon": "inzetbaar"}).content.decode()


def test_rest_after_a_trajectory_is_shown_and_leaves_no_place(client: Client) -> None:
    one = ready()
    TrajectoryFactory(
        volunteer=one,
        state=TrajectoryState.ENDED,
        started_on=timezone.localdate() - timedelta(days=60),
        ended_on=timezone.localdate() - timedelta(days=3),
        end_reason=EndReason.GOAL_REACHED,
    )
    assert "Rust na het vorige traject tot" in client.get(LIST).content.decode()
    assert "maar beter nog even rust" in person(client, one)


def test_searching_renews_only_the_list(client: Client) -> None:
    ready("Mia"), ready("Joke")
    part = client.post(LIST, {"q": "jok"}, headers={"hx-request": "true"}).content.decode()
    assert "Joke Verzonnen" in part
    assert "Mia Verzonnen" not in part
    assert "<html" not in part


def test_somebody_applies_and_what_was_typed_stays_when_it_is_refused(client: Client) -> None:
    page = client.post("/vrijwilligers/nieuw/", {"name": "Nel Nieuw", "first_name": "Nel"}).content.decode()
    assert "Vul een telefoonnummer of e-mailadres in." in page
    assert "Nel Nieuw" in page
    answer = client.post("/vrijwilligers/nieuw/", {"name": "Nel Nieuw", "first_name": "Nel", "phone": "026-0000000"})
    assert answer["Location"] == reverse("volunteer", args=[Volunteer.objects.get().pk])


def test_from_application_to_active_with_everything_in_order(client: Client) -> None:
    today = timezone.localdate()
    one = VolunteerFactory(
        state=State.APPLICANT, loss=False, vog_on=None, conduct_agreed_on=None, training_exemption="", started_on=None
    )
    act(client, one, "training")
    assert one.state == State.TRAINING
    assert "geen VOG" in act(client, one, "actief")
    assert one.state == State.TRAINING
    act(client, one, "verlies", kind="sudden", happened_on=(today - timedelta(days=900)).isoformat())
    act(client, one, "verwerkt", on=today.isoformat())
    act(client, one, "vrijstelling", reason="Deed de training elders.")
    act(client, one, "vog", on=(today - timedelta(days=30)).isoformat())
    act(client, one, "gedragscode", on=today.isoformat())
    act(client, one, "actief")
    assert one.state == State.ACTIVE
    assert "Vandaag inzetbaar" in person(client, one)


def test_the_page_holds_the_week_the_way_so_far_and_the_log(client: Client) -> None:
    one = busy("Mia")
    one.dayparts = ["mo-am"]
    one.save()
    page = person(client, one)
    assert page.count('<span class="only-read">kan</span>') == 1
    assert "Was op een trainingsdag" in page
    assert "Begon bij" in page
    assert "Bezoekt nu" in page


def test_preferences_come_back_as_they_were_saved(client: Client) -> None:
    one = ready()
    filled = {"max_km": 7, "capacity": "", "children_at_home": "false", "life_view": "any", "languages": ["nl", "de"]}
    filled |= {"interests": ["tuin"], "dayparts": ["tu-am"], "wish_sex": "V", "must_not": ["smoking"], "home": ["pets"]}
    act(client, one, "voorkeuren", **filled)
    assert one.wishes == {"sex": "V", "must_not": ["smoking"], "home": {"pets": True, "smoking": False}}
    assert (one.max_km, one.capacity, one.children_at_home, one.dayparts) == (7, None, False, ["tu-am"])
    page = client.get(reverse("volunteer_act", args=[one.pk, "voorkeuren"])).content.decode()
    assert page.count("checked") == 6


def test_pauses_begin_end_and_do_not_overlap(client: Client) -> None:
    one, today = ready(), timezone.localdate()
    act(client, one, "pauze", start_on=today.isoformat(), end_on="")
    assert "Er is al een pauze in deze tijd." in act(client, one, "pauze", start_on=today.isoformat())
    act(client, one, "hervatten", end_on=today.isoformat())
    assert one.pauses.get().end_on == today


def test_who_still_visits_somebody_cannot_leave(client: Client) -> None:
    one, today = busy("Mia"), timezone.localdate().isoformat()
    assert "Er lopen nog trajecten (1)." in act(client, one, "stoppen", on=today)
    free = ready("Joke")
    act(client, free, "stoppen", on=today)
    assert free.state == State.LEFT
    assert "Joke Verzonnen" in client.get(LIST, {"toon": "gestopt"}).content.decode()


def test_gatherings_take_as_many_queries_for_three_as_for_one(client: Client) -> None:
    ready("Mia"), ready("Joke")
    start = timezone.now() + timedelta(days=7)
    client.post("/bijeenkomsten/nieuw/", {"kind": "intervision", "starts_at": start.isoformat(), "place": "De Zaal"})
    client.get("/bijeenkomsten/")
    for_one = queries(client, "/bijeenkomsten/")
    for days in (14, 21):
        starts_at = (start + timedelta(days=days)).isoformat()
        client.post("/bijeenkomsten/nieuw/", {"kind": "theme_day", "starts_at": starts_at, "place": "De Zaal"})
    assert Gathering.objects.count() == 3
    client.get("/bijeenkomsten/")  # what was said after planning is told, and gone
    assert queries(client, "/bijeenkomsten/") == for_one


def test_presence_is_noted_afterwards_and_two_missed_are_told(client: Client) -> None:
    mia, joke = ready("Mia"), ready("Joke")
    for days in (50, 8):
        gathering = Gathering.objects.create(
            kind="intervision", starts_at=timezone.now() - timedelta(days=days), place="De Zaal"
        )
        gathering.invitations.create(volunteer=mia), gathering.invitations.create(volunteer=joke)
        answer = client.post(reverse("gathering", args=[gathering.pk]), {"present": [str(mia.pk)]})
        assert answer.status_code == 302
    page = client.get("/bijeenkomsten/").content.decode()
    assert "Twee keer achter elkaar niet geweest" in page
    assert "Joke Verzonnen" in page
    assert "Mia Verzonnen" not in page


def test_a_gathering_in_the_past_is_not_planned(client: Client) -> None:
    starts_at = (timezone.now() - timedelta(days=1)).isoformat()
    filled = {"kind": "intervision", "starts_at": starts_at, "place": "De Zaal"}
    assert "ligt in het verleden" in client.post("/bijeenkomsten/nieuw/", filled).content.decode()


@pytest.mark.parametrize("url", [LIST, "/vrijwilligers/nieuw/", "/bijeenkomsten/"])
@pytest.mark.parametrize("role", [Role.CLERK, Role.VOLUNTEER, Role.PRIVACY_OFFICER])
def test_nobody_else_sees_the_volunteers(url: str, role: Role) -> None:
    assert clients.logged_in(role).get(url).status_code == 403
