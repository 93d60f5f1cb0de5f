"""A VOG that runs out is told to whose it is and to the coordinators (V6)."""

from datetime import date, timedelta

import pytest

from bezoekdienst.notices import post, reminders
from bezoekdienst.notices.models import Message
from tests import cast, factories
from volunteers import roster
from volunteers.models import Volunteer
from volunteers.states import State

pytestmark = pytest.mark.django_db
ENDS_ON = date(2027, 3, 1)


@pytest.fixture
def volunteer() -> Volunteer:
    cast.coordinator()
    found = cast.volunteer()
    Volunteer.objects.update(vog_on=date(2024, 3, 1))
    found.refresh_from_db()
    return found


def queue(days: int) -> int:
    return reminders.queue_due(on=ENDS_ON - timedelta(days=days), at=factories.NOW)


def test_a_vog_that_runs_out_is_told_once_a_threshold_to_her_and_the_coordinator(volunteer: Volunteer) -> None:
    assert [queue(days) for days in (61, 60, 59, 30, 7, 6, -1)] == [0, 2, 0, 2, 2, 0, 0]
    told = {(message.kind, message.user) for message in Message.objects.all()}
    assert told == {("vog", cast.coordinator()), ("vog_yours", volunteer.user)}


def test_after_an_outage_only_the_nearest_threshold_is_told_also_when_the_clock_goes_back(volunteer: Volunteer) -> None:
    assert [queue(days) for days in (6, 8, 31)] == [2, 0, 0]
    assert {message.facts["days"] for message in Message.objects.all()} == {7}


def test_a_new_vog_takes_back_what_was_queued_and_has_warnings_of_its_own(volunteer: Volunteer) -> None:
    queue(60)
    roster.record_vog(volunteer, vog_on=factories.TODAY, by=cast.coordinator(), at=factories.NOW)
    assert (post.send_due(factories.NOW), Message.objects.count()) == (0, 0)
    assert reminders.queue_due(on=date(2029, 11, 1), at=factories.NOW) == 2


def test_of_who_left_no_vog_is_told(volunteer: Volunteer) -> None:
    queue(60)
    Volunteer.objects.update(state=State.LEFT)
    assert (queue(30), post.send_due(factories.NOW)) == (0, 0)
