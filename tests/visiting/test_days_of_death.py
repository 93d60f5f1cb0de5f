"""The day of a death is put right: the visits end by the right day (T8)."""

import uuid
from datetime import date

import pytest

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting import (
    deaths,
    visits,
)
from bezoekdienst.visiting.models import Trajectory
from tests import cast, factories
from tests.factories import NOW, TODAY
from tests.refusals import texts
from tests.visiting.mistakes import days, die, kept

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("on", "ended_on"),
    [
        (TODAY - days(3), TODAY - days(3)),
        (date(2026, 10, 1), date(2026, 10, 20)),  # not before the last visit
    ],
)
def test_another_day_of_death_ends_the_visits_on_that_day(by, on, ended_on):
    running = cast.trajectory()
    content = {"kind": "at_home", "minutes": 60, "mood": "well", "note": "", "kilometres": None, "next_on": None}
    visits.log(uuid.uuid4(), trajectory=running, on=date(2026, 10, 20), **content, by=by, at=NOW)
    die(running.resident, by)
    deaths.correct(running.resident, died_on=on, by=by, at=NOW)
    assert running.resident.died_on == on
    assert kept(Trajectory, running.pk, "ended_on", "end_reason") == (ended_on, "died")
    assert Event.objects.get(kind="resident.death_corrected").facts == {"on": on.isoformat()}


def test_a_later_day_than_the_year_lasted_makes_it_the_end_of_the_year(by):
    running = factories.TrajectoryFactory(started_on=date(2025, 12, 1))
    at = NOW + days(20)
    die(running.resident, by, on=date(2026, 11, 29), at=at)
    deaths.correct(running.resident, died_on=date(2026, 12, 5), by=by, at=at)
    assert kept(Trajectory, running.pk, "ended_on", "end_reason") == (date(2026, 11, 30), "year_reached")
    deaths.correct(running.resident, died_on=date(2026, 11, 28), by=by, at=at)
    assert kept(Trajectory, running.pk, "ended_on", "end_reason") == (date(2026, 11, 28), "died")


@pytest.mark.parametrize(
    ("on", "text"),
    [
        (TODAY, "Die dag staat er al."),
        (TODAY + days(1), "De dag van overlijden ligt in de toekomst. Kies vandaag of eerder."),
        (date(2024, 12, 31), "Die dag ligt voor de aanmelding op 1 januari 2025."),
    ],
)
def test_an_impossible_day_corrects_nothing(by, on, text):
    gone = factories.ResidentFactory(died_on=TODAY)
    with pytest.raises(Refused) as refusal:
        deaths.correct(gone, died_on=on, by=by, at=NOW)
    assert (texts(refusal), type(gone).objects.get().died_on) == ([text], TODAY)
