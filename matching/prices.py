"""Scarcity prices: what a place costs the others, and with that the proof that a plan is the best there is.

Rows are the persons of the plan, columns the free places; `gains[row][column]` is the fit less the load deduction, in
whole hundredths of a point; a pair that may not be is absent, never a bad score. `matched[row]` is the row's column.
"""

from collections.abc import Mapping, Sequence

Gains = Sequence[Mapping[int, int]]


def least(gains: Gains, matched: Sequence[int], columns: int) -> list[int] | None:
    """The least prices >= 0 at which everybody has her best (gain - price) and every free place costs 0.

    None when no such prices exist, which is exactly when another plan for these persons has a larger total.
    """
    import numpy as np

    sizes = [len(row) for row in gains]
    rows = np.repeat(np.arange(len(gains)), sizes)
    heads = np.fromiter((column for row in gains for column in row), dtype=np.int64, count=sum(sizes))
    steps = np.fromiter((gain for row in gains for gain in row.values()), dtype=np.int64, count=sum(sizes))
    own = np.array([row[column] for row, column in zip(gains, matched, strict=True)], dtype=np.int64)
    tails = np.array(matched, dtype=np.int64)[rows] if len(gains) else rows
    steps = steps - own[rows]
    prices = np.zeros(columns, dtype=np.int64)
    for _ in range(len(gains) + 1):
        raised = prices.copy()
        np.maximum.at(raised, heads, prices[tails] + steps)
        if np.array_equal(raised, prices):
            taken = set(matched)
            return None if any(raised[c] for c in range(columns) if c not in taken) else [int(p) for p in prices]
        prices = raised
    return None  # a rise that never ends is a swap round that gains


def holds(gains: Gains, matched: Sequence[int], prices: Sequence[int]) -> bool:
    """Whether `prices` certify the plan; for checking any solver's answer without trusting ours."""
    taken = set(matched)
    if min(prices, default=0) < 0 or any(price for column, price in enumerate(prices) if column not in taken):
        return False
    return len(taken) == len(matched) and all(
        row[column] - prices[column] == max(gain - prices[c] for c, gain in row.items())
        for row, column in zip(gains, matched, strict=True)
    )


def tight(gains: Gains, matched: Sequence[int], prices: Sequence[int]) -> list[list[int]]:
    """Per row the columns, in order, that are as good for her as her own: every best plan uses only these."""
    best = [row[column] - prices[column] for row, column in zip(gains, matched, strict=True)]
    return [
        sorted(column for column, gain in row.items() if gain - prices[column] == most)
        for row, most in zip(gains, best, strict=True)
    ]
