"""A calendar as calendar programs read it (RFC 5545, RFC 5546). Entries in, bytes out: no database and no clock."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress

PUBLISH, CANCEL = "PUBLISH", "CANCEL"
MEDIA_TYPE = "text/calendar; charset=utf-8"
READ_AGAIN = timedelta(hours=6)
ZONE = ZoneInfo("Europe/Amsterdam")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")  # may not stand in a text (RFC 5545, 3.3.11)
# By rule, as it has been since 1996 and is until further notice: a list of years is read wrong by some programs.
_ZONE_RULES = """BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a calendar: from an hour on for so many minutes, or on a whole day when `starts` is a date.

    `uid` is the same for as long as it is the same thing; `changes` (SEQUENCE) grows with every move. `private`: who
    may look along in somebody's calendar sees that she is occupied, and not with what.
    """

    uid: str
    summary: str
    starts: datetime | date
    minutes: int = 0
    place: str = ""
    notes: str = ""
    url: str = ""
    changes: int = 0
    cancelled: bool = False
    private: bool = False


def calendar(entries: Iterable[Entry], *, at: datetime, name: str = "", method: str = "", organiser: str = "") -> bytes:
    """A whole calendar, made `at`. With a `method` it is an enclosure of a mail from `organiser`, a mail address.

    Without one it is a feed that is read again and again under `name`.
    """
    whole = Calendar()
    whole.add("prodid", "-//bezoekdienst//NL")
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    if method:
        whole.add("method", method)
    else:
        whole.add("x-wr-calname", name)
        whole.add("refresh-interval", READ_AGAIN, parameters={"value": "DURATION"})
        whole.add("x-published-ttl", "PT6H")
    whole.add_component(Timezone.from_ical(_ZONE_RULES))
    for entry in entries:
        whole.add_component(_event(entry, at, organiser))
    return bytes(whole.to_ical())


def _event(entry: Entry, at: datetime, organiser: str) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", at)
    event.add("sequence", entry.changes)
    event.add("summary", _plain(entry.summary))
    _add_time(event, entry)
    for name, text in (("location", entry.place), ("description", entry.notes), ("url", entry.url)):
        if text:
            event.add(name, _plain(text))
    if entry.private:
        event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    if organiser:
        address = vCalAddress(f"mailto:{organiser}")
        address.params["CN"] = "Bezoekdienst"
        event.add("organizer", address)
    return event


def _plain(text: str) -> str:
    """Without what some programs end a line at, and others the whole calendar."""
    return _CONTROL.sub(" ", text)


def _add_time(event: Event, entry: Entry) -> None:
    if isinstance(entry.starts, datetime):
        starts = entry.starts.astimezone(ZONE)
        event.add("dtstart", starts)
        # On the clock of the wall, as people reckon: nothing of ours lasts through the night in which it changes.
        event.add("dtend", starts + timedelta(minutes=entry.minutes))
        return
    event.add("dtstart", entry.starts)
    event.add("dtend", entry.starts + timedelta(days=1))
    event.add("transp", "TRANSPARENT")  # something to do that day: it doesn't fill it
