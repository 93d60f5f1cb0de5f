"""The overview: on the days one chose, with what was held, and nothing that was held gets lost."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from bezoekdienst.accounts import people
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from bezoekdienst.notices import digests, post, reminders
from bezoekdienst.notices.models import Digest, Message, State
from bezoekdienst.visiting import intakes
from bezoekdienst.visiting.models import Intake
from tests import cast, factories

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 30)
DAY = timedelta(days=1)
SOMEBODY_WAITS = "Bezoekdienst: iemand wacht op een eerste telefoontje"
OVERVIEW = "Bezoekdienst: wat er vandaag op u wacht"


@pytest.fixture
def user() -> User:
    return cast.coordinator()


def moment(on: date, hour: int = 7) -> datetime:
    return datetime(on.year, on.month, on.day, hour, tzinfo=UTC)


def morning(on: date) -> list[str]:
    """The job of a morning, and the subjects of what went out."""
    before = len(mail.outbox)
    reminders.queue_due(on=on, at=moment(on))
    digests.queue_due(on=on, at=moment(on))
    post.send_due(moment(on))
    return [one.subject for one in mail.outbox[before:]]


def choose(user: User, weekdays: str, *, holds: bool = False, on: date = MONDAY - DAY) -> None:
    digests.choose(user, weekdays=weekdays, holds=holds, at=moment(on, 12))


def somebody_waits() -> Intake:
    """Since so long that it is told on MONDAY for the first time."""
    return factories.IntakeFactory(opened_on=date(2026, 11, 20))


def test_without_a_choice_it_comes_on_monday_and_every_mail_by_itself(user: User) -> None:
    somebody_waits()
    assert [morning(MONDAY + n * DAY) for n in range(8)] == [
        [SOMEBODY_WAITS, OVERVIEW], [], [], [], [], [], [], [OVERVIEW],
    ]  # fmt: skip


def test_who_stands_in_gets_none_until_she_chooses() -> None:
    deputy = cast.deputy()
    assert morning(MONDAY) == []
    choose(deputy, "1")
    assert morning(MONDAY) == ["Bezoekdienst: vandaag wacht er niets op u"]
    assert mail.outbox[0].to == ["daan@voorbeeld.example"]


def test_it_tells_how_many_of_what_and_nobody_by_name(user: User) -> None:
    intake = somebody_waits()
    factories.IntakeFactory(waiting=True)
    morning(MONDAY)
    body = mail.outbox[-1].body
    assert body.startswith("Goedendag,\n\nVandaag:\n\n- 1 aanmelding\n\n")
    assert "Nieuw in de laatste week:\n\n- 1 aanmelding zonder telefoontje\n" in body
    assert "U krijgt dit overzicht op maandag. Kies hier uw eigen dagen: http://localhost:8000/overzicht/" in body
    assert intake.resident.name not in body


def test_a_good_day_is_said_in_as_many_words(user: User) -> None:
    assert morning(MONDAY) == ["Bezoekdienst: vandaag wacht er niets op u"]
    assert "Er wacht niets op u, vandaag niet en deze week niet. Een goede dag." in mail.outbox[0].body


def test_single_mails_wait_for_it_and_are_told_by_it_once(user: User) -> None:
    choose(user, "3", holds=True)
    somebody_waits()
    sent = [morning(MONDAY + n * DAY) for n in range(10)]
    assert sent == [[], [], [OVERVIEW], [], [], [], [], [], [], [OVERVIEW]]
    told = ["- 1 aanmelding zonder telefoontje" in one.body for one in mail.outbox]
    assert told == [True, False]
    assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}


def test_what_was_held_and_is_no_longer_true_is_not_told(user: User) -> None:
    choose(user, "3", holds=True)
    intake = somebody_waits()
    morning(MONDAY)
    made = {"made_on": MONDAY, "way": "phone", "reached": True, "note": ""}
    intakes.contact(intake.resident, **made, by=user, at=moment(MONDAY, 10))
    morning(MONDAY + 2 * DAY)
    assert "Nieuw " not in mail.outbox[0].body
    assert not Message.objects.filter(kind="contact_due").exists()


@pytest.mark.parametrize("kind", ["signal_urgent", "call_asked"])
def test_danger_and_who_asks_to_be_called_wait_for_nothing(user: User, kind: str) -> None:
    choose(user, "3", holds=True)
    post.queue("x", kind, user, moment(MONDAY))
    assert Message.objects.get().state == State.QUEUED


def test_a_mail_that_failed_as_an_overview_tells_what_it_held_the_next_time(user: User, settings) -> None:
    choose(user, "12", holds=True)
    somebody_waits()
    works, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "tests.notices.nowhere.Backend"
    morning(MONDAY)
    assert Message.objects.get(kind="contact_due").state == State.HELD
    settings.EMAIL_BACKEND = works
    Message.objects.filter(kind="digest").update(state=State.FAILED, queued_at=moment(MONDAY - 3 * DAY))
    assert morning(MONDAY + DAY) == [OVERVIEW]
    assert Message.objects.get(kind="contact_due").state == State.SENT


@pytest.mark.parametrize("weekdays", ["", "3"])
def test_who_no_longer_lets_them_wait_gets_what_was_held_at_once(user: User, weekdays: str) -> None:
    choose(user, "3", holds=True)
    somebody_waits()
    morning(MONDAY)
    choose(user, weekdays, on=MONDAY)
    post.send_due(moment(MONDAY, 13))
    assert [one.subject for one in mail.outbox] == [SOMEBODY_WAITS]


def test_who_is_no_coordinator_any_more_is_not_told_and_another_still_is(user: User) -> None:
    other = factories.coordinator(email="nel@voorbeeld.example")
    for one in (user, other):
        choose(one, "3", holds=True)
    somebody_waits()
    morning(MONDAY)
    people.take(user, Role.COORDINATOR, by=None, at=moment(MONDAY))
    morning(MONDAY + 2 * DAY)
    assert [one.to for one in mail.outbox] == [["nel@voorbeeld.example"]]
    assert not Message.objects.filter(user=user).exists()


def test_who_was_coordinator_and_only_visits_now_loses_none_of_a_volunteers_mails(user: User) -> None:
    choose(user, "3", holds=True)
    people.take(user, Role.COORDINATOR, by=None, at=moment(MONDAY - DAY))
    people.give(user, Role.VOLUNTEER, by=None, at=moment(MONDAY - DAY))
    visits = factories.VolunteerFactory(user=user)
    factories.TrajectoryFactory(volunteer=visits, started_on=date(2026, 10, 1))
    assert [morning(MONDAY), morning(MONDAY + DAY)] == [["Bezoekdienst: hoe gaat het met de bezoeken?"], []]


def test_a_choice_counts_from_tomorrow(user: User) -> None:
    choose(user, "12", on=MONDAY)
    assert [morning(MONDAY), morning(MONDAY + DAY)] == [[], ["Bezoekdienst: vandaag wacht er niets op u"]]


@pytest.mark.parametrize(
    ("weekdays", "on", "due"),
    [
        ("1", MONDAY, MONDAY),
        ("1", MONDAY + 3 * DAY, MONDAY),
        ("14", MONDAY + 4 * DAY, MONDAY + 3 * DAY),
        ("", MONDAY, None),
        ("5", date(2026, 12, 25), None),  # Christmas: a Friday
        ("5", date(2026, 12, 27), date(2026, 12, 25)),
        ("7", date(2026, 12, 6), date(2026, 12, 6)),
    ],
)
def test_a_day_that_was_missed_or_is_a_holiday_comes_later_and_never_twice_a_day(
    weekdays: str, on: date, due: date | None
) -> None:
    assert digests.due_day(Digest(weekdays=weekdays), on) == due


def test_after_days_without_mail_there_is_one_overview_and_not_one_for_each_day(user: User) -> None:
    choose(user, "12")
    somebody_waits()
    for day in (MONDAY, MONDAY + DAY):
        digests.queue_due(on=day, at=moment(day))
    post.send_due(moment(MONDAY + DAY, 9))
    assert [one.subject for one in mail.outbox] == [OVERVIEW]
    assert list(Message.objects.filter(kind="digest").values_list("state", "queued_at")) == [
        (State.SENT, moment(MONDAY + DAY))
    ]


def test_an_overview_of_when_the_clock_ran_ahead_keeps_no_later_one_back(user: User) -> None:
    choose(user, "12")
    somebody_waits()
    for day in (MONDAY + 365 * DAY, MONDAY):
        post.queue(f"digest:{user.pk}:{day}", "digest", user, moment(day))
        post.send_due(moment(day))
    assert Message.objects.filter(kind="digest", state=State.SENT).count() == 2
    assert digests.news(user, moment(MONDAY + DAY)).since == MONDAY


def test_an_hour_later_or_with_two_clocks_there_is_still_one(user: User) -> None:
    counts = [digests.queue_due(on=MONDAY, at=moment(MONDAY, hour)) for hour in (7, 7, 8, 20)]
    assert counts == [1, 0, 0, 0]


def test_a_choice_that_cannot_be_is_refused_and_one_that_can_is_in_the_log(user: User) -> None:
    with pytest.raises(Refused, match="anders komen de losse berichten nooit aan"):
        choose(user, "", holds=True)
    with pytest.raises(Refused, match="Kies dagen van maandag tot en met zondag"):
        choose(user, "8")
    choose(user, "41")
    assert Digest.objects.get().weekdays == "14"
    assert Event.objects.get(kind="digest.chosen").facts == {"days": 2, "holds": False}
