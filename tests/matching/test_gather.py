"""From rows to facts: the same number of queries whatever the number of people, and T5 as the database says it."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bezoekdienst.policy import versions
from bezoekdienst.visiting.models import Exclusion, Trajectory
from bezoekdienst.visiting.states import EndReason, TrajectoryState
from matching import explanation, gather
from matching.models import HeldBack, Proposal
from tests.factories import NOW, TODAY, BereavementFactory, IntakeFactory, TrajectoryFactory, VolunteerFactory
from volunteers.models import Pause, Place

pytestmark = pytest.mark.django_db


def town(people: int) -> None:
    """So many who wait, each with somebody excluded; so many volunteers, each visiting somebody and with a pause."""
    for _ in range(people):
        waiting = IntakeFactory(waiting=True)
        trajectory = TrajectoryFactory(started_on=date(2026, 9, 1))
        Exclusion.objects.create(
            resident=waiting.resident, volunteer=trajectory.volunteer, why="friend", noted_on=TODAY
        )
        Pause.objects.create(volunteer=trajectory.volunteer, start_on=date(2026, 1, 1), end_on=date(2026, 1, 31))


def queries() -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        gather.board(TODAY)
    return len(captured)


def test_the_board_takes_as_many_queries_for_three_people_as_for_one() -> None:
    town(1)
    for_one = queries()
    town(2)
    assert queries() == for_one
    assert for_one < 15


def test_everybody_who_waits_stands_beside_every_active_volunteer() -> None:
    town(2)
    VolunteerFactory(state="training")
    IntakeFactory()
    board = gather.board(TODAY)
    assert len(board.residents) == 2
    assert len(board.volunteers) == 2
    assert all(board.pair(resident.id, each.id) for resident in board.residents for each in board.volunteers)


def test_what_was_said_at_the_kitchen_table_reaches_the_rules() -> None:
    Place.objects.create(pc4="6811", lat=51.98, lon=5.91)
    said = {
        "interests": ["tuin"],
        "dayparts": ["mo-am"],
        "languages": ["nl", "de"],
        "home": {"pets": True},
        "must_not": ["smoking"],
        "wishes": [{"kind": "sex", "value": "V", "must": True}],
    }
    intake = IntakeFactory(waiting=True, answers=said, urgency=2)
    (resident,) = gather.board(TODAY).residents
    assert resident.id == intake.pk
    assert resident.interests == {"tuin"}
    assert resident.languages == {"nl", "de"}
    assert resident.home.pets is True
    assert resident.home.stairs is None
    assert resident.must_not == {"smoking"}
    assert resident.wishes[0].must is True
    assert resident.consent_given is True
    assert resident.urgency == 2
    assert resident.place is not None


def test_for_a_second_loss_nobody_is_proposed_while_she_is_visited_for_the_first() -> None:
    visited = TrajectoryFactory()
    second = BereavementFactory(resident=visited.resident)
    intake = IntakeFactory(waiting=True, bereavement=second)
    other = VolunteerFactory()
    board = gather.board(TODAY)
    pair = board.pair(intake.pk, other.pk)
    assert pair
    assert [found.rule for found in pair.findings if found.kind == "block"] == ["T9"]
    assert board.points == {}
    visited.state, visited.ended_on, visited.end_reason = TrajectoryState.ENDED, TODAY, EndReason.GOAL_REACHED
    visited.save()
    assert [pair for pair, _ in gather.board(TODAY).points.items()] == [(intake.pk, other.pk)]


def test_load_and_rest_are_counted_from_the_trajectories() -> None:
    volunteer = VolunteerFactory()
    TrajectoryFactory(volunteer=volunteer, bereavement__kind="suicide")
    ended_on = TODAY - timedelta(days=10)
    TrajectoryFactory(
        volunteer=volunteer, state=TrajectoryState.ENDED, ended_on=ended_on, end_reason=EndReason.GOAL_REACHED
    )
    (facts,) = gather.board(TODAY).volunteers
    assert (facts.open_count, facts.heavy_count) == (1, 1)
    assert facts.last_active_end_on == ended_on
    assert facts.idle_since is None
    assert facts.capacity == versions.current(TODAY).capacity


def test_who_visits_nobody_is_idle_since_her_last_trajectory_or_her_start() -> None:
    fresh, rested = VolunteerFactory(), VolunteerFactory()
    ended_on = TODAY - timedelta(days=90)
    TrajectoryFactory(
        volunteer=rested, state=TrajectoryState.ENDED, ended_on=ended_on, end_reason=EndReason.GOAL_REACHED
    )
    idle = {facts.id: facts.idle_since for facts in gather.board(TODAY).volunteers}
    assert idle == {fresh.pk: fresh.started_on, rested.pk: ended_on}


def test_who_outlived_her_year_rests_from_its_last_day_though_nobody_closed_it_yet() -> None:
    late = TrajectoryFactory(started_on=date(2025, 11, 16))
    (facts,) = gather.board(TODAY).volunteers
    assert late.hard_stop_on == date(2026, 11, 15)
    assert (facts.open_count, facts.last_active_end_on) == (0, date(2026, 11, 15))


@pytest.mark.parametrize(("until_on", "held"), [(None, True), (TODAY, True), (date(2026, 11, 22), False)])
def test_who_is_held_back_is_known_up_to_and_with_the_day(until_on: date | None, held: bool) -> None:
    given = {"until_on": until_on, "reason": "Op reis.", "held_at": NOW}
    HeldBack.objects.create(intake=IntakeFactory(waiting=True), **given)
    HeldBack.objects.create(volunteer=VolunteerFactory(), **given)
    IntakeFactory(waiting=True), VolunteerFactory()
    board = gather.board(TODAY)
    assert [one.held_back for one in board.residents] == [held, False]
    assert [one.held_back for one in board.volunteers] == [held, False]


def test_free_places_are_those_of_who_may_be_proposed_today() -> None:
    TrajectoryFactory(volunteer=VolunteerFactory(capacity=3))
    TrajectoryFactory(volunteer=VolunteerFactory(capacity=1))
    VolunteerFactory(capacity=4, vog_on=None), VolunteerFactory(capacity=4, state="training")
    assert gather.free_places(TODAY) == 2
    kept_free = HeldBack.objects.create(volunteer=VolunteerFactory(capacity=4), reason="Druk thuis.", held_at=NOW)
    assert gather.free_places(TODAY) == 2
    kept_free.delete()
    assert gather.free_places(TODAY) == 6


def test_who_rests_has_no_place_free_until_her_rest_is_over() -> None:
    """Four weeks after 26 October are over on the 23rd of November (V4)."""
    ended = {"started_on": date(2026, 2, 1), "state": "ended", "end_reason": "goal_reached"}
    TrajectoryFactory(ended_on=date(2026, 10, 27), **ended)
    assert [gather.free_places(TODAY + timedelta(days=days)) for days in (0, 1)] == [0, 2]
    TrajectoryFactory(ended_on=date(2026, 10, 26), **ended)
    assert gather.free_places(TODAY) == 2


def test_whom_the_coordinator_declined_for_her_is_known_and_what_she_took_back_is_not() -> None:
    intake, declined, allowed = IntakeFactory(waiting=True), VolunteerFactory(), VolunteerFactory()
    for volunteer, state in ((declined, "declined"), (allowed, "lapsed")):
        Proposal.objects.create(
            intake=intake, volunteer=volunteer, state=state, plan=uuid.uuid4(), fit=0, shown={}, made_at=NOW
        )
    assert gather.board(TODAY).residents[0].declined == {declined.pk}


@pytest.mark.parametrize("days", [-1, 0, 1])
@pytest.mark.parametrize("kind", ["active", "meeting", "second_meeting", "ended"])
def test_open_means_the_same_for_rows_already_read_as_in_the_database(kind: str, days: int) -> None:
    started_on = date(2025, 11, 23)
    trajectory = TrajectoryFactory(**({"meeting": True} if kind == "meeting" else {"started_on": started_on}))
    if kind == "ended":
        trajectory.state, trajectory.ended_on = TrajectoryState.ENDED, date(2026, 5, 1)
        trajectory.end_reason = EndReason.GOAL_REACHED
        trajectory.save()
    if kind == "second_meeting":
        trajectory.state, trajectory.started_on = TrajectoryState.ACQUAINTANCE, None
        trajectory.save()
    on = (trajectory.hard_stop_on or TODAY) + timedelta(days=days)
    in_database = Trajectory.objects.open_on(on).filter(pk=trajectory.pk).exists()
    assert trajectory.is_open_on(on) is in_database
    assert in_database is (kind == "meeting" or (kind != "ended" and days <= 0))


@pytest.mark.parametrize(
    ("start", "end", "placed"), [(-9, -1, True), (-9, 0, False), (0, 9, False), (1, 9, True), (-9, None, False)]
)
def test_a_pause_keeps_her_out_from_its_first_day_to_its_last(  # property 15
    start: int, end: int | None, placed: bool
) -> None:
    IntakeFactory(waiting=True)
    day = {"start_on": TODAY + timedelta(days=start), "end_on": None if end is None else TODAY + timedelta(days=end)}
    Pause.objects.create(volunteer=VolunteerFactory(), **day)
    assert bool(explanation.propose(gather.board(TODAY)).placed) is placed
