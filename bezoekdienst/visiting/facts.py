"""What may be looked at to say what is due: plain facts, gathered in bulk by `gather`, judged by `dues`. Pure."""

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, slots=True)
class Terms:
    """The policy's numbers that `dues` goes by."""

    contact_working_days: int = 5
    intake_weeks: int = 3
    acquaintance_weeks: int = 3
    reminder_weeks: int = 3
    silence_weeks: int = 6


@dataclass(frozen=True, slots=True)
class IntakeFacts:
    """A sign-up before its outcome. `tried`: somebody made contact, or tried `missed_calls` times in vain.

    `taken_on` is the day she came over from paper; what was to be done before that isn't asked. `goes` is who does the
    home visit, by name; `visited_on` the day it took place; `again_on` when to call again, also of somebody who said
    "not now"; `source` is one of `states.Source`.
    """

    pk: int
    person: str
    state: str
    opened_on: date
    source: str = "self"
    best_time: str = ""
    address: str = ""
    tried: bool = False
    missed_calls: int = 0
    planned_on: date | None = None
    planned_time: str = ""
    visited_on: date | None = None
    taken_on: date | None = None
    goes: str = ""
    confirmed: bool = False
    again_on: date | None = None


@dataclass(frozen=True, slots=True)
class TrajectoryFacts:
    """An open trajectory. `year_on` began the year that it lies in (T2).

    `visited_on` was its last visit, `reviewed_on` the days of each review with who is visited (T6); `rested_on` was the
    last day of its last pause, `taken_on` the day it came over from paper. `volunteer_user` is the volunteer's login;
    None for who has none.
    """

    pk: int
    person: str
    volunteer: str
    state: str
    matched_on: date
    meeting_on: date | None = None
    meeting_time: time | None = None
    started_on: date | None = None
    year_on: date | None = None
    planned_end_on: date | None = None
    hard_stop_on: date | None = None
    visited_on: date | None = None
    reviewed_on: tuple[date, ...] = ()
    rested_on: date | None = None
    taken_on: date | None = None
    paused: bool = False
    bereavement: int | None = None
    volunteer_user: int | None = None
