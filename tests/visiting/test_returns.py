"""Somebody comes back to a sign-up that was over (I1, T2)."""

from datetime import date, timedelta

import pytest

from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting import counted, intakes, returns, trajectories
from bezoekdienst.visiting.models import Intake
from bezoekdienst.visiting.states import EndReason, IntakeState
from tests import factories
from tests.refusals import reasons

pytestmark = pytest.mark.django_db

LATER = factories.NOW + timedelta(days=60)  # a close can't be taken back any more (T5)


def stopped(by):
    """Her visits began on 1 September 2026 and stopped in November, as she wished."""
    one = factories.TrajectoryFactory()
    trajectories.close(one, reason=EndReason.STOPPED_BY_RESIDENT, on=factories.TODAY, by=by, at=factories.NOW)
    return one


def intake_of(trajectory) -> Intake:
    return Intake.objects.get(bereavement=trajectory.bereavement)


def test_who_got_other_help_and_was_not_helped_comes_back(by):
    intake = factories.IntakeFactory(state=IntakeState.VISITED)
    given = {"visited_on": factories.TODAY, "answers": {"ground": "isolation"}, "consents": {}}
    intakes.complete(intake, **given, outcome=IntakeState.OTHER_HELP, by=by, at=factories.NOW)
    assert returns.latest(intake.resident, factories.TODAY) == intake
    returns.reopen(intake, by=by, at=LATER)
    assert (intake.state, intake.opened_on, intake.ended_on) == ("signed_up", date(2027, 1, 22), None)
    assert returns.latest(intake.resident, factories.TODAY) is None


def test_who_wanted_no_visits_any_more_comes_back_within_the_same_year(by):
    one = stopped(by)
    intake = intake_of(one)
    returns.reopen(intake, by=by, at=LATER)
    assert (intake.state, intake.waiting_since, intake.bereavement.hard_stop_on) == (
        "signed_up",
        None,
        one.hard_stop_on,
    )


def test_who_is_visited_after_a_second_loss_does_not_come_back_to_the_first(by):
    one = stopped(by)
    second = factories.BereavementFactory(resident=one.resident, year_started_on=factories.TODAY)
    factories.TrajectoryFactory(resident=one.resident, bereavement=second, started_on=factories.TODAY)
    assert returns.latest(one.resident, factories.TODAY) is None
    with pytest.raises(Refused) as refusal:
        returns.reopen(intake_of(one), by=by, at=factories.NOW)
    assert reasons(refusal) == [("I1", "Deze bezoeker krijgt al bezoek.")]


def test_nobody_comes_back_to_a_year_that_is_over(by):
    intake = intake_of(stopped(by))
    with pytest.raises(Refused) as refusal:
        returns.reopen(intake, by=by, at=factories.NOW + timedelta(days=400))
    text = "Het jaar bij dit verlies was om op 31 augustus 2027. Kijk wie anders kan helpen."
    assert reasons(refusal) == [("T2", text)]


def test_a_year_that_nobody_closed_yet_is_over_all_the_same(by):
    """The job of the night waits, say because the date is in doubt."""
    intake = intake_of(factories.TrajectoryFactory(started_on=date(2025, 11, 20)))
    with pytest.raises(Refused) as refusal:
        returns.reopen(intake, by=by, at=factories.NOW)
    assert reasons(refusal)[0][0] == "T2"


def test_who_is_visited_does_not_come_back(by):
    intake = intake_of(factories.TrajectoryFactory())
    assert not returns.may(intake, factories.TODAY)
    with pytest.raises(Refused) as refusal:
        returns.reopen(intake, by=by, at=factories.NOW)
    assert reasons(refusal) == [("I1", "Deze bezoeker krijgt al bezoek.")]


def test_who_waits_again_by_a_mistake_waits_no_more_once_her_visits_go_on(by):
    """She would be proposed to others while she is visited, and never be erased."""
    one = stopped(by)
    intake, at = intake_of(one), factories.NOW + timedelta(days=2)
    returns.reopen(intake, by=by, at=factories.NOW)
    talk = {"visited_on": at.date(), "answers": {}, "consents": {"visits": "2026-11-25"}}
    intakes.complete(intake, **talk, outcome=IntakeState.SUITABLE, by=by, at=at)
    trajectories.reopen(one, by=by, at=at)
    assert (one.state, intake_of(one).state) == ("active", "matched")


def test_who_came_back_still_counts_as_somebody_who_had_a_volunteer(by):
    one = stopped(by)
    her = counted.residents().get(pk=one.resident_id)
    before = sorted(counted.of(her))
    returns.reopen(intake_of(one), by=by, at=LATER)
    after = sorted(counted.of(counted.residents().get(pk=one.resident_id)))
    assert [name for _, name, _ in after if name in counted.WAY] == sorted(counted.WAY)
    assert len(after) == len(before)


def test_what_is_still_open_needs_no_reopening(by):
    assert not returns.may(factories.IntakeFactory(waiting=True), factories.TODAY)
