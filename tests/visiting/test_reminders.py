from datetime import UTC, date, datetime

import pytest

from bezoekdienst.accounts.roles import Role
from bezoekdienst.notices import post, reminders
from bezoekdienst.notices.models import Message
from bezoekdienst.visiting import endings, handovers, intakes, reviews, trajectories
from bezoekdienst.visiting.states import EndReason
from tests import cast, factories

pytestmark = pytest.mark.django_db


def queue(on: date) -> list[tuple[str, str]]:
    """What is queued new on a day: (kind, to whom), sorted."""
    before = set(Message.objects.values_list("pk", flat=True))
    reminders.queue_due(on=on, at=datetime(on.year, on.month, on.day, 7, tzinfo=UTC))
    new = Message.objects.exclude(pk__in=before).select_related("user")
    return sorted((message.kind, message.user.name.split()[0]) for message in new if message.kind not in NOT_NOW)


NOT_NOW = {"review_due", "silent", "vog", "vog_yours"}  # true as well on these days, and told apart below
BOTH = [("ends", "Cato"), ("ends_yours", "Vera")]


@pytest.fixture
def trajectory():
    cast.coordinator()
    found = cast.trajectory()
    found.visits.create(on=date(2027, 8, 31), logged_at=factories.NOW)  # never silent
    return found


def test_an_end_is_told_at_eight_four_and_two_weeks_to_both_and_once(trajectory):
    assert trajectory.planned_end_on == date(2027, 5, 31)
    days = ["2027-04-04", "2027-04-05", "2027-04-06", "2027-05-03", "2027-05-17", "2027-05-31"]
    assert [queue(date.fromisoformat(day)) for day in days] == [[], BOTH, [], BOTH, BOTH, []]


def test_after_an_outage_only_the_nearest_threshold_is_told(trajectory):
    assert queue(date(2027, 5, 20)) == BOTH
    assert {message.facts["weeks"] for message in Message.objects.filter(kind__startswith="ends")} == {2}


def test_a_clock_that_is_set_back_a_day_brings_no_farther_threshold(trajectory):
    assert queue(date(2027, 5, 3)) == BOTH
    assert queue(date(2027, 5, 2)) == []


def test_planned_end_and_hard_stop_on_one_day_are_one_message(trajectory):
    by = cast.coordinator()
    trajectories.replan(trajectory, to_on=date(2027, 8, 31), reason="x", by=by, at=factories.NOW)
    assert queue(date(2027, 8, 30)) == [("year_ends", "Cato"), ("year_ends_yours", "Vera")]


def test_a_moved_end_is_told_anew(trajectory):
    queue(date(2027, 5, 20))
    by = cast.coordinator()
    trajectories.replan(trajectory, to_on=date(2027, 6, 30), reason="x", by=by, at=factories.NOW)
    assert queue(date(2027, 6, 20)) == BOTH


def test_in_a_pause_the_volunteer_hears_nothing_and_the_coordinator_of_the_year(trajectory):
    by = cast.coordinator()
    trajectories.pause(trajectory, since_on=date(2026, 11, 1), by=by, at=factories.NOW)
    assert queue(date(2027, 5, 20)) == []
    assert queue(date(2027, 8, 20)) == [("year_ends", "Cato")]


def test_a_moved_end_takes_back_what_was_queued_for_the_old_one(trajectory, mailoutbox):
    queue(date(2027, 5, 20))
    trajectories.replan(trajectory, to_on=date(2027, 7, 31), reason="x", by=cast.coordinator(), at=factories.NOW)
    send(date(2027, 5, 20))
    assert [one.subject for one in mailoutbox if "loop" in one.subject.replace("verloopt", "")] == []


def test_an_extension_has_warnings_of_its_own(trajectory):
    queue(date(2027, 8, 17))
    to_on, at = date(2027, 9, 28), datetime(2027, 8, 18, 9, tzinfo=UTC)
    trajectories.extend(trajectory, to_on=to_on, reason="x", by=cast.coordinator(), at=at)
    both = [("year_ends", "Cato"), ("year_ends_yours", "Vera")]
    assert [queue(date(2027, *day)) for day in ((8, 18), (8, 31), (9, 14))] == [both, both, both]


def test_after_a_handover_the_new_volunteer_hears_of_the_end_and_the_old_one_no_more(trajectory):
    by, at = cast.coordinator(), datetime(2027, 5, 4, 9, tzinfo=UTC)
    trajectory.visits.update(on=date(2027, 5, 1))
    assert queue(date(2027, 5, 3)) == BOTH
    handovers.begin(trajectory, on=date(2027, 5, 4), urgency=0, by=by, at=at)
    second = {"started_on": date(2027, 5, 5), "planned_end_on": date(2027, 5, 31), "intake": False}
    factories.TrajectoryFactory(bereavement=trajectory.bereavement, volunteer=cast.other_volunteer(), **second)
    assert queue(date(2027, 5, 6)) == [("ends", "Cato"), ("ends_yours", "Olga")]


@pytest.mark.parametrize("happens", ["died", "moved", "stopped"])
def test_what_waits_to_be_sent_is_not_sent_after_an_end(trajectory, mailoutbox, happens):
    on, at, by = date(2027, 8, 31), datetime(2027, 8, 31, 9, tzinfo=UTC), cast.coordinator()
    trajectory.visits.update(on=date(2027, 3, 1))
    reminders.queue_due(on=on, at=at)
    assert Message.objects.filter(kind__in=("year_ends", "year_ends_yours", "silent")).count() == 3
    if happens == "died":
        endings.note_death(trajectory.resident, died_on=on, by=by, at=at)
    elif happens == "moved":
        endings.note_leaving(trajectory.resident, reason=EndReason.MOVED, on=on, by=by, at=at)
    else:
        trajectories.close(trajectory, reason=EndReason.GOAL_REACHED, on=on, by=by, at=at)
    post.send_due(at)
    assert [one.subject for one in mailoutbox if "VOG" not in one.subject] == []


def test_three_silent_weeks_are_told_once_to_the_volunteer():
    cast.coordinator()
    trajectory = cast.trajectory()
    assert [silences(date(2026, 9, day)) for day in (21, 22, 30)] == [0, 1, 0]
    trajectory.visits.create(on=date(2026, 10, 1), logged_at=factories.NOW)
    assert [silences(date(2026, 10, day)) for day in (21, 22)] == [0, 1]


def test_a_silence_begins_anew_after_a_pause():
    trajectory = cast.trajectory()
    trajectory.visits.create(on=date(2026, 9, 15), logged_at=factories.NOW)
    trajectory.pauses.create(since_on=date(2026, 9, 20), until_on=date(2026, 10, 20))
    assert [silences(date(2026, *day)) for day in ((10, 21), (11, 9), (11, 10))] == [0, 0, 1]


def test_somebody_who_waits_for_a_call_or_a_visit_is_told_to_the_coordinator_once():
    by = cast.coordinator()
    intake = factories.IntakeFactory(opened_on=date(2026, 10, 20))  # a Tuesday: five working days end on the 27th
    assert [queue(date(2026, 10, day)) for day in (27, 28, 29)] == [[], [("contact_due", "Cato")], []]
    made = {"made_on": date(2026, 10, 29), "way": "phone", "reached": True, "note": ""}
    intakes.contact(intake.resident, **made, by=by, at=factories.NOW)
    assert [queue(date(2026, 11, day)) for day in (10, 11, 12)] == [[], [("visit_due", "Cato")], []]


def test_a_call_that_was_made_takes_back_the_mail_that_asks_for_it(mailoutbox):
    by = cast.coordinator()
    intake = factories.IntakeFactory(opened_on=date(2026, 10, 20))
    queue(date(2026, 10, 28))
    made = {"made_on": date(2026, 10, 28), "way": "phone", "reached": False, "note": ""}
    intakes.contact(intake.resident, **made, by=by, at=factories.NOW)
    send(date(2026, 10, 28))
    assert (mailoutbox, Message.objects.count()) == ([], 0)


def test_an_acquaintance_open_for_over_three_weeks_is_told_once_to_the_coordinator():
    cast.coordinator()
    factories.TrajectoryFactory(meeting=True, matched_on=date(2026, 11, 1))
    assert [queue(date(2026, 11, day)) for day in (22, 23, 24)] == [[], [("unsettled", "Cato")], []]


def test_a_review_of_the_year_is_told_once_each_until_it_was_had():
    by, trajectory = cast.coordinator(), cast.trajectory()
    assert [review(date(2026, *day)) for day in ((11, 30), (12, 1), (12, 2))] == [[], [3], []]
    at = datetime(2027, 3, 1, 9, tzinfo=UTC)
    reviews.note(trajectory, made_on=date(2027, 3, 1), way="phone", reached=True, review="as_now", by=by, at=at)
    assert [review(day) for day in (date(2027, 3, 1), date(2027, 5, 1))] == [[], [8]]


def test_in_a_pause_nobody_is_asked_to_call_for_a_review():
    cast.coordinator()
    trajectory = cast.trajectory()
    trajectories.pause(trajectory, since_on=date(2026, 11, 1), by=cast.coordinator(), at=factories.NOW)
    assert review(date(2026, 12, 1)) == []


def test_a_coordinator_who_came_later_is_told_what_is_still_true():
    cast.coordinator()
    factories.IntakeFactory(opened_on=date(2026, 10, 20))
    queue(date(2026, 10, 28))
    factories.UserFactory(name="Nel Nieuw", email="nel@voorbeeld.example", roles=(Role.COORDINATOR,))
    assert queue(date(2026, 10, 29)) == [("contact_due", "Nel")]


def silences(on: date) -> int:
    before = Message.objects.filter(kind="silent").count()
    queue(on)
    return Message.objects.filter(kind="silent").count() - before


def review(on: date) -> list[int]:
    """The months of the reviews that are told new on a day."""
    before = list(Message.objects.filter(kind="review_due").values_list("pk", flat=True))
    queue(on)
    new = Message.objects.filter(kind="review_due").exclude(pk__in=before)
    return [message.facts["months"] for message in new]


def send(on: date) -> int:
    return post.send_due(datetime(on.year, on.month, on.day, 8, tzinfo=UTC))
