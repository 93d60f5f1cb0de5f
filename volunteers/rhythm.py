"""The days of a series: every so many weeks at the same hour on the wall (V5). Pure: no database and no clock."""

from datetime import datetime, timedelta
from itertools import takewhile

from bezoekdienst.lib.ical import ZONE

LONGEST = timedelta(days=550)  # a year and a half: nobody knows further ahead
MOST = 26


def moments(first_at: datetime, *, every_weeks: int, until: datetime) -> list[datetime]:
    """From `first_at` on every so many weeks, up to and including `until`, at most `MOST`.

    The hour is that of Amsterdam: 14.00 stays 14.00 when summer time begins or ends. Raises ValueError for a rhythm
    that isn't one.
    """
    if every_weeks < 1:
        raise ValueError(f"a series goes on every 1 or more weeks, not {every_weeks}")
    first = first_at.astimezone(ZONE)
    # Arithmetic within one zone is arithmetic on its wall clock.
    ahead = (first + timedelta(weeks=every_weeks * number) for number in range(MOST))
    return list(takewhile(lambda moment: moment <= until, ahead))
