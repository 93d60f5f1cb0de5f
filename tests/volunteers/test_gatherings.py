from datetime import date, timedelta

import pytest

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from bezoekdienst.notices.models import Message
from tests import cast, factories
from volunteers import gatherings, invitations
from volunteers.models import Gathering
from volunteers.states import State

pytestmark = pytest.mark.django_db
NOW = factories.NOW


@pytest.fixture
def by():
    return cast.coordinator()


def plan(by, weeks=2, at=NOW, kind="intervision"):
    return gatherings.plan(kind, starts_at=at + timedelta(weeks=weeks), place="zaal 1", by=by, at=at)


def change(gathering, by, at=NOW, **given):
    names = ("starts_at", "place", "minutes", "theme")
    gatherings.change(gathering, **{**{name: getattr(gathering, name) for name in names}, **given}, by=by, at=at)


def refused(act, *args, **given):
    with pytest.raises(Refused) as refusal:
        act(*args, **given)
    return [reason.text for reason in refusal.value.reasons]


def test_two_missed_in_a_row_stand_on_the_list(by):
    vera, olga = cast.volunteer(), cast.other_volunteer()
    held = NOW + timedelta(weeks=9)
    for weeks, present in ((2, [vera]), (4, [olga]), (6, [olga])):
        gatherings.hold(plan(by, weeks), present=present, by=by, at=held)
    assert gatherings.missed(held) == [vera]
    gatherings.hold(plan(by, 8), present=[vera], by=by, at=held)
    assert gatherings.missed(held) == []


def test_one_missed_is_not_two_and_a_theme_day_does_not_count(by):
    cast.volunteer()
    held = NOW + timedelta(weeks=9)
    gatherings.hold(plan(by, 2), present=[], by=by, at=held)
    gatherings.hold(plan(by, 4, kind="theme_day"), present=[], by=by, at=held)
    assert gatherings.missed(held) == []


def test_what_did_not_go_on_nobody_missed(by):
    vera = cast.volunteer()
    held = NOW + timedelta(weeks=9)
    gatherings.hold(plan(by, 2), present=[], by=by, at=held)
    off = plan(by, 4)
    gatherings.cancel(off, by=by, at=NOW)
    assert refused(gatherings.hold, off, present=[], by=by, at=held) == ["Deze bijeenkomst ging niet door."]
    assert gatherings.missed(held) == []
    gatherings.hold(plan(by, 6), present=[], by=by, at=held)
    assert gatherings.missed(held) == [vera]


def test_one_that_was_moved_counts_on_the_day_it_was_held(by):
    vera = cast.volunteer()
    held = NOW + timedelta(weeks=9)
    first, second = plan(by, 2), plan(by, 4)
    change(first, by, starts_at=NOW + timedelta(weeks=6))
    gatherings.hold(second, present=[], by=by, at=held)
    gatherings.hold(first, present=[vera], by=by, at=held)
    gatherings.hold(plan(by, 8), present=[], by=by, at=held)
    assert gatherings.missed(held) == []


def test_who_was_in_a_pause_missed_nothing(by):
    vera = cast.volunteer()
    held = NOW + timedelta(weeks=9)
    vera.pauses.create(start_on=date(2026, 12, 7), end_on=date(2026, 12, 21))
    for weeks in (2, 4, 6):  # 7 and 21 December: both days of the pause; 4 January
        gatherings.hold(plan(by, weeks), present=[], by=by, at=held)
    assert gatherings.missed(held) == []
    gatherings.hold(plan(by, 8), present=[], by=by, at=held)
    assert gatherings.missed(held) == [vera]


def test_who_came_uninvited_counts_as_well(by):
    gathering = plan(by)
    vera = cast.volunteer()
    assert refused(gatherings.hold, gathering, present=[vera], by=by, at=NOW) == [
        "Deze bijeenkomst is nog niet geweest."
    ]
    gatherings.hold(gathering, present=[vera], by=by, at=NOW + timedelta(weeks=3))
    assert gathering.invitations.get().present is True


def test_who_was_there_can_be_put_right(by):
    vera, olga = cast.volunteer(), cast.other_volunteer()
    gathering, held = plan(by), NOW + timedelta(weeks=3)
    for present in ([vera], [olga]):
        gatherings.hold(gathering, present=present, by=by, at=held)
    assert dict(gathering.invitations.values_list("volunteer", "present")) == {vera.pk: False, olga.pk: True}


def test_nobody_noted_who_was_there_until_somebody_did(by):
    cast.volunteer()
    gathering, off, later = plan(by, 2), plan(by, 3), NOW + timedelta(weeks=4)
    gatherings.cancel(off, by=by, at=NOW)
    assert gatherings.unnoted(later, NOW) == [gathering]
    assert gatherings.unnoted(later, gathering.starts_at + timedelta(hours=1)) == []
    gatherings.hold(gathering, present=[], by=by, at=later)
    assert gatherings.unnoted(later, NOW) == []


def test_the_next_intervision_should_be_six_weeks_after_the_last_one_that_was(by):
    assert gatherings.outlook(NOW) == gatherings.Outlook(factories.TODAY, None, has_theme_day=False)
    plan(by)
    assert gatherings.outlook(NOW) == gatherings.Outlook(factories.TODAY, date(2026, 12, 7), has_theme_day=False)
    after = NOW + timedelta(weeks=3)
    assert gatherings.outlook(after) == gatherings.Outlook(date(2027, 1, 18), None, has_theme_day=False)


def test_what_was_cancelled_is_not_planned(by):
    for kind in Gathering.Kind.values:
        planned = plan(by, kind=kind)
        gatherings.cancel(planned, by=by, at=NOW)
    assert gatherings.outlook(NOW) == gatherings.Outlook(factories.TODAY, None, has_theme_day=False)
    plan(by, kind="theme_day")
    assert gatherings.outlook(NOW).has_theme_day
    assert not gatherings.outlook(NOW + timedelta(weeks=6)).has_theme_day  # by then it is another year


def test_a_gathering_in_the_past_or_of_no_kind_or_length_is_refused(by):
    given = {"starts_at": NOW - timedelta(weeks=1), "place": "zaal 1", "minutes": 5, "by": by, "at": NOW}
    assert len(refused(gatherings.plan, "party", **given)) == 3
    assert not Gathering.objects.exists()


def test_a_gathering_further_ahead_than_anybody_knows_is_a_slip_of_the_hand(by):
    said = ["De bijeenkomst ligt meer dan anderhalf jaar vooruit. Kijk de datum na."]
    assert refused(plan, by, weeks=80) == said
    gathering = plan(by)
    far = gathering.starts_at.replace(year=9999)
    assert refused(change, gathering, by, starts_at=far) == said


def test_a_gathering_that_moves_keeps_every_answer_and_remembers_what_each_is_worth(by):
    vera, olga = cast.volunteer(), cast.other_volunteer()
    gathering = plan(by)
    mine, hers = gathering.invitations.get(volunteer=vera), gathering.invitations.get(volunteer=olga)
    invitations.answer(mine, coming=True, by=vera.user, at=NOW)
    invitations.answer(hers, coming=False, by=by, at=NOW)
    change(gathering, by, at=NOW + timedelta(hours=1), starts_at=gathering.starts_at + timedelta(days=1))
    said = {one.volunteer: (one.coming, invitations.said(one)) for one in gathering.invitations.all()}
    assert said == {vera: (True, "old_yes"), olga: (False, "old_no")}
    mine.refresh_from_db()
    invitations.answer(mine, coming=True, by=vera.user, at=NOW + timedelta(hours=2))
    assert invitations.said(mine) == "yes"


def test_another_place_leaves_the_answers_as_they_are(by):
    vera = cast.volunteer()
    gathering = plan(by)
    invitations.answer(gathering.invitations.get(), coming=True, by=vera.user, at=NOW)
    change(gathering, by, at=NOW + timedelta(hours=1), place="zaal 2")
    assert invitations.said(gathering.invitations.get()) == "yes"
    assert (gathering.changes, gathering.moved_at) == (1, None)


def test_every_change_counts_and_a_change_that_is_none_is_refused(by):
    gathering = plan(by)
    for days in (1, 2):
        change(gathering, by, starts_at=gathering.starts_at + timedelta(days=days))
    assert refused(change, gathering, by) == ["Er is niets veranderd. Kies een andere dag, tijd of plaats."]
    gatherings.cancel(gathering, by=by, at=NOW)
    assert Gathering.objects.get().changes == 3
    kinds = Event.objects.filter(kind__startswith="gathering.").order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["gathering.planned", "gathering.changed", "gathering.changed", "gathering.cancelled"]


def test_what_is_over_or_cancelled_is_not_moved_cancelled_or_answered(by):
    vera = cast.volunteer()
    gathering = plan(by)
    late = gathering.starts_at
    invitation = gathering.invitations.get()
    for act in (
        lambda: change(gathering, by, at=late, starts_at=late + timedelta(days=7)),
        lambda: gatherings.cancel(gathering, by=by, at=late),
        lambda: invitations.answer(invitation, coming=True, by=vera.user, at=late),
    ):
        assert refused(act) == ["Deze bijeenkomst is al geweest."]
    gatherings.cancel(gathering, by=by, at=NOW)
    for act in (
        lambda: change(gathering, by, place="zaal 2"),
        lambda: gatherings.cancel(gathering, by=by, at=NOW),
    ):
        assert refused(act) == ["Deze bijeenkomst gaat al niet door."]
    invitation = gathering.invitations.get()
    assert refused(invitations.answer, invitation, coming=True, by=vera.user, at=NOW) == [
        "Deze bijeenkomst gaat niet door. U hoeft niets te laten weten."
    ]


def test_who_left_is_told_nothing_more(by):
    vera, olga = cast.volunteer(), cast.other_volunteer()
    gathering = plan(by)
    Message.objects.all().delete()
    vera.state = State.LEFT
    vera.save(update_fields=["state"])
    gatherings.cancel(gathering, by=by, at=NOW)
    assert [message.user for message in Message.objects.all()] == [olga.user]
