"""The appointment for an acquaintance: its hour, and that the volunteer hears of it (T1)."""

from datetime import date, time, timedelta

import pytest

from bezoekdienst.audit import events
from bezoekdienst.audit.models import Event
from bezoekdienst.notices.models import Message
from bezoekdienst.visiting import acquaintances, endings, trajectories
from bezoekdienst.visiting.states import EndReason
from tests import cast, factories
from tests.visiting.days import at

pytestmark = pytest.mark.django_db
NOTHING = {"resident_agreed": None, "volunteer_agreed": None}
DAY = date(2026, 12, 1)


@pytest.fixture
def one():
    return factories.TrajectoryFactory(meeting=True, volunteer=cast.volunteer())


def mails():
    return list(Message.objects.values_list("kind", "user", "facts"))


def test_it_has_a_day_and_an_hour_when_that_is_known(one, by):
    trajectories.meet(one, meeting_on=DAY, meeting_time=time(14, 30), **NOTHING, by=by, at=factories.NOW)
    one.refresh_from_db()
    assert acquaintances.when(one) == (DAY, time(14, 30))
    assert acquaintances.said(*acquaintances.when(one)) == "1 december 2026 om 14.30 uur"
    trajectories.meet(one, meeting_on=DAY, **NOTHING, by=by, at=factories.NOW)
    one.refresh_from_db()
    assert acquaintances.said(*acquaintances.when(one)) == "1 december 2026"


def test_the_hour_is_that_of_the_town_in_winter_and_in_summer():
    assert acquaintances.starts(DAY, time(14, 30)).isoformat() == "2026-12-01T14:30:00+01:00"
    assert acquaintances.starts(date(2027, 6, 1), time(14, 30)).isoformat() == "2027-06-01T14:30:00+02:00"
    assert acquaintances.starts(DAY, None) == DAY


def test_the_volunteer_hears_of_it_once_and_again_when_it_moves(one, by):
    for hour, moment in ((None, "2026-11-26"), (None, "2026-11-27"), (time(10), "2026-11-28")):
        trajectories.meet(one, meeting_on=DAY, meeting_time=hour, **NOTHING, by=by, at=at(moment))
        Message.objects.update(state="sent")
    assert mails() == [("acquaintance", one.volunteer.user_id, {})] * 2


def test_of_two_changes_before_the_mail_went_only_the_last_is_told(one, by):
    for day, moment in ((DAY, "2026-11-26"), (date(2026, 12, 3), "2026-11-27")):
        trajectories.meet(one, meeting_on=day, **NOTHING, by=by, at=at(moment))
    assert Message.objects.get().queued_at == at("2026-11-27")


@pytest.mark.parametrize(
    ("day", "answers"),
    [
        (date(2026, 11, 22), NOTHING),
        (date(2026, 11, 23), {"resident_agreed": True, "volunteer_agreed": None}),
        (date(2026, 11, 23), {"resident_agreed": True, "volunteer_agreed": True}),
        (date(2026, 11, 23), {"resident_agreed": True, "volunteer_agreed": False}),
    ],
)
def test_of_a_meeting_that_was_nobody_is_told_and_what_was_queued_is_taken_back(one, by, day, answers):
    trajectories.meet(one, meeting_on=DAY, **NOTHING, by=by, at=factories.NOW)
    trajectories.meet(one, meeting_on=day, **answers, by=by, at=factories.NOW)
    assert mails() == []


def test_who_plans_it_herself_is_not_told(one):
    trajectories.meet(one, meeting_on=DAY, **NOTHING, by=one.volunteer.user, at=factories.NOW)
    assert mails() == []


def test_a_volunteer_without_a_login_gets_no_mail(by):
    one = factories.TrajectoryFactory(meeting=True)
    trajectories.meet(one, meeting_on=DAY, **NOTHING, by=by, at=factories.NOW)
    assert (one.volunteer.user, mails()) == (None, [])


@pytest.mark.parametrize("reason", [EndReason.DIED, EndReason.MOVED, EndReason.STOPPED_BY_RESIDENT])
def test_who_would_go_there_hears_that_she_need_not_and_not_why(one, by, reason):
    trajectories.meet(one, meeting_on=DAY, **NOTHING, by=by, at=factories.NOW)
    trajectories.close(one, reason=reason, on=factories.TODAY, by=by, at=factories.NOW)
    assert mails() == [("acquaintance_off", one.volunteer.user_id, {})]


@pytest.mark.parametrize(("hour", "told"), [(None, True), (time(9), False), (time(11), True)])
def test_on_the_day_itself_she_hears_it_until_the_hour(one, by, hour, told):
    """It is 10 o'clock in the town."""
    trajectories.meet(one, meeting_on=factories.TODAY, meeting_time=hour, **NOTHING, by=by, at=factories.NOW)
    endings.note_death(one.resident, died_on=factories.TODAY, by=by, at=factories.NOW)
    assert bool(mails()) is told


def test_of_a_meeting_that_was_nothing_is_called_off(one, by):
    trajectories.meet(one, meeting_on=factories.TODAY, **NOTHING, by=by, at=factories.NOW)
    later = factories.NOW + timedelta(days=1)
    trajectories.close(one, reason=EndReason.STOPPED_BY_RESIDENT, on=later.date(), by=by, at=later)
    assert mails() == []


def test_the_log_tells_a_plan_from_what_both_said(one, by):
    for answers in (NOTHING, {"resident_agreed": True, "volunteer_agreed": None}):
        trajectories.meet(one, meeting_on=factories.TODAY, **answers, by=by, at=factories.NOW)
    assert [events.sentence(event) for event in Event.objects.order_by("pk")] == [
        "plande de kennismaking op 23 november 2026",
        "noteerde de kennismaking op 23 november 2026 (bezoeker, vrijwilliger: ja, nog niets)",
    ]
