"""Calendar arithmetic: months clamped to the end of the month, quarters, working days. Dates only, no clock."""

import calendar
from datetime import date, timedelta
from functools import cache

import holidays

FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)  # of the days that people mean; beyond it is a slip of the hand
QUARTER_MONTHS = (1, 4, 7, 10)


def add_months(day: date, months: int) -> date:
    """`day` moved by whole calendar months (also negative), clamped to the end of the month: 29 Feb + 12 = 28 Feb."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def quarter_start(day: date) -> date:
    """The first day of the quarter that `day` lies in."""
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def next_quarter_start(day: date) -> date:
    """The first day of the quarter after the one that `day` lies in."""
    return add_months(quarter_start(day), 3)


def age_on(birth_on: date, day: date) -> int:
    """Whole years of age; somebody born on 29 February has her birthday on 1 March in other years."""
    return day.year - birth_on.year - ((day.month, day.day) < (birth_on.month, birth_on.day))


@cache
def _public_holidays(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("NL", years=year, language="nl"))


def holiday(day: date) -> str:
    """The Dutch name of a public holiday, "" for any other day."""
    return _public_holidays(day.year).get(day, "")


def is_working_day(day: date) -> bool:
    """Monday to Friday, and no Dutch public holiday."""
    return day.weekday() < 5 and day not in _public_holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """The `count`-th working day after `day` (count >= 0; 0 gives `day` itself)."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after `start` up to and including `end`; 0 when `end` is not later."""
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def week_start(day: date) -> date:
    """The Monday of the week of `day` (ISO 8601)."""
    return day - timedelta(days=day.weekday())
