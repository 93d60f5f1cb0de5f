from datetime import date, timedelta

import pytest

from bezoekdienst.lib import blocked_weeks


@pytest.mark.parametrize(
    ("name", "on"),
    [
        ("moederdag", date(2026, 5, 10)),
        ("vaderdag", date(2026, 6, 21)),
        ("allerzielen", date(2026, 11, 2)),
        ("kerst", date(2026, 12, 25)),
    ],
)
def test_a_week_is_blocked_from_monday_to_sunday_by_its_day(name: str, on: date) -> None:
    monday = on - timedelta(days=on.weekday())
    around = [monday + timedelta(days=number) for number in (-1, 0, 6, 7)]
    assert [blocked_weeks.names(each, [name]) for each in around] == [[], [name], [name], []]


def test_only_christmas_is_blocked_without_being_chosen() -> None:
    assert {on: blocked_weeks.names(on, []) for on in blocked_weeks.days(2026).values()} == {
        date(2026, 12, 25): ["kerst"], date(2026, 5, 10): [], date(2026, 6, 21): [], date(2026, 11, 2): [],
    }  # fmt: skip


def test_why_nothing_is_posted_then_names_the_week() -> None:
    assert [(one.rule, one.text) for one in blocked_weeks.reasons(date(2026, 12, 24), ["moederdag"])] == [
        ("L11", "In de week van kerst gaan er geen brieven op de post. Kies een andere week.")
    ]
