"""The one-year arithmetic, and the only place that knows it (T2 to T7, B1). Pure: dates in, dates out, no clock."""

from collections.abc import Iterable
from datetime import date, timedelta

from bezoekdienst.lib import calendar

LONGEST_MONTHS = 12
LONGEST_EXTENSION_WEEKS = 13
LATE_DAYS = 14  # B1, T5: logging after the end, correcting, reopening
REVIEW_MONTHS = (3, 6, 8)  # T6
REVIEW_EARLY = timedelta(weeks=3)  # who calls a little early, because she speaks her anyway, called for it
WARNING_WEEKS = (2, 4, 8)  # T7, nearest first


def year_limit(start_on: date, months: int) -> date:
    """The last permitted day of a year that begins on `start_on`: start + months - 1 day (T2).

    `months` is the policy's, 1 to 12; a ValueError beyond that, since no policy may make the year longer.
    """
    if not 1 <= months <= LONGEST_MONTHS:
        raise ValueError(f"a year has 1 to {LONGEST_MONTHS} months, not {months}")
    return calendar.add_months(start_on, months) - timedelta(days=1)


def extension_latest(limit_on: date, weeks: int) -> date:
    """The latest date an extension may end, `weeks` past the limit (T4, policy 0 to 13); ValueError beyond that."""
    if not 0 <= weeks <= LONGEST_EXTENSION_WEEKS:
        raise ValueError(f"an extension has 0 to {LONGEST_EXTENSION_WEEKS} weeks, not {weeks}")
    return limit_on + timedelta(weeks=weeks)


def hard_stop(limit_on: date, extended_to_on: date | None = None) -> date:
    """The last day of all: the extended date, else the limit (T4)."""
    return extended_to_on or limit_on


def planned_default(year_started_on: date, months: int, *, start_on: date, hard_stop_on: date) -> date:
    """The planned end of a trajectory that starts on `start_on` (T3): `months` into the year, at most the hard stop.

    After a change of volunteer so late that this day is over already, the plan is the hard stop itself.
    """
    planned_on = calendar.add_months(year_started_on, months) - timedelta(days=1)
    return min(planned_on, hard_stop_on) if planned_on > start_on else hard_stop_on


def is_open(ended_on: date | None, hard_stop_on: date | None, on: date) -> bool:
    """T5: not ended and not past the hard stop, whether or not the nightly job has run."""
    return ended_on is None and (hard_stop_on is None or on <= hard_stop_on)


def last_day(ended_on: date | None, hard_stop_on: date | None) -> date | None:
    """The last day a visit may be dated (B1); None while a first acquaintance has no limit yet."""
    return ended_on or hard_stop_on


def log_until(last_on: date) -> date:
    """Until when a visit on or before `last_on`, the trajectory's last day, may still be logged (B1)."""
    return last_on + timedelta(days=LATE_DAYS)


def reopen_until(ended_on: date, hard_stop_on: date) -> date:
    """Until when a mistaken close can be undone (T5): 14 days, and never past the hard stop."""
    return min(ended_on + timedelta(days=LATE_DAYS), hard_stop_on)


def reviews(year_started_on: date) -> tuple[date, ...]:
    """When the coordinator calls: can it be done with less, or stop? Counted from when her year began (T2, T6)."""
    return tuple(calendar.add_months(year_started_on, months) for months in REVIEW_MONTHS)


def reviews_had(year_started_on: date, talks_on: Iterable[date]) -> dict[int, date]:
    """Which reviews (months) were had, and on which day each: one talk is one review (T6).

    A talk is the latest review whose day had come; when that was had already, the next one, at most `REVIEW_EARLY`
    before its day. What was noted twice on one day, say by a second click, is one talk.
    """
    planned = dict(zip(REVIEW_MONTHS, reviews(year_started_on), strict=True))
    had: dict[int, date] = {}
    for talk_on in sorted(set(talks_on)):
        come = [months for months, day in planned.items() if day <= talk_on]
        near = [months for months, day in planned.items() if talk_on < day <= talk_on + REVIEW_EARLY]
        if months := next((months for months in (*come[-1:], *near) if months not in had), None):
            had[months] = talk_on
    return had


def review_due(year_started_on: date, talks_on: Iterable[date], on: date) -> tuple[int, date] | None:
    """The latest review (months, day) whose day has come and that wasn't had; None when there is none (T6)."""
    passed = [(months, day) for months, day in zip(REVIEW_MONTHS, reviews(year_started_on), strict=True) if day <= on]
    return passed[-1] if passed and passed[-1][0] not in reviews_had(year_started_on, talks_on) else None


def warning_weeks(end_on: date, on: date) -> int | None:
    """The nearest of the thresholds 8, 4, 2 weeks that lies behind us on `on`; None when too early or over (T7)."""
    left = (end_on - on).days
    return next((weeks for weeks in WARNING_WEEKS if 0 <= left <= 7 * weeks), None)
