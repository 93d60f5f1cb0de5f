"""Why somebody still waits: the people who share all the places that she could have, each of whom goes before her."""

from typing import Any

import numpy as np

from matching.solving.sparse import Ints, Sparse


def tight(gains: Sparse, holders: Ints, waiting: Ints) -> tuple[list[Ints], list[int]]:
    """The groups there are, and for each row that waits which of them is hers; many wait for the same places.

    Hers is whoever holds a place she could have, or one that they could have, and so on: rows in order, without her
    own; they hold as many places as they are. `holders` gives the row that holds each column, -1 for none. Raises
    RuntimeError when it isn't so: somebody could be placed as well, or before somebody lower on the list.
    """
    if not len(waiting):
        return [], []
    from scipy.sparse.csgraph import breadth_first_order, connected_components

    holder = holders.take(gains.columns)
    asks = _graph(gains.rows[holder >= 0], holder[holder >= 0], len(gains))
    count, rings = connected_components(asks, connection="strong")  # who can move over for each other all round
    heads, tails = asks.nonzero()
    between = _graph(rings.take(heads), rings.take(tails), count)
    groups: dict[bytes, Ints] = {}
    hers = []
    for row in waiting:
        reached = np.sort(breadth_first_order(between, rings[row], return_predecessors=False)[1:])  # without her own
        hers.append(reached.tobytes())
        if hers[-1] not in groups:
            groups[hers[-1]] = np.flatnonzero(np.isin(rings, reached))
    everybody = np.unique(np.concatenate((waiting, *groups.values())))
    lowest = [groups[key].max(initial=-1) for key in hers]
    if holder.take(gains.where(everybody)).min(initial=0) < 0 or (waiting < lowest).any():
        raise RuntimeError("this isn't the best list: somebody waits for a place that she could have")
    number = {key: n for n, key in enumerate(groups)}
    return list(groups.values()), [number[key] for key in hers]


def _graph(heads: Ints, tails: Ints, count: int) -> Any:
    from scipy.sparse import coo_array

    return coo_array((np.ones(len(heads)), (heads, tails)), shape=(count, count)).tocsr()
