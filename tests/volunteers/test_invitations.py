from datetime import date, timedelta

import pytest

from bezoekdienst.lib.errors import Refused
from bezoekdienst.notices.models import Message
from tests import cast, factories
from volunteers import gatherings, invitations
from volunteers.states import State

pytestmark = pytest.mark.django_db
NOW = factories.NOW
STARTS_ON = date(2026, 12, 7)


@pytest.fixture
def by():
    return cast.coordinator()


def plan(by, weeks=2):
    return gatherings.plan("intervision", starts_at=NOW + timedelta(weeks=weeks), place="zaal 1", by=by, at=NOW)


def kinds():
    return sorted(Message.objects.values_list("kind", "user__name"))


def test_everybody_in_the_group_is_invited_once_and_nobody_else(by):
    vera = cast.volunteer()
    factories.VolunteerFactory(state=State.LEFT)
    learner = factories.VolunteerFactory(state=State.TRAINING)
    gathering = plan(by)
    assert {invitation.volunteer for invitation in gathering.invitations.all()} == {vera, learner}
    assert [message.user for message in Message.objects.all()] == [vera.user]
    assert invitations.invite([gathering], by=by, at=NOW) == 0


def test_who_joins_later_is_asked_to_all_that_lies_ahead_in_one_mail(by):
    was, off, first, second = plan(by, 1), plan(by, 3), plan(by, 4), plan(by, 5)
    gatherings.cancel(off, by=by, at=NOW)
    vera = cast.volunteer()
    later = NOW + timedelta(weeks=2)
    assert [invitations.invite_newcomers(at=later) for _ in range(2)] == [2, 0]
    assert set(vera.invitations.values_list("gathering", flat=True)) == {first.pk, second.pk}
    (message,) = Message.objects.all()
    assert (message.user, message.facts) == (vera.user, {"gatherings": f"{first.pk} {second.pk}"})
    assert not was.invitations.exists()


def test_an_answer_may_change_until_it_starts(by):
    vera = cast.volunteer()
    invitation = plan(by).invitations.get()
    for coming in (True, False):
        invitations.answer(invitation, coming=coming, by=vera.user, at=NOW)
    invitation.refresh_from_db()
    assert invitation.coming is False
    with pytest.raises(Refused):
        invitations.answer(invitation, coming=True, by=vera.user, at=NOW + timedelta(weeks=2))


def test_who_did_not_answer_is_asked_once_more_a_week_ahead(by):
    vera, olga = cast.volunteer(), cast.other_volunteer()
    gathering = plan(by)
    invitations.answer(gathering.invitations.get(volunteer=olga), coming=False, by=olga.user, at=NOW)
    Message.objects.all().delete()
    told = {days: invitations.remind(on=STARTS_ON - timedelta(days=days), at=NOW) for days in (14, 8, 7, 6, 4, 3, 1, 0)}
    assert told == {14: 0, 8: 0, 7: 1, 6: 0, 4: 0, 3: 0, 1: 0, 0: 0}
    assert kinds() == [("gathering_answer", vera.name)]


@pytest.mark.parametrize(("days", "asked"), [(8, 0), (7, 1), (4, 1), (3, 0)])
def test_a_job_that_did_not_run_asks_later_but_not_too_late(by, days, asked):
    cast.volunteer()
    plan(by)
    assert invitations.remind(on=STARTS_ON - timedelta(days=days), at=NOW) == asked


def test_who_answered_about_the_old_day_is_asked_about_the_new_one(by):
    vera = cast.volunteer()
    gathering = plan(by)
    invitations.answer(gathering.invitations.get(), coming=True, by=vera.user, at=NOW)
    moved_on = STARTS_ON + timedelta(weeks=2)
    assert invitations.remind(on=STARTS_ON - timedelta(days=7), at=NOW) == 0
    starts_at = gathering.starts_at + timedelta(weeks=2)
    at = NOW + timedelta(hours=1)
    gatherings.change(gathering, starts_at=starts_at, place="zaal 1", minutes=120, by=by, at=at)
    assert [invitations.remind(on=moved_on - timedelta(days=7), at=at) for _ in range(2)] == [1, 0]


def test_who_left_and_what_was_cancelled_is_not_asked_about(by):
    vera = cast.volunteer()
    gatherings.cancel(plan(by), by=by, at=NOW)
    plan(by)
    vera.state = State.LEFT
    vera.save(update_fields=["state"])
    assert invitations.remind(on=STARTS_ON - timedelta(days=7), at=NOW) == 0
