from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from bezoekdienst.lib import calendar
from bezoekdienst.visiting import limits

D = date.fromisoformat
DAYS = st.dates(D("2020-01-01"), D("2060-12-31"))


@pytest.mark.parametrize(
    ("start_on", "months", "limit_on"),
    [
        ("2026-03-01", 12, "2027-02-28"),
        ("2027-03-01", 12, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-27"),
        ("2027-02-28", 12, "2028-02-27"),
        ("2026-01-01", 12, "2026-12-31"),
        ("2026-12-31", 12, "2027-12-30"),
        ("2026-08-31", 6, "2027-02-27"),
        ("2026-08-28", 6, "2027-02-27"),
        ("2027-08-31", 6, "2028-02-28"),
        ("2026-11-23", 1, "2026-12-22"),
    ],
)
def test_the_last_permitted_day_is_the_start_and_so_many_months_less_a_day(start_on, months, limit_on):
    assert limits.year_limit(D(start_on), months) == D(limit_on)


@pytest.mark.parametrize("months", [0, 13, -1, 24])
def test_no_policy_makes_the_year_longer_than_twelve_months(months):
    with pytest.raises(ValueError, match="1 to 12 months"):
        limits.year_limit(D("2026-01-01"), months)


@pytest.mark.parametrize(("weeks", "latest_on"), [(0, "2027-02-28"), (8, "2027-04-25"), (13, "2027-05-30")])
def test_an_extension_ends_at_most_so_many_weeks_past_the_limit(weeks, latest_on):
    assert limits.extension_latest(D("2027-02-28"), weeks) == D(latest_on)


@pytest.mark.parametrize("weeks", [-1, 14])
def test_no_policy_extends_by_more_than_thirteen_weeks(weeks):
    with pytest.raises(ValueError, match="0 to 13 weeks"):
        limits.extension_latest(D("2027-02-28"), weeks)


@given(DAYS, st.integers(1, 12), st.integers(0, 13))
def test_no_policy_reaches_further_than_457_days(start_on, months, weeks):
    stop_on = limits.hard_stop(limits.year_limit(start_on, months), None)
    assert start_on <= stop_on <= start_on + timedelta(days=365)
    latest_on = limits.extension_latest(stop_on, weeks)
    assert (limits.hard_stop(stop_on, latest_on) - start_on).days <= 457


@pytest.mark.parametrize(
    ("year_on", "start_on", "stop_on", "planned_on"),
    [
        ("2026-03-01", "2026-03-01", "2027-02-28", "2026-11-30"),
        ("2026-03-01", "2026-10-01", "2027-02-28", "2026-11-30"),  # another volunteer, the same year
        ("2026-03-01", "2026-12-15", "2027-02-28", "2027-02-28"),  # so late that the plan would be over
        ("2026-03-01", "2026-03-01", "2026-08-31", "2026-08-31"),  # a town with a year of six months
    ],
)
def test_the_planned_end_is_nine_months_into_the_year(year_on, start_on, stop_on, planned_on):
    found = limits.planned_default(D(year_on), 9, start_on=D(start_on), hard_stop_on=D(stop_on))
    assert found == D(planned_on)


@pytest.mark.parametrize(
    ("ended_on", "on", "is_open"),
    [(None, "2027-02-28", True), (None, "2027-03-01", False), ("2026-12-01", "2026-12-01", False)],
)
def test_open_means_not_ended_and_not_past_the_hard_stop(ended_on, on, is_open):
    assert limits.is_open(ended_on and D(ended_on), D("2027-02-28"), D(on)) is is_open


@pytest.mark.parametrize(
    ("on", "weeks"),
    [
        ("2026-01-03", None),
        ("2026-01-04", 8),
        ("2026-01-31", 8),
        ("2026-02-01", 4),
        ("2026-02-14", 4),
        ("2026-02-15", 2),
        ("2026-03-01", 2),
        ("2026-03-02", None),
    ],
)
def test_only_the_nearest_threshold_warns(on, weeks):
    assert limits.warning_weeks(D("2026-03-01"), D(on)) == weeks


def test_reviews_are_at_three_six_and_eight_months():
    assert limits.reviews(D("2026-05-31")) == (D("2026-08-31"), D("2026-11-30"), D("2027-01-31"))


def test_reopening_and_late_logs_end_after_fourteen_days_and_at_the_hard_stop():
    assert limits.reopen_until(D("2026-10-01"), D("2027-02-28")) == D("2026-10-15")
    assert limits.reopen_until(D("2027-02-20"), D("2027-02-28")) == D("2027-02-28")
    assert limits.log_until(D("2027-02-28")) == D("2027-03-14")


@pytest.mark.parametrize(
    ("talks", "on", "due"),
    [
        ([], "2026-11-30", None),
        ([], "2026-12-01", (3, D("2026-12-01"))),
        (["2026-11-09"], "2026-12-01", (3, D("2026-12-01"))),
        (["2026-11-10"], "2026-12-01", None),
        (["2026-12-01"], "2027-02-28", None),
        (["2026-12-01"], "2027-03-01", (6, D("2027-03-01"))),
        (["2026-12-01", "2027-02-08"], "2027-03-01", None),
        (["2027-02-08"], "2027-02-28", None),
        (["2027-02-08"], "2027-03-01", (6, D("2027-03-01"))),
        ([], "2027-08-31", (8, D("2027-05-01"))),
    ],
)
def test_a_review_is_due_from_its_day_unless_it_was_had_up_to_three_weeks_before(talks, on, due):
    assert limits.review_due(D("2026-09-01"), map(D, talks), D(on)) == due


@pytest.mark.parametrize(
    ("talks", "had"),
    [
        (["2026-09-20"], {}),
        (["2026-11-20", "2026-11-25"], {3: D("2026-11-20")}),
        (["2026-11-20", "2026-12-01"], {3: D("2026-11-20")}),
        (["2027-02-20", "2026-12-01"], {3: D("2026-12-01"), 6: D("2027-02-20")}),
        (["2027-02-20"], {3: D("2027-02-20")}),
        (["2027-02-20", "2027-02-20"], {3: D("2027-02-20")}),
        (["2027-02-20", "2027-02-21", "2027-05-01"], {3: D("2027-02-20"), 6: D("2027-02-21"), 8: D("2027-05-01")}),
        (["2027-06-01"], {8: D("2027-06-01")}),
    ],
)
def test_one_talk_is_one_review(talks, had):
    assert limits.reviews_had(D("2026-09-01"), map(D, talks)) == had


@given(DAYS, st.lists(st.integers(0, 500), max_size=9))
def test_no_talk_is_two_reviews_and_none_is_early_by_more_than_three_weeks(year_on, days):
    talks = [year_on + timedelta(days=day) for day in days]
    had = limits.reviews_had(year_on, talks)
    assert len(set(had.values())) == len(had)
    assert all(calendar.add_months(year_on, months) - talk <= timedelta(weeks=3) for months, talk in had.items())


@given(DAYS, st.integers(1, 12))
def test_the_last_day_is_the_one_that_a_calendar_on_the_wall_gives(start_on, months):
    """An oracle that walks: a month is over on the day before its own number comes back, or at its end."""
    day, left = start_on, months
    while left:
        day += timedelta(days=1)
        ends = day + timedelta(days=1)
        left -= day.day == start_on.day or (ends.day == 1 and day.day < start_on.day)
    assert limits.year_limit(start_on, months) == day - timedelta(days=1)


@pytest.mark.parametrize("start_on", ["2026-03-29", "2026-10-25", "2027-03-28", "2028-02-29", "2028-12-31"])
def test_a_year_has_365_days_or_366_whatever_the_clock_does(start_on):
    first_on = D(start_on)
    last_on = limits.year_limit(first_on, 12)
    leaps = sum((first_on + timedelta(days=day)).strftime("%m-%d") == "02-29" for day in range(1, 366))
    clamped = start_on.endswith("02-29")  # from 29 February: 365 days, the last one on 27 February
    assert (last_on - first_on).days + 1 == (365 if clamped else 365 + leaps)


@pytest.mark.parametrize(
    ("now", "on"),
    [
        ("2027-03-27T22:59:59+00:00", "2027-03-27"),
        ("2027-03-27T23:00:00+00:00", "2027-03-28"),  # the night that is an hour shorter
        ("2027-03-28T21:59:59+00:00", "2027-03-28"),
        ("2027-03-28T22:00:00+00:00", "2027-03-29"),
        ("2027-10-30T22:00:00+00:00", "2027-10-31"),  # the night that is an hour longer
        ("2027-10-31T22:59:59+00:00", "2027-10-31"),
        ("2027-12-31T23:00:00+00:00", "2028-01-01"),
    ],
)
def test_a_day_begins_at_midnight_here_also_when_the_clock_changes(now, on):
    assert timezone.localdate(datetime.fromisoformat(now)) == D(on)
