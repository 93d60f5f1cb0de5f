"""The one search everything rests on: a shortest chain of people who each move over to make room."""

from collections import deque
from collections.abc import Callable, Iterable

Step = tuple[int, int, int]  # from this column, by this row, to that column
Neighbours = Callable[[int], Iterable[tuple[int, int]]]  # of a column: (row that links, next column)


def find(start: int, neighbours: Neighbours, is_end: Callable[[int], bool], dead: set[int]) -> list[Step]:
    """The steps from column `start` to the first column found that is an end; empty when there is none.

    Columns in `dead` are not entered. After a failed search everything it reached is added to `dead`: the caller may
    hand the same set in again where what failed once can never succeed later, which keeps all searches together linear.
    """
    came: dict[int, Step] = {}
    seen, queue = {start}, deque([start])
    while queue:
        column = queue.popleft()
        for row, target in neighbours(column):
            if target in seen or target in dead:
                continue
            seen.add(target)
            came[target] = (column, row, target)
            if is_end(target):
                return _back(came, target)
            queue.append(target)
    dead |= seen
    return []


def _back(came: dict[int, Step], column: int) -> list[Step]:
    steps: list[Step] = []
    while column in came:
        steps.append(came[column])
        column = came[column][0]
    return steps[::-1]
