from datetime import UTC, date, datetime

import pytest

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from bezoekdienst.notices import post
from bezoekdienst.notices.models import Message
from bezoekdienst.visiting import evaluations, intakes, trajectories
from bezoekdienst.visiting.models import Exclusion
from bezoekdienst.visiting.states import EndReason, IntakeState, TrajectoryState
from tests import cast, factories
from volunteers import roster

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


def reasons(refusal):
    return [(reason.rule, reason.text) for reason in refusal.value.reasons]


def at(day: str) -> datetime:
    return noon(date.fromisoformat(day))


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


@pytest.mark.parametrize("runs_on", [date(2027, 9, 1), date(2027, 9, 2), date(2029, 1, 1)])
def test_the_nightly_job_closes_on_the_hard_stop_whenever_it_runs(runs_on):
    trajectory = factories.TrajectoryFactory()
    assert trajectories.close_outlived(on=date(2027, 8, 31), at=noon(date(2027, 8, 31))) == 0
    assert trajectories.close_outlived(on=runs_on, at=noon(runs_on)) == 1
    assert trajectories.close_outlived(on=runs_on, at=noon(runs_on)) == 0
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
    assert reasons(refusal) == [("T4", "Er is al verlengd, tot en met 26 oktober 2027.")]


def test_a_volunteer_does_not_extend(by):
    trajectory = cast.trajectory()
    with pytest.raises(Refused) as refusal:
        trajectories.extend(
            trajectory, to_on=date(2027, 9, 30), reason="x", by=trajectory.volunteer.user, at=factories.NOW
        )
    assert reasons(refusal) == [("T4", "Alleen de coördinator kan een traject verlengen.")]


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
    assert event.facts == {"reason": "doel bereikt", "on": "2026-11-23"}
