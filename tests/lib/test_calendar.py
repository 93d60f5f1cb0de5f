"""Month arithmetic with its table, quarters, working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bezoekdienst.lib import calendar

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 8, 28), 6, date(2027, 2, 28)),
        (date(2026, 8, 29), 6, date(2027, 2, 28)),
        (date(2026, 8, 30), 6, date(2027, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 3, date(2026, 4, 30)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 7, 31), -5, date(2026, 2, 28)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_months_are_clamped_to_the_end_of_the_month(day: date, months: int, expected: date) -> None:
    assert calendar.add_months(day, months) == expected


@given(DAYS, st.integers(-240, 240))
def test_a_month_later_is_never_more_than_31_days_a_month_away(day: date, months: int) -> None:
    moved = calendar.add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day <= day.day


@given(DAYS, DAYS, st.integers(0, 48))
def test_the_later_day_stays_the_later_one(one: date, other: date, months: int) -> None:
    first, last = sorted((one, other))
    assert calendar.add_months(first, months) <= calendar.add_months(last, months)


@pytest.mark.parametrize(
    ("day", "start", "following"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 4, 1)),
        (date(2026, 3, 31), date(2026, 1, 1), date(2026, 4, 1)),
        (date(2026, 11, 23), date(2026, 10, 1), date(2027, 1, 1)),
    ],
)
def test_a_day_lies_in_its_quarter(day: date, start: date, following: date) -> None:
    assert (calendar.quarter_start(day), calendar.next_quarter_start(day)) == (start, following)


@pytest.mark.parametrize(
    ("birth_on", "day", "age"),
    [
        (date(1950, 5, 17), date(2026, 5, 16), 75),
        (date(1950, 5, 17), date(2026, 5, 17), 76),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_age_counts_whole_years(birth_on: date, day: date, age: int) -> None:
    assert calendar.age_on(birth_on, day) == age


def test_weekends_and_public_holidays_are_no_working_days() -> None:
    assert not calendar.is_working_day(date(2026, 11, 21))  # Saturday
    assert not calendar.is_working_day(date(2026, 4, 6))  # Easter Monday
    assert not calendar.is_working_day(date(2026, 12, 25))
    assert calendar.is_working_day(date(2026, 11, 23))


def test_five_working_days_after_a_friday_is_the_next_friday() -> None:
    assert calendar.add_working_days(date(2026, 11, 20), 5) == date(2026, 11, 27)
    assert calendar.add_working_days(date(2026, 11, 20), 0) == date(2026, 11, 20)
    assert calendar.working_days_between(date(2026, 11, 20), date(2026, 11, 27)) == 5
    assert calendar.working_days_between(date(2026, 11, 27), date(2026, 11, 20)) == 0


@given(DAYS)
def test_a_week_starts_on_its_monday(day: date) -> None:
    monday = calendar.week_start(day)
    assert monday.weekday() == 0
    assert timedelta(0) <= day - monday < timedelta(days=7)
