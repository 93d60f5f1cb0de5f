"""The agenda of intervision: what to talk about, told so that nobody in the group can tell who another visits (E2)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bezoekdienst.reports import intervision
from bezoekdienst.visiting.models import Signal
from bezoekdienst.visiting.states import SignalKind, SignalState
from tests import factories
from volunteers.models import Gathering

pytestmark = pytest.mark.django_db
NOW = factories.NOW


def gathering(on=datetime(2026, 12, 7, 13, tzinfo=UTC), **given):
    return Gathering.objects.create(**{"kind": "intervision", "starts_at": on, "place": "zaal 1", **given})


def trajectory(started_on, *, kind="long_illness", **given):
    return factories.TrajectoryFactory(started_on=started_on, bereavement__kind=kind, **given)


def signal(kind, at=NOW, state=SignalState.REPORTED):
    resident = factories.ResidentFactory()
    return Signal.objects.create(resident=resident, kind=kind, urgent=False, reported_at=at, state=state)


def many(count=5):
    for number in range(count):
        trajectory(date(2026, 6, 1) + timedelta(days=number))


def test_it_looks_back_to_the_intervision_before_it_and_eight_weeks_ahead():
    gathering(datetime(2026, 10, 26, 13, tzinfo=UTC))
    gathering(datetime(2026, 11, 9, 13, tzinfo=UTC), cancelled_at=NOW)
    gathering(datetime(2026, 11, 16, 13, tzinfo=UTC), kind="theme_day")
    found = intervision.agenda(gathering())
    assert (found.since_on, found.until_on) == (date(2026, 10, 26), date(2027, 2, 1))


def test_the_first_one_looks_back_as_far_as_the_rhythm_is():
    assert intervision.agenda(gathering()).since_on == date(2026, 10, 26)


def test_what_ends_is_told_by_its_month_and_how_long_it_lasted():
    trajectory(date(2026, 4, 20))  # planned until 19 January: 9 months
    trajectory(date(2026, 10, 2))  # until July
    shorter = trajectory(date(2026, 5, 25))
    shorter.planned_end_on = date(2026, 12, 20)
    shorter.save()
    assert intervision.agenda(gathering()).ending == (
        "Een traject dat in december eindigt, na 6 maanden bezoek.",
        "Een traject dat in januari eindigt, na 9 maanden bezoek.",
    )


def test_what_began_since_the_last_time_is_counted_by_month():
    for started_on in ((2026, 10, 26), (2026, 10, 27), (2026, 11, 2), (2026, 11, 30)):
        trajectory(date(*started_on))
    assert intervision.agenda(gathering()).begun == (
        "Een traject begon in oktober.",
        "2 trajecten begonnen in november.",
    )


def test_what_ended_is_counted_without_why():
    for ended_on in (date(2026, 10, 26), date(2026, 10, 27), date(2026, 12, 7)):
        trajectory(date(2026, 6, 1), state="ended", ended_on=ended_on, end_reason="died")
    found = intervision.agenda(gathering())
    assert (found.ended, found.running, found.ending) == (2, 0, ())


def test_what_is_past_its_year_runs_no_more_whether_or_not_the_job_ran():
    trajectory(date(2025, 12, 7))
    trajectory(date(2025, 12, 8))  # its last day is that of the gathering
    assert intervision.agenda(gathering()).running == 1


def test_how_many_are_heavy_is_told_from_five_trajectories_on():
    many(3)
    trajectory(date(2026, 7, 1), kind="suicide")
    assert intervision.agenda(gathering()).heavy is None
    trajectory(date(2026, 7, 2), kind="accident")
    assert intervision.agenda(gathering()).heavy == 2


def test_worries_are_told_by_kind_from_five_trajectories_on_and_the_urgent_ones_under_one_word():
    for kind in (SignalKind.GLOOM, SignalKind.GLOOM, SignalKind.WISH_TO_DIE, SignalKind.SAFETY):
        signal(kind)
    signal(SignalKind.MONEY, at=datetime(2026, 10, 20, tzinfo=UTC), state=SignalState.CLOSED)
    many(4)
    few = intervision.agenda(gathering())
    assert (few.signals, few.kinds, few.open_signals) == (4, None, 4)
    many(1)
    assert intervision.agenda(gathering()).kinds == (("dringend", 2), ("somberheid", 2))


def test_no_name_no_day_and_no_kind_of_loss_stands_in_it():
    gathered = gathering()
    for started_on in ((2026, 4, 20), (2026, 11, 20)):
        one = trajectory(date(*started_on), kind="suicide")
        told = str(intervision.agenda(gathered))
        for word in (one.resident.name, one.resident.first_name, one.volunteer.name, "zelfdoding", "suicide"):
            assert word not in told
    lines = (*intervision.agenda(gathered).ending, *intervision.agenda(gathered).begun)
    assert lines == ("Een traject dat in januari eindigt, na 9 maanden bezoek.", "Een traject begon in november.")


def test_it_takes_as_many_questions_for_five_as_for_one():
    gathered = gathering()
    counts = []
    for count in (1, 4):
        many(count), signal(SignalKind.GLOOM)
        with CaptureQueriesContext(connection) as asked:
            intervision.agenda(gathered)
        counts.append(len(asked))
    assert counts[0] == counts[1]
