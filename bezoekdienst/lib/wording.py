"""Dates as a person reads them in Dutch."""

from datetime import date

MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)


def day(on: date) -> str:
    """A date in full: 3 maart 2027."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"
