"""What each pair gains: its fit, for the pairs that may be proposed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.solving.sparse import Ints, Sparse


@dataclass(frozen=True, eq=False)
class Points(Mapping[tuple[int, int], int]):
    """The fit, 0 to 10,000, by (resident id, volunteer id); kept in arrays, for thousands of people.

    `fits` has a row for each of `resident_ids`, a column for each of `volunteer_ids`.
    """

    resident_ids: Ints
    volunteer_ids: Ints
    fits: Sparse

    @classmethod
    def of(cls, points: Mapping[tuple[int, int], int]) -> "Points":
        """The same in arrays, whatever it was kept in."""
        if isinstance(points, Points):
            return points
        entries: Ints = np.array([(*pair, fit) for pair, fit in points.items()], dtype=np.int64).reshape(-1, 3)
        residents, rows = np.unique(entries[:, 0], return_inverse=True)
        volunteers, columns = np.unique(entries[:, 1], return_inverse=True)
        return cls(residents, volunteers, Sparse.sort(rows, columns, entries[:, 2], height=len(residents)))

    @cached_property
    def _by_pair(self) -> dict[tuple[int, int], int]:
        pairs = zip(
            self.resident_ids[self.fits.rows].tolist(), self.volunteer_ids[self.fits.columns].tolist(), strict=True
        )
        return dict(zip(pairs, self.fits.values.tolist(), strict=True))

    def __getitem__(self, pair: tuple[int, int]) -> int:
        return self._by_pair[pair]

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self._by_pair)

    def __len__(self) -> int:
        return len(self.fits.values)
