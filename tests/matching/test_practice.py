"""Proposal and practice: every decision is counted once, and the table adds up to those accepted."""

import pytest

from bezoekdienst.visiting.states import EndReason
from matching import practice
from matching.practice import BECAME, Decision


def test_words_of_the_fit_go_from_best_to_worst() -> None:
    assert practice.WORDS == ("sterk", "goed", "redelijk", "zwak")


@pytest.mark.parametrize("end", EndReason.values)
def test_every_end_is_one_of_the_outcomes(end: str) -> None:
    assert Decision(True, False, 8000, True, end).became in BECAME


def test_what_says_nothing_about_the_pair_is_counted_apart() -> None:
    assert {end: Decision(True, False, 0, True, end).became for end in ("died", "no_click", "year_reached", "")} == {
        "died": "other",
        "no_click": "no_click",
        "year_reached": "well",
        "": "runs",
    }


def test_decisions_are_counted_once_by_fit_and_by_what_came_of_them() -> None:
    counted = practice.count(
        [
            Decision(True, False, 9170, True, "goal_reached"),
            Decision(True, False, 8000),
            Decision(True, True, 6000, True, "no_click"),
            Decision(True, True, 4000, True),
            Decision(False, False, 9000),
        ]
    )
    assert (counted.followed, counted.own_choices, counted.accepted, counted.declined) == (2, 2, 4, 1)
    assert {word: counted.row(word) for word in practice.WORDS} == {
        "sterk": [1, 0, 1, 0, 0, 0],
        "goed": [0, 0, 0, 0, 1, 0],
        "redelijk": [0, 0, 0, 0, 0, 0],
        "zwak": [0, 1, 0, 0, 0, 0],
    }
    assert sum(counted.became.values()) == counted.accepted
