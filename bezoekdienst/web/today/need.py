"""One line of the worklist. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Urgency(StrEnum):
    """How soon somebody should see to it."""

    TODAY = "today"
    WEEK = "week"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Need:
    """One line of the list: a sentence with a person, a reason, a date (or moment), and the one next act."""

    urgency: Urgency
    rank: int  # within its group: what is about danger before what is about paper
    sentence: str
    reason: str
    on: date
    act: str
    route: str
    pk: object = None
    moment: str = ""  # shown instead of the date: an hour of today
    noun: tuple[str, str] = ("", "")  # what it is, one and several: for counting

    @property
    def keys(self) -> tuple[object, ...]:
        """What stands in the address: nothing, one, or what several make together."""
        return self.pk if isinstance(self.pk, tuple) else () if self.pk is None else (self.pk,)
