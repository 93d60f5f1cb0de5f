from datetime import date, timedelta

import pytest

from bezoekdienst.lib.errors import Refused
from bezoekdienst.notices.models import Message
from tests import cast, factories
from volunteers import gatherings
from volunteers.models import Gathering
from volunteers.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return cast.coordinator()


def plan(by, weeks=2, at=factories.NOW, kind="intervision"):
    return gatherings.plan(kind, starts_at=at + timedelta(weeks=weeks), place="zaal 1", by=by, at=at)


def test_everybody_in_the_group_is_invited_once_and_nobody_else(by):
    vera = cast.volunteer()
    factories.VolunteerFactory(state=State.LEFT)
    learner = factories.VolunteerFactory(state=State.TRAINING)
    gathering = plan(by)
    assert {invitation.volunteer for invitation in gathering.invitations.all()} == {vera, learner}
    assert [message.user for message in Message.objects.all()] == [vera.user]
    assert gatherings.invite(gathering, by=by, at=factories.NOW) == 0
    new = factories.VolunteerFactory()
    assert gatherings.invite(gathering, by=by, at=factories.NOW) == 1
    assert gathering.invitations.filter(volunteer=new).exists()


def test_an_answer_may_change_until_it_starts(by):
    vera = cast.volunteer()
    invitation = plan(by).invitations.get()
    for coming in (True, False):
        gatherings.answer(invitation, coming=coming, by=vera.user, at=factories.NOW)
    invitation.refresh_from_db()
    assert invitation.coming is False
    with pytest.raises(Refused):
        gatherings.answer(invitation, coming=True, by=vera.user, at=factories.NOW + timedelta(weeks=2))


def test_two_missed_in_a_row_stand_on_the_list(by):
    vera, olga = cast.volunteer(), cast.other_volunteer()
    held = factories.NOW + timedelta(weeks=9)
    for weeks, present in ((2, [vera]), (4, [olga]), (6, [olga])):
        gatherings.hold(plan(by, weeks), present=present, by=by, at=held)
    assert gatherings.missed(held) == [vera]
    gatherings.hold(plan(by, 8), present=[vera], by=by, at=held)
    assert gatherings.missed(held) == []


def test_one_missed_is_not_two_and_a_theme_day_does_not_count(by):
    cast.volunteer()
    held = factories.NOW + timedelta(weeks=9)
    gatherings.hold(plan(by, 2), present=[], by=by, at=held)
    gatherings.hold(plan(by, 4, kind="theme_day"), present=[], by=by, at=held)
    assert gatherings.missed(held) == []


def test_who_came_uninvited_counts_as_well(by):
    gathering = plan(by)
    vera = cast.volunteer()
    with pytest.raises(Refused):
        gatherings.hold(gathering, present=[vera], by=by, at=factories.NOW)
    gatherings.hold(gathering, present=[vera], by=by, at=factories.NOW + timedelta(weeks=3))
    assert gathering.invitations.get().present is True


def test_the_next_intervision_is_six_weeks_after_the_last_one_known(by):
    assert gatherings.next_due(factories.TODAY) == factories.TODAY
    plan(by)
    assert gatherings.next_due(factories.TODAY) == date(2027, 1, 18)


def test_a_gathering_in_the_past_or_of_no_kind_is_refused(by):
    with pytest.raises(Refused) as refusal:
        plan(by, weeks=-1, kind="party")
    assert len(refusal.value.reasons) == 2
    assert not Gathering.objects.exists()
