from datetime import UTC, date, datetime

import pytest

from bezoekdienst.visiting import intakes, trajectories
from bezoekdienst.visiting.models import Exclusion
from tests import factories

pytestmark = pytest.mark.django_db


def noon(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 12, 0, tzinfo=UTC)


@pytest.fixture
def by():
    return factories.coordinator()


def test_the_whole_way_from_sign_up_to_an_active_trajectory(by):
    intake = intakes.open(
        name="Bezoeker Verzonnen", phone="026-0000000", source="letter", by=by, at=noon(date(2026, 1, 5))
    )
    intakes.plan(intake, for_at=noon(date(2026, 1, 12)), by=by, at=noon(date(2026, 1, 6)))
    intakes.complete(
        intake,
        visited_on=date(2026, 1, 12),
        answers={"loss": "dementia", "interests": ["tuin"]},
        consents={"visits": date(2026, 1, 12)},
        outcome="suitable",
        by=by,
        at=noon(date(2026, 1, 12)),
    )
    assert (intake.state, intake.waiting_since, intake.consents) == (
        "suitable",
        date(2026, 1, 12),
        {"visits": "2026-01-12"},
    )
    assert intake.bereavement.kind == "dementia"
    trajectory = trajectories.start(intake, factories.VolunteerFactory(), by=by, at=noon(date(2026, 2, 1)))
    assert (trajectory.state, intake.state) == ("acquaintance", "matched")
    trajectories.meet(
        trajectory,
        meeting_on=date(2026, 2, 28),
        resident_agreed=True,
        volunteer_agreed=True,
        by=by,
        at=noon(date(2026, 3, 1)),
    )
    trajectory.refresh_from_db()
    assert trajectory.state == "active"
    assert trajectory.started_on == date(2026, 2, 28)
    assert trajectory.planned_end_on == date(2026, 11, 27)
    assert trajectory.hard_stop_on == trajectory.bereavement.limit_on == date(2027, 2, 27)


def test_a_no_ends_it_without_blame_and_she_keeps_her_place_in_the_queue(by):
    trajectory = factories.TrajectoryFactory(meeting=True, intake__waiting_since=date(2026, 10, 1))
    trajectories.meet(
        trajectory, meeting_on=date(2026, 11, 20), resident_agreed=True, volunteer_agreed=False, by=by, at=factories.NOW
    )
    intake = trajectory.bereavement.intake
    assert (trajectory.state, trajectory.end_reason, trajectory.ended_on) == ("ended", "no_click", date(2026, 11, 20))
    assert (intake.state, intake.waiting_since) == ("suitable", date(2026, 10, 1))
    assert list(Exclusion.objects.values_list("volunteer", "why")) == [(trajectory.volunteer_id, "no_click")]
    assert trajectory.bereavement.year_started_on is None
