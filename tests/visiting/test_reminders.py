from datetime import UTC, date, datetime

import pytest

from bezoekdienst.notices.models import Message
from bezoekdienst.policy import versions
from bezoekdienst.visiting import intakes, reminders, reviews, trajectories
from tests import cast, factories

pytestmark = pytest.mark.django_db


def queue(on: date) -> list[tuple[str, str]]:
    """What is queued new on a day: (kind, to whom), sorted."""
    before = set(Message.objects.values_list("pk", flat=True))
    reminders.queue_due(on=on, at=datetime(on.year, on.month, on.day, 7, tzinfo=UTC))
    new = Message.objects.exclude(pk__in=before).select_related("user")
    return sorted((message.kind, message.user.name.split()[0]) for message in new)


@pytest.fixture
def trajectory():
    cast.coordinator()
    found = cast.trajectory()
    found.visits.create(on=date(2027, 8, 31), logged_at=factories.NOW)  # never silent
    return found


def test_an_end_is_told_at_eight_four_and_two_weeks_to_both_and_once(trajectory):
    both = [("ends", "Cato"), ("ends", "Vera")]
    assert trajectory.planned_end_on == date(2027, 5, 31)
    days = ["2027-04-04", "2027-04-05", "2027-04-06", "2027-05-03", "2027-05-17", "2027-05-31"]
    assert [queue(date.fromisoformat(day)) for day in days] == [[], both, [], both, both, []]


def test_after_an_outage_only_the_nearest_threshold_is_told(trajectory):
    assert queue(date(2027, 5, 20)) == [("ends", "Cato"), ("ends", "Vera")]
    assert {message.facts["weeks"] for message in Message.objects.all()} == {2}


def test_planned_end_and_hard_stop_on_one_day_are_one_message(trajectory):
    by = cast.coordinator()
    trajectories.replan(trajectory, to_on=date(2027, 8, 31), reason="x", by=by, at=factories.NOW)
    assert queue(date(2027, 8, 30)) == [("year_ends", "Cato"), ("year_ends", "Vera")]


def test_a_moved_end_is_told_anew(trajectory):
    queue(date(2027, 5, 20))
    by = cast.coordinator()
    trajectories.replan(trajectory, to_on=date(2027, 6, 30), reason="x", by=by, at=factories.NOW)
    assert queue(date(2027, 6, 20)) == [("ends", "Cato"), ("ends", "Vera")]


def test_in_a_pause_the_volunteer_hears_nothing_and_the_coordinator_of_the_year(trajectory):
    by = cast.coordinator()
    trajectories.pause(trajectory, since_on=date(2026, 11, 1), by=by, at=factories.NOW)
    assert queue(date(2027, 5, 20)) == []
    assert queue(date(2027, 8, 20)) == [("year_ends", "Cato")]


def test_three_silent_weeks_are_told_once_to_the_volunteer():
    cast.coordinator()
    trajectory = cast.trajectory()
    assert [queue(date(2026, 9, day)) for day in (21, 22, 30)] == [[], [("silent", "Vera")], []]
    trajectory.visits.create(on=date(2026, 10, 1), logged_at=factories.NOW)
    assert [queue(date(2026, 10, day)) for day in (21, 22)] == [[], [("silent", "Vera")]]
    assert [since for _, since in reminders.silent(date(2026, 11, 12), 6)] == [date(2026, 10, 1)]
    assert reminders.silent(date(2026, 11, 11), 6) == []


def test_a_withdrawn_visit_breaks_no_silence():
    cast.trajectory().visits.create(on=date(2026, 9, 20), logged_at=factories.NOW, withdrawn_at=factories.NOW)
    assert [since for _, since in reminders.silent(date(2026, 9, 22), 3)] == [date(2026, 9, 1)]


def test_somebody_who_waits_for_a_call_or_a_visit_is_told_to_the_coordinator_once():
    by = cast.coordinator()
    intake = factories.IntakeFactory(opened_on=date(2026, 10, 20))  # a Tuesday: five working days end on the 27th
    assert [queue(date(2026, 10, day)) for day in (27, 28, 29)] == [[], [("contact_due", "Cato")], []]
    made = {"made_on": date(2026, 10, 29), "way": "phone", "reached": True, "note": ""}
    intakes.contact(intake.resident, **made, by=by, at=factories.NOW)
    assert reminders.uncontacted(date(2026, 10, 30), versions.current(date(2026, 10, 30))) == []
    assert [queue(date(2026, 11, day)) for day in (10, 11, 12)] == [[], [("visit_due", "Cato")], []]


def test_an_acquaintance_open_for_over_three_weeks_stands_on_the_list():
    trajectory = factories.TrajectoryFactory(meeting=True, matched_on=date(2026, 11, 1))
    policy = versions.current(factories.TODAY)
    assert reminders.unsettled(date(2026, 11, 22), policy) == []
    assert reminders.unsettled(date(2026, 11, 23), policy) == [trajectory]


def test_a_review_is_due_until_it_was_had():
    by, trajectory = cast.coordinator(), cast.trajectory()
    assert reminders.reviews_due(date(2026, 11, 30)) == []
    assert reminders.reviews_due(date(2026, 12, 1)) == [(trajectory, date(2026, 12, 1))]
    at = datetime(2026, 12, 3, 9, tzinfo=UTC)
    call = {"made_on": date(2026, 12, 3), "way": "phone", "note": "", "by": by, "at": at}
    intakes.contact(trajectory.resident, reached=True, **call)
    reviews.note(trajectory, reached=False, **call)
    assert reminders.reviews_due(date(2026, 12, 4)) == [(trajectory, date(2026, 12, 1))]
    reviews.note(trajectory, reached=True, review="as_now", **call)
    assert reminders.reviews_due(date(2026, 12, 4)) == []
    assert reminders.reviews_due(date(2027, 3, 1)) == [(trajectory, date(2027, 3, 1))]
