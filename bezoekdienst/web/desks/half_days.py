"""When a home visit fits: free half days in somebody's calendar, and what is unusual about a moment. Pure.

Nothing is forbidden: who plans knows more than we do, and is asked once more.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bezoekdienst.lib import blocked_weeks, calendar, words
from bezoekdienst.reports.agenda import Appointment, is_hers
from bezoekdienst.web import phrases

APART = timedelta(minutes=90)  # between the beginnings of two appointments of one person
DAY = (time(9), time(18))  # earlier or later is unusual
NOON = time(12, 30)
USUAL = {"am": time(10), "pm": time(14)}  # what is proposed on a free half day
PARTS = {"am": "ochtend", "pm": "middag"}
SHOWN = 6
WORKING_DAYS = 15  # so far ahead
_CODES = tuple(dict.fromkeys(code.partition("-")[0] for code in words.DAYPARTS))  # mo ... su
_MORNING = re.compile(r"ochtend|'s morgens|’s morgens|voormiddag|voor twaalf")
_AFTERNOON = re.compile(r"middag(?!eten)|na de lunch|na twaalf")
_NOT = re.compile(r"\b(niet|geen|behalve|nooit)\b")


@dataclass(frozen=True, slots=True)
class HalfDay:
    """A free half day; `fits`: she said that she can then; `late`: after the day by which the visit should be."""

    on: date
    part: str
    fits: bool
    late: bool

    @property
    def hour(self) -> time:
        """What is proposed."""
        return USUAL[self.part]

    @property
    def said(self) -> str:
        """Donderdag 26 november, ochtend."""
        return f"{phrases.start(phrases.weekday(self.on))}, {PARTS[self.part]}"


def free(
    there: Iterable[Appointment], *, today: date, user: int, can: Collection[str], due_on: date, blocked: Iterable[str]
) -> list[HalfDay]:
    """The next free half days of working weeks, at most `SHOWN`: those on which she can, else any. In order.

    `can` are dayparts ("mo-am"), empty when nothing is known.
    """
    taken = {half_of(one.at) for one in there if one.at and is_hers(one, user)}
    days, chosen = [], tuple(blocked)
    on = today
    for _ in range(WORKING_DAYS):
        on = calendar.add_working_days(on, 1)
        if not blocked_weeks.names(on, chosen):
            days += [
                HalfDay(on, part, _code(on, part) in can, on > due_on) for part in PARTS if (on, part) not in taken
            ]
    return ([one for one in days if one.fits] or days)[:SHOWN]


def half_of(moment: datetime) -> tuple[date, str]:
    """The half day that a moment (in the time of the town) lies in."""
    return moment.date(), "am" if moment.time() < NOON else "pm"


def cautions(
    moment: datetime, there: Iterable[Appointment], *, user: int | None, name: str, blocked: Iterable[str]
) -> list[str]:
    """What is unusual about this moment (in the time of the town), in sentences; nothing when nothing is.

    `user` goes there; None when nobody is named yet.
    """
    said = [_clash(one, name) for one in there if user is not None and one.goes == user and _is_near(one, moment)]
    on = moment.date()
    if moment.weekday() >= 5:
        said.append(f"Het is een {phrases.WEEKDAYS[moment.weekday()]}.")
    if holiday := calendar.holiday(on):
        said.append(f"Die dag is een feestdag: {holiday}.")
    said += [f"Het is de week van {name.capitalize()}." for name in blocked_weeks.names(on, tuple(blocked))]
    if not DAY[0] <= moment.time() < DAY[1]:
        said.append("Het is erg vroeg of in de avond.")
    return said


def _is_near(one: Appointment, moment: datetime) -> bool:
    if one.at is None:
        return False
    return one.at - APART < moment < one.at + max(APART, timedelta(minutes=one.minutes))


def _clash(one: Appointment, name: str) -> str:
    assert one.at is not None
    return f"{name} heeft dan al iets: {one.at:%H.%M} uur, {one.what[0].lower()}{one.what[1:]}."


def told(text: str) -> frozenset[str]:
    """The dayparts in what somebody said about when she can ("liefst dinsdagochtend"); none when it isn't clear."""
    said = text.casefold()
    if not said or _NOT.search(said):
        return frozenset()
    days = [code for code, day in zip(_CODES, phrases.WEEKDAYS, strict=True) if day in said]
    parts = [part for part, form in (("am", _MORNING), ("pm", _AFTERNOON)) if form.search(said)]
    if not (days or parts):
        return frozenset()
    return frozenset(f"{day}-{part}" for day in days or _CODES for part in parts or PARTS)


def _code(on: date, part: str) -> str:
    return f"{_CODES[on.weekday()]}-{part}"
