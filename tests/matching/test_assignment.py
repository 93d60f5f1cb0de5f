"""The joint plan on small random towns: equal to brute force, with the properties the design promises.

They are numbered as in the design; those about a town that changes are in test_changed_towns, about prices in
test_prices.
"""

import itertools
from collections import Counter
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bezoekdienst.lib.errors import Refused
from matching import assignment, explanation
from matching.solving import groups, markets
from matching.solving.markets import Lock, Market
from matching.solving.sparse import Sparse
from tests.matching.people import Question, questions, resident, volunteer
from tests.matching.plans import WEIGHTS, every_plan, solve, worth


def best_columns(market: Market) -> tuple[int, ...]:
    """By trying all: most on the list, largest total, preferred places, then the first place for the first person."""

    def key(columns: tuple[int, ...]) -> tuple[object, ...]:
        placed = [column >= 0 for column in columns]
        total = sum(gains[column] for gains, column in zip(market.gains, columns, strict=True) if column >= 0)
        used = [column in columns for column in range(len(market.places))]
        return placed, total, used, [-column for column in columns]

    ways = itertools.product(*([-1, *gains] for gains in market.gains))
    return max((way for way in ways if all(n < 2 for c, n in Counter(way).items() if c >= 0)), key=key)


@given(questions())
def test_the_plan_equals_brute_force(question: Question) -> None:  # property 2
    plan = solve(question)
    best = max(worth(question, pairs) for pairs in every_plan(question))
    assert worth(question, plan.pairs) == best
    assert plan.total == best[1]
    assert plan.pairs in every_plan(question)


@given(questions(most=4))
def test_ties_go_to_who_is_longest_without_anybody_then_to_a_fixed_order(question: Question) -> None:
    market = markets.set_up(*question, WEIGHTS, ())
    columns = best_columns(market)
    people = {
        person.id: market.places[column].volunteer_id
        for person, column in zip(market.residents, columns, strict=True)
        if column >= 0
    }
    assert solve(question).pairs == people


@given(questions())
def test_the_number_placed_is_the_largest_possible(question: Question) -> None:  # property 3
    assert len(solve(question).placed) == max(len(pairs) for pairs in every_plan(question))


@given(questions(), st.data())
def test_the_order_of_input_is_irrelevant(question: Question, data: st.DataObject) -> None:  # property 9
    residents, volunteers, points = question
    shuffled = (
        data.draw(st.permutations(residents)),
        data.draw(st.permutations(volunteers)),
        dict(data.draw(st.permutations(list(points.items())))),
    )
    assert solve(shuffled) == solve(question)


@given(questions())
def test_everybody_unplaced_with_candidates_has_a_tight_group(question: Question) -> None:  # property 8
    residents, _, points = question
    market = markets.set_up(*question, WEIGHTS, ())
    gains = {person.id: set(row) for person, row in zip(market.residents, market.gains, strict=True)}
    priority = {person.id: person.priority for person in residents}
    plan = solve(question)
    assert {waiting.resident_id for waiting in plan.waiting} | plan.pairs.keys() == priority.keys()
    for waiting in plan.waiting:
        person, group = waiting.resident_id, waiting.group
        assert (group is not None) == any(pair[0] == person for pair in points)
        if group:
            assert group.resident_ids[-1] == person
            assert len(set().union(*(gains[member] for member in group.resident_ids))) == group.places
            assert len(group.resident_ids) == group.places + 1
            assert all(priority[m] < priority[person] and m in plan.pairs for m in group.resident_ids[:-1])


@given(questions(most=4), st.data())
def test_a_lock_is_honoured_and_the_rest_is_the_best_round_it(
    question: Question, data: st.DataObject
) -> None:  # property 13
    possible = [pair for pairs in every_plan(question) for pair in pairs.items()]
    assume(possible)
    person, chosen = data.draw(st.sampled_from(possible))
    plan = solve(question, locks=(Lock(person, chosen, question[2][person, chosen]),))
    assert plan.pairs[person] == chosen
    ways = [pairs for pairs in every_plan(question) if pairs.get(person) == chosen]
    assert worth(question, plan.pairs) == max(worth(question, pairs) for pairs in ways)
    assert plan.total == worth(question, plan.pairs)[1]


def test_a_lock_that_cannot_hold_is_refused_with_its_reason() -> None:
    people = [resident(n, f"P{n}", loss="suicide") for n in (1, 2, 3)]
    [mia, joke] = [volunteer(11, "Mia", capacity=2), volunteer(12, "Joke", capacity=1)]
    with pytest.raises(Refused) as refused:
        solve((people, [mia, joke], {}), locks=(Lock(1, 11, 5000), Lock(2, 11, 5000)))
    assert [reason.rule for reason in refused.value.reasons] == ["V4"]
    with pytest.raises(Refused) as refused:
        solve((people, [mia, joke], {}), locks=(Lock(1, 11, 5000), Lock(1, 12, 5000), Lock(2, 12, 5000)))
    assert [reason.rule for reason in refused.value.reasons] == ["T9", "V3", "V4"]
    with pytest.raises(Refused, match="bestaat niet meer"):
        solve((people, [mia, joke], {}), locks=(Lock(9, 11, 5000),))


def test_who_still_waits_is_told_how_many_share_how_few_places() -> None:
    people = [resident(n, f"P{n}", waits=100 - n) for n in (1, 2, 3, 4)]
    two = [volunteer(n, f"V{n}", capacity=1) for n in (11, 12)]
    plan = solve((people, two, {(p, v): 8000 for p in (1, 2, 3) for v in (11, 12)}))
    [third, fourth] = plan.waiting
    assert third.group == assignment.TightGroup((1, 2, 3), (11, 12), places=2, locked=0)
    assert explanation.say_waiting(third) == "3 mensen voor 2 plaatsen. De anderen staan hoger op de lijst."
    assert explanation.say_waiting(fourth) == "Nu is er geen vrijwilliger die voorgesteld kan worden."
    points = {(1, 11): 8000, (2, 11): 8000}
    [waits] = solve((people[:2], two[:1], points), locks=(Lock(2, 11, 8000),)).waiting
    assert explanation.say_waiting(waits) == "Er is nu geen plaats vrij. Eerst vastgezet: 1 plaats."


def test_the_volunteer_longest_without_anybody_gets_the_tie() -> None:
    since = resident().waiting_since
    lately, long_ago = volunteer(11, idle_since=since), volunteer(12, idle_since=since - timedelta(days=1))
    assert solve(([resident(1)], [lately, long_ago], {(1, 11): 8000, (1, 12): 8000})).pairs == {1: 12}
    assert solve(([resident(1)], [lately, long_ago], {(1, 11): 8001, (1, 12): 8000})).pairs == {1: 11}


def test_a_heavy_case_takes_the_place_that_is_open_to_it() -> None:
    people = [resident(1, "Truus", 61), resident(2, "Ans", 20, loss="accident")]
    plan = solve((people, [volunteer(11)], {(1, 11): 8000, (2, 11): 8000}))
    assert [(pair.resident_id, pair.deduction) for pair in plan.placed] == [(1, 400), (2, 0)]


def test_a_list_that_is_not_the_best_one_is_found_out() -> None:
    gains = Sparse.of([{0: 80}, {0: 80, 1: 70}, {0: 80}])
    lots, which = groups.tight(gains, holders=np.array([0, 1]), waiting=np.array([2]))
    assert [lots[lot].tolist() for lot in which] == [[0]]
    with pytest.raises(RuntimeError, match="best list"):  # the second could have had the other place
        groups.tight(gains, holders=np.array([0, -1]), waiting=np.array([1, 2]))
    with pytest.raises(RuntimeError, match="best list"):  # the last goes before the first
        groups.tight(gains, holders=np.array([2, 1]), waiting=np.array([0]))


def test_nobody_waiting_is_an_empty_plan() -> None:
    assert solve(([], [volunteer()], {})) == assignment.Plan((), ())
    assert solve(([resident()], [], {})).waiting == (assignment.Waiting(1, None),)
