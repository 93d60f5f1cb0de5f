"""One's own calendar under a secret address: who gets what, that it names nobody, and every way in which it stops."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from bezoekdienst.accounts import feeds, people
from bezoekdienst.accounts.models import CalendarFeed, User
from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting.models import Contact, Intake, Resident
from bezoekdienst.visiting.states import IntakeState
from bezoekdienst.web.views import calendars as pages
from tests import cast, factories
from tests.web import clients
from volunteers import gatherings, invitations
from volunteers.models import Course, Participation, TrainingDay, Volunteer
from volunteers.states import State

pytestmark = pytest.mark.django_db
NOW = factories.NOW
PAGE = "/agenda/"


@pytest.fixture(autouse=True)
def in_november(time_machine, settings):
    settings.SITE_URL = "https://dienst.example"
    cache.clear()
    time_machine.move_to(NOW)


def fetch(secret: str, client: Client | None = None):
    return (client or Client()).get(f"/agenda/{secret}.ics")


def calendar_of(user: User) -> list[tuple[str, object]]:
    """(summary, start) of everything in her calendar, in the order of time."""
    answer = fetch(feeds.make(user, at=NOW))
    assert answer.status_code == 200
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    found = [(str(event["SUMMARY"]), event.decoded("DTSTART")) for event in events]
    return sorted(found, key=lambda one: (str(one[1])[:10], one[0]))


def plan(weeks: int, **given):
    usual = {"place": "zaal 1", "by": cast.coordinator(), "at": NOW, "starts_at": NOW + timedelta(weeks=weeks)}
    return gatherings.plan(given.pop("kind", "intervision"), **{**usual, **given})


def train(*volunteers: Volunteer, **given) -> TrainingDay:
    course = Course.objects.create(name="Training")
    for one in volunteers:
        Participation.objects.create(course=course, volunteer=one, joined_at=NOW)
    return TrainingDay.objects.create(course=course, held_on=date(2026, 12, 3), topic="conversation", **given)


def town() -> None:
    """Something of everything that could stand in a calendar."""
    trajectory = cast.trajectory()
    factories.VisitFactory(trajectory=trajectory, on=date(2026, 11, 20), next_on=date(2026, 12, 1), note="Geheim")
    factories.IntakeFactory(state=IntakeState.PLANNED, planned_for_at=datetime(2026, 12, 2, 13, tzinfo=UTC))
    plan(2)
    train(cast.volunteer(), starts="10:00", ends="12:30", place="zaal 2")


def test_a_volunteer_reads_her_gatherings_her_training_and_her_next_visit():
    town()
    factories.VisitFactory(trajectory=factories.TrajectoryFactory(), next_on=date(2026, 12, 9))  # of somebody else
    train(cast.other_volunteer(), place="elders")
    assert calendar_of(cast.volunteer().user) == [
        ("Bezoek", date(2026, 12, 1)),
        ("Training: het gesprek", datetime(2026, 12, 3, 9, tzinfo=UTC)),
        ("Intervisie", NOW + timedelta(weeks=2)),
    ]


def test_a_coordinator_reads_what_the_service_has_to_do_with_links_and_no_names():
    town()
    coordinator = cast.coordinator()
    assert calendar_of(coordinator) == [
        ("Traject: gesprek na 3 maanden", date(2026, 12, 1)),
        ("Intakegesprek", datetime(2026, 12, 2, 13, tzinfo=UTC)),
        ("Training: het gesprek", datetime(2026, 12, 3, 9, tzinfo=UTC)),
        ("Intervisie", NOW + timedelta(weeks=2)),
        ("Traject: gesprek na 6 maanden", date(2027, 3, 1)),
        ("Traject: gesprek na 8 maanden", date(2027, 5, 1)),
        ("Traject: laatste dag volgens plan", date(2027, 5, 31)),
        ("Traject: het jaar is om", date(2027, 8, 31)),
    ]
    content = fetch(feeds.make(coordinator, at=NOW)).content.decode()
    assert f"URL:https://dienst.example/trajecten/{cast.trajectory().pk}/" in content
    assert f"URL:https://dienst.example/intakes/{Intake.objects.get(state='planned').pk}/" in content


def test_no_calendar_names_anybody_in_the_database_or_where_she_lives():
    town()
    for user in (cast.volunteer().user, cast.coordinator()):
        content = fetch(feeds.make(user, at=NOW)).content.decode().replace("\r\n ", "").casefold()
        for model, names in ((Resident, "name first_name phone street postcode"), (Volunteer, "name first_name phone"),
                             (User, "name email")):  # fmt: skip
            for row in model.objects.values_list(*names.split()):
                for name in filter(None, row):
                    assert name.casefold() not in content
        assert "geheim" not in content and str(user.pseudonym) not in content


def test_who_said_no_is_not_kept_to_it_until_the_day_changes():
    vera = cast.volunteer()
    one = plan(2)
    invitations.answer(one.invitations.get(), coming=False, by=vera.user, at=NOW)
    assert calendar_of(vera.user) == []
    moved_to = NOW + timedelta(weeks=3)
    gatherings.change(one, starts_at=moved_to, place="zaal 1", minutes=60, by=vera.user, at=NOW + timedelta(hours=1))
    assert calendar_of(vera.user) == [("Intervisie", moved_to)]


def test_what_is_cancelled_stays_as_cancelled_so_that_it_goes_from_every_calendar():
    vera = cast.volunteer()
    gatherings.cancel(plan(2), by=vera.user, at=NOW)
    (event,) = Calendar.from_ical(fetch(feeds.make(vera.user, at=NOW)).content).walk("VEVENT")
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CANCELLED", 1)


def test_an_ended_trajectory_and_a_day_past_the_year_give_no_visit():
    trajectory = cast.trajectory()
    visit = factories.VisitFactory(trajectory=trajectory, next_on=date(2026, 12, 1))
    trajectory.state, trajectory.ended_on, trajectory.end_reason = "ended", date(2026, 11, 20), "goal_reached"
    trajectory.save()
    assert calendar_of(cast.volunteer().user) == []
    assert visit.next_on == date(2026, 12, 1)


def test_who_visits_and_coordinates_reads_each_thing_once():
    vera = cast.volunteer()
    people.give(vera.user, Role.COORDINATOR, by=None, at=NOW)
    plan(2)
    assert calendar_of(vera.user) == [("Intervisie", NOW + timedelta(weeks=2))]


def without_token(answer) -> str:
    return re.sub(r'"X-CSRFToken": "[^"]*"', "", answer.content.decode())


def gone_unknown(user: User, secret: str) -> str:
    return "nooit-gemaakt"


def gone_revoked(user: User, secret: str) -> str:
    feeds.revoke(user, at=NOW)
    return secret


def gone_replaced(user: User, secret: str) -> str:
    feeds.make(user, at=NOW)
    return secret


def gone_closed(user: User, secret: str) -> str:
    people.close(user, by=None, at=NOW)
    return secret


def gone_role(user: User, secret: str) -> str:
    people.take(user, Role.VOLUNTEER, by=None, at=NOW)
    return secret


def gone_left(user: User, secret: str) -> str:
    Volunteer.objects.filter(user=user).update(state=State.LEFT)
    return secret


@pytest.mark.parametrize("gone", [gone_unknown, gone_revoked, gone_replaced, gone_closed, gone_role, gone_left])
def test_whatever_is_wrong_the_answer_is_the_same_after_the_same_one_question(gone):
    user = cast.volunteer().user
    secret = feeds.make(user, at=NOW)
    assert fetch(secret).status_code == 200
    wrong = gone(user, secret)
    with CaptureQueriesContext(connection) as asked:
        answer = fetch(wrong)
    assert (answer.status_code, len(asked)) == (404, 1)
    assert without_token(answer) == without_token(Client().get("/bestaat-niet"))


def test_a_coordinator_who_lost_her_role_reads_nothing():
    coordinator = cast.coordinator()
    secret = feeds.make(coordinator, at=NOW)
    people.take(coordinator, Role.COORDINATOR, by=None, at=NOW)
    assert fetch(secret).status_code == 404
    people.give(coordinator, Role.CLERK, by=None, at=NOW)
    assert fetch(secret).status_code == 404


def test_the_secret_is_shown_once_and_only_its_keyed_hash_is_kept():
    user = cast.volunteer().user
    client = clients.of(user)
    assert "Agenda-adres maken" in client.get(PAGE).content.decode()
    page = client.post(PAGE).content.decode()
    secret = page.partition("https://dienst.example/agenda/")[2].partition(".ics")[0]
    assert f"webcal://dienst.example/agenda/{secret}.ics" in page
    assert len(secret) == 32 and fetch(secret).status_code == 200
    assert secret not in client.get(PAGE).content.decode()
    feed = CalendarFeed.objects.get()
    assert len(feed.digest) == 64 and secret not in str(CalendarFeed.objects.values())
    assert secret not in str(list(Event.objects.values()))


def test_it_is_replaced_and_taken_back_on_the_page_and_both_are_in_the_log():
    user = cast.volunteer().user
    client = clients.of(user)
    client.post(PAGE), client.post(PAGE)
    assert CalendarFeed.objects.filter(revoked_at=None).count() == 1
    assert "U hebt een agenda-adres sinds 23 november 2026." in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"revoke": "1"})["Location"] == PAGE
    assert not CalendarFeed.objects.filter(revoked_at=None).exists()
    kinds = [event.kind for event in Event.objects.filter(kind__startswith="feed.").order_by("id")]
    assert kinds == ["feed.made", "feed.made", "feed.revoked"]
    assert client.post(PAGE, {"revoke": "1"}).status_code == 409
    with pytest.raises(Refused):
        feeds.revoke(user, at=NOW)


def test_it_notes_the_last_day_it_was_read_and_nothing_more(time_machine):
    user = cast.volunteer().user
    secret = feeds.make(user, at=NOW)
    fetch(secret)
    events = Event.objects.count()
    ContentType.objects.clear_cache()
    with CaptureQueriesContext(connection) as asked:
        fetch(secret)
    assert not [query for query in asked if query["sql"].startswith("UPDATE")]
    time_machine.move_to(NOW + timedelta(days=1))
    fetch(secret)
    assert CalendarFeed.objects.get().read_on == timezone.localdate() == date(2026, 11, 24)
    assert Event.objects.count() == events


def test_nobody_keeps_it_and_no_cookie_comes_of_it():
    answer = fetch(feeds.make(cast.volunteer().user, at=NOW))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert {"no-store", "private"} <= {word.strip() for word in answer["Cache-Control"].split(",")}
    assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex, nofollow", "no-referrer")
    assert not answer.cookies
    assert Client().post("/agenda/iets.ics").status_code == 405


def test_too_many_at_once_are_turned_away_whether_they_know_a_secret_or_not(monkeypatch):
    monkeypatch.setattr(pages, "MOST_AN_HOUR", 2)
    secret = feeds.make(cast.volunteer().user, at=NOW)
    assert [fetch(each).status_code for each in ("fout", secret, secret, "fout")] == [404, 200, 429, 429]


@pytest.mark.parametrize("role", [Role.CLERK, Role.PRINT_ROOM, Role.PRIVACY_OFFICER, Role.OPERATOR])
def test_who_has_nothing_to_plan_has_no_calendar(role):
    assert clients.logged_in(role).get(PAGE).status_code == 403


def test_a_review_that_was_had_early_is_no_longer_ahead():
    one = factories.TrajectoryFactory()
    for talk_on in (date(2026, 11, 20), date(2026, 9, 20)):  # ten days before the third month, and of no month
        Contact.objects.create(resident=one.resident, made_on=talk_on, reached=True, review="as_now")
    ahead = [what for what, _ in calendar_of(cast.coordinator())]
    assert ahead[:2] == ["Traject: gesprek na 6 maanden", "Traject: gesprek na 8 maanden"]


def test_an_acquaintance_stands_in_her_calendar_and_in_that_of_the_service_without_a_name():
    meeting = {"meeting": True, "meeting_on": date(2026, 12, 3), "meeting_time": time(14, 30)}
    one = factories.TrajectoryFactory(volunteer=cast.volunteer(), **meeting)
    factories.TrajectoryFactory(meeting=True, meeting_on=date(2026, 12, 4))  # of somebody else, without an hour
    half_past_two = datetime(2026, 12, 3, 14, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
    assert calendar_of(cast.volunteer().user) == [("Kennismaking", half_past_two)]
    assert calendar_of(cast.coordinator()) == [("Kennismaking", half_past_two), ("Kennismaking", date(2026, 12, 4))]
    answer = fetch(feeds.make(cast.coordinator(), at=NOW)).content.decode()
    assert f"/trajecten/{one.pk}/" in answer
    assert one.resident.name not in answer
    assert one.volunteer.first_name not in answer


@pytest.mark.parametrize("many", [1, 3])
def test_a_calendar_of_three_takes_as_many_questions_as_one_of_one(many):
    for number in range(many):
        trajectory = factories.TrajectoryFactory(volunteer=cast.volunteer())
        factories.VisitFactory(trajectory=trajectory, next_on=date(2026, 12, 1 + number))
        plan(2 + number)
    secret = feeds.make(cast.volunteer().user, at=NOW)
    fetch(secret)
    with CaptureQueriesContext(connection) as asked:
        assert fetch(secret).content.count(b"BEGIN:VEVENT") == 2 * many
    assert len(asked) == 7
