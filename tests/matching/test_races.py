"""Two coordinators at the same moment: the last place, one person, a fixed pair have exactly one winner (M2, T9).

Everyday a few rounds; with --long two hundred, on SQLite and on PostgreSQL.
"""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections

from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting.models import Intake, Trajectory
from matching import conditions, pairing, proposals
from matching.models import FixedPair, Proposal
from matching.states import State
from tests import cast
from tests.factories import NOW, TODAY, IntakeFactory, VolunteerFactory
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db(transaction=True)
CONTENDERS = 8
ROUNDS = [1, pytest.param(200, marks=pytest.mark.long)]
Act = Callable[[], object]


def at_once(acts: list[Act]) -> list[object]:
    """What came of each act, all of them let go at the same moment: what it gave, or what it raised."""
    gate, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number: int, act: Act) -> None:
        try:
            gate.wait()
            outcomes[number] = act()
        except Exception as error:  # whatever came of it is the outcome
            outcomes[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def choosing(intake: Intake, volunteer: Volunteer, by: object) -> Act:
    return lambda: pairing.choose(intake, volunteer, by=by, at=NOW, reason="Past goed.")


def fixing(intake: Intake, volunteer: Volunteer, by: object) -> Act:
    return lambda: conditions.fix(intake, volunteer, by=by, at=NOW)


def declining(intake: Intake, volunteer: Volunteer, by: object) -> Act:
    return lambda: pairing.decline(intake, volunteer, by=by, at=NOW, reason="Nee.")


def one_winner(outcomes: list[object]) -> object:
    """The only one who got it; everybody else was told why not, and nobody met an error."""
    won = [outcome for outcome in outcomes if not isinstance(outcome, Exception)]
    lost = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert (len(won), len(lost)) == (1, len(outcomes) - 1), outcomes
    return won[0]


def gone(*volunteers: Volunteer) -> None:
    """No longer on the board, or two hundred rounds would judge two hundred volunteers."""
    Volunteer.objects.filter(pk__in=[one.pk for one in volunteers]).update(state="left")


@pytest.fixture(autouse=True)
def closed():
    yield
    connection.close()


@pytest.mark.parametrize("rounds", ROUNDS)
def test_the_last_place_has_exactly_one_winner_among_eight(rounds: int) -> None:
    coordinator = cast.coordinator()
    waiting = [IntakeFactory(waiting=True) for _ in range(CONTENDERS)]
    for _ in range(rounds):
        volunteer = VolunteerFactory(capacity=1)
        winner = one_winner(at_once([choosing(intake, volunteer, coordinator) for intake in waiting]))
        assert isinstance(winner, Trajectory)
        assert Trajectory.objects.filter(volunteer=volunteer).count() == 1
        assert Proposal.objects.filter(volunteer=volunteer, state=State.ACCEPTED).count() == 1
        gone(volunteer)
        waiting = [one for one in waiting if one.resident_id != winner.resident_id] + [IntakeFactory(waiting=True)]


@pytest.mark.parametrize("rounds", ROUNDS)
def test_one_person_gets_one_of_eight_volunteers(rounds: int) -> None:
    coordinator = cast.coordinator()
    volunteers = [VolunteerFactory(capacity=4) for _ in range(CONTENDERS)]
    for _ in range(rounds):
        intake = IntakeFactory(waiting=True)
        winner = one_winner(at_once([choosing(intake, volunteer, coordinator) for volunteer in volunteers]))
        assert isinstance(winner, Trajectory)
        assert Trajectory.objects.filter(resident=intake.resident).count() == 1
        gone(winner.volunteer)
        volunteers = [one for one in volunteers if one.pk != winner.volunteer_id] + [VolunteerFactory(capacity=4)]


@pytest.mark.parametrize("rounds", ROUNDS)
def test_fixing_and_choosing_the_last_place_has_one_winner(rounds: int) -> None:
    coordinator = cast.coordinator()
    waiting = [IntakeFactory(waiting=True) for _ in range(CONTENDERS)]
    for _ in range(rounds):
        volunteer = VolunteerFactory(capacity=1)
        acts = [(fixing, choosing)[number % 2](intake, volunteer, coordinator) for number, intake in enumerate(waiting)]
        winner = one_winner(at_once(acts))
        has = Trajectory.objects.filter(volunteer=volunteer).count()
        assert (has, FixedPair.objects.count()) == ((1, 0) if isinstance(winner, Trajectory) else (0, 1))
        FixedPair.objects.all().delete()
        gone(volunteer)
        waiting = list(Intake.objects.filter(state="suitable"))
        waiting += [IntakeFactory(waiting=True) for _ in range(CONTENDERS - len(waiting))]


@pytest.mark.parametrize("rounds", ROUNDS)
def test_accepting_declining_fixing_and_choosing_leave_one_decision(rounds: int) -> None:
    coordinator = cast.coordinator()
    mia, joke = VolunteerFactory(capacity=2), VolunteerFactory(capacity=2)
    for _ in range(rounds):
        intake = IntakeFactory(waiting=True)
        (made,) = proposals.propose(on=TODAY, by=None, at=NOW)
        acts: list[Act] = [
            lambda made=made: pairing.accept(Proposal.objects.get(pk=made.pk), by=coordinator, at=NOW),
            declining(intake, mia, coordinator),
            fixing(intake, joke, coordinator),
            choosing(intake, joke, coordinator),
            lambda: proposals.propose(on=TODAY, by=None, at=NOW),
            lambda: proposals.renew(on=TODAY, by=coordinator, at=NOW),
            lambda intake=intake: conditions.hold_back(intake, reason="Op reis.", by=coordinator, at=NOW),
            choosing(intake, mia, coordinator),
        ]
        outcomes = at_once(acts)
        assert all(not isinstance(one, Exception) or isinstance(one, Refused) for one in outcomes), outcomes
        assert Trajectory.objects.filter(resident=intake.resident).count() == 1
        assert Proposal.objects.filter(intake=intake, state=State.OPEN).count() == 0
        gone(mia, joke)
        mia, joke = VolunteerFactory(capacity=2), VolunteerFactory(capacity=2)


def test_one_proposal_accepted_eight_times_at_once_starts_one_trajectory() -> None:
    IntakeFactory(waiting=True), VolunteerFactory()
    (made,) = proposals.propose(on=TODAY, by=None, at=NOW)
    coordinator = cast.coordinator()
    acts = [lambda: pairing.accept(Proposal.objects.get(pk=made.pk), by=coordinator, at=NOW)] * CONTENDERS
    assert isinstance(one_winner(at_once(acts)), Trajectory)


def test_proposing_and_accepting_at_once_leaves_one_open_proposal_a_person_at_most() -> None:
    IntakeFactory(waiting=True), VolunteerFactory()
    (made,) = proposals.propose(on=TODAY, by=None, at=NOW)
    coordinator = cast.coordinator()
    IntakeFactory(waiting=True)
    acts: list[Act] = [lambda: proposals.propose(on=TODAY, by=coordinator, at=NOW)] * (CONTENDERS - 1)
    outcomes = at_once([*acts, lambda: pairing.accept(made, by=coordinator, at=NOW)])
    assert all(isinstance(outcome, (list, Trajectory, Refused)) for outcome in outcomes), outcomes
    started = Trajectory.objects.count()
    assert Proposal.objects.filter(state=State.OPEN).count() == 2 - started
