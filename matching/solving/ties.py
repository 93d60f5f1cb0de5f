"""Among plans with the same total: first the volunteers who are longest without anybody, then a fixed order.

Works on the tight columns of each row (`prices.tight`): a plan is best exactly when it uses only those and leaves no
place with a price free. So any exchange along tight columns keeps the total, and ties are settled without rounding.
Columns are numbered in the order in which they are preferred, rows in the order of the priority list.
"""

from collections.abc import Iterator, Sequence

from matching.solving import paths


def settle(tight: Sequence[Sequence[int]], matched: Sequence[int], prices: Sequence[int]) -> list[int]:
    """The one plan that ties are settled to: `matched` again, as a column a row."""
    return _order_rows(tight, _prefer_columns(tight, list(matched), prices))


def _prefer_columns(tight: Sequence[Sequence[int]], matched: list[int], prices: Sequence[int]) -> list[int]:
    """Take the columns into use in their order; none is given up for a later one, and never one with a price."""
    wanted_by: dict[int, list[int]] = {}
    for row, columns in enumerate(tight):
        for column in columns:
            wanted_by.setdefault(column, []).append(row)
    kept = {column for column, price in enumerate(prices) if price}
    held = set(matched)
    dead: set[int] = set()  # whatever a failed search reached stays kept for good

    def who_could_come(column: int) -> Iterator[tuple[int, int]]:
        return ((row, matched[row]) for row in wanted_by[column])

    for column in sorted(wanted_by):
        if column not in held:
            steps = paths.find(column, who_could_come, lambda c: c not in kept, dead)
            for to, row, given_up in steps:
                matched[row] = to
                held.add(to)
                held.discard(given_up)
        if column in held:
            kept.add(column)
    return matched


def _order_rows(tight: Sequence[Sequence[int]], matched: list[int]) -> list[int]:
    """With the columns chosen: each row in turn gets the first column with which all others can still be served."""
    holder = {column: row for row, column in enumerate(matched)}
    fixed: set[int] = set()

    def where_else(column: int) -> Iterator[tuple[int, int]]:
        return ((holder[column], c) for c in tight[holder[column]] if c in holder and c not in fixed)

    for row, columns in enumerate(tight):
        for column in columns:
            if column == matched[row]:
                break
            if column not in holder or column in fixed:
                continue
            steps = paths.find(column, where_else, matched[row].__eq__, set())
            for _, mover, to in [*steps, (matched[row], row, column)] if steps else []:
                matched[mover], holder[to] = to, mover
            if steps:
                break
        fixed.add(matched[row])
    return matched
