"""Weights are kept as what differs from those that came along, read back the same, and told in words."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import explanation, facts, tuning
from matching.facts import FACTORS, Weights, ordered
from tests.matching.people import LOADLESS, ON, RESIDENTS, TOWN, TRUUS_ID, VOLUNTEERS

hundred = st.integers(0, 100)
USUAL = Weights()


def tables(kinds: tuple[str, ...]):
    pairs = [ordered(*pair) for pair in [*combinations(kinds, 2), ("other", "other")]]
    return st.dictionaries(st.sampled_from(pairs), hundred)


@st.composite
def weights(draw: st.DrawFn) -> Weights:
    cuts = sorted(draw(st.lists(hundred, min_size=5, max_size=5)))
    shares = [high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]
    return Weights(
        **dict(zip(FACTORS, shares, strict=True)),
        loss_table=draw(st.just(USUAL.loss_table) | tables(tuning.LOSSES)),
        life_view_table=draw(st.just(USUAL.life_view_table) | tables(tuning.LIFE_VIEWS)),
        life_view_else=draw(hundred),
        floor=draw(hundred),
        rather=draw(hundred),
        load=tuple(sorted(draw(st.lists(hundred, min_size=4, max_size=4)))),
    )


@given(weights())
def test_what_is_kept_is_read_back_the_same(one: Weights) -> None:
    assert facts.weights(tuning.kept(one), floor=one.floor) == one


def test_of_what_came_along_nothing_is_kept() -> None:
    assert tuning.kept(USUAL) == {}
    assert tuning.kept(replace(USUAL, floor=60)) == {}
    assert tuning.kept(replace(USUAL, loss=24, distance=11)) == {"loss": 24, "distance": 11}


@given(weights(), weights())
def test_something_is_told_exactly_when_something_but_the_floor_changed(one: Weights, other: Weights) -> None:
    assert tuning.told(one, one) == ""
    assert bool(tuning.told(one, other)) == (replace(one, floor=0) != replace(other, floor=0))


def test_a_change_is_told_in_words() -> None:
    table = {**USUAL.loss_table, ordered("dementia", "sudden"): 20}
    del table[ordered("sudden", "suicide")]
    other = replace(USUAL, loss=20, distance=15, loss_table=table, load=(0, 5, 10, 18), rather=6, life_view_else=40)
    assert tuning.told(USUAL, other).split("; ") == [
        "soort verlies in punten: van 25 naar 20",
        "afstand in punten: van 10 naar 15",
        "levensbeschouwingen die niet in de tabel staan: van 50 naar 40",
        "aftrek voor een wens die niet uitkomt: van 5 naar 6",
        "aftrek bij traject 2: van 4 naar 5",
        "plotseling naast zelfdoding: van 50 naar leeg",
        "dementie naast plotseling: van leeg naar 20",
    ]


@pytest.mark.parametrize(
    ("table", "pair", "silent"),
    [
        ("loss_table", ("dementia", "sudden"), 0),
        ("loss_table", ("other", "other"), 100),
        ("life_view_table", ("catholic", "islam"), None),
        ("life_view_table", ("other", "other"), 100),
    ],
)
def test_a_table_leaves_out_what_counts_the_same_without(table, pair, silent) -> None:
    assert tuning.silent(table, pair) == silent
    assert tuning.table(table, {pair: silent}) == {}
    assert tuning.table(table, {pair: 40}) == {ordered(*pair): 40}


def board(one: Weights) -> explanation.Board:
    return explanation.judge_all(RESIDENTS, VOLUNTEERS, on=ON, town=TOWN, weights=one)


def test_effects_are_the_two_plans_side_by_side() -> None:
    now, then = board(LOADLESS), board(replace(LOADLESS, floor=86))
    found = tuning.effects(now, explanation.propose(now), then, explanation.propose(then))
    assert [(one.now.volunteer_id, one.then.volunteer_id) for one in found] == [(12, 11), (13, None), (11, None)]
    truus = next(one for one in found if one.resident_id == TRUUS_ID)
    assert (truus.now.points, truus.now.candidates) == (8130, 3)
    assert (truus.then.points, truus.then.candidates) == (9170, 1)


def test_without_a_change_every_effect_is_the_same() -> None:
    now = board(LOADLESS)
    plan = explanation.propose(now)
    assert [one.now == one.then for one in tuning.effects(now, plan, now, plan)] == [True, True, True]


def test_a_change_says_nothing_of_who_is_held_back() -> None:
    away = [replace(one, held_back=one.id == TRUUS_ID) for one in RESIDENTS]
    now = explanation.judge_all(away, VOLUNTEERS, on=ON, town=TOWN, weights=LOADLESS)
    plan = explanation.propose(now)
    found = [one.resident_id for one in tuning.effects(now, plan, now, plan)]
    assert TRUUS_ID not in found
    assert len(found) == len(RESIDENTS) - 1
