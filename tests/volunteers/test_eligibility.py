import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from bezoekdienst.policy import versions
from bezoekdienst.visiting import limits, visits
from tests import cast, factories
from volunteers import attendance, eligibility, losses, roster, trainings
from volunteers.attendance import Presence
from volunteers.models import OwnLoss, Pause
from volunteers.states import State

pytestmark = pytest.mark.django_db


def why_not(volunteer, on=factories.TODAY):
    return [(reason.rule, reason.text) for reason in eligibility.reasons(volunteer, versions.current(on), on)]


def volunteer(**given):
    return factories.VolunteerFactory(first_name="Vera", **given)


def test_everything_in_order_is_no_reason():
    assert why_not(volunteer()) == []


def test_somebody_of_whom_nothing_is_known_has_every_reason():
    unknown = volunteer(state=State.APPLICANT, vog_on=None, conduct_agreed_on=None, training_exemption="", loss=False)
    assert why_not(unknown) == [
        ("V1", "Vera is “aangemeld” en nog niet of niet meer actief."),
        ("V2", "Van Vera is geen eigen verlies bekend."),
        ("V2", "Vera deed 0 van de 4 trainingsdagen."),
        ("V2", "Van Vera is er geen VOG."),
        ("V2", "Vera tekende de gedragscode nog niet."),
    ]


@pytest.mark.parametrize(
    ("vog_on", "said"),
    [
        (date(2023, 11, 23), []),
        (date(2023, 11, 22), [("V2", "De VOG van Vera gold tot en met 22 november 2026.")]),
        (date(2026, 11, 24), [("V2", "Van Vera is er geen VOG.")]),
    ],
)
def test_a_vog_holds_up_to_its_last_day(vog_on, said):
    assert why_not(volunteer(vog_on=vog_on)) == said


@pytest.mark.parametrize(
    ("happened_on", "said"),
    [
        (date(2025, 11, 23), []),
        (
            date(2025, 11, 24),
            [("V2", "Het verlies van Vera is korter dan 12 maanden geleden: tot 24 november 2026.")],
        ),
    ],
)
def test_her_own_loss_is_at_least_a_year_ago(happened_on, said):
    assert why_not(volunteer(loss__happened_on=happened_on, loss__talk=date(2026, 11, 1))) == said


def test_an_unsigned_loss_and_a_new_one_after_the_sign_off_hold_her_back():
    assert why_not(volunteer(loss__talk=None)) == [("V2", "Met Vera is nog niet over het eigen verlies gesproken.")]
    someone = volunteer()
    OwnLoss.objects.create(volunteer=someone, kind="sudden", happened_on=date(2025, 9, 1), noted_at=factories.NOW)
    assert why_not(someone) == [("V2", "Vera heeft een nieuw verlies dat nog niet besproken is.")]


@pytest.mark.parametrize(
    ("start_on", "end_on", "said"),
    [
        (date(2026, 11, 1), date(2026, 11, 22), []),
        (date(2026, 11, 1), date(2026, 11, 23), [("V2", "Vera heeft pauze tot 24 november 2026.")]),
        (date(2026, 11, 23), None, [("V2", "Vera heeft pauze.")]),
        (date(2026, 11, 24), None, []),
    ],
)
def test_a_pause_counts_its_first_and_last_day(start_on, end_on, said):
    someone = volunteer()
    Pause.objects.create(volunteer=someone, start_on=start_on, end_on=end_on)
    assert why_not(someone) == said


def test_training_days_to_come_do_not_count_yet():
    someone = volunteer(training_exemption="")
    train(someone, *(date(2026, 11, 20) + timedelta(days=n) for n in range(4)))
    assert why_not(someone, date(2026, 11, 22)) == [("V2", "Vera deed 3 van de 4 trainingsdagen.")]
    assert why_not(someone, date(2026, 11, 23)) == []


def train(someone, *days, presence=Presence.PRESENT):
    planned = [trainings.Day(on, f"dag {number}") for number, on in enumerate(days)]
    given = {"by": cast.coordinator(), "at": factories.NOW}
    course = trainings.plan("Basis", days=planned, **given)
    trainings.join(course, [someone], **given)
    for day in course.days.all():
        attendance.note(day, {someone: (presence, "een reden")}, **given)


@pytest.mark.parametrize(
    ("presence", "said"),
    [
        (Presence.PRESENT, []),
        (Presence.EXEMPT, []),
        (Presence.ABSENT, [("V2", "Vera deed 0 van de 4 trainingsdagen.")]),
    ],
)
def test_an_exempted_day_counts_and_a_missed_one_does_not(presence, said):
    someone = volunteer(training_exemption="")
    train(someone, *(date(2026, 11, 1 + n) for n in range(4)), presence=presence)
    assert why_not(someone) == said


@pytest.mark.parametrize(
    ("held_on", "said"),
    [
        (date(2026, 11, 23), []),
        (date(2026, 11, 24), [("V2", "Met Vera is nog niet over het eigen verlies gesproken.")]),
    ],
)
def test_a_talk_counts_from_its_own_day(held_on, said):
    assert why_not(volunteer(loss__talk=held_on)) == said


@pytest.mark.parametrize(
    ("happened_on", "said"),
    [
        (date(2025, 5, 20), []),
        (date(2025, 5, 21), [("V2", "Vera heeft een nieuw verlies dat nog niet besproken is.")]),
    ],
)
def test_a_talk_is_about_what_happened_up_to_its_day(happened_on, said):
    assert why_not(volunteer(loss__happened_on=happened_on, loss__talk=date(2025, 5, 20))) == said


@pytest.mark.parametrize(("months", "said"), [(9, []), (10, ["tot 24 november 2026."])])
def test_how_long_ago_a_loss_must_be_is_the_policys(months, said):
    someone = volunteer(loss__happened_on=date(2026, 1, 24), loss__talk=date(2026, 11, 1))
    policy = versions.current(factories.TODAY)
    policy.loss_months = months
    on = date(2026, 11, 23)
    assert [one.text.rpartition(": ")[2] for one in eligibility.reasons(someone, policy, on)] == said


def test_a_loss_at_the_end_of_a_month_is_a_year_ago_at_the_end_of_that_month():
    told = {"loss__happened_on": date(2024, 2, 29), "loss__noted_at": datetime(2024, 11, 1, tzinfo=UTC)}
    given = {"conduct_agreed_on": date(2025, 1, 1), "vog_on": date(2025, 1, 1), "loss__talk": date(2024, 12, 1)}
    someone = volunteer(**told, **given)
    assert [len(why_not(someone, date(2025, 2, day))) for day in (27, 28)] == [1, 0]


@pytest.mark.parametrize(
    ("start_on", "end_on", "free_on"),
    [
        (date(2026, 11, 1), date(2026, 11, 23), date(2026, 11, 24)),
        (date(2026, 11, 1), None, None),
    ],
)
def test_a_pause_with_an_end_says_when_it_is_over(start_on, end_on, free_on):
    someone = volunteer()
    Pause.objects.create(volunteer=someone, start_on=start_on, end_on=end_on)
    assert eligibility.free_from(someone, versions.current(factories.TODAY), factories.TODAY) == free_on


def test_she_is_free_when_the_last_of_what_passes_by_itself_has_passed():
    someone = volunteer(loss__happened_on=date(2026, 1, 31), loss__talk=date(2026, 11, 1))
    policy = versions.current(factories.TODAY)
    assert eligibility.free_from(someone, policy, factories.TODAY) == date(2027, 1, 31)
    Pause.objects.create(volunteer=someone, start_on=date(2027, 1, 15), end_on=date(2027, 2, 28))
    assert eligibility.free_from(fresh(someone), policy, factories.TODAY) == date(2027, 3, 1)
    type(someone).objects.update(conduct_agreed_on=None)
    assert eligibility.free_from(fresh(someone), policy, factories.TODAY) is None


def fresh(someone):
    return type(someone).objects.get(pk=someone.pk)


@pytest.mark.parametrize(
    ("asked_on", "vog_on", "waits"),
    [
        (None, None, False),
        (date(2026, 11, 1), None, True),
        (date(2026, 11, 1), date(2026, 10, 31), True),
        (date(2026, 11, 1), date(2026, 11, 1), False),
    ],
)
def test_a_vog_is_waited_for_until_a_later_one_is_seen(asked_on, vog_on, waits):
    assert eligibility.waits_for_vog(volunteer(vog_asked_on=asked_on, vog_on=vog_on)) == waits


def test_a_new_loss_or_a_vog_that_ran_out_ends_no_visits():
    trajectory, today = cast.trajectory(), factories.TODAY
    someone, given = trajectory.volunteer, {"by": cast.coordinator(), "at": factories.NOW}
    losses.add(someone, kind="sudden", happened_on=date(2026, 11, 20), **given)
    roster.record_vog(someone, vog_on=date(2020, 1, 1), **given)
    assert [rule for rule, _ in why_not(someone)] == ["V2", "V2", "V2"]
    visit = {
        "on": today,
        "kind": "at_home",
        "minutes": 60,
        "mood": "well",
        "note": "",
        "kilometres": 2,
        "next_on": None,
    }
    visits.log(uuid.uuid4(), trajectory=trajectory, **visit, **given)
    trajectory.refresh_from_db()
    assert (trajectory.visits.count(), trajectory.ended_on, limits.is_open(None, trajectory.hard_stop_on, today)) == (
        1, None, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("left", "days"), [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)]
)
def test_only_the_nearest_vog_warning_counts(left, days):
    someone = volunteer(vog_on=date(2024, 3, 1))
    on = date(2027, 3, 1) - timedelta(days=left)
    assert eligibility.vog_warning(someone, versions.current(on), on) == days


def test_her_own_number_of_places_goes_before_the_policy():
    policy = versions.current(factories.TODAY)
    assert [eligibility.capacity(volunteer(capacity=places), policy) for places in (None, 1, 4)] == [2, 1, 4]


@pytest.mark.parametrize("count", [1, 3])
def test_a_prefetched_list_takes_the_same_number_of_queries(count, django_assert_num_queries):
    policy = versions.current(factories.TODAY)
    made = [volunteer().pk for _ in range(count)]
    with django_assert_num_queries(5):
        listed = roster.Volunteer.objects.filter(pk__in=made).prefetch_related(*eligibility.READS)
        assert [eligibility.reasons(each, policy, factories.TODAY) for each in listed] == [[]] * count
