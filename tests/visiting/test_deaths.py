"""A death noted wrongly: another day, or the wrong person. What can be put back is, the rest is said (T8, T5)."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from bezoekdienst.notices.models import Message
from bezoekdienst.visiting import (
    alerts,
    bereavements,
    deaths,
    evaluations,
    home_visits,
    intakes,
    referrals,
    trajectories,
    visits,
)
from bezoekdienst.visiting.models import Intake, Trajectory
from bezoekdienst.visiting.states import INTAKE_BEFORE_DEATH, INTAKE_TRANSITIONS
from tests import cast, factories
from tests.factories import NOW, TODAY
from tests.refusals import texts
from tests.visiting import merged
from tests.visiting.mistakes import ENDED, days, die, kept

pytestmark = pytest.mark.django_db

CALL = "Bel Vera. Op de telefoon stond dat de bezoeker was overleden."


def take_back(resident, by, at=NOW):
    return [said.text for said in deaths.take_back(resident, by=by, at=at)]


@pytest.mark.parametrize("state", sorted(INTAKE_BEFORE_DEATH))
def test_an_intake_goes_back_to_where_it_stood(by, state):
    intake = factories.IntakeFactory(state=state, waiting_since=TODAY)
    die(intake.resident, by)
    word = intake.get_state_display()
    assert kept(Intake, intake.pk, "state", "ended_from", "ended_on") == ("died", state, TODAY)
    assert take_back(intake.resident, by) == [f"De aanmelding staat weer op “{word}”."]
    assert kept(Intake, intake.pk, "state", "ended_from", "ended_on") == (state, "", None)
    assert Event.objects.get(kind="intake.restored").facts == {"state": word}


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({}, "signed_up"),
        ({"visited_on": TODAY}, "visited"),
        ({"visited_on": TODAY, "waiting_since": TODAY}, "suitable"),
    ],
)
def test_of_an_intake_from_before_it_was_kept_the_place_is_read_from_its_days(by, given, state):
    intake = factories.IntakeFactory(state="died", bereavement__resident__died_on=TODAY, **given)
    take_back(intake.resident, by)
    assert kept(Intake, intake.pk, "state") == (state,)


def test_an_intake_that_was_closed_before_stays_closed(by):
    intake = factories.IntakeFactory(state="withdrawn", ended_on=TODAY)
    die(intake.resident, by)
    assert take_back(intake.resident, by) == []
    assert kept(Intake, intake.pk, "state") == ("withdrawn",)


def test_a_trajectory_goes_on_within_the_same_year(by):
    running = cast.trajectory()
    stop_on, planned_on = running.hard_stop_on, running.planned_end_on
    die(running.resident, by)
    assert take_back(running.resident, by, at=NOW + days(14)) == [
        "De aanmelding staat weer op “gekoppeld”.",
        "Het traject met Vera loopt weer.",
        CALL,
    ]
    names = ("state", "ended_on", "end_reason", "hard_stop_on", "planned_end_on")
    assert kept(Trajectory, running.pk, *names) == ("active", None, "", stop_on, planned_on)
    running.resident.refresh_from_db()
    assert running.resident.died_on is None


def test_after_fourteen_days_she_waits_again_within_the_same_year(by):
    running = cast.trajectory()
    die(running.resident, by)
    said = take_back(running.resident, by, at=NOW + days(15))
    assert said == [
        "De aanmelding staat weer op “gekoppeld”.",
        "Het traject met Vera gaat niet verder. Heropenen kon tot en met 7 december 2026.",
        "De bezoeker wacht weer op een vrijwilliger, binnen hetzelfde jaar.",
        CALL,
    ]
    names = ("state", "ended_on", "end_reason", "end_note")
    ended = ("ended", TODAY, "stopped_by_volunteer", "Het overlijden was bij vergissing genoteerd.")
    assert kept(Trajectory, running.pk, *names) == ended
    assert kept(Intake, running.bereavement.intake.pk, "state") == ("suitable",)
    assert running.resident.exclusions.count() == 0


def test_a_volunteer_who_visits_others_meanwhile_is_not_taken_away(by):
    running = cast.trajectory()
    die(running.resident, by)
    for _ in range(2):
        factories.TrajectoryFactory(volunteer=running.volunteer)
    said = take_back(running.resident, by)
    assert "Het traject met Vera gaat niet verder. De vrijwilliger heeft geen plaats meer." in said
    assert kept(Intake, running.bereavement.intake.pk, "state") == ("suitable",)


def test_a_year_that_ran_out_meanwhile_stays_over(by):
    running = factories.TrajectoryFactory(volunteer=cast.volunteer(), started_on=date(2025, 12, 1))
    die(running.resident, by)
    said = take_back(running.resident, by, at=NOW + days(10))
    assert said == [
        "De aanmelding staat weer op “gekoppeld”.",
        "Het traject met Vera gaat niet verder. Heropenen kon tot en met 30 november 2026.",
        CALL,
    ]
    assert kept(Trajectory, running.pk, "end_reason", "ended_on") == ("year_reached", date(2026, 11, 30))
    assert kept(Intake, running.bereavement.intake.pk, "state") == ("matched",)


def test_an_acquaintance_waits_again_and_the_same_two_may_be_matched(by):
    meeting = factories.TrajectoryFactory(volunteer=cast.volunteer(), meeting=True)
    die(meeting.resident, by)
    take_back(meeting.resident, by)
    assert kept(Trajectory, meeting.pk, "state", "end_reason") == ("ended", "stopped_by_volunteer")
    assert kept(Intake, meeting.bereavement.intake.pk, "state") == ("suitable",)
    assert meeting.resident.exclusions.count() == 0


def test_a_pause_of_then_is_over_and_said(by):
    running = cast.trajectory()
    trajectories.pause(running, since_on=TODAY - days(7), by=by, at=NOW)
    die(running.resident, by)
    assert "Er was een pauze. Noteer die opnieuw als dat nodig is." in take_back(running.resident, by)


def test_an_evaluation_that_went_out_can_be_answered_again(by):
    running = cast.trajectory()
    trajectories.close(running, reason="goal_reached", on=TODAY, by=by, at=NOW)
    sent = evaluations.send(running, by=by, at=NOW)
    die(running.resident, by)
    assert list(evaluations.awaited(TODAY)) == []
    assert "De evaluatie van 23 november 2026 kan weer worden ingevuld." in take_back(running.resident, by)
    assert list(evaluations.awaited(TODAY)) == [sent]
    assert kept(Trajectory, running.pk, "end_reason") == ("goal_reached",)


def test_an_appointment_is_to_be_looked_at_and_a_mail_that_never_went_confirms_nothing(by):
    intake = factories.IntakeFactory(bereavement__resident__email="bezoeker@voorbeeld.example")
    intakes.plan(intake, for_at=datetime(2026, 11, 30, 13, tzinfo=UTC), by=by, at=NOW)
    home_visits.confirm(intake, way="mail", by=by, at=NOW)
    die(intake.resident, by)
    assert not Message.objects.exists()
    said = take_back(intake.resident, by)
    assert said[1:] == ["Kijk na of de afspraak van 30 november 2026, 14.00 uur nog doorgaat."]
    assert kept(Intake, intake.pk, "state", "confirmed_way", "confirmed_at") == ("planned", "", None)


def test_of_two_entries_that_were_merged_one_sign_up_runs_again_and_the_other_stays_closed(by):
    gone, lives = factories.IntakeFactory(), factories.IntakeFactory(waiting=True)
    die(gone.resident, by)
    stays = merged.merge(gone.resident, lives.resident)
    assert [kept(Intake, one.pk, "state") for one in (gone, lives)] == [("died",)] * 2
    assert take_back(stays, by) == [
        "De aanmelding staat weer op “wacht op een vrijwilliger”.",
        "De aanmelding van 20 oktober 2026 blijft gesloten: er loopt al een andere.",
    ]
    assert [kept(Intake, one.pk, "state") for one in (gone, lives)] == [("withdrawn",), ("suitable",)]


def test_who_ran_when_entries_were_merged_goes_on_and_nobody_waits_beside_it(by):
    earlier = factories.TrajectoryFactory(started_on=TODAY - days(100), volunteer=cast.volunteer())
    die(earlier.resident, by, on=TODAY - days(5), at=NOW - days(5))
    running = factories.TrajectoryFactory(started_on=TODAY - days(60), matched_on=TODAY - days(60))
    stays = merged.merge(earlier.resident, running.resident)
    take_back(stays, by)
    assert [kept(Trajectory, one.pk, "state") for one in (earlier, running)] == [("ended",), ("active",)]
    assert set(stays.intakes.values_list("state", flat=True)) == {"matched"}


def test_who_waits_again_after_a_merger_waits_in_the_year_of_the_earliest(by):
    first = factories.TrajectoryFactory(started_on=TODAY - days(200), **ENDED)
    second = factories.TrajectoryFactory(started_on=TODAY - days(60))
    die(second.resident, by)
    stays = merged.merge(first.resident, second.resident)
    take_back(stays, by)
    waits = stays.intakes.get(state="suitable")
    assert (waits.bereavement_id, waits.pk) == (first.bereavement_id, second.bereavement.intake.pk)


def test_nothing_is_mailed_by_taking_it_back(by):
    running = cast.trajectory()
    die(running.resident, by)
    take_back(running.resident, by)
    assert not Message.objects.exists()


def test_danger_that_nobody_saw_alarms_again(by):
    running = cast.trajectory()
    signal = {"resident": running.resident, "trajectory": running, "kind": "safety", "note": ""}
    referrals.report(uuid.uuid4(), **signal, by=running.volunteer.user, at=NOW)
    die(running.resident, by)
    take_back(running.resident, by)
    alerts.escalate(at=NOW + timedelta(minutes=10))
    assert [message.user for message in Message.objects.all()] == [by]


def test_looking_ahead_says_the_same_and_does_nothing(by):
    running = cast.trajectory()
    die(running.resident, by)
    before = Event.objects.count()
    ahead = deaths.foresee(running.resident, by=by, at=NOW)
    assert (Event.objects.count(), running.resident.trajectories.get().state) == (before, "ended")
    assert ahead == deaths.take_back(running.resident, by=by, at=NOW)


def test_where_no_death_was_noted_there_is_nothing_to_put_right(by):
    living = factories.ResidentFactory()
    for act in (
        lambda: deaths.take_back(living, by=by, at=NOW),
        lambda: deaths.correct(living, died_on=TODAY, by=by, at=NOW),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert texts(refusal) == ["Er is geen overlijden genoteerd. Er is niets veranderd."]


def test_everything_can_be_done_again_with_her_afterwards(by):
    running = cast.trajectory()
    die(running.resident, by)
    take_back(running.resident, by)
    trajectory = running.resident.trajectories.get()
    content = {"kind": "at_home", "minutes": 60, "mood": "well", "note": "", "kilometres": None, "next_on": None}
    visits.log(uuid.uuid4(), trajectory=trajectory, on=TODAY, **content, by=by, at=NOW)
    bereavements.open(running.resident, about_when="nu", by=by, at=NOW)
    die(running.resident, by)
    assert {one.state for one in running.resident.intakes.all()} == {"died"}


def test_no_other_verb_leads_out_of_a_death():
    assert INTAKE_TRANSITIONS["died"] == frozenset()
