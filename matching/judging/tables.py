"""A rule asked once for all the pairs that look the same to it, and its answers for whole columns of pairs.

Nothing is decided here: each answer is that of the rule itself, asked about a real pair out of such a lot.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cache, cached_property
from operator import attrgetter
from typing import Any, Generic, TypeVar

import numpy as np

from matching.distances import UNKNOWN, Distances, Pairs
from matching.facts import ResidentFacts, VolunteerFacts
from matching.judging.looks import Looks
from matching.solving.sparse import Ints

Answer = TypeVar("Answer")
Ask = Callable[[VolunteerFacts, ResidentFacts, int | None], Answer]  # about two people and the metres between them
People = Sequence[ResidentFacts] | Sequence[VolunteerFacts]

_WORD = 64  # codes to a word of bits


class Crowd:
    """Everybody in the order in which they came, as columns of small numbers."""

    def __init__(
        self, residents: Sequence[ResidentFacts], volunteers: Sequence[VolunteerFacts], distances: Distances
    ) -> None:
        self.residents, self.volunteers, self.distances = residents, volunteers, distances
        self._hers = cache(lambda *fields: _number(volunteers, fields))
        self._theirs = cache(lambda *fields: _number(residents, fields))
        self._bits, self._years, self._names = cache(self._mark), cache(self._count), cache(self._name)
        self._asked = cache(
            lambda kind: _tell_apart(tuple(wish for wish in one.wishes if wish.kind == kind) for one in residents)
        )

    def varies(self, looks: Looks) -> tuple[bool, bool]:
        """Whether it matters to what looks so who the volunteer is, and who the person is."""
        both = tuple(field for field in (looks.common, looks.apart) if field)
        if looks.metres or looks.reach or (looks.names and len(self._names(looks.names)) > 1):
            return True, True
        asked = self._asked(looks.asked)[1] if looks.asked else 1
        return self._hers(*looks.hers, *both)[1] > 1, max(asked, self._theirs(*looks.theirs, *both)[1]) > 1

    def codes(self, looks: Looks, pairs: Pairs) -> Ints:
        """A number for each pair, not negative: equal numbers look equal to what looks so."""
        codes: Ints = np.zeros(len(pairs), dtype=np.int64)
        if looks.metres:
            codes = pairs.metres - UNKNOWN
        if looks.reach:
            known = (pairs.metres != UNKNOWN) & (self.distances.reach[pairs.columns] != UNKNOWN)
            codes = known * (1 + self.distances.beyond(pairs))
        for number, size in self._parts(looks, pairs):
            codes = codes * size + number
        return codes

    def _parts(self, looks: Looks, pairs: Pairs) -> Iterator[tuple[Ints, int]]:
        """Numbers for the pairs, each with how many there may be."""
        if looks.hers:
            numbers, size = self._hers(*looks.hers)
            yield numbers.take(pairs.columns), size
        if looks.theirs:
            numbers, size = self._theirs(*looks.theirs)
            yield numbers.take(pairs.rows), size
        if looks.asked:
            numbers, size = self._asked(looks.asked)
            yield numbers.take(pairs.rows), size
        if looks.names:
            yield self._named(self._names(looks.names), pairs)
        if looks.common:
            yield self._common(looks.common, pairs)
        if looks.apart:
            hers, theirs, span = self._years(looks.apart)
            one, other = hers.take(pairs.columns), theirs.take(pairs.rows)
            yield ((one >= 0) & (other >= 0)) * (1 + span + one - other), 2 + 2 * span

    def _common(self, field: str, pairs: Pairs) -> tuple[Ints, int]:
        hers, theirs = self._bits(field)
        both = np.bitwise_count(hers.take(pairs.columns, axis=1) & theirs.take(pairs.rows, axis=1))
        known = hers.any(axis=0).take(pairs.columns) & theirs.any(axis=0).take(pairs.rows)
        return known * (1 + both.sum(axis=0, dtype=np.int64)), 2 + _WORD * len(hers)

    def _named(self, named: Ints, pairs: Pairs) -> tuple[Ints, int]:
        wanted = pairs.rows * len(self.volunteers) + pairs.columns
        found = np.searchsorted(named, wanted)
        return np.where(named.take(found, mode="clip") == wanted, found, 0), len(named)

    def _name(self, names: Callable[[ResidentFacts], Iterable[int]]) -> Ints:
        """The pairs in which she says something about the volunteer, as a number each, in order; -1 before them."""
        columns = {volunteer.id: column for column, volunteer in enumerate(self.volunteers)}
        pairs = [
            row * len(columns) + columns[id]
            for row, resident in enumerate(self.residents)
            for id in names(resident)
            if id in columns
        ]
        return np.unique([-1, *pairs])

    def _mark(self, field: str) -> tuple[Any, Any]:
        """Sets of codes as bits, a column for everybody, of the volunteers and of the residents."""
        codes: dict[str, int] = {}
        mask = cache(lambda one: sum(1 << codes.setdefault(code, len(codes)) for code in one))
        masks = [[mask(getattr(one, field)) for one in people] for people in (self.volunteers, self.residents)]
        words = range(0, max(1, len(codes)), _WORD)
        hers, theirs = (
            np.array([[mask >> word & 2**_WORD - 1 for mask in many] for word in words], dtype=np.uint64)
            for many in masks
        )
        return hers, theirs

    def _count(self, field: str) -> tuple[Ints, Ints, int]:
        """A whole number of everybody, from the least of all on; -1 where it isn't known; and the most of them."""
        values = [[getattr(one, field) for one in people] for people in (self.volunteers, self.residents)]
        least = min((value for many in values for value in many if value is not None), default=0)
        hers, theirs = (
            np.array([-1 if value is None else value - least for value in many], dtype=np.int64) for many in values
        )
        return hers, theirs, int(max(hers.max(initial=0), theirs.max(initial=0)))


def _number(people: People, fields: tuple[str, ...]) -> tuple[Ints, int]:
    """The same number for everybody in whom these fields are the same, and how many there are."""
    return _tell_apart(map(attrgetter(*fields), people) if fields else [None] * len(people))


def _tell_apart(values: Iterable[Hashable]) -> tuple[Ints, int]:
    """The same number for values that are equal, and how many different ones there are."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(value, len(numbers)) for value in values], dtype=np.int64), len(numbers)


class Table(Generic[Answer]):
    """The answers of one rule, which `looks` so: `ask` gives the rule's own answer about a real pair, `worth` what that
    counts as."""

    def __init__(
        self,
        crowd: Crowd,
        looks: Looks,
        ask: Ask[Answer],
        worth: Callable[[Answer], int],
    ) -> None:
        self._crowd, self._looks, self._ask, self._worth = crowd, looks, ask, worth
        self._answers: list[Answer] = []
        self._numbers: Ints = np.empty(0, dtype=np.int64)  # of the answer, by code; -1: not asked yet
        self._worths: Ints = np.empty(0, dtype=np.int64)  # of the answer, by code

    @cached_property
    def varies(self) -> tuple[bool, bool]:
        """Whether it matters here who the volunteer is, and who the person is."""
        return self._crowd.varies(self._looks)

    def worths(self, pairs: Pairs) -> Ints:
        """What the rule's answer about each pair counts as."""
        codes = self._codes(pairs)
        return self._worths.take(codes)

    def of(self, pairs: Pairs) -> list[Answer]:
        """The rule's answer about each pair; the same object for all that look the same."""
        codes = self._codes(pairs)
        return [self._answers[number] for number in self._numbers.take(codes).tolist()]

    def _codes(self, pairs: Pairs) -> Ints:
        """The code of each pair; whatever has none of the answers yet, is asked."""
        codes = self._crowd.codes(self._looks, pairs)
        self._make_room(int(codes.max(initial=-1)) + 1)
        if self._numbers.take(codes).min(initial=0) < 0:
            self._ask_about(pairs, codes)
        return codes

    def _ask_about(self, pairs: Pairs, codes: Ints) -> None:
        lot = np.full(len(self._numbers), -1)
        lot[codes] = np.arange(len(pairs))  # any one of those that look the same stands for all of them
        new = np.flatnonzero((lot >= 0) & (self._numbers < 0))
        hers, theirs = self._crowd.volunteers, self._crowd.residents
        ones = zip(*(each[lot[new]].tolist() for each in (pairs.columns, pairs.rows, pairs.metres)), strict=True)
        said = [self._ask(hers[v], theirs[r], None if metres == UNKNOWN else metres) for v, r, metres in ones]
        self._numbers[new] = np.arange(len(self._answers), len(self._answers) + len(new))
        self._worths[new] = [self._worth(one) for one in said]
        self._answers += said

    def _make_room(self, size: int) -> None:
        more = max(size, 2 * len(self._numbers)) - len(self._numbers)
        if size > len(self._numbers):
            self._numbers = np.append(self._numbers, np.full(more, -1))
            self._worths = np.append(self._worths, np.zeros(more, dtype=np.int64))
