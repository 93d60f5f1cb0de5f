"""A whole number for some of the columns of each row: three arrays instead of a dictionary a row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False, slots=True)
class Sparse:
    """`columns` and `values` of row `n` stand from `starts[n]` up to `starts[n + 1]`, in any order.

    Reads as a row after row of dictionaries, for whoever isn't in a hurry.
    """

    starts: Ints
    columns: Ints
    values: Ints

    @classmethod
    def sort(cls, rows: Ints, columns: Ints, values: Ints, *, height: int) -> Self:
        """From (row, column, value) in any order; each row and column at most once together."""
        order = np.argsort(rows * (1 + columns.max(initial=0)) + columns)
        starts = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=height))))
        return cls(starts, columns.take(order), values.take(order))

    @classmethod
    def of(cls, rows: Sequence[Mapping[int, int]]) -> Self:
        """From a dictionary a row."""
        entries = [(row, *entry) for row, entries in enumerate(rows) for entry in entries.items()]
        numbers: Ints = np.array(entries, dtype=np.int64).reshape(-1, 3)
        return cls.sort(*numbers.T, height=len(rows))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, row: int) -> dict[int, int]:
        if not 0 <= row < len(self):
            raise IndexError(row)
        here = self.at(row)
        return dict(zip(self.columns[here].tolist(), self.values[here].tolist(), strict=True))

    def __iter__(self) -> Iterator[dict[int, int]]:
        return (self[row] for row in range(len(self)))

    def at(self, row: int) -> slice:
        """Where a row stands."""
        return slice(int(self.starts[row]), int(self.starts[row + 1]))

    @property
    def sizes(self) -> Ints:
        """How many columns each row has."""
        return np.diff(self.starts)

    @property
    def rows(self) -> Ints:
        """The row of each number."""
        return np.repeat(np.arange(len(self)), self.sizes)

    def where(self, rows: Ints) -> Ints:
        """Where the numbers of these rows stand, row after row."""
        sizes = self.sizes[rows]
        before = np.cumsum(sizes) - sizes
        here: Ints = np.arange(sizes.sum()) + np.repeat(self.starts[rows] - before, sizes)
        return here

    def take(self, rows: Ints) -> "Sparse":
        """Only these rows, in this order."""
        here = self.where(rows)
        starts = np.concatenate(([0], np.cumsum(self.sizes[rows])))
        return Sparse(starts, self.columns.take(here), self.values.take(here))

    def keep(self, which: Truths) -> "Sparse":
        """Only these of its numbers."""
        starts = np.concatenate(([0], np.cumsum(which)))[self.starts]
        return Sparse(starts, self.columns[which], self.values[which])
