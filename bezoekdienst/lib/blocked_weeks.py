"""Weeks in which no letter may fall on the mat, and a gathering is better not planned (L11)."""

from collections.abc import Iterable
from datetime import date, timedelta

from bezoekdienst.lib import calendar
from bezoekdienst.lib.errors import Reason

CHRISTMAS = "kerst"


def _sunday(year: int, month: int, number: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(6 - first.weekday()) % 7 + 7 * (number - 1))


def days(year: int) -> dict[str, date]:
    """The day of each week that can be blocked, in one year."""
    return {
        CHRISTMAS: date(year, 12, 25),
        "moederdag": _sunday(year, 5, 2),
        "vaderdag": _sunday(year, 6, 3),
        "allerzielen": date(year, 11, 2),
    }


def names(on: date, chosen: Iterable[str]) -> list[str]:
    """By which of these days the week of `on` is blocked: Christmas always, the others as the policy names them."""
    blocked, week = {CHRISTMAS, *chosen}, calendar.week_start(on)
    return [name for name, day in days(on.year).items() if name in blocked and calendar.week_start(day) == week]


def reasons(on: date, chosen: Iterable[str]) -> list[Reason]:
    """Why nothing is posted in the week of `on`."""
    said = "In de week van {} gaan er geen brieven op de post. Kies een andere week."
    return [Reason("L11", said.format(name)) for name in names(on, chosen)]
