from datetime import date, timedelta

import pytest

from bezoekdienst.lib import words
from bezoekdienst.policy import versions
from tests import cast, factories
from volunteers import attendance, roster, steps, trainings
from volunteers.models import Volunteer
from volunteers.states import State

pytestmark = pytest.mark.django_db
NOTHING_YET = {"loss": False, "vog_on": None, "conduct_agreed_on": None, "training_exemption": ""}


def needed(volunteer):
    return steps.needed(volunteer, versions.current(factories.TODAY), factories.TODAY)


def test_who_just_applied_needs_everything_in_the_order_in_which_one_does_it():
    volunteer = factories.VolunteerFactory(state=State.APPLICANT, **NOTHING_YET)
    assert needed(volunteer) == ["eigen verlies", "gesprek daarover", "training", "VOG", "gedragscode"]


def test_who_has_everything_needs_nothing():
    assert needed(factories.VolunteerFactory()) == []


@pytest.mark.parametrize(
    ("talk", "said"),
    [
        (None, ["gesprek over het eigen verlies"]),
        ({"outcome": "later", "again_on": date(2027, 3, 1)}, ["opnieuw een gesprek op 1 maart 2027"]),
        ({"outcome": "not"}, ["opnieuw een gesprek"]),
        ({"outcome": "fit"}, []),
    ],
)
def test_of_the_talk_is_said_what_is_still_to_come(talk, said):
    volunteer = factories.VolunteerFactory(loss__talk=None)
    if talk:
        volunteer.talks.create(held_on=date(2026, 11, 1), noted_at=factories.NOW, **talk)
    assert needed(volunteer) == said


def test_a_loss_of_less_than_a_year_ago_needs_time():
    volunteer = factories.VolunteerFactory(loss__happened_on=date(2026, 1, 31), loss__talk=date(2026, 11, 1))
    assert needed(volunteer) == ["tijd tot 31 januari 2027"]


def test_half_way_the_training_it_is_said_which_day_is_missing_and_a_vog_that_was_asked_for():
    volunteer = factories.VolunteerFactory(**{**NOTHING_YET, "loss": True, "conduct_agreed_on": date(2026, 11, 1)})
    given = {"by": cast.coordinator(), "at": factories.NOW}
    days = [
        trainings.Day(factories.TODAY + timedelta(days=n), topic) for n, topic in ((-1, "conversation"), (5, "rouw"))
    ]
    course = trainings.plan("Najaar", days=days, **given)
    trainings.join(course, [volunteer], **given)
    attendance.note(course.days.first(), {volunteer: (attendance.Presence.PRESENT, "")}, **given)
    roster.ask_vog(volunteer, asked_on=date(2026, 11, 2), **given)
    assert needed(volunteer) == ["trainingsdag 2", "VOG (aangevraagd op 2 november 2026)"]


@pytest.mark.parametrize(
    ("there", "said"),
    [
        ((), "training"),
        ((0,), "trainingsdag 2, 3 en 4"),
        ((0, 1), "trainingsdag 3 en 4"),
        ((0, 1, 3), "trainingsdag 3"),
    ],
)
def test_the_days_that_are_missing_have_their_numbers(there, said):
    volunteer = factories.VolunteerFactory(training_exemption="")
    given = {"by": cast.coordinator(), "at": factories.NOW}
    days = [
        trainings.Day(factories.TODAY - timedelta(days=9 - n), topic) for n, topic in enumerate(words.TRAINING_TOPICS)
    ]
    course = trainings.plan("Najaar", days=days, **given)
    trainings.join(course, [volunteer], **given)
    for number, day in enumerate(course.days.all()):
        presence = attendance.Presence.PRESENT if number in there else attendance.Presence.ABSENT
        attendance.note(day, {volunteer: (presence, "")}, **given)
    assert needed(volunteer) == [said]


@pytest.mark.parametrize("count", [1, 3])
def test_a_prefetched_list_takes_the_same_number_of_queries(count, django_assert_num_queries):
    policy = versions.current(factories.TODAY)
    course = trainings.plan(
        "Najaar", days=[trainings.Day(factories.TODAY, "rouw")], by=cast.coordinator(), at=factories.NOW
    )
    people = [factories.VolunteerFactory() for _ in range(count)]
    trainings.join(course, people, by=cast.coordinator(), at=factories.NOW)
    with django_assert_num_queries(8):
        found = Volunteer.objects.filter(courses__course=course).prefetch_related(*steps.READS)
        assert [steps.needed(one, policy, factories.TODAY) for one in found] == [[]] * count
