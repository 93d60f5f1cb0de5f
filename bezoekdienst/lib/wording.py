"""Dates and lists as a person reads them in Dutch."""

from collections.abc import Iterable
from datetime import date

MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)


def day(on: date) -> str:
    """A date in full: 3 maart 2027."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def listed(names: Iterable[str], word: str = "en") -> str:
    """Mia; Mia en Wim; Mia, Wim en Joke; with "of" as the word: Mia of Wim. Of none: ""."""
    *first, last = list(names) or [""]
    return f"{', '.join(first)} {word} {last}" if first else last
