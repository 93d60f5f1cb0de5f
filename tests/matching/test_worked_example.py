"""The example that the design works out by hand; it must come out exactly."""

import pytest

from matching import assignment, explanation, scoring, wording
from matching.facts import Weights
from matching.solving.markets import Lock
from tests.matching.people import (
    ANS_ID,
    ELS_ID,
    HENK_ID,
    JOKE_ID,
    LOADLESS,
    MIA_ID,
    ON,
    RESIDENTS,
    TOWN,
    TRUUS_ID,
    VOLUNTEERS,
    WIM_ID,
)

FITS = {
    (TRUUS_ID, MIA_ID): 9170,
    (TRUUS_ID, JOKE_ID): 8130,
    (TRUUS_ID, WIM_ID): 4680,
    (ANS_ID, MIA_ID): 8370,
    (ANS_ID, WIM_ID): 5050,
    (HENK_ID, WIM_ID): 8550,
}


def board(weights: Weights = LOADLESS) -> explanation.Board:
    return explanation.judge_all(RESIDENTS, VOLUNTEERS, on=ON, town=TOWN, weights=weights)


def test_every_fit_comes_out_exactly_and_nobody_else_may_be_proposed() -> None:
    assert board().points == FITS


def pair(resident_id: int, volunteer_id: int) -> explanation.Pair:
    found = board().pair(resident_id, volunteer_id)
    assert found
    return found


def test_the_parts_of_truus_with_mia_and_with_joke_add_up() -> None:
    mia, joke = pair(TRUUS_ID, MIA_ID).fit, pair(TRUUS_ID, JOKE_ID).fit
    assert mia and [part.points for part in mia.parts] == [2500, 2000, 1500, 1125, 1125, 920]
    assert joke and [part.points for part in joke.parts] == [2500, 1800, 750, 1125, 1125, 830]
    assert (mia.word, joke.word) == ("sterk", "sterk")


def test_who_is_out_has_the_reason_with_value_and_limit() -> None:
    [far] = pair(ANS_ID, JOKE_ID).findings
    assert (far.kind, far.actual, far.limit) == ("objection", "ongeveer 11 km", "10 km")
    assert far.text == "Buiten bereik: ongeveer 11 km. De grens van Joke is 10 km."
    assert [f.text for f in pair(HENK_ID, MIA_ID).findings if f.key == "must"] == ["Henk wil per se een man."]
    assert pair(HENK_ID, MIA_ID).fit is None
    assert "Els heeft pauze." in [f.text for f in pair(TRUUS_ID, ELS_ID).findings]


def test_the_proposal_is_the_joint_best() -> None:
    plan = explanation.propose(board())
    assert plan.pairs == {TRUUS_ID: JOKE_ID, ANS_ID: MIA_ID, HENK_ID: WIM_ID}
    assert (plan.total, plan.waiting) == (25_050, ())
    assert {pair.volunteer_id: pair.price for pair in plan.placed} == {MIA_ID: 1040, JOKE_ID: 0, WIM_ID: 0}


def test_her_own_first_choice_costs_the_others_what_its_price_says() -> None:
    comparison = explanation.compare(board(), TRUUS_ID, MIA_ID)
    assert comparison.after.pairs == {TRUUS_ID: MIA_ID, ANS_ID: WIM_ID, HENK_ID: WIM_ID}
    assert (comparison.after.total, comparison.difference) == (22_770, -2280)
    assert comparison.moves == (
        explanation.Move(TRUUS_ID, JOKE_ID, MIA_ID),
        explanation.Move(ANS_ID, MIA_ID, WIM_ID),
    )
    assert all(one.after for one in comparison.moves)  # nobody would have to wait


def test_with_the_load_deduction_the_locked_plan_is_four_points_less() -> None:
    plan = explanation.propose(board(Weights()), chosen=[(TRUUS_ID, MIA_ID)])
    assert plan.total == 22_370
    assert [pair.locked for pair in plan.placed] == [True, False, False]


def test_the_scores_alone_give_the_same_plan() -> None:
    plan = assignment.solve(RESIDENTS, VOLUNTEERS, FITS, LOADLESS)
    assert plan == explanation.propose(board())
    locked = assignment.solve(RESIDENTS, VOLUNTEERS, FITS, LOADLESS, locks=[Lock(TRUUS_ID, MIA_ID, 9170)])
    assert locked.total == 22_770


def test_the_funnel_says_how_many_are_left_after_each_question() -> None:
    assert explanation.funnel(board(), ANS_ID).sentence == (
        "4 vrijwilligers: 3 inzetbaar, 2 binnen bereik, 2 zonder bezwaar, 2 met plaats."
    )
    assert explanation.funnel(board(), HENK_ID).sentence == (
        "4 vrijwilligers: 3 inzetbaar, 3 binnen bereik, 1 zonder bezwaar, 1 met plaats."
    )


def test_three_candidates_stand_side_by_side_best_first() -> None:
    best = explanation.candidates(board(), TRUUS_ID)
    assert [pair.volunteer_id for pair in best] == [MIA_ID, JOKE_ID, WIM_ID]
    assert [wording.decimal(pair.fit.points) for pair in best if pair.fit] == ["91,7", "81,3", "46,8"]


@pytest.mark.parametrize(("points", "said"), [(7500, "sterk"), (7499, "goed"), (6000, "goed"), (5999, "redelijk"),
                                              (4500, "redelijk"), (4499, "zwak"), (0, "zwak")])  # fmt: skip
def test_a_fit_has_a_word(points: int, said: str) -> None:
    assert scoring.word(points) == said
