"""Everybody beside everybody in whole columns: who may be proposed, and how well they fit, to the point.

Which rules there are, what they say and how points are counted stands in `blocks` and `scoring`, and only there.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from matching import blocks, scoring
from matching.blocks import Case, Finding
from matching.distances import UNKNOWN, Distances, Pairs
from matching.facts import POINT, ResidentFacts, Town, VolunteerFacts, Weights
from matching.judging.tables import Ask, Crowd, Table
from matching.scoring import Fit, Part
from matching.solving.sparse import Ints, Sparse, Truths

_WHOLE = 100 * POINT
_NOTHING, _CHECK, _STOPS = range(3)  # what findings count as

Found = TypeVar("Found")


class Columns:
    """The people of a board, and every rule's table of answers, filled as far as it was asked.

    `case` is what rules may use about a person and somebody so many metres from her.
    """

    def __init__(
        self,
        residents: Sequence[ResidentFacts],
        volunteers: Sequence[VolunteerFacts],
        case: Callable[[ResidentFacts, int | None], Case],
        *,
        town: Town,
        weights: Weights,
    ) -> None:
        self.distances = Distances(residents, volunteers, town)
        self._shape = len(residents), len(volunteers)
        crowd = Crowd(residents, volunteers, self.distances)

        def ask(act: Callable[..., Found], *more: Any) -> Ask[Found]:
            return lambda volunteer, resident, metres: act(volunteer, resident, case(resident, metres), *more)

        self._rules = [(rule.key, Table(crowd, rule.looks, ask(rule.find), _severity)) for rule in blocks.RULES]
        self._scales = [Table(crowd, one.looks, ask(one.part, weights), _points) for one in scoring.SCALES]
        self._wishes = [
            Table(crowd, looks, ask(scoring.wish_parts, weights, _WHOLE, kind), _sum)
            for kind, looks in scoring.WISHES.items()
        ]

    def pairs(self, rows: Ints, columns: Ints) -> Pairs:
        """These pairs, with how far apart they live."""
        return Pairs(rows, columns, self.distances.metres(rows, columns))

    def stopped(self, pairs: Pairs, keys: frozenset[str]) -> Truths:
        """Which of the pairs have a block or an objection with one of these keys."""
        stopped = np.zeros(len(pairs), dtype=np.bool_)
        for key, table in self._rules:
            if key in keys:
                stopped |= table.worths(pairs) == _STOPS
        return stopped

    def fits(self, pairs: Pairs) -> Ints:
        """The fit of each, 0 to 10,000. Never ask it about a blocked pair (M1)."""
        total: Ints = np.zeros(len(pairs), dtype=np.int64)
        tables: list[Table[Any]] = [*self._scales, *self._wishes]
        for table in tables:
            total += table.worths(pairs)
        return np.maximum(total, 0)

    @cached_property
    def free(self) -> Sparse:
        """The fit of every pair without a block or an objection, also under the floor: a row a resident."""
        rows, columns = self._who_may()
        found = [self._free(pairs) for pairs in self.distances.near(rows, columns)]
        entries = (np.concatenate(column) for column in zip(*found, strict=True))
        return Sparse.sort(*entries, height=self._shape[0])

    def _who_may(self) -> tuple[Ints, Ints]:
        """Residents and volunteers without what stops them whoever the other is: asked once a person."""
        rows, columns = (np.arange(count) for count in self._shape)
        for _, table in self._rules:
            if min(len(rows), len(columns)) and not all(table.varies):
                if table.varies[0]:
                    columns = columns[table.worths(_beside(rows[:1], columns)) != _STOPS]
                else:
                    rows = rows[table.worths(_beside(rows, columns[:1])) != _STOPS]
        return rows, columns

    def _free(self, pairs: Pairs) -> tuple[Ints, Ints, Ints]:
        for key, table in self._rules:
            if all(table.varies) and key != "distance":  # whoever is too far isn't near
                pairs = pairs.keep(table.worths(pairs) != _STOPS)
        return pairs.rows, pairs.columns, self.fits(pairs)

    def explained(self, pairs: Pairs) -> list[Fit | None]:
        """The fit in full of each pair with no finding and no wish; None for the others."""
        quiet = np.ones(len(pairs), dtype=np.bool_)
        for _, table in self._rules:
            quiet &= table.worths(pairs) == _NOTHING
        parts = zip(*(table.of(pairs) for table in self._scales), strict=True)
        wishes = zip(*(table.of(pairs) for table in self._wishes), strict=True)
        return [
            Fit(each) if is_quiet and not any(wished) else None
            for each, is_quiet, wished in zip(parts, quiet.tolist(), wishes, strict=True)
        ]


def _beside(rows: Ints, columns: Ints) -> Pairs:
    """One of both is a single one: that one beside each of the others; how far apart they live isn't asked."""
    rows, columns = np.broadcast_arrays(rows, columns)
    return Pairs(rows, columns, np.full(len(rows), UNKNOWN))


def _severity(findings: Sequence[Finding]) -> int:
    return max(((_CHECK, _STOPS)[finding.kind != blocks.CHECK] for finding in findings), default=_NOTHING)


def _points(part: Part) -> int:
    return part.points


def _sum(parts: Sequence[Part]) -> int:
    return sum(part.points for part in parts)
