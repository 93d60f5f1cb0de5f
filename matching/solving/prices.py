"""Scarcity prices: what a place costs the others, and with that the proof that a plan is the best there is.

Rows are the persons of the plan, columns the free places; a gain is the fit less the load deduction, in whole
hundredths of a point; a pair that may not be is absent, never a bad score. `matched[row]` is the row's column.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from matching.solving.sparse import Ints, Sparse


def least(gains: Sparse, matched: Ints, columns: int) -> Ints | None:
    """The least prices >= 0 at which everybody has her best (gain - price) and every free place costs 0.

    None when no such prices exist, which is exactly when another plan for these persons has a larger total.
    """
    rises = gains.values - np.repeat(own(gains, matched), gains.sizes)
    holders = np.full(columns, -1)
    holders[matched] = np.arange(len(gains))
    prices: Ints = np.zeros(columns, dtype=np.int64)
    asked, heads = rises, gains.columns
    for _ in range(len(gains) + 1):
        up = np.flatnonzero(asked > prices.take(heads))
        if not len(up):
            return prices
        np.maximum.at(prices, heads[up], asked[up])
        rows = holders[np.unique(heads[up])]  # whose own price rose looks at all the others again
        if rows.min() < 0:
            return None  # somebody would rather have a free place
        here = gains.where(rows)
        asked, heads = np.repeat(prices[matched[rows]], gains.sizes[rows]) + rises.take(here), gains.columns.take(here)
    return None  # a rise that never ends is a swap round that gains


def own(gains: Sparse, matched: Ints) -> Ints:
    """What each row gains by its own column."""
    gained: Ints = gains.values[gains.columns == np.repeat(matched, gains.sizes)]
    return gained


def holds(gains: Iterable[Mapping[int, int]], matched: Sequence[int], prices: Sequence[int]) -> bool:
    """Whether `prices` certify the plan; for checking any solver's answer without trusting ours."""
    taken = set(matched)
    if min(prices, default=0) < 0 or any(price for column, price in enumerate(prices) if column not in taken):
        return False
    return len(taken) == len(matched) and all(
        row[column] - prices[column] == max(gain - prices[c] for c, gain in row.items())
        for row, column in zip(gains, matched, strict=True)
    )


def tight(gains: Sparse, matched: Ints, prices: Ints) -> list[list[int]]:
    """Per row the columns, in order, that are as good for her as her own: every best plan uses only these."""
    best = own(gains, matched) - prices[matched]
    as_good = gains.keep(gains.values - prices.take(gains.columns) == np.repeat(best, gains.sizes))
    columns = as_good.columns.tolist()
    return [sorted(columns[as_good.at(row)]) for row in range(len(gains))]
