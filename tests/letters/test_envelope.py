"""Windows: what always shows, what may ever show."""

import pytest

from letters import envelope
from letters.envelope import Rectangle


def test_safe_and_union_follow_the_formula() -> None:
    profile = envelope.Profile("test", 229, 162, 20, 60, 100, 45, fold_height=148.5, block_x=35)
    assert envelope.safe(profile) == Rectangle(20, 148.5 - 60 - 45 + 13.5, 20 + 100 - 19, 88.5)
    assert envelope.union(profile) == Rectangle(1, 43.5, 120, 102.0)


@pytest.mark.parametrize("profile", envelope.PROFILES.values(), ids=envelope.PROFILES)
def test_the_window_shows_the_safe_rectangle_wherever_the_sheet_lies(profile: envelope.Profile) -> None:
    for right, up in [(0, 0), (1, 0), (0, 1), (1, 1)]:
        left = profile.window_left - right * profile.slack_x
        bottom = profile.fold_height - profile.window_bottom + up * profile.slack_y
        window = Rectangle(left, bottom - profile.window_height, left + profile.window_width, bottom)
        assert window.contains(envelope.safe(profile))
        assert envelope.union(profile).contains(window)


@pytest.mark.parametrize("profile", envelope.PROFILES.values(), ids=envelope.PROFILES)
def test_the_presets_hold_the_usual_block(profile: envelope.Profile) -> None:
    room = envelope.block(profile)
    assert room.left == (35 if profile.on_left else 112)
    assert (room.top, room.bottom) == (60, 88)
    assert room.right == envelope.safe(profile).right
    assert room.width > 60


def test_a_block_fits_to_the_millimetre_and_no_further() -> None:
    room = envelope.block(envelope.DL_LEFT)
    assert envelope.fits(envelope.DL_LEFT, room.width, room.height)
    assert not envelope.fits(envelope.DL_LEFT, room.width + 0.1, room.height)
    assert not envelope.fits(envelope.DL_LEFT, room.width, room.height + 0.1)


def test_rectangles_that_share_an_edge_do_not_touch() -> None:
    assert not Rectangle(0, 0, 10, 10).touches(Rectangle(10, 0, 20, 10))
    assert Rectangle(0, 0, 10, 10).touches(Rectangle(9, 9, 20, 20))
