from datetime import date

import pytest

from letters.registry import dates
from letters.registry.dates import Interval


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("20260614", date(2026, 6, 14), date(2026, 6, 14)),
        ("20260500", date(2026, 5, 1), date(2026, 5, 31)),
        ("20240200", date(2024, 2, 1), date(2024, 2, 29)),
        ("20260000", date(2026, 1, 1), date(2026, 12, 31)),
        ("00000000", date.min, date.max),
        ("", date.min, date.max),
    ],
)
def test_a_register_date_means_an_interval(text: str, earliest: date, latest: date) -> None:
    assert dates.interval(text) == Interval(earliest, latest)


@pytest.mark.parametrize(
    "text", ["2015", "20260231", "20261301", "20260015", "00000101", "2026-6-1", "١٢٣٤٥٦٧٨", "202606140", "onbekend"]
)
def test_a_malformed_date_is_never_guessed(text: str) -> None:
    assert not dates.well_formed(text)
    with pytest.raises(ValueError, match=r"date|month|day"):
        dates.interval(text)


def test_an_interval_ends_when_the_date_was_known() -> None:
    year = dates.interval("20260000")
    assert year.capped(date(2026, 7, 3), date(2026, 9, 1)) == Interval(date(2026, 1, 1), date(2026, 7, 3))


def test_a_date_after_it_was_known_is_a_contradiction() -> None:
    with pytest.raises(ValueError, match="already known"):
        dates.interval("20260614").capped(date(2026, 6, 13))


@pytest.mark.parametrize(
    ("text", "long"),
    [("20270103", "3 januari 2027"), ("20270300", "maart 2027"), ("20270000", "2027"), ("00000000", "onbekend")],
)
def test_a_long_date_is_written_out(text: str, long: str) -> None:
    assert dates.long_form(text) == long


def test_no_date_has_no_long_form() -> None:
    assert dates.long_form("") is None


def test_every_month_has_its_name() -> None:
    long = [dates.long_form(f"2027{month:02}00") for month in range(1, 13)]
    assert " ".join(text.removesuffix(" 2027") for text in long if text) == (
        "januari februari maart april mei juni juli augustus september oktober november december"
    )
