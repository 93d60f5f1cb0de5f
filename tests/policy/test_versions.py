"""The service's numbers: bounded twice, versioned by date, audited."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit import events
from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from bezoekdienst.policy import versions, wording
from bezoekdienst.policy.models import BOUNDS, Policy
from tests.factories import NOW, TODAY, TrajectoryFactory, UserFactory

pytestmark = pytest.mark.django_db
OUTSIDE = [(name, value) for name, (_, low, high, _) in BOUNDS.items() for value in (low - 1, high + 1)]


def test_there_is_always_a_policy_and_it_begins_with_the_defaults() -> None:
    for on in (date(1990, 1, 1), TODAY, date(2090, 1, 1)):
        policy = versions.current(on)
        assert {name: getattr(policy, name) for name in BOUNDS} == {name: usual for name, (usual, *_) in BOUNDS.items()}


@pytest.mark.parametrize(("name", "value"), OUTSIDE)
def test_a_number_outside_its_bounds_is_refused_and_changes_nothing(name: str, value: int) -> None:
    with pytest.raises(Refused) as caught:
        versions.change(valid_from_on=TODAY, by=None, at=NOW, **{name: value})
    assert [reason.rule for reason in caught.value.reasons] == [BOUNDS[name][3]]
    assert Policy.objects.count() == 1


@pytest.mark.parametrize(("name", "value"), OUTSIDE)
def test_the_database_refuses_it_too(name: str, value: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Policy.objects.update(**{name: value})


@pytest.mark.parametrize("name", BOUNDS)
def test_the_bounds_themselves_are_allowed(name: str) -> None:
    usual, lowest, highest, _ = BOUNDS[name]
    for value in {lowest, highest} - {usual}:
        versions.change(valid_from_on=TODAY, by=None, at=NOW, **{name: value})
        assert getattr(versions.current(TODAY), name) == value


def test_a_change_holds_from_its_date_on_and_not_before() -> None:
    begin = TODAY + timedelta(days=10)
    versions.change(valid_from_on=begin, by=None, at=NOW, capacity=3)
    assert versions.current(begin - timedelta(days=1)).capacity == 2
    assert versions.current(begin).capacity == 3
    assert versions.current(begin + timedelta(days=400)).capacity == 3


def test_a_later_version_keeps_what_an_earlier_one_changed() -> None:
    versions.change(valid_from_on=TODAY, by=None, at=NOW, capacity=3)
    versions.change(valid_from_on=TODAY + timedelta(days=1), by=None, at=NOW, rest_weeks=6)
    policy = versions.current(TODAY + timedelta(days=1))
    assert (policy.capacity, policy.rest_weeks) == (3, 6)
    assert Policy.objects.count() == 3


def test_the_past_keeps_its_own_numbers() -> None:
    with pytest.raises(Refused, match="niet in het verleden"):
        versions.change(valid_from_on=TODAY - timedelta(days=1), by=None, at=NOW, capacity=3)


def test_a_change_is_in_the_log_with_who_and_what() -> None:
    user = UserFactory(roles=[Role.COORDINATOR])
    versions.change(valid_from_on=TODAY, by=user, at=NOW, rest_weeks=6, capacity=3)
    event = Event.objects.get(kind="policy.changed")
    assert event.actor_id == user.pk
    assert events.sentence(event) == (
        "paste het beleid aan vanaf 23 november 2026: "
        "mensen tegelijk per vrijwilliger: van 2 naar 3 mensen; rust na een traject: van 4 naar 6 weken"
    )


def test_a_version_that_holds_is_never_written_again() -> None:
    first = versions.change(valid_from_on=TODAY, by=None, at=NOW, capacity=3)
    second = versions.change(valid_from_on=TODAY, by=None, at=NOW, capacity=4)
    first.refresh_from_db()
    assert (first.capacity, versions.current(TODAY)) == (3, second)


def test_what_a_trajectory_froze_stays() -> None:
    trajectory = TrajectoryFactory()
    versions.change(valid_from_on=TODAY, by=None, at=NOW, trajectory_months=6)
    trajectory.refresh_from_db()
    assert (trajectory.policy.trajectory_months, versions.current(TODAY).trajectory_months) == (12, 6)


def test_a_change_runs_on_into_what_was_planned_already() -> None:
    later = versions.change(valid_from_on=TODAY + timedelta(days=30), by=None, at=NOW, capacity=3)
    versions.change(valid_from_on=TODAY, by=None, at=NOW, rest_weeks=6, capacity=4)
    later.refresh_from_db()
    assert (later.capacity, later.rest_weeks) == (3, 6)


def test_what_does_not_hold_yet_can_be_taken_back_whole() -> None:
    planned = versions.change(valid_from_on=TODAY + timedelta(days=1), by=None, at=NOW, capacity=3)
    later = versions.change(valid_from_on=TODAY + timedelta(days=30), by=None, at=NOW, rest_weeks=6)
    versions.withdraw(planned, by=None, at=NOW)
    later.refresh_from_db()
    assert (later.capacity, later.rest_weeks) == (2, 6)
    assert Event.objects.latest("pk").facts == {
        "valid_from_on": "2026-11-24",
        "fields": "mensen tegelijk per vrijwilliger: van 2 naar 3 mensen",
    }


def test_what_holds_already_cannot_be_taken_back() -> None:
    holds = versions.change(valid_from_on=TODAY, by=None, at=NOW, capacity=3)
    for policy in (holds, Policy.objects.earliest("pk")):
        with pytest.raises(Refused, match="Dit geldt al"):
            versions.withdraw(policy, by=None, at=NOW)
    assert versions.current(TODAY) == holds


def test_nothing_changed_is_no_version() -> None:
    with pytest.raises(Refused, match="Er verandert niets"):
        versions.change(valid_from_on=TODAY, by=None, at=NOW, capacity=2)
    assert (Policy.objects.count(), Event.objects.count()) == (1, 0)


def test_a_change_made_on_an_old_page_is_refused() -> None:
    seen = versions.edition()
    versions.change(valid_from_on=TODAY, by=None, at=NOW, capacity=3, based_on=seen)
    with pytest.raises(Refused, match="Iemand anders"):
        versions.change(valid_from_on=TODAY, by=None, at=NOW, rest_weeks=6, based_on=seen)
    assert versions.current(TODAY).rest_weeks == 4


def test_a_round_released_by_one_person_is_in_the_log_as_such() -> None:
    user = UserFactory(roles=[Role.COORDINATOR])
    for needed in (False, True):
        versions.change(valid_from_on=TODAY, by=user, at=NOW, second_clerk=needed)
    said = [(event.kind, event.actor_id) for event in Event.objects.filter(kind__startswith="policy.second")]
    assert said == [("policy.second_clerk_off", user.pk), ("policy.second_clerk_on", user.pk)]


def test_every_number_has_its_sentence_once() -> None:
    assert sorted([*wording.NUMBERS, "fit_floor"]) == sorted(BOUNDS)
    assert sum(map(len, wording.GROUPS.values())) == len(wording.NUMBERS)
    assert set(wording.LABELS) == set(versions.FIELDS)
    assert [number.name for number in wording.NUMBERS.values() if number.sentence.count(wording.BLANK) != 1] == []


def test_one_and_more_are_said_as_people_say_them() -> None:
    assert wording.NUMBERS["vog_months"].said(1) == "Een VOG geldt 1 maand."
    assert wording.NUMBERS["vog_months"].said(36) == "Een VOG geldt 36 maanden."
    assert wording.NUMBERS["vog_months"].halves() == ("Een VOG geldt ", " maanden.")
