"""The end of a trajectory: on its last day, for a reason, by death; and undone when it was a mistake (T5, T8)."""

from datetime import date

import pytest

from bezoekdienst.lib.errors import Refused
from bezoekdienst.notices import post
from bezoekdienst.notices.models import Message
from bezoekdienst.visiting import evaluations, intakes, trajectories
from bezoekdienst.visiting.models import Exclusion
from bezoekdienst.visiting.states import EndReason, IntakeState, TrajectoryState
from tests import factories
from tests.refusals import reasons
from tests.visiting.days import at
from volunteers import roster

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("runs_on", [date(2027, 9, 1), date(2027, 9, 2), date(2029, 1, 1)])
def test_the_nightly_job_closes_on_the_hard_stop_whenever_it_runs(runs_on):
    trajectory = factories.TrajectoryFactory()
    assert trajectories.close_outlived(on=date(2027, 8, 31), at=at("2027-08-31")) == 0
    assert trajectories.close_outlived(on=runs_on, at=at(runs_on.isoformat())) == 1
    assert trajectories.close_outlived(on=runs_on, at=at(runs_on.isoformat())) == 0
    trajectory.refresh_from_db()
    assert (trajectory.state, trajectory.end_reason) == ("ended", "year_reached")
    assert trajectory.ended_on == date(2027, 8, 31)
    assert trajectory.bereavement.intake.state == IntakeState.MATCHED


def test_past_the_hard_stop_nothing_is_possible_even_before_the_nightly_job(by):
    trajectory = factories.TrajectoryFactory()
    over = at("2027-09-01")
    acts = [
        lambda: trajectories.replan(trajectory, to_on=date(2027, 9, 2), reason="x", by=by, at=over),
        lambda: trajectories.extend(trajectory, to_on=date(2027, 9, 30), reason="x", by=by, at=over),
        lambda: trajectories.pause(trajectory, since_on=date(2027, 8, 1), by=by, at=over),
        lambda: trajectories.close(trajectory, reason="goal_reached", on=date(2027, 8, 1), by=by, at=over),
    ]
    for act in acts:
        with pytest.raises(Refused) as refusal:
            act()
        assert reasons(refusal) == [("T5", "Het jaar is om. Het traject eindigde vanzelf op 31 augustus 2027.")]


def test_with_the_job_off_for_weeks_another_loss_can_still_be_visited(by):
    over = factories.TrajectoryFactory()
    late = at("2027-09-20")
    waiting = factories.IntakeFactory(bereavement__resident=over.resident, waiting=True)
    trajectories.start(waiting, over.volunteer, by=by, at=late)
    over.refresh_from_db()
    assert (over.ended_on, over.end_reason) == (date(2027, 8, 31), EndReason.YEAR_REACHED)
    assert trajectories.close_outlived(on=date(2027, 9, 20), at=late) == 0


def test_an_end_before_a_visit_that_took_place_is_refused_and_a_withdrawn_one_does_not_count(by):
    trajectory = factories.TrajectoryFactory()
    visit = trajectory.visits.create(on=date(2026, 11, 18), logged_at=factories.NOW, logged_by=by)
    with pytest.raises(Refused) as refusal:
        trajectories.close(trajectory, reason="moved", on=date(2026, 11, 17), by=by, at=factories.NOW)
    assert reasons(refusal) == [("T5", "Er is nog een bezoek op 18 november 2026. Kies die dag of later.")]
    visit.withdrawn_at = factories.NOW
    visit.save()
    trajectories.close(trajectory, reason="moved", on=date(2026, 11, 17), by=by, at=factories.NOW)
    visit.note = "later nog te wissen"
    visit.save()


def test_death_ends_everything_at_once(by):
    trajectory = factories.TrajectoryFactory()
    other = factories.IntakeFactory(bereavement__resident=trajectory.resident)
    post.queue(f"trajectory:{trajectory.pk}:ends:x", "ends", by, factories.NOW, weeks=4)
    trajectories.close(trajectory, reason="died", on=date(2026, 11, 21), by=by, at=factories.NOW)
    trajectory.resident.refresh_from_db()
    other.refresh_from_db()
    assert trajectory.resident.died_on == date(2026, 11, 21)
    assert (trajectory.state, trajectory.end_reason, trajectory.ended_on) == ("ended", "died", date(2026, 11, 21))
    assert (other.state, trajectory.bereavement.intake.state) == ("died", "died")
    assert not Message.objects.exists()
    with pytest.raises(Refused) as refusal:
        evaluations.send(trajectory, by=by, at=factories.NOW)
    assert reasons(refusal) == [("E1", "Na een overlijden sturen wij geen evaluatie.")]


def test_a_death_heard_of_after_a_logged_visit_leaves_no_visit_past_the_end(by):
    trajectory = factories.TrajectoryFactory()
    trajectory.visits.create(on=date(2026, 11, 20), kind="nobody_home", logged_at=factories.NOW)
    trajectories.close(trajectory, reason="died", on=date(2026, 11, 10), by=by, at=factories.NOW)
    trajectory.resident.refresh_from_db()
    assert (trajectory.resident.died_on, trajectory.ended_on) == (date(2026, 11, 10), date(2026, 11, 20))


def test_an_intake_stopped_by_death_ends_the_trajectory_too(by):
    trajectory = factories.TrajectoryFactory()
    intake = trajectory.bereavement.intake
    intakes.stop(intake, state="died", died_on=date(2026, 11, 1), by=by, at=factories.NOW)
    trajectory.refresh_from_db()
    assert (intake.state, trajectory.end_reason, trajectory.ended_on) == ("died", "died", date(2026, 11, 1))


def test_a_mistaken_close_is_undone_within_fourteen_days(by):
    trajectory = factories.TrajectoryFactory()
    trajectories.close(trajectory, reason="stopped_by_volunteer", on=date(2026, 11, 10), by=by, at=factories.NOW)
    trajectories.reopen(trajectory, by=by, at=at("2026-11-24"))
    trajectory.refresh_from_db()
    assert (trajectory.state, trajectory.ended_on, trajectory.end_reason) == (TrajectoryState.ACTIVE, None, "")
    assert trajectory.bereavement.intake.state == IntakeState.MATCHED
    assert not Exclusion.objects.exists()
    trajectories.close(trajectory, reason="goal_reached", on=date(2026, 11, 24), by=by, at=at("2026-11-24"))
    with pytest.raises(Refused) as refusal:
        trajectories.reopen(trajectory, by=by, at=at("2026-12-09"))
    assert reasons(refusal) == [("T5", "Heropenen kon tot en met 8 december 2026.")]


def test_nothing_is_reopened_past_the_hard_stop_or_for_a_volunteer_without_a_place(by):
    trajectory = factories.TrajectoryFactory(volunteer__capacity=1)
    trajectories.close(trajectory, reason="goal_reached", on=date(2027, 8, 28), by=by, at=at("2027-08-28"))
    factories.TrajectoryFactory(volunteer=trajectory.volunteer, started_on=date(2027, 8, 29))
    with pytest.raises(Refused) as refusal:
        trajectories.reopen(trajectory, by=by, at=at("2027-09-01"))
    assert reasons(refusal) == [
        ("T5", "Heropenen kon tot en met 31 augustus 2027."),
        ("V3", "De vrijwilliger heeft geen plaats meer."),
    ]


def test_nothing_is_reopened_for_a_volunteer_who_left(by):
    trajectory = factories.TrajectoryFactory(volunteer__first_name="Mia")
    trajectories.close(trajectory, reason="goal_reached", on=factories.TODAY, by=by, at=factories.NOW)
    roster.leave(trajectory.volunteer, on=factories.TODAY, by=by, at=factories.NOW)
    with pytest.raises(Refused) as refusal:
        trajectories.reopen(trajectory, by=by, at=factories.NOW)
    assert reasons(refusal) == [("V1", "Mia is intussen “gestopt”.")]


def test_nothing_is_reopened_beside_another_heavy_loss(by):
    trajectory = factories.TrajectoryFactory(bereavement__kind="suicide")
    trajectories.close(trajectory, reason="goal_reached", on=factories.TODAY, by=by, at=factories.NOW)
    other = factories.TrajectoryFactory(volunteer=trajectory.volunteer, bereavement__kind="accident")
    with pytest.raises(Refused) as refusal:
        trajectories.reopen(trajectory, by=by, at=factories.NOW)
    text = "De vrijwilliger bezoekt intussen iemand anders na een ongeluk of zelfdoding."
    assert reasons(refusal) == [("V4", text)]
    trajectories.close(other, reason="goal_reached", on=factories.TODAY, by=by, at=factories.NOW)
    trajectories.reopen(trajectory, by=by, at=factories.NOW)
    assert trajectory.state == TrajectoryState.ACTIVE


@pytest.mark.parametrize(
    ("meeting", "reason", "text"),
    [
        (True, EndReason.GOAL_REACHED, "“doel bereikt” kan pas als het traject loopt."),
        (False, EndReason.NO_CLICK, "“geen klik” hoort bij de kennismaking. Kies een andere reden."),
        (False, EndReason.YEAR_REACHED, "Het jaar is nog niet om. Kies een andere reden."),
    ],
)
def test_an_end_reason_must_fit(by, meeting, reason, text):
    trajectory = factories.TrajectoryFactory(meeting=meeting)
    with pytest.raises(Refused) as refusal:
        trajectories.close(trajectory, reason=reason, on=factories.TODAY, by=by, at=factories.NOW)
    assert reasons(refusal) == [("T8", text)]
