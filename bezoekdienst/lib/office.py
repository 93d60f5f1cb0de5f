"""When somebody answers the telephone (S1). Pure: a moment as the clock of the town shows it in, an answer out."""

from datetime import datetime, time

from bezoekdienst.lib import calendar

OPENS, CLOSES = 9, 17  # hours


def is_open(here: datetime) -> bool:
    """Whether `here` is within office hours: a working day, 9 to 17 hours."""
    return calendar.is_working_day(here.date()) and OPENS <= here.hour < CLOSES


def opens_at(here: datetime) -> datetime:
    """When the office opens next, from a moment at which it is closed."""
    today = calendar.is_working_day(here.date()) and here.hour < OPENS
    day = here.date() if today else calendar.add_working_days(here.date(), 1)
    return datetime.combine(day, time(OPENS), here.tzinfo)
