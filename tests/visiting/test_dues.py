"""What is due, of one sign-up or one trajectory, on its boundary days."""

from datetime import date, timedelta

import pytest

from bezoekdienst.visiting import dues, facts, states

TERMS = facts.Terms()
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
START = date(2026, 9, 1)


def intake(**more: object) -> facts.IntakeFacts:
    return facts.IntakeFacts(**{"pk": 1, "person": "x", "state": "signed_up", "opened_on": date(2026, 10, 20), **more})


def running(**more: object) -> facts.TrajectoryFacts:
    given = {
        "state": "active", "started_on": START, "year_on": START,
        "planned_end_on": date(2027, 5, 31), "hard_stop_on": date(2027, 8, 31),
    }  # fmt: skip
    return facts.TrajectoryFacts(**{"pk": 1, "person": "x", "volunteer": "y", "matched_on": START, **given, **more})


def test_the_states_that_are_meant_are_there() -> None:
    assert {dues._SIGNED_UP} | dues._BEFORE_THE_VISIT == states.INTAKE_BEFORE_VISIT
    assert {dues._ACQUAINTANCE, dues._ACTIVE} == states.TRAJECTORY_OPEN


def test_a_sign_up_is_called_within_five_working_days_until_somebody_tried() -> None:
    assert dues.contact_until(intake(), TERMS) == date(2026, 10, 27)
    assert dues.contact_until(intake(tried=True), TERMS) is None
    assert dues.contact_until(intake(state="planned"), TERMS) is None


def test_a_home_visit_takes_place_within_three_weeks_also_when_it_is_planned() -> None:
    days = [dues.talk_until(intake(state=state), TERMS) for state in ("signed_up", "planned", "visited")]
    assert days == [date(2026, 11, 10), date(2026, 11, 10), None]


def test_only_an_acquaintance_is_to_be_settled() -> None:
    assert dues.settle_until(running(state="acquaintance"), TERMS) == START + 3 * WEEK
    assert dues.settle_until(running(), TERMS) is None


@pytest.mark.parametrize(
    ("on", "reviewed_on", "due"),
    [
        (date(2026, 11, 30), (), None),
        (date(2026, 12, 1), (), (3, date(2026, 12, 1))),
        (date(2026, 12, 2), (date(2026, 12, 1),), None),
        (date(2027, 3, 1), (date(2026, 12, 1),), (6, date(2027, 3, 1))),
        (date(2027, 3, 1), (date(2026, 12, 1), date(2027, 2, 20)), None),
    ],
)
def test_reviews_are_counted_from_the_year_whoever_visits(
    on: date, reviewed_on: tuple[date, ...], due: tuple[int, date] | None
) -> None:
    handed_over = running(started_on=date(2026, 11, 15), reviewed_on=reviewed_on)
    assert dues.review(handed_over, on) == due


def test_an_acquaintance_has_no_review_no_end_and_no_silence() -> None:
    meeting, on = running(state="acquaintance"), date(2027, 8, 31)
    assert (dues.review(meeting, on), list(dues.endings(meeting, on)), dues.silent_since(meeting, 3, on)) == (
        None,
        [],
        None,
    )


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (date(2027, 4, 4), []),
        (date(2027, 4, 5), [dues.Ending(date(2027, 5, 31), 8, is_stop=False)]),
        (date(2027, 5, 31), [dues.Ending(date(2027, 5, 31), 2, is_stop=False)]),
        (date(2027, 7, 6), [dues.Ending(date(2027, 8, 31), 8, is_stop=True)]),
    ],
)
def test_the_planned_end_and_the_hard_stop_each_come_near(on: date, found: list[dues.Ending]) -> None:
    assert list(dues.endings(running(), on)) == found


def test_two_ends_on_one_day_are_one_and_that_the_year_is_over_counts() -> None:
    both = running(planned_end_on=date(2027, 8, 31))
    assert list(dues.endings(both, date(2027, 8, 30))) == [dues.Ending(date(2027, 8, 31), 2, is_stop=True)]


@pytest.mark.parametrize(
    ("more", "since_on"),
    [
        ({}, START),
        ({"visited_on": START + 9 * WEEK}, START + 9 * WEEK),
        ({"visited_on": START + 9 * WEEK + DAY}, None),
        ({"visited_on": START + WEEK, "rested_on": START + 9 * WEEK}, START + 9 * WEEK),
        ({"paused": True}, None),
    ],
)
def test_a_silence_counts_from_the_last_visit_or_pause(more: dict[str, object], since_on: date | None) -> None:
    assert dues.silent_since(running(**more), 3, START + 12 * WEEK) == since_on
