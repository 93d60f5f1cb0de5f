"""What holds when: a change runs on until somebody changed the same number, and taking it back undoes just that."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bezoekdienst.policy import timeline
from bezoekdienst.policy.timeline import Span

BEGIN = date(2026, 1, 1)


def day(number: int) -> date:
    return BEGIN + timedelta(days=number)


def on(line: list[Span], number: int) -> dict[str, int]:
    return line[timeline.holding(line, day(number))].values


FIRST = Span(BEGIN, {"a": 1, "b": 1})
wanted = st.dictionaries(st.sampled_from("ab"), st.integers(1, 3))


@st.composite
def lines(draw: st.DrawFn) -> list[Span]:
    line = [FIRST]
    for _ in range(draw(st.integers(0, 4))):
        line = timeline.changed(line, day(draw(st.integers(0, 9))), draw(wanted))
    return line


def test_before_the_first_day_the_first_one_holds() -> None:
    assert timeline.holding([FIRST], BEGIN - timedelta(days=400)) == 0


def test_a_change_runs_on_into_a_later_version_that_changed_something_else() -> None:
    line = timeline.changed([FIRST], day(9), {"a": 2})
    line = timeline.changed(line, day(5), {"b": 3})
    assert (on(line, 4), on(line, 5), on(line, 9)) == ({"a": 1, "b": 1}, {"a": 1, "b": 3}, {"a": 2, "b": 3})


def test_a_change_stops_where_somebody_changed_the_same_number() -> None:
    line = timeline.changed([FIRST], day(9), {"a": 2})
    line = timeline.changed(line, day(5), {"a": 3})
    assert (on(line, 5)["a"], on(line, 9)["a"]) == (3, 2)


def test_of_two_versions_of_one_day_the_last_made_counts() -> None:
    line = timeline.changed([FIRST], day(5), {"a": 2})
    line = timeline.changed(line, day(5), {"b": 2})
    assert on(line, 5) == {"a": 2, "b": 2}
    assert len(line) == 3


@given(lines(), st.integers(0, 9), wanted)
def test_a_change_touches_no_day_before_it_and_no_other_number(line, at, change) -> None:
    after = timeline.changed(line, day(at), change)
    assert [on(after, number) for number in range(at)] == [on(line, number) for number in range(at)]
    assert on(after, at) == on(line, at) | change
    for number in range(at, 12):
        assert {name: on(after, number)[name] for name in "ab" if name not in change} == {
            name: on(line, number)[name] for name in "ab" if name not in change
        }


# values that no later version names: whether such a one said the same by itself, a snapshot can't tell
@given(lines(), st.integers(1, 9), st.dictionaries(st.sampled_from("ab"), st.integers(4, 5)))
def test_what_is_taken_back_at_once_was_never_there(line, at, change) -> None:
    after = timeline.changed(line, day(at), change)
    place = timeline.holding(after, day(at))
    assert timeline.without(after, place) == line


def test_the_first_version_stays() -> None:
    with pytest.raises(ValueError, match="first version"):
        timeline.without([FIRST], 0)


def test_what_was_taken_back_goes_out_of_later_versions_as_well() -> None:
    line = timeline.changed([FIRST], day(5), {"a": 2})
    line = timeline.changed(line, day(9), {"b": 3})
    assert on(timeline.without(line, 1), 9) == {"a": 1, "b": 3}
