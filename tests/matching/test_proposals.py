"""What is proposed is kept as it was shown, until it is decided or the coordinator saw what changed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bezoekdienst.audit.models import Event
from bezoekdienst.policy import versions
from bezoekdienst.visiting import endings
from bezoekdienst.visiting.models import Intake
from bezoekdienst.visiting.states import IntakeState
from matching import pairing, proposals, situation
from matching.models import Proposal
from matching.states import State
from tests import cast
from tests.factories import NOW, TODAY, IntakeFactory, VolunteerFactory
from volunteers.models import Pause

pytestmark = pytest.mark.django_db


def test_each_person_who_is_placed_gets_one_open_proposal_of_one_plan() -> None:
    waiting = [IntakeFactory(waiting=True) for _ in range(3)]
    VolunteerFactory(), VolunteerFactory()
    made = proposals.propose(on=TODAY, by=None, at=NOW)
    assert {proposal.intake_id for proposal in made} == {intake.pk for intake in waiting}
    assert len({proposal.plan for proposal in made}) == 1
    assert {proposal.state for proposal in made} == {State.OPEN}
    event = Event.objects.get(kind="proposals.made")
    assert event.facts == {"count": 3}
    assert event.actor_id is None


def test_what_was_shown_is_kept_and_adds_up() -> None:
    intake = IntakeFactory(waiting=True)
    VolunteerFactory(first_name="Mia"), VolunteerFactory(first_name="Joke"), VolunteerFactory(), VolunteerFactory()
    (made,) = proposals.propose(on=TODAY, by=None, at=NOW)
    shown = Proposal.objects.get(pk=made.pk).shown
    assert shown["funnel"] == "4 vrijwilligers: 4 inzetbaar, 4 binnen bereik, 4 zonder bezwaar, 4 met plaats."
    assert shown["proposed"] == made.volunteer_id == shown["candidates"][0]["volunteer"]
    assert len(shown["candidates"]) == 3
    for candidate in shown["candidates"]:
        assert sum(part["points"] for part in candidate["parts"]) == candidate["points"]
    assert shown["candidates"][0]["points"] == made.fit
    assert shown == proposals.shown(situation.read(TODAY), intake.pk, made.volunteer_id)
    assert made.policy == versions.current(TODAY)


def test_what_was_shown_stays_when_the_volunteer_changes() -> None:
    IntakeFactory(waiting=True)
    volunteer = VolunteerFactory()
    (made,) = proposals.propose(on=TODAY, by=None, at=NOW)
    before = Proposal.objects.get(pk=made.pk).shown
    volunteer.birth_year = 1990
    volunteer.save()
    assert Proposal.objects.get(pk=made.pk).shown == before


def test_computing_again_makes_rows_only_for_who_has_none_and_leaves_the_others_as_shown() -> None:
    IntakeFactory(waiting=True)
    VolunteerFactory(), VolunteerFactory()
    (first,) = proposals.propose(on=TODAY, by=None, at=NOW)
    assert proposals.propose(on=TODAY, by=None, at=NOW) == []
    other = IntakeFactory(waiting=True)
    (second,) = proposals.propose(on=TODAY, by=None, at=NOW + timedelta(hours=1))
    assert second.intake == other
    assert Proposal.objects.get(pk=first.pk).state == State.OPEN
    assert Event.objects.filter(kind="proposals.made").count() == 2


def test_what_changed_meanwhile_stays_as_shown_until_the_coordinator_saw_it() -> None:
    IntakeFactory(waiting=True, waiting_since=TODAY - timedelta(days=60))
    IntakeFactory(waiting=True, answers={"languages": ["de"]})
    VolunteerFactory(capacity=1), VolunteerFactory(languages=["de"])
    stale, true = proposals.propose(on=TODAY, by=None, at=NOW)
    Pause.objects.create(volunteer=stale.volunteer, start_on=TODAY)
    joke = VolunteerFactory(first_name="Joke")
    later = NOW + timedelta(hours=1)
    assert proposals.propose(on=TODAY, by=None, at=later) == []
    (again,) = proposals.renew(on=TODAY, by=cast.coordinator(), at=later)
    states = {one.pk: one.state for one in Proposal.objects.all()}
    assert states == {stale.pk: State.LAPSED, true.pk: State.OPEN, again.pk: State.OPEN}
    assert (again.intake, again.volunteer) == (stale.intake, joke)
    assert Proposal.objects.get(pk=stale.pk).decided_at == later


def test_who_no_longer_waits_has_no_open_proposal_once_that_was_seen() -> None:
    gone = IntakeFactory(waiting=True)
    VolunteerFactory()
    (made,) = proposals.propose(on=TODAY, by=None, at=NOW)
    Intake.objects.filter(pk=gone.pk).update(state=IntakeState.WITHDRAWN)
    assert proposals.renew(on=TODAY, by=cast.coordinator(), at=NOW) == []
    assert Proposal.objects.get(pk=made.pk).state == State.LAPSED


def test_what_the_coordinator_decides_is_followed_at_once_and_what_was_stale_before_stays_to_be_told() -> None:
    first, second = IntakeFactory(waiting=True), IntakeFactory(waiting=True)
    mia, joke = VolunteerFactory(capacity=1), VolunteerFactory(capacity=1, birth_year=1925)
    rows = {one.intake_id: one for one in proposals.propose(on=TODAY, by=None, at=NOW)}
    hers = next(one for one in rows.values() if one.volunteer == mia)
    other = second if hers.intake == first else first
    pairing.choose(other, mia, by=cast.coordinator(), at=NOW, reason="Zelfde koor.")
    assert Proposal.objects.get(state=State.OPEN).volunteer == joke
    assert Proposal.objects.get(pk=hers.pk).state == State.LAPSED

    standing = Proposal.objects.get(state=State.OPEN)
    Pause.objects.create(volunteer=joke, start_on=TODAY)
    third = VolunteerFactory()
    pairing.decline(standing.intake, third, by=cast.coordinator(), at=NOW, reason="Kennen elkaar.")
    assert Proposal.objects.filter(state=State.OPEN).count() == 0  # hers was decided on: the change was on screen


def test_of_who_died_nothing_stands_and_her_proposal_lapses_by_itself() -> None:
    gone, other = IntakeFactory(waiting=True), IntakeFactory(waiting=True)
    VolunteerFactory()
    hers, another = sorted(proposals.propose(on=TODAY, by=None, at=NOW), key=lambda one: one.intake_id)
    endings.note_death(gone.resident, died_on=TODAY, by=None, at=NOW)
    assert list(situation.read(TODAY).intakes) == [other.pk]
    assert proposals.propose(on=TODAY, by=None, at=NOW) == []
    hers.refresh_from_db(), another.refresh_from_db()
    assert (hers.intake, hers.state, hers.decided_at) == (gone, State.LAPSED, NOW)
    assert (another.intake, another.state) == (other, State.OPEN)


def test_nobody_waiting_gives_no_rows() -> None:
    VolunteerFactory()
    assert proposals.propose(on=TODAY, by=None, at=NOW) == []


def test_nobody_free_leaves_everybody_waiting() -> None:
    IntakeFactory(waiting=True)
    VolunteerFactory(vog_on=None)
    assert proposals.propose(on=TODAY, by=None, at=NOW) == []


def test_lapsing_counts_only_open_ones() -> None:
    IntakeFactory(waiting=True), IntakeFactory(waiting=True)
    VolunteerFactory()
    proposals.propose(on=TODAY, by=None, at=NOW)
    assert proposals.lapse(Proposal.objects.all(), at=NOW) == 2
    assert proposals.lapse(Proposal.objects.all(), at=NOW) == 0


def test_lapsing_takes_one_query_whatever_was_decided_before() -> None:
    IntakeFactory(waiting=True), IntakeFactory(waiting=True), IntakeFactory(waiting=True)
    VolunteerFactory(), VolunteerFactory()
    proposals.propose(on=TODAY, by=None, at=NOW)
    with CaptureQueriesContext(connection) as captured:
        assert proposals.lapse(Proposal.objects.all(), at=NOW) == 3
    assert len(captured) == 1
