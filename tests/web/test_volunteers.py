"""The volunteers' pages: deployable or every reason why not, room and rest, each act one verb."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts.roles import Role
from bezoekdienst.visiting.states import EndReason, TrajectoryState
from bezoekdienst.web.views import volunteer_acts
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
    needed = ("eigen verlies", "gesprek daarover", "training", "VOG", "gedragscode")
    assert "".join(f"<li>{each}</li>" for each in needed) in person(client, one)
    act(client, one, "training")
    assert one.state == State.TRAINING
    assert "geen VOG" in act(client, one, "actief", on=today.isoformat())
    assert one.state == State.TRAINING
    act(client, one, "verlies", kind="sudden", year=2023, month=2, day="")
    act(client, one, "gesprek", outcome="fit", held_on=today.isoformat())
    act(client, one, "vrijstelling", reason="Deed de training elders.")
    act(client, one, "vog-aanvraag", on=(today - timedelta(days=40)).isoformat())
    act(client, one, "vog", on=(today - timedelta(days=30)).isoformat())
    act(client, one, "gedragscode", on=today.isoformat())
    act(client, one, "actief", on=today.isoformat())
    assert (one.state, one.started_on) == (State.ACTIVE, today)
    assert "Vandaag inzetbaar" in person(client, one)


def test_a_loss_is_noted_by_its_month_put_right_and_taken_away(client: Client) -> None:
    one = ready()
    act(client, one, "verlies", kind="dementia", year=2023, month=2, day="")
    loss = one.losses.latest("pk")
    assert loss.happened_on == date(2023, 2, 28)
    page = client.get(reverse("loss_act", args=[loss.pk, "verbeteren"])).content.decode()
    assert 'value="2023"' in page
    assert 'value="28"' not in page
    filled = {"kind": "dementia", "year": 2022, "month": 4, "day": 3}
    client.post(reverse("loss_act", args=[loss.pk, "verbeteren"]), filled)
    loss.refresh_from_db()
    assert loss.happened_on == date(2022, 4, 3)
    client.post(reverse("loss_act", args=[loss.pk, "weghalen"]))
    assert one.losses.count() == 1


def test_a_day_that_does_not_exist_comes_back_with_what_was_filled_in(client: Client) -> None:
    page = act(client, ready(), "verlies", kind="dementia", year=2023, month=2, day=30)
    assert "Deze dag bestaat niet." in page
    assert 'value="2023"' in page


def test_what_was_said_in_a_talk_is_for_the_coordinator_only(client: Client) -> None:
    one = ready()
    act(client, one, "gesprek", outcome="later", held_on=timezone.localdate().isoformat(), note="Slaapt slecht.")
    assert "Slaapt slecht." in person(client, one)
    seen = person(clients.logged_in(Role.DEPUTY), one)
    assert ("Slaapt slecht." in seen, "nu nog niet" in seen) == (False, True)


def test_of_what_kind_her_loss_was_does_not_stand_on_the_timeline(client: Client) -> None:
    page = person(client, ready(loss="suicide"))
    way = page[page.index("Van aanmelding tot afscheid") : page.index("Wat u kunt doen")]
    assert ("Eigen verlies genoteerd" in way, "zelfdoding" in way.casefold()) == (True, False)
    assert page.count("Zelfdoding, maart 2022") == 1


def test_the_page_holds_the_week_the_way_so_far_and_the_log(client: Client) -> None:
    one = busy("Mia")
    one.dayparts = ["mo-am"]
    one.save()
    page = person(client, one)
    assert page.count('<span class="only-read">kan</span>') == 1
    assert "Was op de trainingsdag" in page
    assert "Begon bij" in page
    assert "Bezoekt nu" in page


def test_of_the_gatherings_ahead_only_the_next_stands_on_the_timeline(client: Client) -> None:
    one, now = ready(), timezone.now()
    for days, told in ((-40, {"present": True}), (10, {"coming": True}), (52, {}), (5, {"coming": True})):
        given = {"kind": "intervision", "starts_at": now + timedelta(days=days), "place": "De Zaal"}
        gathering = Gathering.objects.create(**given, cancelled_at=now if days == 5 else None)
        gathering.invitations.create(volunteer=one, **told)
    page = person(client, one)
    assert [page.count(said) for said in ("Was op de intervisie", ">Intervisie<", "Komt.")] == [1, 1, 1]


def test_preferences_come_back_as_they_were_saved(client: Client) -> None:
    one = ready()
    filled = {"max_km": 7, "capacity": "", "children_at_home": "false", "life_view": "any", "languages": ["nl", "de"]}
    filled |= {"interests": ["tuin"], "dayparts": ["tu-am"], "wish_sex": "V", "must_not": ["smoking"], "home": ["pets"]}
    act(client, one, "voorkeuren", **filled, wish_words=" Liefst in de buurt. ")
    wishes = {"sex": "V", "must_not": ["smoking"], "home": {"pets": True, "smoking": False}}
    assert one.wishes == {**wishes, "words": "Liefst in de buurt."}
    assert (one.max_km, one.capacity, one.children_at_home, one.dayparts) == (7, None, False, ["tu-am"])
    page = client.get(reverse("volunteer_act", args=[one.pk, "voorkeuren"])).content.decode()
    assert (page.count("checked"), page.count("Liefst in de buurt.")) == (6, 1)
    assert "Liefst in de buurt." in person(client, one)


def test_pauses_begin_change_end_and_do_not_overlap(client: Client) -> None:
    one, today = ready(), timezone.localdate()
    act(client, one, "pauze", start_on=today.isoformat(), end_on="")
    assert "Er is al een pauze vanaf" in act(client, one, "pauze", start_on=today.isoformat())
    pause = one.pauses.get()
    earlier, later = today - timedelta(days=3), today + timedelta(days=30)
    filled = {"start_on": earlier.isoformat(), "end_on": later.isoformat()}
    client.post(reverse("pause_act", args=[pause.pk, "wijzigen"]), filled)
    client.post(reverse("pause_act", args=[pause.pk, "eindigt"]), {"end_on": today.isoformat()})
    pause.refresh_from_db()
    assert (pause.start_on, pause.end_on) == (earlier, today)
    assert "Vanaf" in person(client, one)


def test_a_day_that_nobody_means_is_asked_again_and_closes_no_page(client: Client) -> None:
    one, today = VolunteerFactory(), timezone.localdate().isoformat()
    for start_on, end_on in ((today, "9999-12-31"), ("0001-01-01", today)):
        answer = client.post(f"/vrijwilligers/{one.pk}/pauze/", {"start_on": start_on, "end_on": end_on})
        assert "Kijk het jaar na: deze datum kan niet." in answer.content.decode()
    assert not Pause.objects.exists()
    assert [client.get(address).status_code for address in ("/", "/vrijwilligers/")] == [200, 200]


def test_a_pause_ahead_is_told_and_can_be_called_off(client: Client) -> None:
    one, start_on = ready(), timezone.localdate() + timedelta(days=5)
    act(client, one, "pauze", start_on=start_on.isoformat(), end_on="")
    assert "Straks is er pauze" in person(client, one)
    client.post(reverse("pause_act", args=[one.pauses.get().pk, "vervalt"]))
    assert one.pauses.count() == 0


def test_who_still_visits_somebody_cannot_leave(client: Client) -> None:
    one, today = busy("Mia"), timezone.localdate().isoformat()
    assert "Mia bezoekt nog Bezoeker Verzonnen-" in act(client, one, "stoppen", on=today)
    free = ready("Joke")
    act(client, free, "stoppen", on=today)
    assert free.state == State.LEFT
    assert "Joke Verzonnen" in client.get(LIST, {"toon": "gestopt"}).content.decode()


def test_who_comes_back_applies_again_with_what_is_known(client: Client) -> None:
    one = ready("Joke", phone="026-0000021")
    act(client, one, "stoppen", on=timezone.localdate().isoformat())
    assert f"/vrijwilligers/nieuw/?van={one.pk}" in person(client, one)
    assert 'value="026-0000021"' in client.get("/vrijwilligers/nieuw/", {"van": one.pk}).content.decode()
    filled = {"name": "Joke Verzonnen", "first_name": "Joke", "phone": "026 0000021"}
    page = client.post("/vrijwilligers/nieuw/", filled).content.decode()
    assert "Er is al een Joke met dit telefoonnummer" in page
    assert 'type="checkbox" name="although_known"' in page
    client.post("/vrijwilligers/nieuw/", {**filled, "although_known": "on"})
    assert Volunteer.objects.filter(phone="026 0000021", state=State.APPLICANT).count() == 1


@pytest.mark.parametrize("van", ["987654", "9" * 40, "x", "-1"])
def test_a_former_volunteer_who_is_not_there_is_no_error(client: Client, van: str) -> None:
    assert client.get("/vrijwilligers/nieuw/", {"van": van}).status_code in (200, 404)


def test_the_list_is_sorted_and_filtered_by_its_address(client: Client) -> None:
    ready("Zus"), ready("Aal")
    VolunteerFactory(name="Nel Nieuw", first_name="Nel", state=State.APPLICANT)
    by_name = client.get(LIST, {"volgorde": "naam"}).content.decode()
    assert by_name.index("Aal Verzonnen") < by_name.index("Nel Nieuw") < by_name.index("Zus Verzonnen")
    new = client.get(LIST, {"toon": "nieuw", "volgorde": "onzin"}).content.decode()
    assert ("Nel Nieuw" in new, "Aal Verzonnen" in new) == (True, False)


GARBAGE = ["", "x", "-1", "0", "9" * 30, "2026-02-30", "<b>", "\x00", "٣"]


@pytest.mark.parametrize("word", volunteer_acts.ACTS)
def test_whatever_is_filled_in_is_answered(client: Client, word: str) -> None:
    url, names = reverse("volunteer_act", args=[ready().pk, word]), volunteer_acts.ACTS[word].form.base_fields
    answers = {garbage: client.post(url, dict.fromkeys(names, garbage)).status_code for garbage in GARBAGE}
    assert set(answers.values()) <= {200, 302}, answers


@pytest.mark.parametrize("url", [LIST, "/vrijwilligers/nieuw/"])
@pytest.mark.parametrize("role", [Role.CLERK, Role.VOLUNTEER, Role.PRIVACY_OFFICER])
def test_nobody_else_sees_the_volunteers(url: str, role: Role) -> None:
    assert clients.logged_in(role).get(url).status_code == 403
