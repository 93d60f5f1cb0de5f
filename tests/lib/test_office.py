from datetime import datetime

import pytest

from bezoekdienst.lib import office


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("2026-11-23 08:59", False),
        ("2026-11-23 09:00", True),
        ("2026-11-23 16:59", True),
        ("2026-11-23 17:00", False),
        ("2026-11-21 12:00", False),
        ("2026-12-25 12:00", False),
    ],
)
def test_the_office_is_open_on_working_days_from_nine_to_five(text, is_open):
    assert office.is_open(datetime.fromisoformat(text)) is is_open


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("2026-11-23 03:00", "2026-11-23 09:00"),
        ("2026-11-23 17:00", "2026-11-24 09:00"),
        ("2026-11-20 20:00", "2026-11-23 09:00"),
        ("2026-12-24 18:00", "2026-12-28 09:00"),
    ],
)
def test_from_a_closed_moment_it_is_known_when_it_opens(text, opens):
    assert office.opens_at(datetime.fromisoformat(text)) == datetime.fromisoformat(opens)
