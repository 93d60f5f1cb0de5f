"""A wrong clock erases nobody, mails nobody and ends nothing; a holiday is asked about once (07-trust)."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from bezoekdienst import tasks
from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit import events
from bezoekdienst.audit.models import Event
from bezoekdienst.celery import app
from bezoekdienst.lib.clocks import Jump, Way
from bezoekdienst.notices.models import Message
from bezoekdienst.retention import applying, clock
from bezoekdienst.retention.models import ErasureRun
from bezoekdienst.visiting.models import Resident, Trajectory
from bezoekdienst.web.today import gathering_facts, worklist
from letters.models import Round
from tests import cast, factories
from tests.factories import NOW
from tests.web import clients

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TWO_YEARS = NOW + 730 * DAY
QUARTER = NOW + 90 * DAY
JOBS = ("open_round", "read_inbox", "close_outlived", "remind", "forget_silent", "erase")


@pytest.fixture
def by():
    return cast.coordinator()


def night(at=NOW):
    """A night's work: from then on we are sure of something."""
    return applying.run(on=at.date(), at=at)


def happens(at):
    with transaction.atomic():
        events.record("feed.made", by=None, at=at)


def run(*names):
    return [app.tasks[f"bezoekdienst.tasks.{name}"]() for name in names or JOBS]


def test_before_the_first_night_nothing_is_known_and_nothing_doubted():
    happens(NOW)
    assert clock.doubt(TWO_YEARS) is None


def test_a_service_that_runs_is_never_asked():
    for days in range(0, 30, 6):
        night(NOW + days * DAY)
        assert clock.doubt(NOW + (days + 6) * DAY) is None


def test_people_at_work_while_the_nights_did_not_run_are_enough():
    night()
    for days in range(1, 90, 5):
        happens(NOW + days * DAY)
    assert clock.doubt(QUARTER) is None


def test_who_logs_in_under_the_wrong_date_does_not_make_it_right():
    night()
    happens(NOW + DAY)
    happens(TWO_YEARS)
    assert clock.doubt(TWO_YEARS + DAY) == Jump(NOW + DAY, TWO_YEARS, Way.AHEAD)


def test_two_years_ahead_nothing_is_erased_mailed_opened_or_ended(by, time_machine):
    ended = factories.TrajectoryFactory(state="ended", ended_on=factories.TODAY, end_reason="goal_reached")
    running = cast.trajectory()
    night()
    time_machine.move_to(TWO_YEARS, tick=False)
    assert run() == [0] * len(JOBS)
    assert (Resident.objects.filter(pk=ended.resident_id).count(), ErasureRun.objects.count()) == (1, 1)
    assert (Message.objects.count(), Round.objects.count()) == (0, 0)
    assert Trajectory.objects.get(pk=running.pk).state == "active"
    assert not Trajectory.objects.open_on(TWO_YEARS.date()).exists()  # T5: closed or not, it isn't open


def test_after_a_quarter_off_one_yes_catches_up_everything(by, time_machine):
    """Off from the summer until the winter: the year of one ended meanwhile, and another waits for a call."""
    over = factories.TrajectoryFactory(started_on=date(2025, 12, 20))
    cast.trajectory()
    night()
    time_machine.move_to(QUARTER, tick=False)
    assert run("close_outlived", "remind") == [0, 0]
    clock.confirm(by=by, at=QUARTER)
    assert clock.doubt(QUARTER) is None
    assert [count > 0 for count in run("close_outlived", "remind")] == [True, True]
    over.refresh_from_db()
    assert (over.state, over.ended_on) == ("ended", date(2026, 12, 19))
    assert run("close_outlived") == [0]
    run("erase")
    assert ErasureRun.objects.count() == 2


def test_that_somebody_said_so_is_written_down_once(by):
    run_of = night()
    for _ in range(2):
        clock.confirm(by=by, at=QUARTER)
    (said,) = Event.objects.filter(kind=clock.CONFIRMED)
    facts = {"on": "2027-02-21", "before_on": "2026-11-23", "run": run_of.pk, "elsewhere": False}
    assert (said.actor, said.facts) == (by, facts)
    assert events.sentence(said) == "zei dat de datum klopt: 21 februari 2027, na 23 november 2026"


def test_a_clock_that_went_back_is_asked_about_once_and_what_lay_ahead_is_left_alone(by):
    night()
    happens(NOW + 5 * DAY)
    assert clock.doubt(NOW + DAY) == Jump(NOW + 5 * DAY, NOW + DAY, Way.BACK)
    clock.confirm(by=by, at=NOW + DAY)
    assert clock.doubt(NOW + 2 * DAY) is None
    night(NOW + 3 * DAY)
    assert clock.doubt(NOW + 4 * DAY) is None
    assert clock.doubt(NOW + 30 * DAY) == Jump(NOW + 3 * DAY, NOW + 30 * DAY, Way.AHEAD)


def test_a_night_that_ran_under_a_wrong_date_that_was_believed_is_seen_when_it_is_right_again(by):
    night()
    clock.confirm(by=by, at=TWO_YEARS)
    night(TWO_YEARS)
    assert clock.doubt(NOW + DAY) == Jump(TWO_YEARS, NOW + DAY, Way.BACK)
    clock.confirm(by=by, at=NOW + DAY)
    assert clock.doubt(NOW + 2 * DAY) is None


def test_the_clock_of_the_database_counts_when_it_is_another(by, monkeypatch):
    monkeypatch.setattr(clock, "_elsewhere", lambda: NOW)
    assert clock.doubt(NOW + DAY) is None
    assert clock.doubt(NOW + 2 * DAY) == Jump(NOW, NOW + 2 * DAY, Way.ELSEWHERE)
    clock.confirm(by=by, at=NOW + 2 * DAY)
    assert clock.doubt(NOW + 3 * DAY) is None  # who looked knows better, until something else is odd
    assert clock.doubt(NOW + 30 * DAY) == Jump(NOW + 2 * DAY, NOW + 30 * DAY, Way.AHEAD)


def test_another_machines_database_is_asked_and_our_own_is_not(monkeypatch, time_machine):
    assert clock._elsewhere() is None
    if connection.vendor == "postgresql":
        monkeypatch.setitem(connection.settings_dict, "HOST", "db.example")
        assert clock.doubt(NOW.replace(year=2000)).way == Way.ELSEWHERE


def test_those_jobs_wait_and_no_other(monkeypatch):
    """What somebody ordered goes on: printing, queued mail; so do danger, what is reckoned, what a backup lost."""
    asked, every = set(), {name.rpartition(".")[2] for name in app.tasks if name.startswith(tasks.__name__)}
    for name in every:
        monkeypatch.setattr(clock, "doubt", lambda at, name=name: asked.add(name))
        run(name)
    others = {"make_boxes", "print_due", "follow_printer", "send_notices", "propose", "escalate", "replay"}
    assert (asked, every - asked) == (set(JOBS), others)


def test_the_command_erases_nothing_until_it_is_said_that_the_date_is_right(time_machine, capsys):
    night()
    time_machine.move_to(QUARTER, tick=False)
    with pytest.raises(CommandError, match="it is 2027-02-21; the last we know of is 2026-11-23"):
        call_command("retention", "apply")
    assert ErasureRun.objects.count() == 1
    call_command("retention", "plan")
    call_command("retention", "apply", "--date-is-right")
    assert ErasureRun.objects.count() == 2


def test_the_first_page_asks_and_one_act_answers(time_machine):
    night()
    time_machine.move_to(QUARTER, tick=False)
    (need,) = [one for one in worklist.needs(gathering_facts.gather_facts(QUARTER)) if one.route == "clock"]
    assert need.sentence == "Deze computer denkt dat het vandaag 21 februari 2027 is."
    assert need.reason == (
        "Sinds 23 november 2026 is hier niets meer genoteerd. "
        "Tot u het zegt, wordt er niets gewist, begint er geen ronde en gaat er geen herinnering uit."
    )
    client = clients.logged_in(Role.COORDINATOR)
    assert "De datum klopt</button>" in client.get("/datum/").content.decode()
    assert client.post("/datum/")["Location"] == "/"
    assert clock.doubt(QUARTER) is None
    assert client.get("/datum/")["Location"] == "/"


def test_a_clerk_without_coordinator_is_asked_where_her_round_does_not_begin(time_machine):
    """In a town that runs its own installation nobody else would see why."""
    night()
    time_machine.move_to(QUARTER, tick=False)
    client = clients.logged_in(Role.CLERK)
    assert [one["url"] for one in client.get("/rondes/").context["inbox"]] == ["/datum/"]
    assert client.post("/datum/")["Location"] == "/"
    assert client.get("/rondes/").context["inbox"] == []
