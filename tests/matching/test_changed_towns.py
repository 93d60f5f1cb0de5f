"""The joint plan when the town is another one: who keeps her place, and what changes nothing.

The properties are numbered as in the design. Not asserted, because it isn't so: that an extra volunteer never lowers
the total (one of 90 becomes two of 30), or never gives anybody somebody less fitting.
"""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from matching.facts import VolunteerFacts, Weights
from tests.matching.people import Question, questions, volunteer
from tests.matching.plans import solve

FLAT = Weights(load=(0,))


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
