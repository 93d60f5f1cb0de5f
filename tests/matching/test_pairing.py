"""The decision: checked again under a lock, a change is told first, no block overruled, reasons kept."""

from datetime import date, timedelta

import pytest

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from bezoekdienst.policy import versions
from bezoekdienst.policy.models import Policy
from bezoekdienst.visiting import trajectories
from bezoekdienst.visiting.models import Intake, Resident, Trajectory
from bezoekdienst.visiting.states import EndReason, IntakeState, TrajectoryState
from matching import changes, pairing, proposals, situation
from matching.models import Proposal
from matching.states import State
from tests import cast
from tests.factories import NOW, TODAY, IntakeFactory, TrajectoryFactory, VolunteerFactory
from volunteers.models import Pause, Volunteer

pytestmark = pytest.mark.django_db


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


def rested(volunteer: Volunteer) -> None:
    """She just ended another trajectory: an objection (V4)."""
    TrajectoryFactory(
        volunteer=volunteer,
        state=TrajectoryState.ENDED,
        ended_on=TODAY - timedelta(days=7),
        end_reason=EndReason.GOAL_REACHED,
    )


def test_an_objection_that_came_up_meanwhile_is_told_before_anything_starts() -> None:
    made = proposal()
    rested(made.volunteer)
    with pytest.raises(pairing.Changed) as changed:
        pairing.accept(made, by=cast.coordinator(), at=NOW, reason="Mia wil graag meteen.")
    assert [reason.text for reason in changed.value.reasons] == [
        "Mia rust na het vorige traject: tot 14 december 2026.",
        "Eerst stond hier Mia. Nu is er niemand.",
    ]
    assert not Trajectory.objects.filter(state=TrajectoryState.ACQUAINTANCE).exists()
    assert Proposal.objects.get(pk=made.pk).state == State.OPEN


def test_seen_on_screen_an_objection_needs_a_reason_which_is_kept() -> None:
    made = proposal()
    rested(made.volunteer)
    seen = sight(made.intake, made.volunteer)
    with pytest.raises(Refused, match="schrijf die op"):
        pairing.choose(made.intake, made.volunteer, by=cast.coordinator(), at=NOW, reason="  ", seen=seen)
    chosen = pairing.choose(
        made.intake, made.volunteer, by=cast.coordinator(), at=NOW, reason=" Mia wil graag meteen. ", seen=seen
    )
    assert chosen.proposal.reason == "Mia wil graag meteen."
    assert Proposal.objects.get(pk=made.pk).state == State.LAPSED  # it showed something else


def sight(intake: Intake, volunteer: Volunteer) -> changes.Sight:
    now = situation.read(TODAY)
    pair = now.board.pair(intake.pk, volunteer.pk)
    assert pair
    return changes.sight(pair, now.proposed(intake.pk))


def test_another_fit_since_it_was_on_screen_is_told_with_its_parts() -> None:
    made = proposal()
    before = sight(made.intake, made.volunteer)
    Volunteer.objects.filter(pk=made.volunteer_id).update(birth_year=1940)
    Resident.objects.filter(pk=made.intake.resident_id).update(birth_year=1940)
    with pytest.raises(pairing.Changed) as changed:
        pairing.choose(made.intake, made.volunteer, by=cast.coordinator(), at=NOW, reason="", seen=before)
    assert [reason.text for reason in changed.value.reasons] == [
        "Mia past nu 77,5. Dat was 67,5.",
        "Levensfase: nu 20,0, dat was 10,0.",
    ]


def test_another_partner_in_the_plan_is_told() -> None:
    made = proposal()
    resident = made.intake.resident
    Resident.objects.filter(pk=resident.pk).update(birth_year=1952)
    before = sight(made.intake, made.volunteer)
    Volunteer.objects.filter(pk=made.volunteer_id).update(languages=["de"])
    VolunteerFactory(first_name="Joke")
    with pytest.raises(Refused, match="hebben geen taal gemeen"):  # a block refuses, whatever was seen
        pairing.choose(made.intake, made.volunteer, by=cast.coordinator(), at=NOW, reason="", seen=before)
    Volunteer.objects.filter(pk=made.volunteer_id).update(languages=["nl"], birth_year=1925)
    with pytest.raises(pairing.Changed, match=r"Eerst stond hier Mia\. Nu staat hier Joke\."):
        pairing.choose(made.intake, made.volunteer, by=cast.coordinator(), at=NOW, reason="Toch.", seen=before)


def test_what_does_not_matter_is_not_asked_again() -> None:
    made = proposal()
    VolunteerFactory(first_name="Joke", birth_year=1925)  # the funnel changes; the pair and the plan do not
    trajectory = pairing.accept(made, by=cast.coordinator(), at=NOW)
    assert trajectory.proposal == made


def test_choosing_somebody_else_needs_a_reason_and_is_known_as_an_own_choice() -> None:
    made, other = proposal(), VolunteerFactory(first_name="Joke")
    with pytest.raises(Refused, match="Schrijf kort op waarom"):
        pairing.choose(made.intake, other, by=cast.coordinator(), at=NOW, reason=" ")
    trajectory = pairing.choose(made.intake, other, by=cast.coordinator(), at=NOW, reason="Zelfde koor.")
    assert trajectory.volunteer == other
    passed_over, chosen = Proposal.objects.get(pk=made.pk), trajectory.proposal
    assert (passed_over.state, passed_over.reason) == (State.LAPSED, "")  # not her is not a no to her
    assert (chosen.state, chosen.reason, chosen.is_own_choice) == (State.ACCEPTED, "Zelfde koor.", True)
    assert chosen.shown["proposed"] == made.volunteer_id
    assert [one["name"] for one in chosen.shown["candidates"]] == ["Joke", "Mia"]


def test_what_is_proposed_is_chosen_without_a_reason_and_under_its_own_row() -> None:
    made = proposal()
    trajectory = pairing.choose(made.intake, made.volunteer, by=cast.coordinator(), at=NOW, reason="")
    assert trajectory.proposal == made
    assert (trajectory.proposal.is_own_choice, Proposal.objects.count()) == (False, 1)


def test_without_a_row_the_decision_makes_its_own() -> None:
    intake, volunteer = IntakeFactory(waiting=True), VolunteerFactory(first_name="Mia")
    trajectory = pairing.choose(intake, volunteer, by=cast.coordinator(), at=NOW, reason="")
    assert trajectory.proposal.policy == versions.current(TODAY)
    assert trajectory.proposal.shown["proposed"] == volunteer.pk


def test_a_fit_under_the_floor_needs_a_reason() -> None:
    intake, volunteer = IntakeFactory(waiting=True, bereavement__kind="sudden"), VolunteerFactory(birth_year=1940)
    Resident.objects.update(birth_year=1985, postcode="")
    IntakeFactory(waiting=True)
    Policy.objects.update(fit_floor=60)
    with pytest.raises(Refused, match=r"dan de ondergrens\. Het mag met een reden"):
        pairing.choose(intake, volunteer, by=cast.coordinator(), at=NOW, reason="")
    pairing.choose(intake, volunteer, by=cast.coordinator(), at=NOW, reason="Er is nu niemand anders.")


def test_whose_year_is_used_up_gets_nobody() -> None:
    used = IntakeFactory(waiting=True, bereavement__year_started_on=date(2025, 11, 23))
    last = IntakeFactory(waiting=True, bereavement__year_started_on=date(2025, 11, 24))
    volunteer, coordinator = VolunteerFactory(), cast.coordinator()
    with pytest.raises(Refused, match=r"is om\. De laatste dag was 22 november 2026\."):
        pairing.choose(used, volunteer, by=coordinator, at=NOW, reason="Zij vraagt erom.")
    trajectory = pairing.choose(last, volunteer, by=coordinator, at=NOW, reason="Nog één bezoek.")
    assert trajectory.hard_stop_on == date(2026, 11, 23)
    trajectories.meet(trajectory, meeting_on=TODAY, resident_agreed=True, volunteer_agreed=True, by=coordinator, at=NOW)
    assert trajectory.planned_end_on == TODAY


def test_choosing_over_an_objection_is_allowed_with_the_reason() -> None:
    intake, volunteer = resting()
    assert proposals.propose(on=TODAY, by=None, at=NOW) == []
    trajectory = pairing.choose(intake, volunteer, by=cast.coordinator(), at=NOW, reason="Mia wil graag meteen.")
    assert trajectory.proposal.shown["candidates"][0]["findings"][0]["kind"] == "objection"


def test_declining_keeps_the_reason_and_she_goes_on_waiting() -> None:
    made, coordinator = proposal(), cast.coordinator()
    with pytest.raises(Refused, match="Schrijf kort op"):
        pairing.decline(made.intake, made.volunteer, by=coordinator, at=NOW, reason="")
    pairing.decline(made.intake, made.volunteer, by=coordinator, at=NOW, reason="Kennen elkaar.")
    kept = Proposal.objects.get(pk=made.pk)
    assert (kept.state, kept.reason, kept.decided_by) == (State.DECLINED, "Kennen elkaar.", coordinator)
    assert Intake.objects.get(pk=made.intake_id).state == IntakeState.SUITABLE


def test_what_was_declined_is_not_proposed_again_and_the_next_best_is_at_once() -> None:
    made, coordinator = proposal(), cast.coordinator()
    joke = VolunteerFactory(first_name="Joke", birth_year=1925)
    pairing.decline(made.intake, made.volunteer, by=coordinator, at=NOW, reason="Kennen elkaar.")
    assert Proposal.objects.get(state=State.OPEN).volunteer == joke
    pairing.decline(made.intake, joke, by=coordinator, at=NOW, reason="Ook niet.")
    assert proposals.propose(on=TODAY, by=None, at=NOW) == []


def test_a_no_can_be_taken_back_or_overruled_with_a_reason() -> None:
    made, coordinator = proposal(), cast.coordinator()
    pairing.decline(made.intake, made.volunteer, by=coordinator, at=NOW, reason="Kennen elkaar.")
    with pytest.raises(Refused, match=r"U koos Mia eerder niet voor .* Het mag met een reden"):
        pairing.choose(made.intake, made.volunteer, by=coordinator, at=NOW, reason="")
    pairing.allow_again(made.intake, made.volunteer, by=coordinator, at=NOW)
    assert Proposal.objects.get(pk=made.pk).state == State.LAPSED
    assert Proposal.objects.get(state=State.OPEN).volunteer == made.volunteer
    pairing.allow_again(made.intake, made.volunteer, by=coordinator, at=NOW)
    assert Event.objects.filter(kind="proposal.allowed").count() == 1
    pairing.decline(made.intake, made.volunteer, by=coordinator, at=NOW, reason="Toch niet.")
    trajectory = pairing.choose(made.intake, made.volunteer, by=coordinator, at=NOW, reason="Toch wel.")
    assert trajectory.proposal.is_own_choice is True


def test_a_stale_page_declines_nothing_that_was_accepted() -> None:
    made, coordinator = proposal(), cast.coordinator()
    pairing.accept(made, by=coordinator, at=NOW)
    with pytest.raises(Refused, match="wacht niet meer"):
        pairing.decline(made.intake, made.volunteer, by=coordinator, at=NOW, reason="Toch niet.")
    assert Proposal.objects.get(pk=made.pk).state == State.ACCEPTED
