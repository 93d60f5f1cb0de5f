"""What is proposed is kept as it was shown; an earlier open proposal lapses, a decided one never does."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bezoekdienst.audit.models import Event
from matching import explanation, gather, pairing, proposals
from matching.models import Proposal
from matching.states import State
from tests import cast
from tests.factories import NOW, TODAY, IntakeFactory, VolunteerFactory

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
    board = gather.board(TODAY)
    assert shown == proposals.shown(board, explanation.propose(board), intake.pk, made.volunteer_id)


def test_what_was_shown_stays_when_the_volunteer_changes() -> None:
    IntakeFactory(waiting=True)
    volunteer = VolunteerFactory()
    (made,) = proposals.propose(on=TODAY, by=None, at=NOW)
    before = Proposal.objects.get(pk=made.pk).shown
    volunteer.birth_year = 1990
    volunteer.save()
    assert Proposal.objects.get(pk=made.pk).shown == before


def test_computing_again_lapses_the_open_ones_and_leaves_the_decided_ones() -> None:
    IntakeFactory(waiting=True), IntakeFactory(waiting=True), IntakeFactory(waiting=True)
    VolunteerFactory(), VolunteerFactory()
    coordinator = cast.coordinator()
    accepted, declined, left = proposals.propose(on=TODAY, by=None, at=NOW)
    pairing.accept(accepted, by=coordinator, at=NOW)
    pairing.decline(declined, by=coordinator, at=NOW, reason="Kennen elkaar.")
    later = NOW + timedelta(hours=1)
    again = proposals.propose(on=TODAY, by=coordinator, at=later)
    states = {one.pk: one.state for one in Proposal.objects.all()}
    assert states[accepted.pk] == State.ACCEPTED
    assert states[declined.pk] == State.DECLINED
    assert states[left.pk] == State.LAPSED
    assert [states[one.pk] for one in again] == [State.OPEN, State.OPEN]
    assert Proposal.objects.get(pk=left.pk).decided_at == later


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
