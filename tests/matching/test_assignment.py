"""The joint plan on small random towns: equal to brute force, certified, with the properties the design promises.

They are numbered as in the design. Not asserted, because it isn't so: that an extra volunteer never lowers the total
(one of 90 becomes two of 30), or never gives anybody somebody less fitting.
"""

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bezoekdienst.lib.errors import Refused
from matching import assignment, explanation, groups, markets, prices, ties
from matching.facts import VolunteerFacts, Weights
from matching.markets import Lock, Market
from matching.sparse import Sparse
from tests.matching.people import Question, questions, resident, volunteer

WEIGHTS = Weights()
FLAT = Weights(load=(0,))


def solve(question: Question, weights: Weights = WEIGHTS, locks: tuple[Lock, ...] = ()) -> assignment.Plan:
    residents, volunteers, points = question
    return assignment.solve(residents, volunteers, points, weights, locks=locks)


def every_plan(question: Question) -> Iterator[dict[int, int]]:
    """Each way to give residents a volunteer that keeps to places (V3) and heavy cases (V4), written naively."""
    residents, volunteers, points = question
    heavy = {person.id for person in residents if person.is_heavy}
    for choice in itertools.product([None, *volunteers], repeat=len(residents)):
        pairs = {r.id: v for r, v in zip(residents, choice, strict=True) if v is not None}
        loads = Counter(v.id for v in pairs.values())
        heavies = Counter(v.id for r, v in pairs.items() if r in heavy)
        if all((r, v.id) in points for r, v in pairs.items()) and all(
            v.open_count + loads[v.id] <= v.capacity and (not heavies[v.id] or v.heavy_count + heavies[v.id] <= 1)
            for v in pairs.values()
        ):
            yield {r: v.id for r, v in pairs.items()}


def worth(question: Question, pairs: dict[int, int], weights: Weights = WEIGHTS) -> tuple[list[bool], int]:
    """First the priority list, then fit less load deductions."""
    residents, volunteers, points = question
    loads = Counter(pairs.values())
    costs = sum(weights.deduction(v.open_count + n) for v in volunteers for n in range(loads[v.id]))
    placed = [person.id in pairs for person in sorted(residents, key=lambda person: person.priority)]
    return placed, sum(points[pair] for pair in pairs.items()) - costs


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
def test_the_plan_passes_its_price_certificate_and_a_worse_one_fails_it(question: Question) -> None:  # property 7
    market = markets.set_up(*question, WEIGHTS, ())
    gains = market.gains.take(assignment.choose_who(market))
    columns, ladder = (numbers.tolist() for numbers in assignment.choose_with_whom(gains, len(market.places)))
    assert prices.holds(gains, columns, ladder)
    total = sum(row[column] for row, column in zip(gains, columns, strict=True))
    for way in itertools.product(*gains):
        if len(set(way)) == len(way):
            other = sum(row[column] for row, column in zip(gains, way, strict=True))
            found = prices.least(gains, np.array(way, dtype=np.int64), len(market.places))
            assert (None if found is None else found.tolist()) == (ladder if other == total else None)
            assert prices.holds(gains, way, ladder) == (other == total)


@given(questions(heavy=False))
def test_a_price_is_what_the_others_lose_because_the_place_is_taken(question: Question) -> None:
    market = markets.set_up(*question, WEIGHTS, ())
    gains = market.gains.take(assignment.choose_who(market))
    columns, ladder = (numbers.tolist() for numbers in assignment.choose_with_whom(gains, len(market.places)))

    def largest(without: int, banned: int | None) -> int:
        others = [[c for c in row if c != banned] for index, row in enumerate(gains) if index != without]
        kept = [row for index, row in enumerate(gains) if index != without]
        ways = (way for way in itertools.product(*others) if len(set(way)) == len(way))
        return max(sum(row[c] for row, c in zip(kept, way, strict=True)) for way in ways)

    for index, column in enumerate(columns):
        assert ladder[column] == largest(index, None) - largest(index, column)


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


@given(questions(), st.lists(st.integers(4500, 10_000) | st.none(), min_size=5, max_size=5))
def test_a_new_volunteer_puts_nobody_back_on_the_list(
    question: Question, fits: list[int | None]
) -> None:  # property 10
    residents, volunteers, points = question
    more = points | {(r.id, 200): fit for r, fit in zip(residents, fits, strict=False) if fit is not None}
    assert solve(question).pairs.keys() <= solve((residents, [*volunteers, volunteer(200)], more)).pairs.keys()


@given(questions())
def test_a_withdrawal_harms_nobody(question: Question) -> None:  # property 11
    residents, volunteers, points = question
    before = solve(question).pairs.keys()
    for gone in residents:
        left = [person for person in residents if person is not gone]
        assert before - {gone.id} <= solve((left, volunteers, points)).pairs.keys()


@given(questions())
def test_longer_waiting_never_costs_the_place(question: Question) -> None:  # property 12
    residents, volunteers, points = question
    for person in residents:
        longer = replace(person, waiting_since=person.waiting_since - timedelta(days=9))
        after = solve(([longer if p is person else p for p in residents], volunteers, points)).pairs
        assert person.id in after or person.id not in solve(question).pairs


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


@given(questions())
def test_running_again_on_what_is_left_proposes_nothing_more(question: Question) -> None:  # property 14
    residents, volunteers, points = question
    pairs = solve(question).pairs
    heavy = {person.id for person in residents if person.is_heavy}

    def busier(v: VolunteerFacts) -> VolunteerFacts:
        people = [r for r, with_whom in pairs.items() if with_whom == v.id]
        heavies = v.heavy_count + len(heavy.intersection(people))
        return replace(v, open_count=v.open_count + len(people), heavy_count=heavies)

    left = [person for person in residents if person.id not in pairs]
    assert solve((left, [busier(v) for v in volunteers], points)).placed == ()


@given(questions())
def test_all_dates_shifted_change_nothing(question: Question) -> None:  # metamorphic 1
    residents, volunteers, points = question
    days = timedelta(days=400)
    later = [replace(r, signed_up_on=r.signed_up_on + days, waiting_since=r.waiting_since + days) for r in residents]
    idle = [replace(v, idle_since=v.idle_since and v.idle_since + days) for v in volunteers]
    assert solve((later, idle, points)) == solve(question)


@given(questions(most=3), questions(most=3))
def test_two_far_districts_are_planned_as_if_apart(here: Question, there: Question) -> None:  # metamorphic 2
    far = (
        [replace(person, id=person.id + 1000) for person in there[0]],
        [replace(v, id=v.id + 1000) for v in there[1]],
        {(r + 1000, v + 1000): fit for (r, v), fit in there[2].items()},
    )
    both = solve((here[0] + far[0], here[1] + far[1], here[2] | far[2]))
    assert both.pairs == solve(here).pairs | solve(far).pairs
    assert both.total == solve(here).total + solve(far).total


@given(questions(heavy=False))
def test_two_places_are_two_volunteers(question: Question) -> None:  # metamorphic 3
    residents, volunteers, points = question
    places = [(v, v.id + 1000 * n) for v in volunteers for n in range(v.capacity - v.open_count)]
    singles = [replace(v, id=id, capacity=1, open_count=0) for v, id in places]
    fits = {(r.id, id): points[r.id, v.id] for r in residents for v, id in places if (r.id, v.id) in points}
    apart = solve((residents, singles, fits), FLAT)
    assert apart.pairs.keys() == solve(question).pairs.keys()
    assert apart.total == solve(question, FLAT).total


@given(questions(), st.integers(1, 900))
def test_a_constant_for_one_person_changes_no_pair(question: Question, more: int) -> None:  # metamorphic 4
    residents, volunteers, points = question
    for person in residents:
        raised = {pair: fit + more * (pair[0] == person.id) for pair, fit in points.items()}
        assert solve((residents, volunteers, raised)).pairs == solve(question).pairs


@given(questions())
def test_a_useless_volunteer_changes_nothing(question: Question) -> None:  # metamorphic 5
    residents, volunteers, points = question
    assert solve((residents, [*volunteers, volunteer(50)], points)) == solve(question)


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


def test_a_place_with_a_price_is_never_given_up_for_a_tie() -> None:
    # columns 0 and 1 are preferred; only column 2 has a price
    gains, matched = Sparse.of([{1: 8130, 2: 9170}, {0: 7330, 2: 8370}]), np.array([1, 2])
    ladder = prices.least(gains, matched, 3)
    assert ladder is not None
    assert ladder.tolist() == [0, 0, 1040]
    assert ties.settle(prices.tight(gains, matched, ladder), [1, 2], ladder.tolist()) == [2, 0]


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
