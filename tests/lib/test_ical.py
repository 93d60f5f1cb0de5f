"""Calendars, read back by the library that is kept up and by a second reader: Python's own time zones."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from bezoekdienst.lib import ical

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=120).map(str.strip).filter(bool)
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2045, 1, 1)).map(
    lambda one: one.replace(microsecond=0, tzinfo=UTC)
)


def read(entries, **given):
    content = ical.calendar(entries, at=AT, **{"name": "Bezoekdienst", **given})
    return Calendar.from_ical(content), content.decode()


@given(WORDS, WORDS, MOMENTS, st.integers(15, 600))
def test_what_goes_in_comes_out_whatever_stands_in_it(summary, place, starts_at, minutes):
    calendar, content = read([ical.Entry("a@b", summary, starts_at, minutes, place=place)])
    (event,) = calendar.walk("VEVENT")
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == (summary, place)
    if not _twice(starts_at.astimezone(ical.ZONE).replace(tzinfo=None)):  # an hour that comes twice has one name
        assert event.decoded("DTSTART").astimezone(UTC) == starts_at
    assert all(len(line.encode()) <= 75 for line in content.split("\r\n"))
    assert content.endswith("END:VCALENDAR\r\n") and "\n" not in content.replace("\r\n", "")


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\u2028", "\u2029"])
def test_a_sign_that_may_not_stand_in_a_calendar_becomes_a_space(sign):
    _, content = read([ical.Entry("a@b", f"Thema{sign}BEGIN:VEVENT", AT, 60, place=f"De{sign}Zaal", notes=f"a{sign}b")])
    for said in ("SUMMARY:Thema BEGIN:VEVENT", "LOCATION:De Zaal", "DESCRIPTION:a b"):
        assert said in content.split("\r\n")


@given(MOMENTS)
def test_the_zone_that_goes_along_says_what_python_knows(moment):
    """A program without a list of zones of its own reckons by these rules."""
    calendar, _ = read([])
    (zone,) = calendar.walk("VTIMEZONE")
    ours = zone.to_tz()
    wall = moment.astimezone(ical.ZONE).replace(tzinfo=None)
    if not _twice(wall):
        assert wall.replace(tzinfo=ours).utcoffset() == wall.replace(tzinfo=ZoneInfo("Europe/Amsterdam")).utcoffset()


def _twice(wall: datetime) -> bool:
    offsets = {wall.replace(tzinfo=ical.ZONE, fold=fold).utcoffset() for fold in (0, 1)}
    return len(offsets) > 1


def test_a_whole_day_fills_no_hours():
    calendar, _ = read([ical.Entry("a@b", "Bezoek", date(2027, 2, 28), private=True)])
    (event,) = calendar.walk("VEVENT")
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2027, 2, 28), date(2027, 3, 1))
    assert (str(event["TRANSP"]), str(event["CLASS"])) == ("TRANSPARENT", "PRIVATE")


def test_half_past_one_to_half_past_three_is_two_hours_on_the_wall_in_the_night_of_the_clock():
    starts_at = datetime(2027, 3, 28, 1, 30, tzinfo=ical.ZONE)
    _, content = read([ical.Entry("a@b", "Nachtdienst", starts_at, 120)])
    assert "DTSTART;TZID=Europe/Amsterdam:20270328T013000" in content
    assert "DTEND;TZID=Europe/Amsterdam:20270328T033000" in content


@pytest.mark.parametrize(("method", "named"), [("", True), (ical.PUBLISH, False), (ical.CANCEL, False)])
def test_a_feed_has_a_name_and_is_read_again_and_an_enclosure_has_a_method(method, named):
    calendar, content = read([], method=method, organiser="post@dienst.example")
    assert (str(calendar.get("X-WR-CALNAME", "")), str(calendar.get("METHOD", ""))) == ("Bezoekdienst" * named, method)
    assert ("REFRESH-INTERVAL;VALUE=DURATION:PT6H" in content) is named


def test_a_cancelled_one_says_so_and_counts_its_changes():
    calendar, _ = read([ical.Entry("a@b", "Intervisie", AT + timedelta(days=9), 60, changes=3, cancelled=True)])
    (event,) = calendar.walk("VEVENT")
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CANCELLED", 3)
