"""Register dates: `YYYYMMDD`, with 00 where day, month or year are unknown (L2)."""

import calendar
import functools
from datetime import date
from typing import NamedTuple

MONTHS = (
    *("", "januari", "februari", "maart", "april", "mei", "juni", "juli"),
    *("augustus", "september", "oktober", "november", "december"),
)


class Interval(NamedTuple):
    """The first and the last day that a register date can mean; `date.min` and `date.max` where nothing is known."""

    earliest: date
    latest: date

    @property
    def exact(self) -> bool:
        return self.earliest == self.latest

    def capped(self, *limits: date) -> "Interval":
        """The same, ending no later than any of `limits`. Raises ValueError when nothing is left: a contradiction."""
        latest = min(self.latest, *limits) if limits else self.latest
        if latest < self.earliest:
            raise ValueError("the date lies after a day on which it was already known")
        return Interval(self.earliest, latest)


UNKNOWN = Interval(date.min, date.max)


def _parts(text: str) -> tuple[int, int, int]:
    if len(text) != 8 or not text.isascii() or not text.isdigit():
        raise ValueError("a register date has eight digits")
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    if (day and not month) or (month and not year):
        raise ValueError("a day needs a month and a month needs a year")
    return year, month, day


@functools.lru_cache(maxsize=8192)  # a delivery repeats its dates, and each is looked at several times
def interval(text: str) -> Interval:
    """What `text` can mean; "" and "00000000" mean any day. Raises ValueError for anything malformed (L2)."""
    if not text:
        return UNKNOWN
    year, month, day = _parts(text)
    if not year:
        return UNKNOWN
    if not month:
        return Interval(date(year, 1, 1), date(year, 12, 31))
    if month > 12:
        raise ValueError("there is no such month")
    if not day:
        return Interval(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
    return Interval(date(year, month, day), date(year, month, day))


def well_formed(text: str) -> bool:
    """Whether `interval` can read it."""
    try:
        interval(text)
    except ValueError:
        return False
    return True


def long_form(text: str) -> str | None:
    """`10 januari 1935`, `mei 2020`, `1963`, `onbekend`; None for "". Raises ValueError for anything malformed."""
    if not text:
        return None
    interval(text)
    year, month, day = _parts(text)
    if not year:
        return "onbekend"
    return " ".join(str(part) for part in (day or "", MONTHS[month], year) if part)
