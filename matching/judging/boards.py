"""Everybody who waits beside every volunteer: in whole columns where it is about all of them, in full about two."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from matching import assignment, blocks, rest, scoring
from matching.distances import UNKNOWN
from matching.facts import POINT, ResidentFacts, Town, VolunteerFacts, Weights
from matching.judging.columns import Columns
from matching.judging.points import Points
from matching.solving.sparse import Ints

Chosen = tuple[tuple[int, int], ...]  # (resident id, volunteer id)


@dataclass(frozen=True, slots=True)
class Pair:
    """One volunteer beside one person: every finding, and the fit (None when blocked: never scored)."""

    resident_id: int
    volunteer_id: int
    findings: tuple[blocks.Finding, ...]
    fit: scoring.Fit | None
    metres: int | None

    @property
    def is_free(self) -> bool:
        """No block and no objection; it may be proposed when its fit isn't under the floor."""
        return blocks.kinds(self.findings) <= {blocks.CHECK}


@dataclass(frozen=True, eq=False)
class Board:
    """Everybody who waits beside every volunteer, on one day. What was judged or counted once is kept."""

    residents: tuple[ResidentFacts, ...]
    volunteers: tuple[VolunteerFacts, ...]
    on: date
    town: Town
    weights: Weights
    rest_weeks: int = rest.WEEKS
    plans: dict[Chosen, assignment.Plan] = field(default_factory=dict, init=False)  # by the pairs fixed, in order
    _judged: dict[tuple[int, int], Pair] = field(default_factory=dict, init=False)

    def pair(self, resident_id: int, volunteer_id: int) -> Pair | None:
        """All that is found about these two; None when either isn't on the board. Blocked: reasons, and no fit (M1)."""
        key = resident_id, volunteer_id
        if key not in self._judged and resident_id in self.rows and volunteer_id in self._columns:
            resident, volunteer = self.residents[self.rows[resident_id]], self.volunteers[self._columns[volunteer_id]]
            about = self._case(resident, self.town.metres(volunteer, resident))
            findings = blocks.judge(volunteer, resident, about)
            blocked = blocks.BLOCK in blocks.kinds(findings)
            fit = None if blocked else scoring.fit(volunteer, resident, about, self.weights)
            self._judged[key] = Pair(resident_id, volunteer_id, findings, fit, about.metres)
        return self._judged.get(key)

    def judge(self, keys: Sequence[tuple[int, int]]) -> None:
        """Look at many pairs on the board at once, for whoever asks for them one by one: most have nothing against."""
        rows = np.array([self.rows[resident_id] for resident_id, _ in keys], dtype=np.int64)
        columns = np.array([self._columns[volunteer_id] for _, volunteer_id in keys], dtype=np.int64)
        pairs = self.columns.pairs(rows, columns)
        for key, fit, metres in zip(keys, self.columns.explained(pairs), pairs.metres.tolist(), strict=True):
            if fit is not None:
                self._judged[key] = Pair(*key, (), fit, None if metres == UNKNOWN else metres)

    @cached_property
    def points(self) -> Points:
        """The fit of every pair that may be proposed: free, and not under the floor."""
        free = self.columns.free
        residents: Ints = np.array([one.id for one in self.residents], dtype=np.int64)
        volunteers: Ints = np.array([one.id for one in self.volunteers], dtype=np.int64)
        return Points(residents, volunteers, free.keep(free.values >= self.weights.floor * POINT))

    def best(self, resident_id: int, at_most: int) -> list[int]:
        """The ids of the best volunteers without a block or objection: by fit, then who is longest without anybody."""
        row = self.columns.free.at(self.rows[resident_id])
        return [self.volunteers[column].id for column in self._ranked[row][:at_most].tolist()]

    @cached_property
    def columns(self) -> Columns:
        """Everybody in whole columns."""
        return Columns(self.residents, self.volunteers, self._case, town=self.town, weights=self.weights)

    def _case(self, resident: ResidentFacts, metres: int | None) -> blocks.Case:
        return blocks.case(resident, metres, on=self.on, rest_weeks=self.rest_weeks)

    @cached_property
    def rows(self) -> dict[int, int]:
        """Where each resident stands, by her id."""
        return {resident.id: row for row, resident in enumerate(self.residents)}

    @cached_property
    def _columns(self) -> dict[int, int]:
        return {volunteer.id: column for column, volunteer in enumerate(self.volunteers)}

    @cached_property
    def _ranked(self) -> Ints:
        """The columns of the free pairs once more, of each person the best first."""
        longest = sorted(self.volunteers, key=lambda one: (one.idle_since or date.max, one.id))
        turn = np.empty(len(longest), dtype=np.int64)
        turn[[self._columns[one.id] for one in longest]] = np.arange(len(longest))
        free = self.columns.free
        standing = (100 * POINT - free.values) * len(longest) + turn.take(free.columns)
        return free.columns.take(np.argsort(free.rows * (1 + standing.max(initial=0)) + standing))
