"""The service's numbers: bounded twice, versioned by date, audited."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from bezoekdienst.policy import versions
from bezoekdienst.policy.models import BOUNDS, Policy
from tests.factories import NOW, TODAY, UserFactory

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
    _, lowest, highest, _ = BOUNDS[name]
    for value in (lowest, highest):
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
    assert event.facts == {"valid_from_on": "2026-11-23", "fields": "capacity, rest_weeks"}
