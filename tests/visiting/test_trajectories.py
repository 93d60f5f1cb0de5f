"""The verbs of a trajectory: from acquaintance to goodbye, in one year; how it ends is in test_closing (T1 to T9)."""

from datetime import date

import pytest

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting import intakes, trajectories
from bezoekdienst.visiting.models import Exclusion
from bezoekdienst.visiting.states import IntakeState
from tests import cast, factories
from tests.refusals import reasons
from tests.visiting.days import at

pytestmark = pytest.mark.django_db


def test_the_whole_way_from_sign_up_to_an_active_trajectory(by):
    intake = intakes.open(name="Bezoeker Verzonnen", phone="026-0000000", source="letter", by=by, at=at("2026-01-05"))
    intakes.plan(intake, for_at=at("2026-01-12"), by=by, at=at("2026-01-06"))
    intakes.complete(
        intake,
        visited_on=date(2026, 1, 12),
        answers={"loss": "dementia", "interests": ["tuin"]},
        consents={"visits": date(2026, 1, 12)},
        outcome="suitable",
        by=by,
        at=at("2026-01-12"),
    )
    assert (intake.state, intake.waiting_since, intake.consents) == (
        "suitable",
        date(2026, 1, 12),
        {"visits": "2026-01-12"},
    )
    assert intake.bereavement.kind == "dementia"
    trajectory = trajectories.start(intake, factories.VolunteerFactory(), by=by, at=at("2026-02-01"))
    assert (trajectory.state, intake.state) == ("acquaintance", "matched")
    trajectories.meet(
        trajectory,
        meeting_on=date(2026, 2, 28),
        resident_agreed=True,
        volunteer_agreed=True,
        by=by,
        at=at("2026-03-01"),
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


def test_another_volunteer_goes_on_in_the_same_year(by):
    first = factories.TrajectoryFactory()
    trajectories.close(first, reason="stopped_by_volunteer", on=date(2026, 11, 20), by=by, at=factories.NOW)
    intake = first.bereavement.intake
    assert intake.state == IntakeState.SUITABLE
    second = trajectories.start(intake, factories.VolunteerFactory(), by=by, at=factories.NOW)
    assert second.hard_stop_on == date(2027, 8, 31)
    trajectories.meet(
        second,
        meeting_on=date(2026, 12, 1),
        resident_agreed=True,
        volunteer_agreed=True,
        by=by,
        at=at("2026-12-01"),
    )
    assert (second.started_on, second.hard_stop_on) == (date(2026, 12, 1), date(2027, 8, 31))
    assert second.planned_end_on == date(2027, 5, 31)


def test_nobody_starts_when_the_year_is_used_up(by):
    first = factories.TrajectoryFactory(started_on=date(2025, 11, 1))
    trajectories.close_outlived(on=factories.TODAY, at=factories.NOW)
    intake = first.bereavement.intake
    intake.state = IntakeState.SUITABLE
    intake.save()
    with pytest.raises(Refused) as refusal:
        trajectories.start(intake, factories.VolunteerFactory(), by=by, at=factories.NOW)
    assert reasons(refusal) == [("T2", "Het jaar is om. De laatste dag was 31 oktober 2026.")]


def test_nobody_gets_a_second_trajectory_beside_the_first(by):
    first = factories.TrajectoryFactory()
    other = factories.IntakeFactory(waiting=True, bereavement__resident=first.resident)
    with pytest.raises(Refused) as refusal:
        trajectories.start(other, factories.VolunteerFactory(), by=by, at=factories.NOW)
    assert reasons(refusal) == [("T9", "Deze bezoeker heeft al een traject. Rond dat eerst af.")]


def test_one_extension_with_a_reason_and_at_most_eight_weeks(by):
    trajectory = factories.TrajectoryFactory()
    with pytest.raises(Refused) as refusal:
        trajectories.extend(trajectory, to_on=date(2027, 10, 27), reason=" ", by=by, at=factories.NOW)
    assert reasons(refusal) == [
        ("T4", "Schrijf erbij waarom."),
        ("T4", "Verlengen kan uiterlijk tot en met 26 oktober 2027."),
    ]
    trajectories.extend(trajectory, to_on=date(2027, 10, 26), reason="verhuizing", by=by, at=factories.NOW)
    trajectory.refresh_from_db()
    assert trajectory.hard_stop_on == trajectory.planned_end_on == date(2027, 10, 26)
    assert trajectory.bereavement.limit_on == date(2027, 8, 31)
    with pytest.raises(Refused) as refusal:
        trajectories.extend(trajectory, to_on=date(2027, 10, 26), reason="nog eens", by=by, at=factories.NOW)
    assert reasons(refusal) == [("T4", "Er is al verlengd, tot en met 26 oktober 2027. Nog een keer kan niet.")]


def test_a_volunteer_does_not_extend(by):
    trajectory = cast.trajectory()
    with pytest.raises(Refused) as refusal:
        trajectories.extend(
            trajectory, to_on=date(2027, 9, 30), reason="x", by=trajectory.volunteer.user, at=factories.NOW
        )
    assert reasons(refusal) == [("T4", "Alleen de coördinator kan een traject verlengen.")]


def test_an_appointment_may_lie_ahead_and_an_answer_may_not(by):
    trajectory = factories.TrajectoryFactory(meeting=True)
    ahead = {"meeting_on": date(2026, 12, 1), "by": by, "at": factories.NOW}
    trajectories.meet(trajectory, resident_agreed=None, volunteer_agreed=None, **ahead)
    assert (trajectory.state, trajectory.meeting_on) == ("acquaintance", date(2026, 12, 1))
    with pytest.raises(Refused) as refusal:
        trajectories.meet(trajectory, resident_agreed=True, volunteer_agreed=True, **ahead)
    assert reasons(refusal) == [("T1", "De kennismaking ligt in de toekomst. Vul het antwoord daarna in.")]


def test_one_yes_is_not_yet_a_match(by):
    trajectory = factories.TrajectoryFactory(meeting=True)
    given = {"meeting_on": date(2026, 11, 20), "by": by, "at": factories.NOW}
    trajectories.meet(trajectory, resident_agreed=True, volunteer_agreed=None, **given)
    assert (trajectory.state, trajectory.started_on) == ("acquaintance", None)
    trajectories.meet(trajectory, resident_agreed=True, volunteer_agreed=True, **given)
    assert (trajectory.state, trajectory.started_on) == ("active", date(2026, 11, 20))


def test_a_pause_does_not_move_the_year(by):
    trajectory = factories.TrajectoryFactory()
    trajectories.pause(trajectory, since_on=date(2026, 11, 1), by=by, at=factories.NOW)
    with pytest.raises(Refused):
        trajectories.pause(trajectory, since_on=date(2026, 11, 2), by=by, at=factories.NOW)
    trajectories.resume(trajectory, by=by, at=at("2027-02-01"))
    trajectory.refresh_from_db()
    assert (trajectory.paused_since_on, trajectory.hard_stop_on) == (None, date(2027, 8, 31))


def test_the_plan_moves_inside_the_year_with_a_reason(by):
    trajectory = factories.TrajectoryFactory()
    with pytest.raises(Refused) as refusal:
        trajectories.replan(trajectory, to_on=date(2027, 9, 1), reason="", by=by, at=factories.NOW)
    assert [rule for rule, _ in reasons(refusal)] == ["T3", "T3"]
    trajectories.replan(trajectory, to_on=date(2027, 8, 31), reason="gaat goed", by=by, at=factories.NOW)
    trajectory.refresh_from_db()
    assert (trajectory.planned_end_on, trajectory.plan_reason) == (date(2027, 8, 31), "gaat goed")


def test_every_act_is_in_the_log_and_names_nobody(by):
    trajectory = factories.TrajectoryFactory()
    given = {"reason": "goal_reached", "on": factories.TODAY, "note": "Zij gaat weer naar het koor."}
    trajectories.close(trajectory, **given, by=by, at=factories.NOW)
    event = Event.objects.get()
    assert (event.kind, event.about, event.actor) == ("trajectory.closed", trajectory.resident.pseudonym, by)
    assert event.facts == {"on": "2026-11-23"}
