"""Whole columns say of every pair what the rules say about these two, to the point and to the metre."""

import math
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bezoekdienst.demo.benches import matching as bench
from bezoekdienst.lib import places as lib_places
from bezoekdienst.lib.places import Point
from matching import blocks, distances, explanation, scoring, wishes
from matching.blocks import CHECK
from matching.explanation import Board, Pair
from matching.facts import POINT, ResidentFacts, Town, VolunteerFacts, Weights, Wish
from matching.judging.looks import Looks
from matching.solving.sparse import Ints
from tests.matching.people import ON, any_resident, any_volunteer, case, crowds, resident, towns, volunteer

Crowd = tuple[list[ResidentFacts], list[VolunteerFacts]]
weights = st.sampled_from([Weights(), Weights(loss=0, distance=35, rather=40, floor=60), Weights(rather=0, floor=0)])


def lay(people: Crowd, town: Town, use: Weights = Weights()) -> Board:  # noqa: B008 (frozen)
    return explanation.judge_all(*people, on=ON, town=town, weights=use)


def alone(board: Board) -> Iterator[tuple[int, int, Pair]]:
    """Each pair as the rules judge these two, on a board with nobody else and no columns."""
    for row, person in enumerate(board.residents):
        for column, other in enumerate(board.volunteers):
            pair = lay(([person], [other]), board.town, board.weights).pair(person.id, other.id)
            assert pair
            yield row, column, pair


def beside(residents: int, volunteers: int) -> tuple[Ints, Ints]:
    """Everybody beside everybody, as rows and columns."""
    return np.repeat(np.arange(residents), volunteers), np.tile(np.arange(volunteers), residents)


def stops(pair: Pair) -> set[str]:
    return {finding.key for finding in pair.findings if finding.kind != CHECK}


@given(crowds(), towns, weights)
def test_who_is_free_and_how_well_they_fit_is_what_the_rules_say(people: Crowd, town: Town, use: Weights) -> None:
    board = lay(people, town, use)
    free = {(row, column): pair for row, column, pair in alone(board) if pair.is_free}
    found = board.columns.free
    points = {(row, column): fit for row, entries in enumerate(found) for column, fit in entries.items()}
    assert points == {key: pair.fit.points for key, pair in free.items() if pair.fit}
    assert dict(board.points) == {
        (pair.resident_id, pair.volunteer_id): pair.fit.points
        for pair in free.values()
        if pair.fit and pair.fit.points >= use.floor * POINT
    }


@given(crowds(), towns)
def test_each_rule_stops_in_whole_columns_whom_it_stops_alone(people: Crowd, town: Town) -> None:
    board = lay(people, town)
    pairs = board.columns.pairs(*beside(len(board.residents), len(board.volunteers)))
    judged = [pair for _, _, pair in alone(board)]
    assert pairs.metres.tolist() == [-1 if pair.metres is None else pair.metres for pair in judged]
    for key in sorted({rule.key for rule in blocks.RULES}):
        stopped = board.columns.stopped(pairs, frozenset({key})).tolist()
        assert stopped == [key in stops(pair) for pair in judged]


@given(crowds(), towns, weights)
def test_pairs_judged_together_are_told_as_when_judged_alone(people: Crowd, town: Town, use: Weights) -> None:
    board = lay(people, town, use)
    judged = [pair for _, _, pair in alone(board)]
    board.judge([(pair.resident_id, pair.volunteer_id) for pair in judged])
    assert [board.pair(pair.resident_id, pair.volunteer_id) for pair in judged] == judged


@given(crowds(), towns)
def test_the_funnel_counts_what_the_rules_say_question_by_question(people: Crowd, town: Town) -> None:
    board = lay(people, town)
    for person in board.residents:
        left = [pair for _, _, pair in alone(board) if pair.resident_id == person.id]
        numbers = [len(left)]
        for keys in ({"deployable"}, {"distance"}, {rule.key for rule in blocks.RULES} - {"capacity", "heavy"}, None):
            left = [pair for pair in left if not (stops(pair) if keys is None else stops(pair) & keys)]
            numbers.append(len(left))
        numbers.append(sum((pair.resident_id, pair.volunteer_id) in board.points for pair in left))
        funnel = explanation.funnel(board, person.id)
        assert numbers == [getattr(funnel, field.name) for field in fields(funnel)]


class Blind:
    """Somebody of whom only these fields can be seen; a name is only for sentences."""

    def __init__(self, about: Any, seen: set[str]) -> None:
        self.about, self.seen = about, seen | {"name"}

    def __getattr__(self, name: str) -> Any:
        if name not in self.seen:
            raise AssertionError(f"looks at {name} without saying so")
        return getattr(self.about, name)


def blind(looks: Looks, v: VolunteerFacts, r: ResidentFacts, town: Town) -> tuple[Any, Any, Any]:
    both = {looks.common, looks.apart}
    about = {"on", "rest_weeks"} | ({"metres"} if looks.metres or looks.reach else set())
    about |= {"start_on"} if "earliest_start_on" in looks.theirs else set()
    hers = {*looks.hers, *both} | ({"max_km"} if looks.reach else set()) | ({"id"} if looks.names else set())
    theirs = {*looks.theirs, *both} | ({"not_with", "declined"} if looks.names else set())
    theirs |= {"wishes"} if looks.asked else set()
    return Blind(v, hers), Blind(r, theirs), Blind(case(v, r, town), about)


@given(any_volunteer, any_resident, towns)
def test_no_rule_looks_at_more_than_it_says(v: VolunteerFacts, r: ResidentFacts, town: Town) -> None:
    for rule in blocks.RULES:
        seen = blind(rule.looks, v, r, town)
        assert tuple(rule.ask(*seen)) == tuple(rule.ask(v, r, case(v, r, town)))
        assert {finding.key for finding in rule.ask(*seen)} <= {rule.key}
    for scale in scoring.SCALES:
        assert scale.part(*blind(scale.looks, v, r, town), Weights()).key == scale.key
    for kind, looks in scoring.WISHES.items():
        scoring.wish_parts(*blind(looks, v, r, town), Weights(), 10_000, kind)


degrees = st.builds(Point, st.floats(51, 53), st.floats(4, 7))
places = st.lists(degrees, min_size=1, max_size=9)


@given(places, places, st.sampled_from([1, 10, 60, 300]))
def test_distances_are_those_of_the_town_to_the_metre(here: list[Point], there: list[Point], most: int) -> None:
    residents = [resident(n, place=place) for n, place in enumerate([*here, there[0]])]
    volunteers = [volunteer(n, place=place, max_km=most) for n, place in enumerate(there)]
    apart = [[Town().metres(v, r) or 0 for v in volunteers] for r in residents]
    among = distances.Distances(residents, volunteers, Town())
    assert among.metres(*beside(len(residents), len(volunteers))).tolist() == [
        metres for line in apart for metres in line
    ]
    near = {
        (row, column): metres
        for pairs in among.near(np.arange(len(residents)), np.arange(len(volunteers)))
        for row, column, metres in zip(
            *(each.tolist() for each in (pairs.rows, pairs.columns, pairs.metres)), strict=True
        )
    }
    assert near == {
        (row, column): metres
        for row, line in enumerate(apart)
        for column, metres in enumerate(line)
        if metres <= 1000 * most
    }


def test_where_the_last_digits_could_tip_the_rounding_the_town_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    arnhem = Point(52.0, 5.9)
    far = [Point(52.01, 5.92 + n / 300_007) for n in range(60_000)]
    tipping = [each for each in far if 0 < 0.5 - 1000 * lib_places.distance_km(arnhem, each) % 1 < 4e-5]
    residents = [resident(n, place=place) for n, place in enumerate(tipping)]
    exact = lib_places.stretch_km

    def a_hair_off(a: Any, b: Any, by: Any = math) -> Any:
        return exact(a, b, by) + (0 if by is math else 5e-8)

    monkeypatch.setattr(lib_places, "stretch_km", a_hair_off)
    among = distances.Distances(residents, [volunteer(place=arnhem)], Town())
    found = among.metres(*beside(len(residents), 1)).tolist()
    assert len(found) > 0
    assert found == [Town().metres(volunteer(place=arnhem), each) for each in residents]


def test_a_town_of_a_hundred_is_counted_as_pair_by_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distances, "AT_ONCE", 700)  # so that it goes in many turns
    rng = random.Random(7)
    volunteers, residents = ([make(rng, n) for n in range(50)] for make in (bench._volunteer, bench._resident))
    board = lay((residents, volunteers), Town())  # type: ignore[arg-type]
    fits = {(p.resident_id, p.volunteer_id): p.fit.points for _, _, p in alone(board) if p.is_free and p.fit}
    free = {
        (residents[row].id, volunteers[column].id): fit
        for row, entries in enumerate(board.columns.free)
        for column, fit in entries.items()
    }
    assert len(fits) > 20
    assert free == fits


def test_wishes_that_differ_from_person_to_person_are_each_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[str] = Counter()

    def meets(wish: Wish, *about: Any) -> bool | None:
        asked[wish.kind] += 1
        return one_by_one(wish, *about)

    one_by_one = wishes.meets
    monkeypatch.setattr(wishes, "meets", meets)
    ages = [(least, most) for least in range(40, 50) for most in range(60, 70)]
    people = [
        resident(n, wishes=(Wish("age_min", least), Wish("age_max", most))) for n, (least, most) in enumerate(ages)
    ]
    board = lay((people, [volunteer(n, birth_year=1930 + n) for n in range(50)]), Town())
    assert len(board.columns.free.values) == 100 * 50
    assert asked == {"age_min": 10 * 50, "age_max": 10 * 50}  # not 100 x 50


def test_everything_known_of_somebody_is_seen_by_a_rule_or_a_scale_or_is_said_not_to_be() -> None:
    seen = {"id", "name"}
    for looks in [*(rule.looks for rule in blocks.RULES), *(scale.looks for scale in scoring.SCALES)]:
        seen |= {*looks.hers, *looks.theirs, looks.common, looks.apart}
    elsewhere = {
        "idle_since",
        "place",
        "area",
        "max_km",
        "signed_up_on",
        "waiting_since",
        "urgency",
        "not_with",
        "declined",
        "wishes",
    }
    known = {field.name for facts in (VolunteerFacts, ResidentFacts) if is_dataclass(facts) for field in fields(facts)}
    assert known - seen == elsewhere
