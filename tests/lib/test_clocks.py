"""Which steps between moments are no ordinary ones."""

from datetime import UTC, datetime, timedelta

import pytest

from bezoekdienst.lib.clocks import Jump, Way, differ, jump

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def test_of_nothing_that_is_known_nothing_is_said():
    assert jump([], NOW) is None


@pytest.mark.parametrize(
    ("last", "found"),
    [
        (NOW, None),
        (NOW - 7 * DAY, None),
        (NOW - 7 * DAY - SECOND, Way.AHEAD),
        (NOW + DAY, None),
        (NOW + DAY + SECOND, Way.BACK),
    ],
)
def test_a_week_of_silence_and_a_day_of_slack_are_ordinary(last, found):
    assert jump([last], NOW) == (found and Jump(last, NOW, found))


def test_a_service_in_which_something_happens_every_week_runs_on():
    assert jump([NOW - 6 * DAY * number for number in range(30)], NOW) is None


def test_what_was_written_down_after_a_jump_does_not_hide_it():
    far = NOW + 700 * DAY
    assert jump([far, NOW, far - SECOND], far + SECOND) == Jump(NOW, far - SECOND, Way.AHEAD)


def test_two_clocks_may_be_a_day_apart():
    assert [differ(NOW + away, NOW) for away in (DAY, -DAY)] == [None, None]
    for other in (NOW + DAY + SECOND, NOW - DAY - SECOND):
        assert differ(other, NOW) == Jump(other, NOW, Way.ELSEWHERE)
