"""The bars under the address: known strings, and bars of the right measures."""

import pytest

from letters import kix


@pytest.mark.parametrize(
    ("postcode", "number", "addition", "expected"),
    [
        ("1231 GF", 156, "2", "1231GF156X2"),
        ("1231FZ", "13", "hs", "1231FZ13XHS"),
        ("2500 GG", 30250, "", "2500GG30250"),
        ("1231 GF", 73, "B-c.", "1231GF73XBC"),
        ("1231 GF", 73, "-", "1231GF73"),
    ],
)
def test_known_addresses_give_their_string(postcode: str, number: int, addition: str, expected: str) -> None:
    assert kix.compose(postcode, number, addition) == expected


@pytest.mark.parametrize(
    ("postcode", "number", "addition"),
    [
        ("0123 AB", 1, ""),
        ("1234 AB", 123456, ""),
        ("1234 AB", 1, "ABCDEFG"),
        ("", 1, ""),
        ("1234 A", 1, ""),
        ("1234 AB", "", ""),
    ],
)
def test_an_address_that_does_not_fit_gives_none(postcode: str, number: int | str, addition: str) -> None:
    assert kix.compose(postcode, number, addition) is None


def test_every_character_has_two_bars_up_and_two_down_and_none_is_like_another() -> None:
    patterns = kix._BARS
    assert len(patterns) == 36 == len(set(patterns.values()))
    for pattern in patterns.values():
        assert sum(bar in "AF" for bar in pattern) == 2
        assert sum(bar in "DF" for bar in pattern) == 2


def test_bars_have_the_measures_of_the_specification() -> None:
    bars = kix.bars("1231GF156X2")
    assert len(bars) == 44
    assert {bar.height_mm for bar in bars} == {1.27, 3.15, 5.03}
    # 1 is TDAF
    assert [(bar.x_mm, bar.top_mm, bar.height_mm) for bar in bars[:4]] == [
        (0.0, pytest.approx(1.88), 1.27),
        (1.01, pytest.approx(1.88), 3.15),
        (2.02, 0.0, 3.15),
        (3.03, 0.0, 5.03),
    ]
    assert kix.width_mm("1231GF156X2") == pytest.approx(bars[-1].x_mm + kix.BAR)


@pytest.mark.parametrize("wrong", ["", "1231GF", "1231gf156", "1231GF156X", "<b>"])
def test_what_is_no_kix_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="not a KIX"):
        kix.bars(wrong)
