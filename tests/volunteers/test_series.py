from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bezoekdienst.lib.errors import Refused
from bezoekdienst.lib.ical import ZONE
from bezoekdienst.notices.models import Message
from tests import cast, factories
from volunteers import gatherings, rhythm, series
from volunteers.models import Gathering, Series

NOW = factories.NOW
FIRST = datetime(2026, 12, 10, 14, tzinfo=ZONE)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2040, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))


@given(MOMENTS, st.integers(1, 26), st.integers(0, 550))
def test_a_series_keeps_its_weekday_and_its_hour_on_the_wall(first_at, every_weeks, days):
    until = first_at + timedelta(days=days)
    found = rhythm.moments(first_at, every_weeks=every_weeks, until=until)
    local = [moment.astimezone(ZONE) for moment in found]
    assert local[:1] == [first_at.astimezone(ZONE)]
    assert {(moment.weekday(), moment.time()) for moment in local} == {(local[0].weekday(), local[0].time())}
    steps = {(later.date() - earlier.date()).days for earlier, later in pairwise(local)}
    assert steps <= {7 * every_weeks}
    assert len(found) <= rhythm.MOST and all(moment <= until for moment in found)


def test_two_o_clock_stays_two_o_clock_over_both_changes_of_the_clock_and_a_leap_day():
    found = rhythm.moments(FIRST, every_weeks=6, until=FIRST + timedelta(weeks=78))
    assert [f"{moment.astimezone(UTC):%Y-%m-%d %H}" for moment in found] == [
        *("2026-12-10 13", "2027-01-21 13", "2027-03-04 13", "2027-04-15 12", "2027-05-27 12", "2027-07-08 12"),
        *("2027-08-19 12", "2027-09-30 12", "2027-11-11 13", "2027-12-23 13", "2028-02-03 13", "2028-03-16 13"),
        *("2028-04-27 12", "2028-06-08 12"),
    ]


def test_a_rhythm_of_no_weeks_is_none():
    with pytest.raises(ValueError, match="not 0"):
        rhythm.moments(FIRST, every_weeks=0, until=FIRST)


@pytest.fixture
def by(db):
    return cast.coordinator()


def plan(by, *days, at=NOW):
    moments = [FIRST + timedelta(days=each) for each in days]
    return series.plan(moments, every_weeks=6, place="zaal 1", minutes=90, by=by, at=at)


def refused(act, *args, **given):
    with pytest.raises(Refused) as refusal:
        act(*args, **given)
    return [reason.text for reason in refusal.value.reasons]


def test_a_series_is_planned_at_once_and_told_in_one_mail(by):
    vera, olga = cast.volunteer(), cast.other_volunteer()
    made = plan(by, 42, 0, 85)  # one day was moved by hand
    found = list(made.gatherings.all())
    assert [(each.starts_at, each.minutes, each.place) for each in found] == [
        (FIRST + timedelta(days=days), 90, "zaal 1") for days in (0, 42, 85)
    ]
    assert made.first_at == FIRST
    assert {each.invitations.count() for each in found} == {2}
    ids = " ".join(str(each.pk) for each in found)
    told = sorted((message.user.name, message.kind, message.facts) for message in Message.objects.all())
    assert told == sorted((each.user.name, "gathering", {"gatherings": ids}) for each in (vera, olga))


def test_nothing_is_planned_when_one_day_is_wrong(by):
    gatherings.plan("intervision", starts_at=FIRST, place="zaal 1", by=by, at=NOW)
    assert refused(plan, by, -60, 0, 7, 7, 700) == [
        "Een van de dagen is al geweest. Kies een dag die nog komt.",
        "Een van de dagen ligt meer dan anderhalf jaar vooruit. Plan tot die tijd.",
        "17 december 2026 staat er twee keer bij. Laat er één weg.",
        "Op 10 december 2026 is er al een intervisie. Laat die dag weg of kies een andere.",
    ]
    assert refused(plan, by) == ["Kies ten minste één dag."]
    assert refused(series.plan, [FIRST], every_weeks=27, place="", minutes=90, by=by, at=NOW)[0] == (
        "Een reeks gaat om de 1 tot 26 weken."
    )
    assert (Gathering.objects.count(), Series.objects.count()) == (1, 0)


def test_a_series_goes_on_after_its_last_day(by):
    cast.volunteer()
    made = plan(by, 0)
    series.extend(made, [FIRST + timedelta(weeks=6)], by=by, at=NOW)
    assert [each.starts_at for each in made.gatherings.all()] == [FIRST, FIRST + timedelta(weeks=6)]
    assert Message.objects.count() == 2
    assert "er al een intervisie" in refused(series.extend, made, [FIRST], by=by, at=NOW)[0]


def test_a_series_that_stops_cancels_what_lies_ahead_and_tells_each_once(by):
    vera = cast.volunteer()
    made = plan(by, 0, 42, 84)
    Message.objects.all().delete()
    gatherings.cancel(made.gatherings.all()[1], by=by, at=NOW)
    Message.objects.all().delete()
    after_the_first = FIRST + timedelta(days=1)
    assert series.stop(made, by=by, at=after_the_first) == 1
    cancelled = list(made.gatherings.exclude(cancelled_at=None).values_list("cancelled_at", flat=True))
    assert cancelled == [NOW, after_the_first]
    (message,) = Message.objects.all()
    last = made.gatherings.last()
    assert (message.user, message.kind, message.facts) == (vera.user, "gathering_off", {"gatherings": str(last.pk)})
    assert refused(series.stop, made, by=by, at=after_the_first) == ["Deze reeks is al gestopt."]
    assert "Deze reeks is al gestopt." in refused(series.extend, made, [FIRST], by=by, at=after_the_first)


def test_a_series_moves_whole_only_day_by_day(by):
    made = plan(by, 0, 42)
    first = made.gatherings.first()
    gatherings.change(first, starts_at=FIRST + timedelta(days=1), place="zaal 2", minutes=90, by=by, at=NOW)
    assert [each.place for each in made.gatherings.all()] == ["zaal 2", "zaal 1"]
    assert series.stop(made, by=by, at=NOW) == 2
