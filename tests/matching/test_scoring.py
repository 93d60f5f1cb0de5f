"""Points that add up exactly, on a scale that no other candidate can move."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bezoekdienst.lib import words
from matching import blocks, scoring, wording
from matching.facts import FACTORS, Town, Weights, Wish, weights
from tests.matching.people import ON, resident, volunteer

DEFAULTS = Weights()


def known(codes: Any) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(sorted(codes))


facts = st.fixed_dictionaries(
    {
        "loss": known(words.LOSS_KINDS),
        "birth_year": st.none() | st.integers(1920, 1990),
        "children_at_home": st.none() | st.booleans(),
        "life_view": known(words.LIFE_VIEWS),
        "interests": st.frozensets(st.sampled_from(sorted(words.INTERESTS)), max_size=5),
        "dayparts": st.frozensets(st.sampled_from(sorted(words.DAYPARTS)), max_size=5),
    }
)
asked = st.sampled_from([Wish("sex", "M"), Wish("age_min", 90), Wish("loss", "other")])
wishes = st.lists(asked, max_size=6).map(lambda some: 4 * some)  # also more than there are points to take


def scored(v: dict[str, Any], r: dict[str, Any], metres: int | None = None, use: Weights = DEFAULTS) -> scoring.Fit:
    about = blocks.Case(ON, ON, metres)
    return scoring.fit(volunteer(**v), resident(**r), about, use)


@given(facts, facts, st.none() | st.integers(0, 60_000), wishes)
def test_contributions_add_up_exactly(
    v: dict[str, Any], r: dict[str, Any], metres: int, wanted: list[Wish]
) -> None:  # property 4
    fit = scored(v | {"sex": "V"}, r | {"wishes": tuple(wanted)}, metres)
    assert 0 <= fit.points <= 10_000
    assert [part.key for part in fit.parts[:6]] == list(FACTORS)
    assert all(part.points == part.weight * part.percent and 0 <= part.percent <= 100 for part in fit.parts[:6])
    assert sum(part.weight for part in fit.parts) == 100
    unmet = sum(part.points < 0 for part in fit.parts[6:])
    without = sum(part.points for part in fit.parts[:6])
    assert len(fit.parts) == 6 + len(wanted)
    assert fit.points == max(0, without - 500 * unmet)


@given(facts, facts, st.none() | st.integers(0, 60_000))
def test_the_fit_is_the_same_seen_from_the_other_side(v: dict[str, Any], r: dict[str, Any], metres: int) -> None:
    assert scored(v, r, metres) == scored(r, v, metres)


def test_unknown_counts_half_and_says_so() -> None:
    fit = scored({}, {})
    assert fit.points == 5000
    assert {(part.percent, part.known, part.text) for part in fit.parts} == {(50, False, "onbekend (telt half)")}


@pytest.mark.parametrize(
    ("one", "other", "percent"),
    [
        ("sudden", "sudden", 100),
        ("dementia", "long_illness", 70),
        ("accident", "sudden", 80),
        ("long_illness", "sudden", 30),
        ("dementia", "sudden", 0),
        ("other", "other", 50),
        ("not_said", "not_said", None),
        ("", "sudden", None),
    ],
)
def test_kinds_of_loss(one: str, other: str, percent: int | None) -> None:
    assert scoring.loss(one, other, DEFAULTS)[0] == percent
    assert scoring.loss(other, one, DEFAULTS)[0] == percent


@pytest.mark.parametrize(("gap", "percent"), [(0, 100), (3, 100), (4, 95), (5, 90), (22, 5), (23, 0), (24, 0), (40, 0)])
def test_life_stage_by_years_apart(gap: int, percent: int) -> None:
    older, younger = volunteer(birth_year=1950), resident(birth_year=1950 + gap)
    assert scoring.life_stage(older, younger)[0] == percent
    one, none = replace(older, children_at_home=False), replace(younger, children_at_home=True)
    assert scoring.life_stage(one, none)[0] == percent // 2
    assert scoring.life_stage(one, younger)[0] == percent


@pytest.mark.parametrize(
    ("one", "other", "percent"),
    [
        ("none", "none", 100),
        ("any", "islam", 100),
        ("catholic", "protestant", 80),
        ("none", "catholic", 50),
        ("islam", "none", 50),
        ("", "none", None),
    ],
)
def test_life_views(one: str, other: str, percent: int | None) -> None:
    assert scoring.life_view(one, other, DEFAULTS)[0] == percent
    assert scoring.life_view(other, one, DEFAULTS)[0] == percent


@pytest.mark.parametrize(("common", "percent"), [(0, 0), (1, 40), (2, 75), (3, 100), (4, 100)])
def test_what_is_shared_counts_up_to_three(common: int, percent: int) -> None:
    hers = frozenset(map(str, range(common))) | {"x"}
    assert scoring.shared(hers, frozenset(map(str, range(5))))[0] == percent


@pytest.mark.parametrize(
    ("metres", "percent"), [(500, 100), (1000, 100), (1119, 100), (1121, 99), (13_000, 50), (25_000, 0), (40_000, 0)]
)
def test_distance_is_linear_between_one_and_twenty_five_kilometres(metres: int, percent: int) -> None:
    assert scoring.distance(metres)[0] == percent


def test_an_unmet_rather_costs_five_points_and_an_unknown_one_nothing() -> None:
    wanted = {"wishes": (Wish("sex", "V"), Wish("age_max", 70))}
    fit = scored({"sex": "M", "birth_year": None}, wanted)
    assert [(part.points, part.text) for part in fit.parts[6:]] == [
        (-500, "Liever een vrouw: nee"),
        (0, "Liever iemand van 70 jaar of jonger: onbekend (kost niets)"),
    ]
    assert scored({"sex": "V"}, wanted).points == fit.points + 500


def test_less_than_three_points_is_nearly_equal() -> None:
    assert scoring.nearly_equal(8000, 7701)
    assert not scoring.nearly_equal(7700, 8000)


@pytest.mark.parametrize(
    ("points", "said"), [(9170, "91,7"), (1125, "11,3"), (1124, "11,2"), (-500, "-5,0"), (-4, "0,0"), (10_000, "100,0")]
)
def test_points_are_shown_with_one_decimal(points: int, said: str) -> None:
    assert wording.decimal(points) == said


def test_weights_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="De gewichten zijn samen 99"):
        Weights(loss=24)
    with pytest.raises(ValueError, match="geen ervan min"):
        Weights(loss=-5, life_stage=50)
    with pytest.raises(ValueError, match="tussen 0 en 100"):
        Weights(floor=101)
    with pytest.raises(ValueError, match="aftrek"):
        Weights(load=(4, 0))


def test_weights_come_from_the_policy_as_it_keeps_them() -> None:
    assert weights({}, floor=45) == DEFAULTS
    kept = weights({"loss": 15, "distance": 20, "loss_table": [["sudden", "dementia", 20]], "load": [0, 1]}, floor=50)
    assert (kept.loss, kept.distance, kept.floor, kept.load) == (15, 20, 50, (0, 1))
    assert scoring.loss("dementia", "sudden", kept)[0] == 20
    with pytest.raises(ValueError, match="Onbekend in de gewichten: smell"):
        weights({"smell": 3}, floor=45)


def test_a_fourth_and_a_later_trajectory_cost_the_same() -> None:
    assert [DEFAULTS.deduction(n) for n in range(5)] == [0, 400, 1000, 1800, 1800]


def test_the_coordinators_own_list_knows_no_direction() -> None:
    town = Town({("a", "b"): 3.0})
    assert town.metres(volunteer(area="b"), resident(area="a")) == 3000
    assert town.metres(volunteer(area="a"), resident(area="b")) == 3000
    assert town.metres(volunteer(area="a"), resident(area="a")) is None
