"""Merging at the moment that somebody else does something to either entry: one comes first, and nothing is lost (I4).

Everyday a few rounds; with --long two hundred, on SQLite and on PostgreSQL.
"""

import uuid
from datetime import timedelta

import pytest
from django.db import connection

from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting import trajectories, visits
from bezoekdienst.visiting.mergers import merging
from bezoekdienst.visiting.models import Intake, Merger, Resident, Trajectory, Visit
from matching import pairing
from matching.models import Proposal
from tests import cast
from tests.factories import NOW, TODAY, IntakeFactory, TrajectoryFactory, UserFactory, VolunteerFactory
from tests.matching.test_races import at_once, gone
from tests.visiting import merged
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = [2, pytest.param(200, marks=pytest.mark.long)]


@pytest.fixture(autouse=True)
def closed():
    yield
    connection.close()


def merges(one: Resident, other: Resident):
    """What the coordinator is about to do: she has looked, and says yes."""
    choices, by = merged.same(one, other), cast.coordinator()
    seen = merging.plan(one, other, choices=choices, on=TODAY)[1]
    pair = Resident.objects.get(pk=one.pk), Resident.objects.get(pk=other.pk)
    return lambda: merging.merge(*pair, choices=choices, seen=seen, by=by, at=NOW)


def done(outcomes: list[object]) -> list[bool]:
    """Which of the acts were done; the others were told why not, and nobody met an error."""
    assert all(isinstance(one, Refused) for one in outcomes if isinstance(one, Exception)), outcomes
    return [not isinstance(one, Exception) for one in outcomes]


@pytest.mark.parametrize("rounds", ROUNDS)
def test_merging_twice_at_once_is_done_once(rounds: int) -> None:
    for number in range(rounds):
        one, other = IntakeFactory().resident, IntakeFactory().resident
        outcomes = at_once([merges(one, other), merges(other, one)] * 2)
        assert sum(done(outcomes)) == 1
        assert (Merger.objects.count(), Resident.objects.count(), Intake.objects.count()) == (number + 1,) * 3


@pytest.mark.parametrize("rounds", ROUNDS)
def test_a_phone_that_logs_at_that_moment_loses_nothing(rounds: int) -> None:
    for _ in range(rounds):
        one = IntakeFactory().resident
        trajectory = TrajectoryFactory(volunteer=VolunteerFactory(user=UserFactory(roles=["volunteer"])))
        given = {"kind": "walk", "minutes": 45, "mood": "well", "note": "", "kilometres": None, "next_on": None}

        def logs(days: int, trajectory: Trajectory = trajectory, given: dict = given) -> object:
            row, on = Trajectory.objects.get(pk=trajectory.pk), TODAY - timedelta(days=days)
            return visits.log(uuid.uuid4(), trajectory=row, on=on, **given, by=row.volunteer.user, at=NOW)

        acts = [merges(one, trajectory.resident), *(lambda days=days: logs(days) for days in (1, 2, 3))]
        outcomes = done(at_once(acts))
        assert outcomes[1:] == [True, True, True]
        assert Visit.objects.filter(trajectory=trajectory).count() == 3
        trajectory.refresh_from_db()
        assert trajectory.resident_id == (one.pk if outcomes[0] else trajectory.bereavement.resident_id)


@pytest.mark.parametrize("rounds", ROUNDS)
def test_who_gets_a_volunteer_at_that_moment_has_one_or_is_merged_first(rounds: int) -> None:
    by = cast.coordinator()
    for _ in range(rounds):
        one, other = IntakeFactory(waiting=True), IntakeFactory(waiting=True)
        volunteers = [VolunteerFactory(), VolunteerFactory()]

        def chooses(intake: Intake, volunteer: Volunteer) -> object:
            return pairing.choose(intake, volunteer, by=by, at=NOW, reason="Past goed.")

        acts = [
            merges(one.resident, other.resident),
            lambda one=one, volunteers=volunteers: chooses(one, volunteers[0]),
            lambda other=other, volunteers=volunteers: chooses(other, volunteers[1]),
        ]
        outcomes = at_once(acts)
        assert any(done(outcomes))
        mine = Trajectory.objects.filter(volunteer__in=volunteers)
        assert sorted(mine.values_list("pk", flat=True)) == sorted(
            outcome.pk for outcome in outcomes if isinstance(outcome, Trajectory)
        )
        assert len(set(mine.values_list("resident", flat=True))) == mine.count()
        assert not Proposal.objects.filter(state="open", intake__state="matched").exists()
        Intake.objects.filter(state="suitable").update(state="not_now", ended_on=TODAY)
        gone(*volunteers)


@pytest.mark.parametrize("rounds", ROUNDS)
def test_a_no_at_the_first_meeting_is_heard_at_that_moment_too(rounds: int) -> None:
    by = cast.coordinator()
    for _ in range(rounds):
        meeting, signed = TrajectoryFactory(meeting=True), IntakeFactory()

        def says_no(meeting: Trajectory = meeting) -> object:
            answers = {"resident_agreed": False, "volunteer_agreed": True}
            row = Trajectory.objects.get(pk=meeting.pk)
            return trajectories.meet(row, meeting_on=TODAY, **answers, by=by, at=NOW)

        outcomes = at_once([merges(meeting.resident, signed.resident), says_no])
        assert done(outcomes)[1]
        assert Intake.objects.filter(resident=meeting.resident, state="suitable").count() == 1
