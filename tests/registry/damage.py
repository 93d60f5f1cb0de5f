"""Deliveries with changed bytes: nothing may crash or hang, and who was not touched comes out as she was."""

import itertools
from collections.abc import Sequence

from hypothesis import settings
from hypothesis import strategies as st

from letters.registry.rows import RegistryPerson
from tests.registry import notations

LONG = settings().max_examples > 1_000  # the profile that tests/conftest.py loads for --long
changes = settings(max_examples=10_000 if LONG else 60, deadline=None)

Pieces = Sequence[bytes]  # what stands before, a person, what stands between, a person, ..., what stands after
Places = list[tuple[float, int]]  # each a share of the length, and the byte that stands there from now on
places = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=6)


def between(persons: Sequence[bytes], before: bytes = b"", joint: bytes = b"", after: bytes = b"") -> Pieces:
    joints = [before, *[joint] * (len(persons) - 1)]
    return [*itertools.chain.from_iterable(zip(joints, persons, strict=True)), after]


def changed(pieces: Pieces, where: Places) -> tuple[bytes, set[int]]:
    """The delivery with those bytes changed, and which pieces they are in."""
    content = bytearray(b"".join(pieces))
    ends = list(itertools.accumulate(map(len, pieces)))
    touched = set()
    for share, value in where:
        place = int(share * len(content))
        if content[place] != value:
            touched.add(next(number for number, end in enumerate(ends) if place < end))
        content[place] = value
    return bytes(content), touched


def check(pieces: Pieces, where: Places, *, lines: bool = False) -> None:
    """Read it damaged: the sums hold, and everybody whose own piece is untouched comes out as she was.

    `lines`: a line is a row, so that two persons whose line end is damaged are one unreadable line.
    """
    content, touched = changed(pieces, where)
    _, whole, _ = notations.read(b"".join(pieces))
    delivery, persons, rejected = notations.read(content)
    assert (delivery.persons, delivery.rejected) == (len(persons), len(rejected))
    costly = {number // 2 for number in touched if number % 2}
    if lines:
        assert delivery.lines == content.count(b"\n") + (not content.endswith(b"\n"))
        costly |= {number // 2 - side for number in touched if number % 2 == 0 for side in (0, 1)}
    found = [told(person) for person in persons]
    missing = {number for number, person in enumerate(whole) if told(person) not in found}
    assert missing <= costly


def told(person: RegistryPerson) -> RegistryPerson:
    """She without her line number."""
    return person._replace(line=0)
