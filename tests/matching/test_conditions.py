"""What the coordinator settles first: fixed pairs are honoured, who is held back is out, nothing is lost silently."""

from datetime import date, timedelta

import pytest

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting.models import Intake, Trajectory
from bezoekdienst.visiting.states import IntakeState
from matching import conditions, pairing, proposals, situation
from matching.models import FixedPair, HeldBack, Proposal
from matching.states import State
from tests import cast
from tests.factories import NOW, TODAY, IntakeFactory, VolunteerFactory
from volunteers.models import Pause, Volunteer

pytestmark = pytest.mark.django_db


def two_and_two() -> tuple[Intake, Intake, Volunteer, Volunteer]:
    """Two people and two volunteers with one place each; the plan is first-Mia, second-Joke."""
    first = IntakeFactory(waiting=True, answers={"interests": ["tuin"]})
    second = IntakeFactory(waiting=True, waiting_since=TODAY - timedelta(days=2))
    mia = VolunteerFactory(first_name="Mia", capacity=1, interests=["tuin", "lezen"])
    joke = VolunteerFactory(first_name="Joke", capacity=1, interests=["sport"])
    assert situation.read(TODAY).plan.pairs == {first.pk: mia.pk, second.pk: joke.pk}
    return first, second, mia, joke


def plan() -> dict[int, int]:
    return situation.read(TODAY).plan.pairs


def test_the_rest_is_solved_again_round_a_fixed_pair_and_back_when_it_is_loosened() -> None:
    first, second, mia, joke = two_and_two()
    coordinator = cast.coordinator()
    proposals.propose(on=TODAY, by=None, at=NOW)
    row = conditions.fix(first, joke, by=coordinator, at=NOW)
    assert (row.reason, row.fixed_by, row.fixed_at) == ("", coordinator, NOW)
    assert plan() == {first.pk: joke.pk, second.pk: mia.pk}
    now = situation.read(TODAY)
    assert now.proposed(first.pk) == mia.pk  # what is fixed for herself isn't a proposal
    assert {one.intake_id: one.volunteer_id for one in Proposal.objects.filter(state=State.OPEN)} == plan()
    conditions.loosen(first, by=coordinator, at=NOW)
    conditions.loosen(first, by=coordinator, at=NOW)
    assert plan() == {first.pk: mia.pk, second.pk: joke.pk}
    kinds = ("proposal.fixed", "proposal.loosened")
    assert [Event.objects.filter(kind=kind).count() for kind in kinds] == [1, 1]


def test_a_person_has_one_fixed_pair_the_last_one() -> None:
    first, _, mia, joke = two_and_two()
    conditions.fix(first, joke, by=cast.coordinator(), at=NOW)
    conditions.fix(first, mia, by=cast.coordinator(), at=NOW)
    assert FixedPair.objects.get().volunteer == mia


def test_fixing_over_an_objection_or_under_the_floor_needs_a_reason_and_a_block_never_holds() -> None:
    first, _, mia, joke = two_and_two()
    Volunteer.objects.filter(pk=joke.pk).update(dayparts=["mo-am"])
    Intake.objects.filter(pk=first.pk).update(answers={"dayparts": ["tu-am"]})
    with pytest.raises(Refused, match=r"geen dagdeel gemeen\. Vastzetten mag met een reden"):
        conditions.fix(first, joke, by=cast.coordinator(), at=NOW, reason=" ")
    assert conditions.fix(first, joke, by=cast.coordinator(), at=NOW, reason=" Schuift op. ").reason == "Schuift op."
    Pause.objects.create(volunteer=mia, start_on=TODAY)
    with pytest.raises(Refused, match="Mia heeft pauze"):
        conditions.fix(first, mia, by=cast.coordinator(), at=NOW, reason="Het moet.")


def test_more_cannot_be_fixed_for_a_volunteer_than_she_has_places() -> None:
    first, second, mia, joke = two_and_two()
    conditions.fix(first, mia, by=cast.coordinator(), at=NOW)
    with pytest.raises(Refused, match="Mia heeft niet genoeg plaats voor wie is vastgezet"):
        conditions.fix(second, mia, by=cast.coordinator(), at=NOW)
    with pytest.raises(Refused, match="Mia heeft niet genoeg plaats voor wie is vastgezet"):
        pairing.choose(second, mia, by=cast.coordinator(), at=NOW, reason="Zelfde koor.")
    assert Trajectory.objects.count() == 0
    pairing.choose(second, joke, by=cast.coordinator(), at=NOW, reason="")
    assert plan() == {first.pk: mia.pk}


def test_a_decision_ends_what_was_fixed_for_her() -> None:
    first, _, mia, joke = two_and_two()
    conditions.fix(first, joke, by=cast.coordinator(), at=NOW)
    chosen = pairing.choose(first, joke, by=cast.coordinator(), at=NOW, reason="Zelfde koor.")
    assert FixedPair.objects.count() == 0
    assert (chosen.proposal.is_own_choice, chosen.proposal.shown["proposed"]) == (True, mia.pk)


@pytest.mark.parametrize("what", ["paused", "left", "withdrawn", "full"])
def test_a_fixed_pair_that_can_no_longer_hold_is_told_and_left_out_of_the_plan(what: str) -> None:
    first, second, mia, _ = two_and_two()
    conditions.fix(second, mia, by=cast.coordinator(), at=NOW)
    if what == "paused":
        Pause.objects.create(volunteer=mia, start_on=TODAY)
    elif what == "left":
        Volunteer.objects.filter(pk=mia.pk).update(state="left")
    elif what == "withdrawn":
        Intake.objects.filter(pk=second.pk).update(state=IntakeState.WITHDRAWN)
    else:
        FixedPair.objects.create(intake=first, volunteer=mia, fixed_at=NOW - timedelta(days=1))
    now = situation.read(TODAY)
    (broken,) = now.broken
    assert broken.fixed.intake == second
    assert [reason.text for reason in broken.reasons] == [
        {
            "paused": "Mia heeft pauze.",
            "left": "Mia is niet meer actief.",
            "withdrawn": f"{second.resident.name} wacht niet meer.",
            "full": "Mia heeft niet genoeg plaats voor wie is vastgezet.",
        }[what]
    ]
    assert second.pk not in dict(now.chosen)


def test_who_is_held_back_is_not_in_the_plan_and_comes_back_after_the_day_or_when_asked() -> None:
    first, second, mia, joke = two_and_two()
    coordinator = cast.coordinator()
    held = conditions.hold_back(first, reason=" Op reis. ", until_on=TODAY, by=coordinator, at=NOW)
    assert held.reason == "Op reis."
    conditions.hold_back(joke, reason="Druk thuis.", by=coordinator, at=NOW)
    assert plan() == {second.pk: mia.pk}
    assert situation.read(TODAY + timedelta(days=1)).plan.pairs == {first.pk: mia.pk}
    for one in HeldBack.objects.all():
        conditions.bring_back(one, by=coordinator, at=NOW)
        conditions.bring_back(one, by=coordinator, at=NOW)
    assert plan() == {first.pk: mia.pk, second.pk: joke.pk}


def test_holding_back_loosens_what_was_fixed_and_fixing_does_not_bring_back() -> None:
    first, _, _, joke = two_and_two()
    conditions.fix(first, joke, by=cast.coordinator(), at=NOW)
    conditions.hold_back(joke, reason="Druk thuis.", by=cast.coordinator(), at=NOW)
    assert FixedPair.objects.count() == 0
    with pytest.raises(Refused, match="U houdt Joke nu buiten de voorstellen"):
        conditions.fix(first, joke, by=cast.coordinator(), at=NOW, reason="Toch.")


def test_who_does_not_wait_can_not_be_held_back() -> None:
    talked = IntakeFactory(state=IntakeState.VISITED)
    with pytest.raises(Refused, match="Deze bezoeker wacht niet op een vrijwilliger"):
        conditions.hold_back(talked, reason="Op reis.", by=cast.coordinator(), at=NOW)
    assert HeldBack.objects.count() == 0


def test_holding_back_asks_why_and_not_for_a_day_that_is_over() -> None:
    first = IntakeFactory(waiting=True)
    with pytest.raises(Refused) as refused:
        conditions.hold_back(first, reason=" ", until_on=date(2026, 11, 22), by=cast.coordinator(), at=NOW)
    assert len(refused.value.reasons) == 2
    again = conditions.hold_back(first, reason="Op reis.", by=cast.coordinator(), at=NOW)
    conditions.hold_back(first, reason="Nog op reis.", until_on=TODAY, by=cast.coordinator(), at=NOW)
    assert HeldBack.objects.get().pk == again.pk
