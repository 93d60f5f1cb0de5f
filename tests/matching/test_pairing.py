"""The decision: checked again under a lock, one winner for the last place, no block overruled, reasons kept."""

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection, connections

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting.models import Intake, Trajectory
from bezoekdienst.visiting.states import EndReason, IntakeState, TrajectoryState
from matching import pairing, proposals
from matching.models import Proposal
from matching.states import State
from tests import cast
from tests.factories import NOW, TODAY, IntakeFactory, TrajectoryFactory, VolunteerFactory
from volunteers.models import Pause, Volunteer

pytestmark = pytest.mark.django_db
CONTENDERS = 8


def proposal() -> Proposal:
    """One person, one volunteer, proposed."""
    IntakeFactory(waiting=True)
    VolunteerFactory(first_name="Mia")
    (made,) = proposals.propose(on=TODAY, by=None, at=NOW)
    return made


def resting() -> tuple[Intake, Volunteer]:
    """A volunteer with the objection of rest (V4), and somebody who waits."""
    volunteer = VolunteerFactory(first_name="Mia")
    TrajectoryFactory(
        volunteer=volunteer,
        state=TrajectoryState.ENDED,
        ended_on=TODAY - timedelta(days=7),
        end_reason=EndReason.GOAL_REACHED,
    )
    return IntakeFactory(waiting=True), volunteer


def test_accepting_starts_the_acquaintance_and_keeps_who_decided() -> None:
    made, coordinator = proposal(), cast.coordinator()
    trajectory = pairing.accept(made, by=coordinator, at=NOW)
    kept = Proposal.objects.get(pk=made.pk)
    assert trajectory.state == TrajectoryState.ACQUAINTANCE
    assert (kept.state, kept.trajectory, kept.decided_by, kept.decided_at) == (
        State.ACCEPTED,
        trajectory,
        coordinator,
        NOW,
    )
    assert Intake.objects.get(pk=made.intake_id).state == IntakeState.MATCHED
    assert Event.objects.filter(kind="proposal.accepted", actor_id=coordinator.pk).count() == 1


def test_accepting_twice_starts_one() -> None:
    made, coordinator = proposal(), cast.coordinator()
    pairing.accept(made, by=coordinator, at=NOW)
    with pytest.raises(Refused, match="is nu “gekozen”"):
        pairing.accept(made, by=coordinator, at=NOW)
    assert Trajectory.objects.count() == 1


def test_every_rule_is_asked_again_and_all_reasons_are_given() -> None:
    made = proposal()
    Pause.objects.create(volunteer=made.volunteer, start_on=TODAY)
    Volunteer.objects.filter(pk=made.volunteer_id).update(vog_on=date(2020, 1, 1))
    with pytest.raises(Refused) as refused:
        pairing.accept(made, by=cast.coordinator(), at=NOW)
    said = " ".join(reason.text for reason in refused.value.reasons)
    assert "Mia heeft pauze." in said
    assert "De VOG van Mia gold tot en met" in said
    assert Trajectory.objects.count() == 0
    assert Proposal.objects.get(pk=made.pk).state == State.OPEN


def test_a_reason_does_not_overrule_a_block() -> None:
    made = proposal()
    Pause.objects.create(volunteer=made.volunteer, start_on=TODAY)
    with pytest.raises(Refused):
        pairing.accept(made, by=cast.coordinator(), at=NOW, reason="Het moet toch.")
    with pytest.raises(Refused):
        pairing.choose(made.intake, made.volunteer, by=cast.coordinator(), at=NOW, reason="Het moet toch.")
    assert Trajectory.objects.count() == 0
    assert Proposal.objects.get(pk=made.pk).state == State.OPEN


def test_who_no_longer_waits_is_not_accepted() -> None:
    made = proposal()
    Intake.objects.filter(pk=made.intake_id).update(state=IntakeState.WITHDRAWN)
    with pytest.raises(Refused, match="wacht niet meer"):
        pairing.accept(made, by=cast.coordinator(), at=NOW)


def test_an_objection_that_came_up_meanwhile_needs_a_reason_which_is_kept() -> None:
    made = proposal()
    TrajectoryFactory(
        volunteer=made.volunteer,
        state=TrajectoryState.ENDED,
        ended_on=TODAY - timedelta(days=7),
        end_reason=EndReason.GOAL_REACHED,
    )
    with pytest.raises(Refused, match="schrijf die op"):
        pairing.accept(made, by=cast.coordinator(), at=NOW, reason="  ")
    pairing.accept(made, by=cast.coordinator(), at=NOW, reason=" Mia wil graag meteen. ")
    assert Proposal.objects.get(pk=made.pk).reason == "Mia wil graag meteen."


def test_choosing_somebody_else_needs_a_reason_and_declines_the_proposal() -> None:
    made, other = proposal(), VolunteerFactory(first_name="Joke")
    with pytest.raises(Refused, match="Schrijf kort op waarom"):
        pairing.choose(made.intake, other, by=cast.coordinator(), at=NOW, reason=" ")
    trajectory = pairing.choose(made.intake, other, by=cast.coordinator(), at=NOW, reason="Zelfde koor.")
    assert trajectory.volunteer == other
    declined, chosen = Proposal.objects.get(pk=made.pk), trajectory.proposal
    assert (declined.state, declined.reason) == (State.DECLINED, "Zelfde koor.")
    assert (chosen.state, chosen.reason) == (State.ACCEPTED, "Zelfde koor.")
    assert [one["name"] for one in chosen.shown["candidates"]] == ["Joke", "Mia"]


def test_choosing_over_an_objection_is_allowed_with_the_reason() -> None:
    intake, volunteer = resting()
    assert proposals.propose(on=TODAY, by=None, at=NOW) == []
    trajectory = pairing.choose(intake, volunteer, by=cast.coordinator(), at=NOW, reason="Mia wil graag meteen.")
    assert trajectory.proposal.shown["candidates"][0]["findings"][0]["kind"] == "objection"


def test_declining_keeps_the_reason_and_she_goes_on_waiting() -> None:
    made, coordinator = proposal(), cast.coordinator()
    with pytest.raises(Refused, match="Schrijf kort op"):
        pairing.decline(made, by=coordinator, at=NOW, reason="")
    pairing.decline(made, by=coordinator, at=NOW, reason="Kennen elkaar.")
    kept = Proposal.objects.get(pk=made.pk)
    assert (kept.state, kept.reason, kept.decided_by) == (State.DECLINED, "Kennen elkaar.", coordinator)
    assert Intake.objects.get(pk=made.intake_id).state == IntakeState.SUITABLE


def test_a_stale_page_declines_nothing_that_was_accepted() -> None:
    made, coordinator = proposal(), cast.coordinator()
    stale = Proposal.objects.get(pk=made.pk)
    pairing.accept(made, by=coordinator, at=NOW)
    with pytest.raises(Refused, match="is nu “gekozen”"):
        pairing.decline(stale, by=coordinator, at=NOW, reason="Toch niet.")
    assert Proposal.objects.get(pk=made.pk).state == State.ACCEPTED


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """What came of each act, all of them let go at the same moment: what it gave, or what it raised."""
    gate, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
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


@pytest.mark.django_db(transaction=True)
def test_the_last_place_has_exactly_one_winner_among_eight() -> None:
    volunteer, coordinator = VolunteerFactory(capacity=1), cast.coordinator()
    waiting = [IntakeFactory(waiting=True) for _ in range(CONTENDERS)]
    acts = [
        lambda intake=intake: pairing.choose(intake, volunteer, by=coordinator, at=NOW, reason="Past goed.")
        for intake in waiting
    ]
    outcomes = at_once(acts)
    won = [outcome for outcome in outcomes if isinstance(outcome, Trajectory)]
    lost = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert (len(won), len(lost)) == (1, CONTENDERS - 1), outcomes
    assert Trajectory.objects.filter(volunteer=volunteer).count() == 1
    assert Proposal.objects.filter(state=State.ACCEPTED).count() == 1
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_one_proposal_accepted_eight_times_at_once_starts_one_trajectory() -> None:
    made, coordinator = proposal(), cast.coordinator()
    acts = [lambda: pairing.accept(Proposal.objects.get(pk=made.pk), by=coordinator, at=NOW) for _ in range(CONTENDERS)]
    outcomes = at_once(acts)
    assert sum(isinstance(outcome, Trajectory) for outcome in outcomes) == 1, outcomes
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == CONTENDERS - 1, outcomes
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_proposing_and_accepting_at_once_leaves_one_open_proposal_a_person_at_most() -> None:
    made, coordinator = proposal(), cast.coordinator()
    IntakeFactory(waiting=True)
    acts: list[Callable[[], object]] = [lambda: proposals.propose(on=TODAY, by=coordinator, at=NOW)] * (CONTENDERS - 1)
    outcomes = at_once([*acts, lambda: pairing.accept(made, by=coordinator, at=NOW)])
    assert all(isinstance(outcome, (list, Trajectory, Refused)) for outcome in outcomes), outcomes
    started = Trajectory.objects.count()
    assert Proposal.objects.filter(state=State.OPEN).count() == 2 - started
    connection.close()
