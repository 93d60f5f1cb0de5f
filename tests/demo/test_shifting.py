"""The shipped extract tells the same story on any day."""

from datetime import date
from io import BytesIO

import pytest

from bezoekdienst.demo import mailing, shifting
from letters.registry import formats
from letters.registry.rows import RegistryPerson, Rejected
from letters.selection import DUE, HELD, LEFT_OUT, Judge


def _heaps(on: date) -> dict[str, int]:
    delivery = formats.read(BytesIO(shifting.shifted(mailing.SAMPLE.read_bytes(), on)))
    heaps = {DUE: 0, HELD: 0, LEFT_OUT: 0, "rejected": 0}
    for row in delivery:
        if isinstance(row, Rejected):
            heaps["rejected"] += row.lines
        elif isinstance(row, RegistryPerson):
            heaps[Judge(on=on, extract_on=on, municipality="0202")(row).decision] += 1
    return heaps


def test_on_its_own_day_the_sample_is_unchanged() -> None:
    content = mailing.SAMPLE.read_bytes()
    assert shifting.shifted(content, shifting.WRITTEN_FOR_ON) == content


def test_the_sample_holds_every_heap() -> None:
    assert _heaps(shifting.WRITTEN_FOR_ON) == {DUE: 140, HELD: 33, LEFT_OUT: 209, "rejected": 4}


@pytest.mark.parametrize("on", [date(2026, 11, 10), date(2027, 1, 1), date(2028, 2, 29), date(2031, 7, 1)])
def test_on_another_day_it_has_nearly_the_same_heaps(on: date) -> None:
    """Dates without a day or month can't move by days, so a handful may fall on the other side of a bound."""
    here, there = _heaps(shifting.WRITTEN_FOR_ON), _heaps(on)
    assert sum(there.values()) == sum(here.values())
    assert there["rejected"] == here["rejected"]
    assert max(abs(there[heap] - here[heap]) for heap in here) <= 6


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("20260315", "20270315"),
        ("20260300", "20270300"),
        ("20260000", "20270000"),
        ("00000000", "00000000"),
        ("20260231", "20260231"),
        ("2026", "2026"),
        ("", ""),
    ],
)
def test_each_kind_of_date_moves_as_far_as_it_can(text: str, moved: str) -> None:
    heading = "\ufeff05.07.10\r\n"
    content = (heading + (text or "x") + "\r\n").encode()
    expected = (heading + (moved or "x") + "\r\n").encode()
    assert shifting.shifted(content, date(2027, 10, 1)) == expected
