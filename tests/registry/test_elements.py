"""The number test of our own against the library's, and the quick way through an end date against the whole one."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from stdnum.nl import bsn

from letters.registry.dates import Interval, interval, well_formed
from letters.registry.formats import elements
from letters.registry.rows import Relation
from letters.selection import widowhood

ON = date(2026, 10, 1)
numbers = st.one_of(
    st.integers(0, 999_999_999).map("{:09}".format), st.text(alphabet="0123456789 x٣", min_size=9, max_size=9)
)
days = st.sampled_from(
    ["", "20260614", "20260615", "20260613", "20260600", "20260000", "00000000", "20260631", "2026", "19700101", "2027"]
)


@given(numbers)
def test_our_number_test_is_that_of_the_library(number: str) -> None:
    assert elements.passes_eleven(number) == (number.isascii() and number.isdigit() and bsn.is_valid(number))


def test_no_number_of_another_length_passes() -> None:
    assert [text for text in ("", "1", "12345678", "1112223330") if elements.passes_eleven(text)] == []


@given(end=days, start=days, valid_from=days, taken_up=days)
def test_the_quick_way_to_an_end_date_gives_what_the_whole_way_gives(
    end: str, start: str, valid_from: str, taken_up: str
) -> None:
    relation = Relation(start=start, end=end, valid_from=valid_from, taken_up=taken_up)
    assert _outcome(relation) == _whole(relation)


def _outcome(relation: Relation) -> Interval | None:
    try:
        return widowhood.end_interval(relation, ON)
    except ValueError:
        return None


def _whole(relation: Relation) -> Interval | None:
    """L2 as it is said: never after it was known, never before the relation began."""
    try:
        known = [interval(text).latest for text in (relation.valid_from, relation.taken_up) if well_formed(text)]
        capped = interval(relation.end).capped(ON, *known)
    except ValueError:
        return None
    if not well_formed(relation.start):
        return capped
    begun = interval(relation.start).earliest
    return Interval(max(capped.earliest, begun), capped.latest) if begun <= capped.latest else None
