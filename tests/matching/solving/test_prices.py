"""What a place costs the others: the certificate that a plan is the best one, and ties that it leaves alone."""

import itertools

import numpy as np
from hypothesis import given

from matching import assignment
from matching.solving import markets, prices, ties
from matching.solving.sparse import Sparse
from tests.matching.people import Question, questions
from tests.matching.plans import WEIGHTS


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


def test_a_place_with_a_price_is_never_given_up_for_a_tie() -> None:
    # columns 0 and 1 are preferred; only column 2 has a price
    gains, matched = Sparse.of([{1: 8130, 2: 9170}, {0: 7330, 2: 8370}]), np.array([1, 2])
    ladder = prices.least(gains, matched, 3)
    assert ladder is not None
    assert ladder.tolist() == [0, 0, 1040]
    assert ties.settle(prices.tight(gains, matched, ladder), [1, 2], ladder.tolist()) == [2, 0]
