"""The pages of a training: planned with its four days, who takes part, who was there, what each still misses."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts.roles import Role
from bezoekdienst.lib import words
from bezoekdienst.web.views import course_acts
from tests import factories
from tests.web import clients
from volunteers import trainings
from volunteers.models import Course, TrainingAttendance, TrainingDay, Volunteer
from volunteers.states import State

pytestmark = pytest.mark.django_db
LIST, NEW = "/trainingen/", "/trainingen/nieuw/"
GARBAGE = ["", "x", "-1", "9" * 30, "2026-02-30", "<b>", "\x00", "25:99"]


@pytest.fixture
def client() -> Client:
    return clients.logged_in(Role.COORDINATOR)


def trainee(name: str = "Truus", **given: object) -> Volunteer:
    told = {"state": State.TRAINING, "training_exemption": "", "name": f"{name} Verzonnen", **given}
    made: Volunteer = factories.VolunteerFactory(first_name=name, **told)
    return made


def course(*people: Volunteer, first_on: date | None = None) -> Course:
    """Two days past and two ahead, unless it begins on another day."""
    first_on, by = first_on or timezone.localdate() - timedelta(days=14), factories.coordinator()
    days = [trainings.Day(first_on + timedelta(weeks=n), topic) for n, topic in enumerate(words.TRAINING_TOPICS)]
    days = [day if n < 2 else day._replace(held_on=day.held_on + timedelta(days=1)) for n, day in enumerate(days)]
    made = trainings.plan("Najaar", days=days, by=by, at=timezone.now())
    trainings.join(made, people, by=by, at=timezone.now())
    return made


def page(client: Client, name: str, *args: object) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def planned(**more: str) -> dict[str, str]:
    """The form as it is offered, filled in with one day."""
    filled = {"name": "Najaar", "place": "De Zaal", "held_on_0": "2027-03-01"}
    for number, topic in enumerate(words.TRAINING_TOPICS.values()):
        filled |= {f"topic_{number}": topic, f"starts_{number}": "10:00", f"ends_{number}": "16:00"}
    return {**filled, **more}


def test_a_training_is_planned_with_the_usual_topics_or_words_of_ones_own(client: Client) -> None:
    assert client.get(NEW).content.decode().count('value="10:00"') == 4
    client.post(NEW, planned(held_on_2="2027-03-08", topic_2="Over rouw"))
    days = [(str(day.held_on), day.topic, day.place, str(day.ends)) for day in Course.objects.get().days.all()]
    assert days == [
        ("2027-03-01", "conversation", "De Zaal", "16:00:00"),
        ("2027-03-08", "Over rouw", "De Zaal", "16:00:00"),
    ]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"held_on_0": ""}, "Een training heeft minstens één dag."),
        ({"held_on_1": "2027-03-01"}, "1 maart 2027 staat er twee keer in."),
        ({"ends_0": "09:00"}, "Op 1 maart 2027 is het einde niet na het begin."),
        ({"held_on_0": "2027-02-30"}, "Deze datum klopt niet."),
    ],
)
def test_a_training_that_cannot_be_comes_back_full_and_says_why(
    client: Client, more: dict[str, str], said: str
) -> None:
    answer = client.post(NEW, planned(**more)).content.decode()
    assert (said in answer, 'value="De Zaal"' in answer, Course.objects.count()) == (True, True, 0)


def test_who_takes_part_is_chosen_and_can_be_taken_out_again(client: Client) -> None:
    found, truus, nel = course(), trainee(), trainee("Nel", state=State.APPLICANT)
    url = reverse("course_act", args=[found.pk, "deelnemers"])
    client.post(url, {"people": [truus.pk, nel.pk]})
    assert sorted(part.volunteer.first_name for part in found.participations.all()) == ["Nel", "Truus"]
    nel.refresh_from_db()
    assert nel.state == State.TRAINING
    part = found.participations.get(volunteer=nel)
    client.post(reverse("participation_act", args=[part.pk, "uitschrijven"]))
    assert found.participations.get().volunteer == truus


def test_only_who_still_misses_something_is_offered_a_place(client: Client) -> None:
    exempt = trainee("Ans", training_exemption="deed dit elders")
    done, nel = trainee("Truus"), trainee("Nel")
    first = course(done, first_on=timezone.localdate() - timedelta(days=60))
    for day in first.days.all():
        TrainingAttendance.objects.create(day=day, volunteer=done, noted_at=timezone.now())
    offered = page(client, "course_act", course().pk, "deelnemers")
    assert [one.name in offered for one in (exempt, done, nel)] == [False, False, True]


def test_a_volunteer_joins_from_her_own_page(client: Client) -> None:
    found, truus = course(), trainee()
    url = reverse("volunteer_act", args=[truus.pk, "meedoen"])
    assert "Najaar" in client.get(url).content.decode()
    client.post(url, {"course": found.pk})
    assert found.participations.get().volunteer == truus


def test_presence_is_noted_on_one_list_and_what_is_missing_is_said(client: Client) -> None:
    truus, nel = trainee(), trainee("Nel")
    found = course(truus, nel)
    first, second = found.days.all()[:2]
    assert "checked" in page(client, "training_day", first.pk)
    for day, truus_was in ((first, "present"), (second, "absent")):
        filled = {
            f"presence_{truus.pk}": truus_was,
            f"presence_{nel.pk}": "exempt",
            f"reason_{nel.pk}": "deed dit elders",
        }
        client.post(reverse("training_day", args=[day.pk]), filled)
    seen = page(client, "course", found.pk)
    missing = "het eigen verhaal: wanneer en hoeveel; signalen en grenzen."
    assert f"Truus mist nog: het verloop van een traject; {missing}" in seen
    assert f"Nel mist nog: {missing}" in seen
    assert "1 was er, 1 vrijgesteld." in seen
    assert "Nel werd vrijgesteld door Gebruiker" in page(client, "training_day", first.pk)


def test_an_exemption_without_a_reason_comes_back_and_nothing_is_noted(client: Client) -> None:
    truus = trainee()
    first = course(truus).days.first()
    url = reverse("training_day", args=[first.pk])
    answer = client.post(url, {f"presence_{truus.pk}": "exempt"}).content.decode()
    assert "Schrijf erbij waarom Truus is vrijgesteld." in answer
    assert TrainingAttendance.objects.count() == 0


def test_a_day_ahead_moves_and_is_called_off_and_a_past_one_is_not(client: Client) -> None:
    found = course(trainee())
    past, *_, last = found.days.all()
    filled = {"held_on": "2030-01-07", "topic": "Het gesprek", "starts": "10:00", "ends": "12:00", "place": "Elders"}
    client.post(reverse("training_day_act", args=[last.pk, "wijzigen"]), filled)
    last.refresh_from_db()
    assert (str(last.held_on), last.topic, last.place) == ("2030-01-07", "conversation", "Elders")
    answer = client.post(reverse("training_day_act", args=[past.pk, "wijzigen"]), filled).content.decode()
    assert "Deze dag is al geweest." in answer
    client.post(reverse("training_day_act", args=[last.pk, "vervalt"]))
    assert found.days.count() == 3
    client.post(reverse("course_act", args=[found.pk, "dag"]), {**filled, "held_on": "2030-02-04"})
    assert found.days.count() == 4


def test_a_day_that_is_yet_to_come_has_no_list(client: Client) -> None:
    assert "Deze dag komt nog." in page(client, "training_day", course(trainee()).days.last().pk)


def test_whatever_is_filled_in_is_answered(client: Client) -> None:
    truus = trainee()
    found = course(truus)
    day, part = TrainingDay.objects.earliest("held_on"), found.participations.get()
    names = [*planned(), "held_on", "topic", "starts", "ends", "people", f"presence_{truus.pk}", f"reason_{truus.pk}"]
    urls = [NEW, reverse("training_day", args=[day.pk])]
    urls += [reverse("course_act", args=[found.pk, word]) for word in course_acts.COURSE]
    urls += [reverse("training_day_act", args=[day.pk, word]) for word in course_acts.DAY]
    urls += [reverse("participation_act", args=[part.pk, "uitschrijven"])]
    answers = {client.post(url, dict.fromkeys(names, garbage)).status_code for url in urls for garbage in GARBAGE}
    assert answers <= {200, 302, 404}


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_pages_take_as_many_queries_for_three_as_for_one(client: Client) -> None:
    one, other = course(trainee()), trainee("Els")  # somebody of another training is offered a place
    TrainingAttendance.objects.create(day=course(other).days.first(), volunteer=other, noted_at=timezone.now())
    url = reverse("course", args=[one.pk])
    client.get(url)
    before = queries(client, LIST), queries(client, url)
    trainings.join(one, [trainee("Nel"), trainee("Ans")], by=factories.coordinator(), at=timezone.now())
    course(trainee("Bep")), course(trainee("Riet"))
    assert (queries(client, LIST), queries(client, url)) == before


@pytest.mark.parametrize(("days", "said"), [(1, "komt nog"), (-14, "loopt"), (-60, "geweest")])
def test_the_list_says_where_a_training_stands(client: Client, days: int, said: str) -> None:
    course(trainee(), first_on=timezone.localdate() + timedelta(days=days))
    seen = client.get(LIST).content.decode()
    assert (f'<span class="on">{said}</span>' in seen, "4 dagen, 1 deelnemer." in seen) == (True, True)


@pytest.mark.parametrize("role", [Role.CLERK, Role.VOLUNTEER, Role.PRIVACY_OFFICER])
def test_nobody_else_sees_the_trainings(role: Role) -> None:
    assert clients.logged_in(role).get(LIST).status_code == 403
