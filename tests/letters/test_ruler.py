"""The page of rulers: what is read through a window is what is filled in."""

from datetime import date
from pathlib import Path

import pytest

from letters import envelope, rendering
from letters.sheet import ruler
from tests.letters.paper import text, words

ON = date(2027, 1, 1)


@pytest.mark.parametrize("profile", envelope.PROFILES.values(), ids=envelope.PROFILES)
def test_the_page_is_one_sheet_with_every_number_where_it_stands_on_a_ruler(
    tmp_path: Path, profile: envelope.Profile
) -> None:
    made = rendering.ruler_page(profile, tmp_path / "meetblad.pdf", made_on=ON)
    assert (made.pages, made.refused_fetches) == (1, ())
    drawn = ruler.drawing(profile)
    printed = words(tmp_path / "meetblad.pdf", 1)
    for number in drawn.numbers:
        near = [box for word, box in printed if word == number.text and abs(box.left + box.width / 2 - number.x) < 0.3]
        assert any(box.top < number.y < box.bottom + 0.5 for box in near), number


@pytest.mark.parametrize("profile", envelope.PROFILES.values(), ids=envelope.PROFILES)
def test_the_words_stand_where_no_window_shows_them(tmp_path: Path, profile: envelope.Profile) -> None:
    rendering.ruler_page(profile, tmp_path / "meetblad.pdf", made_on=ON)
    told = [box for word, box in words(tmp_path / "meetblad.pdf", 1) if not word.isdigit()]
    assert [box for box in told if box.touches(envelope.union(profile))] == []
    assert max(box.bottom for box in told) < ruler.HEIGHT - ruler.EDGE
    assert "hoort altijd binnen de stippellijn te liggen" in text(tmp_path / "meetblad.pdf", 1)


def test_the_rulers_tell_the_measures_of_the_window() -> None:
    drawn = ruler.drawing(envelope.C5_LEFT)
    across = next(number for number in drawn.numbers if number.text == "20" and number.y == drawn.numbers[0].y)
    assert across.x == envelope.C5_LEFT.window_left
    along = next(number for number in drawn.numbers if number.text == "60" and number.x < 75 and number.x == 70.8)
    bottom = envelope.C5_LEFT.fold_height - envelope.C5_LEFT.window_bottom
    assert round(along.y - 0.9, 6) == bottom == envelope.safe(envelope.C5_LEFT).bottom


def test_a_sheet_that_is_not_folded_has_its_words_below_the_window() -> None:
    whole = envelope.Profile("C4", 229, 324, 20, 220, 100, 45, fold_height=297, block_x=35)
    assert ruler.css(whole) == f".words {{ top: {envelope.union(whole).bottom + ruler.TEXT_GAP:.2f}mm; }}"


def test_equal_envelopes_give_equal_files(tmp_path: Path) -> None:
    made = [rendering.ruler_page(envelope.DL_LEFT, tmp_path / f"{n}.pdf", made_on=ON).sha256 for n in range(2)]
    assert made[0] == made[1]
