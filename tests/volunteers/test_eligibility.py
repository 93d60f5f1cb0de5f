from datetime import date, timedelta

import pytest

from bezoekdienst.policy import versions
from tests import cast, factories
from volunteers import eligibility, roster, trainings
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
    days = [(date(2026, 11, 20) + timedelta(days=n), f"dag {n}") for n in range(4)]
    course = trainings.plan("Basis", days=days, by=cast.coordinator(), at=factories.NOW)
    for day in course.days.all():
        trainings.attend(day, someone, by=cast.coordinator(), at=factories.NOW)
    assert why_not(someone, date(2026, 11, 22)) == [("V2", "Vera deed 3 van de 4 trainingsdagen.")]
    assert why_not(someone, date(2026, 11, 23)) == []


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
