"""What is said about a proposal, on whole random towns with every rule in play."""

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bezoekdienst.lib.errors import Reason, Refused
from matching import assignment, blocks, explanation
from matching.facts import Exclusion, ResidentFacts, Town, VolunteerFacts, Weights, Wish
from tests.matching.people import ON, crowds, resident, towns, volunteer

WEIGHTS = Weights()
TOWN = Town({("a", "a"): 1.0, ("a", "b"): 8.0, ("b", "b"): 1.0})
areas = st.sampled_from(["a", "b", None])
sets = st.frozensets(st.sampled_from(["mo-am", "tu-am", "we-pm"]))
losses = st.sampled_from(["sudden", "accident", "dementia", None])
volunteers = st.builds(
    VolunteerFacts,
    id=st.integers(101, 104),
    name=st.just("Mia"),
    not_deployable=st.sampled_from([(), (), (Reason("V2", "Mia heeft pauze."),)]),
    vog_valid_until=st.sampled_from([ON, ON + timedelta(days=99), None]),
    open_count=st.integers(0, 2),
    last_active_end_on=st.sampled_from([None, ON - timedelta(days=20)]),
    loss=losses,
    birth_year=st.sampled_from([1950, 1958]),
    sex=st.sampled_from(["V", "M"]),
    dayparts=sets,
    area=areas,
    max_km=st.sampled_from([5, 10]),
)
residents = st.builds(
    ResidentFacts,
    id=st.integers(1, 5),
    name=st.just("Truus"),
    signed_up_on=st.just(ON),
    waiting_since=st.sampled_from([ON, ON - timedelta(days=9)]),
    consent_given=st.sampled_from([True, True, False]),
    limit_on=st.sampled_from([None, ON, ON - timedelta(days=1)]),
    loss=losses,
    birth_year=st.sampled_from([1948, 1980]),
    dayparts=sets,
    area=areas,
    wishes=st.sampled_from([(), (Wish("sex", "V", must=True),), (Wish("sex", "V"),)]),
    not_with=st.sampled_from([(), (Exclusion(101, "no_click"),)]),
)
everybody = st.tuples(
    st.lists(residents, max_size=5, unique_by=lambda person: person.id),
    st.lists(volunteers, max_size=4, unique_by=lambda person: person.id),
)
Everybody = tuple[list[ResidentFacts], list[VolunteerFacts]]


def judged(people: Everybody) -> explanation.Board:
    return explanation.judge_all(*people, on=ON, town=TOWN, weights=WEIGHTS)


def every_pair(board: explanation.Board) -> list[explanation.Pair]:
    found = [board.pair(person.id, v.id) for person in board.residents for v in board.volunteers]
    assert None not in found
    return [pair for pair in found if pair]


@given(everybody)
def test_no_pair_of_the_plan_breaks_a_rule(people: Everybody) -> None:  # property 1
    board = judged(people)
    plan = explanation.propose(board)
    for pair in plan.placed:
        shown = board.pair(pair.resident_id, pair.volunteer_id)
        assert shown and blocks.kinds(shown.findings) <= {"check_yourself"}
        assert shown.fit and shown.fit.points == pair.points >= 4500
    assert len(plan.pairs) == len(plan.placed)
    for v in board.volunteers:
        visited = [r for r in board.residents if plan.pairs.get(r.id) == v.id]
        assert not visited or v.open_count + len(visited) <= v.capacity
        assert v.heavy_count + sum(r.is_heavy for r in visited) <= max(1, v.heavy_count)


@given(everybody)
def test_every_pair_is_scored_or_has_its_block(people: Everybody) -> None:  # property 5
    board = judged(people)
    for pair in every_pair(board):
        assert (pair.fit is None) == ("block" in blocks.kinds(pair.findings))
    assert board.pair(99, 101) is None
    assert board.pair(1, 99) is None


@given(everybody)
def test_the_funnel_adds_up(people: Everybody) -> None:  # property 6
    board = judged(people)
    for person in board.residents:
        funnel = explanation.funnel(board, person.id)
        pairs = [pair for pair in every_pair(board) if pair.resident_id == person.id]
        numbers = [funnel.volunteers, funnel.deployable, funnel.in_reach, funnel.free, funnel.with_place]
        assert numbers == sorted(numbers, reverse=True)
        assert funnel.volunteers == len(pairs)
        assert funnel.deployable == sum(not v.not_deployable for v in board.volunteers)
        assert funnel.with_place == sum(pair.is_free for pair in pairs)
        assert funnel.above_floor == sum(key[0] == person.id for key in board.points)


@given(everybody, st.data())
def test_another_volunteer_never_changes_a_fit(people: Everybody, data: st.DataObject) -> None:
    extra = replace(data.draw(volunteers), id=999)
    more = every_pair(judged((people[0], [*people[1], extra])))
    assert [pair for pair in more if pair.volunteer_id != 999] == every_pair(judged(people))


@given(crowds(), towns, st.randoms(use_true_random=False))
def test_the_order_in_which_people_come_is_irrelevant_to_all_that_is_said(  # property 9
    people: Everybody, town: Town, rng: random.Random
) -> None:
    shuffled = tuple(rng.sample(some, len(some)) for some in people)
    one, other = (explanation.judge_all(*each, on=ON, town=town, weights=WEIGHTS) for each in (people, shuffled))
    plan = explanation.propose(one)
    assert explanation.propose(other) == plan
    assert explanation.explain(other, plan) == explanation.explain(one, plan)
    for person in one.residents:
        assert explanation.funnel(other, person.id) == explanation.funnel(one, person.id)
        assert explanation.candidates(other, person.id) == explanation.candidates(one, person.id)


@given(crowds(), towns)
def test_everybody_placed_is_explained_by_parts_candidates_and_price(people: Everybody, town: Town) -> None:
    board = explanation.judge_all(*people, on=ON, town=town, weights=WEIGHTS)
    plan = explanation.propose(board)
    explained = explanation.explain(board, plan)
    assert [(one.pair.resident_id, one.pair.volunteer_id) for one in explained] == list(plan.pairs.items())
    for placed, one in zip(plan.placed, explained, strict=True):
        fit = one.pair.fit
        assert fit and sum(part.points for part in fit.parts) == placed.points
        assert one.price == placed.price
        assert one.candidates == explanation.candidates(board, placed.resident_id)
        better = [pair.fit.points for pair in one.candidates if pair.fit]
        assert better == sorted(better, reverse=True)
        assert one.pair in one.candidates or (len(better) == 3 and better[-1] >= placed.points)


def test_what_was_solved_once_is_not_solved_again(monkeypatch: pytest.MonkeyPatch) -> None:
    solve, solved = assignment.solve, []

    def counted(*args: Any, **options: Any) -> assignment.Plan:
        solved.append(options["locks"])
        return solve(*args, **options)

    monkeypatch.setattr(assignment, "solve", counted)
    board = judged(([resident(1, "Truus"), resident(2, "Ans")], [volunteer(11, "Mia"), volunteer(12, "Joke")]))
    plan = explanation.propose(board)
    assert explanation.compare(board, 1, 12).before is plan
    assert explanation.compare(board, 1, 12, chosen=[(1, 12)]).moves == ()
    assert [len(locks) for locks in solved] == [0, 1]


def test_an_objection_is_not_proposed_but_may_be_chosen_and_a_block_may_not() -> None:
    mia = volunteer(11, "Mia", last_active_end_on=ON)
    truus, ans = resident(1, "Truus"), resident(2, "Ans", consent_given=False)
    board = judged(([truus, ans], [mia]))
    assert explanation.propose(board).placed == ()
    assert explanation.propose(board, chosen=[(1, 11)]).pairs == {1: 11}
    assert explanation.compare(board, 1, 11).moves == (explanation.Move(1, None, 11),)
    with pytest.raises(Refused, match="Ans gaf nog geen toestemming"):
        explanation.propose(board, chosen=[(2, 11)])
    with pytest.raises(Refused, match="bestaat niet meer"):
        explanation.propose(board, chosen=[(3, 11)])


def test_who_is_held_back_or_was_declined_is_not_proposed_but_may_be_chosen() -> None:
    mia, joke = volunteer(11, "Mia", held_back=True), volunteer(12, "Joke", capacity=1)
    held, truus = resident(1, "Ans", 90, held_back=True), resident(2, "Truus", declined=frozenset({12}))
    board = judged(([held, truus, resident(3, "Henk")], [mia, joke]))
    plan = explanation.propose(board)
    assert plan.pairs == {3: 12}
    assert [waiting.resident_id for waiting in plan.waiting] == [2]
    assert explanation.propose(board, chosen=[(1, 11), (2, 12)]).pairs == {1: 11, 2: 12}
    assert explanation.funnel(board, 2).sentence == (
        "2 vrijwilligers: 2 inzetbaar, 2 binnen bereik, 0 zonder bezwaar, 0 met plaats."
    )


def test_choosing_otherwise_says_who_would_have_to_wait() -> None:
    mia, joke = volunteer(11, "Mia", capacity=1, sex="V"), volunteer(12, "Joke", capacity=1, sex="V")
    first = resident(1, "Truus", 50, not_with=(Exclusion(12, "friend"),))
    second = resident(2, "Ans", 40)
    board = judged(([first, second], [mia, joke]))
    assert explanation.propose(board).pairs == {1: 11, 2: 12}
    assert [one.resident_id for one in explanation.compare(board, 2, 11).moves if one.after is None] == [1]
    assert explanation.compare(board, 2, 11, chosen=[(2, 12)]).moves == (
        explanation.Move(1, 11, None),
        explanation.Move(2, 12, 11),
    )


def test_under_the_floor_is_shown_on_request_and_never_proposed() -> None:
    apart = {"birth_year": 1990, "loss": "sudden", "life_view": "none"}
    board = judged(
        ([resident(1, "Truus", birth_year=1940, loss="dementia", life_view="islam")], [volunteer(11, **apart)])
    )
    [candidate] = explanation.candidates(board, 1)
    assert candidate.fit and (candidate.fit.points, candidate.fit.word) == (2750, "zwak")
    assert explanation.propose(board).placed == ()
    assert explanation.funnel(board, 1).sentence == (
        "1 vrijwilliger: 1 inzetbaar, 1 binnen bereik, 1 zonder bezwaar, 1 met plaats, 0 boven de ondergrens."
    )
