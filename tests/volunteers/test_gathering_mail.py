"""What is mailed about gatherings: once each, what holds when it is sent, with a calendar that programs can read."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from icalendar import Calendar

from bezoekdienst.lib.ical import ZONE
from bezoekdienst.notices import post
from bezoekdienst.notices.models import Message
from tests import cast, factories
from volunteers import gatherings, invitations, roster, series

pytestmark = pytest.mark.django_db
NOW = factories.NOW
STARTS_AT = datetime(2027, 3, 30, 14, tzinfo=ZONE)  # two days after the clock went forward
PLACE = "Café ’t Hoekje; zaal 1, boven"


@pytest.fixture
def by():
    return cast.coordinator()


@pytest.fixture(autouse=True)
def installation(settings):
    settings.SITE_URL, settings.DEFAULT_FROM_EMAIL = "https://dienst.example", "Bezoekdienst <post@dienst.example>"


def plan(by, **given):
    usual = {"starts_at": STARTS_AT, "place": PLACE, "minutes": 90, "by": by, "at": NOW}
    return gatherings.plan(given.pop("kind", "intervision"), **{**usual, **given})


def sent(at=NOW):
    """The mails that go out now."""
    before = len(mail.outbox)
    post.send_due(at)
    return mail.outbox[before:]


def calendars(message):
    """(METHOD, [events]) of each enclosure, read back from what goes over the line."""
    found = []
    for part in message.message().walk():
        if part.get_content_type() == "text/calendar":
            content = part.get_payload(decode=True)
            calendar = Calendar.from_ical(content)
            assert part.get_param("method") == calendar["METHOD"]
            assert part.get_filename() == "bijeenkomst.ics"
            found.append((str(calendar["METHOD"]), calendar.walk("VEVENT")))
    return found


def test_an_invitation_says_when_and_where_and_holds_it_for_a_calendar(by):
    cast.volunteer()
    one = plan(by)
    (message,) = sent()
    assert (message.subject, message.to) == ("Bezoekdienst: u bent uitgenodigd", ["vera@voorbeeld.example"])
    assert f"- Intervisie, dinsdag 30 maart 2027, 14.00 tot 15.30 uur, {PLACE}" in message.body.splitlines()
    ((method, (event,)),) = calendars(message)
    assert (method, str(event["UID"]), event["SEQUENCE"]) == ("PUBLISH", f"gathering-{one.pk}@dienst.example", 0)
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (STARTS_AT, STARTS_AT + timedelta(minutes=90))
    assert event["DTSTART"].params["TZID"] == "Europe/Amsterdam"
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("Intervisie", PLACE)
    assert (str(event["ORGANIZER"]), event.decoded("DTSTAMP")) == ("mailto:post@dienst.example", NOW)
    assert "ATTENDEE" not in event  # asks for no answer that nobody would read


def test_the_row_in_the_queue_holds_numbers_and_nothing_else(by):
    cast.volunteer()
    one = plan(by, kind="theme_day", theme="Afscheid nemen")
    assert [message.facts for message in Message.objects.all()] == [{"gatherings": str(one.pk)}]
    (message,) = sent()
    assert "- Themadag: Afscheid nemen, dinsdag 30 maart 2027" in message.body


def test_a_series_is_one_mail_with_every_day_in_one_calendar(by):
    cast.volunteer()
    days = [STARTS_AT + timedelta(weeks=6 * number) for number in range(4)]
    series.plan(days, every_weeks=6, place="zaal 1", minutes=120, by=by, at=NOW)
    (message,) = sent()
    assert message.body.count("\n- Intervisie, ") == 4
    assert "Laat u steeds weten of u de eerstvolgende keer komt?" in message.body
    ((method, events),) = calendars(message)
    assert [(method, event.decoded("DTSTART")) for event in events] == [("PUBLISH", day) for day in days]
    assert sent(NOW + timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("coming", "sentence"),
    [
        (True, "U zei dat u kwam. Kunt u dan ook?"),
        (False, "U kon toen niet. Kunt u nu wel?"),
        (None, "Laat u weten of u komt?"),
    ],
)
def test_a_move_is_told_once_with_what_she_said_before(by, coming, sentence):
    vera = cast.volunteer()
    one = plan(by)
    if coming is not None:
        invitations.answer(one.invitations.get(), coming=coming, by=vera.user, at=NOW)
    sent()
    moved_at = NOW + timedelta(hours=1)
    gatherings.change(one, starts_at=STARTS_AT + timedelta(days=7), place=PLACE, minutes=90, by=by, at=moved_at)
    (message,) = sent(moved_at)
    assert message.subject == "Bezoekdienst: een bijeenkomst is veranderd"
    assert "De bijeenkomst van dinsdag 30 maart 2027, 14.00 uur is verplaatst." in message.body
    assert "- Intervisie, dinsdag 6 april 2027, 14.00 tot 15.30 uur" in message.body
    assert sentence in message.body
    ((method, (event,)),) = calendars(message)
    assert (method, event["UID"], event["SEQUENCE"]) == ("PUBLISH", f"gathering-{one.pk}@dienst.example", 1)
    assert event.decoded("DTSTART") == STARTS_AT + timedelta(days=7)
    assert sent(moved_at) == []


def test_another_place_is_told_without_a_word_of_moving(by):
    vera = cast.volunteer()
    one = plan(by)
    invitations.answer(one.invitations.get(), coming=True, by=vera.user, at=NOW)
    sent()
    gatherings.change(one, starts_at=STARTS_AT, place="zaal 2", minutes=90, by=by, at=NOW + timedelta(hours=1))
    (message,) = sent()
    assert "verplaatst" not in message.body and "De dag en het begin blijven zoals ze waren." in message.body
    assert "U zei dat u komt." in message.body and "zaal 2" in message.body


def test_moved_twice_before_anything_was_sent_only_the_last_is_told(by):
    cast.volunteer()
    one = plan(by)
    sent()
    for days in (1, 2):
        gatherings.change(one, starts_at=STARTS_AT + timedelta(days=days), place=PLACE, minutes=90, by=by, at=NOW)
    (message,) = sent()
    assert "donderdag 1 april 2027" in message.body
    assert [each[1][0]["SEQUENCE"] for each in calendars(message)] == [2]
    assert not Message.objects.filter(state="queued").exists()


def test_a_cancellation_takes_it_out_of_the_calendar(by):
    cast.volunteer()
    one = plan(by)
    sent()
    gatherings.cancel(one, by=by, at=NOW)
    (message,) = sent()
    assert message.subject == "Bezoekdienst: een bijeenkomst gaat niet door"
    ((method, (event,)),) = calendars(message)
    assert (method, str(event["STATUS"]), event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert event["UID"] == f"gathering-{one.pk}@dienst.example"


def test_a_series_that_stops_is_one_mail_with_a_file_a_day(by):
    cast.volunteer()
    days = [STARTS_AT + timedelta(weeks=6 * number) for number in range(3)]
    made = series.plan(days, every_weeks=6, place="zaal 1", minutes=120, by=by, at=NOW)
    sent()
    series.stop(made, by=by, at=NOW)
    (message,) = sent()
    assert [(method, len(events)) for method, events in calendars(message)] == [("CANCEL", 1)] * 3


def test_what_was_cancelled_before_the_invitation_went_is_only_told_to_be_off(by):
    cast.volunteer()
    gatherings.cancel(plan(by), by=by, at=NOW)
    assert [message.subject for message in sent()] == ["Bezoekdienst: een bijeenkomst gaat niet door"]
    assert Message.objects.count() == 1


def test_who_answered_between_the_reminder_and_its_sending_hears_nothing(by):
    vera = cast.volunteer()
    one = plan(by)
    sent()
    assert invitations.remind(on=date(2027, 3, 23), at=NOW) == 1
    invitations.answer(one.invitations.get(), coming=False, by=vera.user, at=NOW)
    assert sent() == []
    gatherings.cancel(one, by=by, at=NOW)
    other = plan(by, starts_at=STARTS_AT + timedelta(days=1))
    assert invitations.remind(on=date(2027, 3, 24), at=NOW) == 1
    assert "Bezoekdienst: komt u naar de bijeenkomst?" in [message.subject for message in sent()]
    assert other.invitations.get().coming is None


def test_no_mail_names_anybody(by):
    trajectory, vera = cast.trajectory(), cast.volunteer()
    one = plan(by)
    gatherings.change(one, starts_at=STARTS_AT + timedelta(days=1), place=PLACE, minutes=90, by=by, at=NOW)
    invitations.remind(on=date(2027, 3, 24), at=NOW)
    whole = "".join(message.message().as_string() for message in sent())
    gatherings.cancel(one, by=by, at=NOW)
    whole += "".join(message.message().as_string() for message in sent())
    resident = trajectory.resident
    for name in (vera.name, vera.first_name, resident.name, resident.first_name, by.name):
        assert name not in whole


def test_who_left_since_it_was_queued_hears_nothing(by):
    volunteer = cast.volunteer()
    plan(by)
    roster.leave(volunteer, on=factories.TODAY, by=by, at=NOW)
    assert sent() == []
