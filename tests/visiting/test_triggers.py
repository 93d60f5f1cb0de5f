"""What the database itself refuses, whoever writes (T2 to T5)."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from bezoekdienst.visiting import triggers
from bezoekdienst.visiting.models import Bereavement, Trajectory
from tests import cast, factories

pytestmark = pytest.mark.django_db

D = date.fromisoformat


def change(row, **values):
    """Past every verb: one UPDATE."""
    with transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**values)


def is_refused(row, **values):
    try:
        change(row, **values)
    except IntegrityError:
        return True
    return False


def visited(trajectory, on, **more):
    with transaction.atomic():
        return trajectory.visits.create(id=uuid.uuid4(), on=on, logged_at=factories.NOW, **more)


@pytest.mark.parametrize(
    ("start_on", "last_on", "longest_on"),
    [
        ("2026-09-01", "2027-08-31", "2027-11-30"),
        ("2027-03-01", "2028-02-29", "2028-05-30"),
        ("2028-02-28", "2029-02-27", "2029-05-29"),
        ("2028-02-29", "2029-02-27", "2029-05-29"),
        ("2026-08-31", "2027-08-30", "2027-11-29"),
    ],
)
def test_a_year_has_its_twelve_months_and_an_extension_its_thirteen_weeks_and_no_day_more(
    start_on, last_on, longest_on
):
    loss = factories.BereavementFactory()
    day = timedelta(days=1)
    assert is_refused(loss, year_started_on=D(start_on), limit_on=D(last_on) + day)
    change(loss, year_started_on=D(start_on), limit_on=D(last_on))
    assert is_refused(loss, extended_to_on=D(longest_on) + day)
    change(loss, extended_to_on=D(longest_on))


@pytest.mark.parametrize(
    "values",
    [
        {"year_started_on": D("2026-09-02")},
        {"year_started_on": D("2026-10-01"), "limit_on": D("2027-09-30")},
        {"year_started_on": None, "limit_on": None},
        {"extended_to_on": None},
        {"extended_to_on": D("2027-10-05")},
    ],
)
def test_a_year_that_runs_never_moves_to_later_and_is_extended_once(values):
    loss = factories.BereavementFactory(year_started_on=D("2026-09-01"), extended_to_on=D("2027-10-01"))
    assert is_refused(loss, **values)


@pytest.mark.parametrize(
    "values",
    [
        {"year_started_on": D("2026-09-01")},
        {"limit_on": D("2027-08-31")},
        {"extended_to_on": D("2027-08-31")},
    ],
)
def test_a_year_has_its_first_and_its_last_day_or_neither(values):
    assert is_refused(factories.BereavementFactory(), **values)


def test_a_year_is_not_cut_short_under_a_trajectory():
    trajectory = cast.trajectory()
    assert is_refused(trajectory.bereavement, limit_on=trajectory.hard_stop_on - timedelta(days=1))


def test_a_trajectory_lies_inside_the_year_of_its_own_loss():
    trajectory = cast.trajectory()
    elsewhere = factories.BereavementFactory(year_started_on=D("2026-09-01"))
    of_her_own = factories.BereavementFactory(resident=trajectory.resident)
    assert is_refused(trajectory, hard_stop_on=trajectory.hard_stop_on + timedelta(days=1))
    assert is_refused(trajectory, hard_stop_on=None)
    assert is_refused(trajectory, started_on=D("2026-08-31"))
    assert is_refused(trajectory, bereavement=elsewhere)
    assert is_refused(trajectory, bereavement=of_her_own)


def test_an_acquaintance_within_a_year_has_the_end_of_that_year():
    loss = factories.BereavementFactory(year_started_on=D("2026-09-01"))
    given = {"bereavement": loss, "resident": loss.resident, "meeting": True}
    meeting = factories.TrajectoryFactory(**given)
    assert meeting.hard_stop_on == D("2027-08-31")
    assert is_refused(meeting, hard_stop_on=None)
    assert is_refused(meeting, hard_stop_on=D("2027-09-01"))


def test_no_planned_end_and_no_end_lies_past_the_hard_stop():
    trajectory = cast.trajectory()
    for name in ("planned_end_on", "ended_on"):
        assert is_refused(trajectory, **{name: trajectory.hard_stop_on + timedelta(days=1)})


def test_what_is_open_has_no_end_and_what_ended_has_one():
    trajectory = cast.trajectory()
    assert is_refused(trajectory, ended_on=factories.TODAY)
    assert is_refused(trajectory, state="ended")
    change(trajectory, state="ended", ended_on=factories.TODAY, end_reason="goal_reached")
    assert is_refused(trajectory, state="active")


def test_a_second_open_trajectory_of_one_person_is_refused():
    trajectory = cast.trajectory()
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.TrajectoryFactory(bereavement__resident=trajectory.resident, intake=False)


@pytest.mark.parametrize("on", [date(2026, 8, 31), date(2027, 9, 1)])
def test_no_visit_lies_outside_its_trajectory(on):
    with pytest.raises(IntegrityError):
        visited(cast.trajectory(), on)


def test_no_visit_lies_in_an_acquaintance():
    with pytest.raises(IntegrityError):
        visited(factories.TrajectoryFactory(meeting=True), factories.TODAY)


def test_no_visit_is_moved_past_the_end_and_a_withdrawn_one_does_not_come_back_there():
    trajectory = cast.trajectory()
    visit = visited(trajectory, D("2026-10-01"))
    withdrawn = visited(trajectory, D("2026-10-08"), withdrawn_at=factories.NOW)
    change(trajectory, state="ended", ended_on=D("2026-10-05"), end_reason="moved")
    assert is_refused(visit, on=D("2026-10-06"))
    assert is_refused(withdrawn, withdrawn_at=None)


def test_no_trajectory_is_moved_away_from_under_its_visits():
    trajectory = cast.trajectory()
    visited(trajectory, D("2026-10-01"))
    assert is_refused(trajectory, started_on=D("2026-10-02"))
    assert is_refused(trajectory, state="ended", ended_on=D("2026-09-30"), end_reason="moved")
    change(trajectory, state="ended", ended_on=D("2026-10-01"), end_reason="moved")


def test_the_guards_go_and_come_back():
    trajectory = cast.trajectory()
    triggers.drop(connection)
    change(trajectory, started_on=D("2026-08-31"))
    change(trajectory, started_on=D("2026-09-01"))
    triggers.create(connection)
    triggers.create(connection)
    assert is_refused(trajectory, started_on=D("2026-08-31"))
    assert (Bereavement.objects.count(), Trajectory.objects.count()) == (1, 1)


def test_a_loss_written_down_twice_has_the_year_of_the_earliest_start():
    earlier = factories.BereavementFactory(year_started_on=D("2026-03-01"))
    later = factories.BereavementFactory(resident=earlier.resident, year_started_on=D("2026-09-01"))
    unlived = factories.BereavementFactory(resident=earlier.resident)
    assert is_refused(earlier, same_as=later)
    assert is_refused(later, same_as=unlived)
    assert is_refused(later, same_as=later)
    change(later, same_as=earlier)
    change(unlived, same_as=earlier)
    assert is_refused(unlived, same_as=later)
    assert is_refused(
        earlier, same_as=factories.BereavementFactory(resident=earlier.resident, year_started_on=D("2026-01-01"))
    )
    assert is_refused(later, year_started_on=D("2026-02-01"))


def test_of_two_persons_no_loss_is_the_same():
    assert is_refused(factories.BereavementFactory(), same_as=factories.BereavementFactory())


def test_under_what_was_written_down_twice_nothing_is_open():
    trajectory = factories.TrajectoryFactory()
    earlier = factories.BereavementFactory(resident=trajectory.resident, year_started_on=D("2026-03-01"))
    loss = Bereavement.objects.filter(pk=trajectory.bereavement_id)
    assert is_refused(loss.get(), same_as=earlier)
    change(trajectory, state="ended", ended_on=D("2026-10-01"), end_reason="moved")
    change(loss.get(), same_as=earlier)
    assert is_refused(trajectory, state="active", ended_on=None, end_reason="")
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.TrajectoryFactory(bereavement=loss.get(), meeting=True, intake=False)


def test_nobody_is_visited_after_her_death():
    trajectory = factories.TrajectoryFactory()
    change(trajectory.resident, died_on=D("2026-10-01"))
    assert is_refused(trajectory, planned_end_on=trajectory.planned_end_on)  # still open
    change(trajectory, state="ended", ended_on=D("2026-10-01"), end_reason="died")
    assert is_refused(trajectory, state="active", ended_on=None, end_reason="")
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.TrajectoryFactory(bereavement=trajectory.bereavement, meeting=True, intake=False)


def test_an_acquaintance_that_came_to_nothing_can_be_written_to_when_the_year_began_with_another():
    met = factories.TrajectoryFactory(meeting=True)
    change(met, state="ended", ended_on=D("2026-09-01"), end_reason="no_click")
    change(met.bereavement, year_started_on=D("2026-10-01"), limit_on=D("2027-09-30"))
    change(met, thanks="Dank u.")
    assert is_refused(met, state="acquaintance", ended_on=None, end_reason="")  # open, it would have no stop
    assert is_refused(met, started_on=D("2026-10-01"))
