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


def measured(**changes: float) -> dict[str, float]:
    given = {name: float(getattr(envelope.C5_LEFT, name)) for name in envelope.MEASURES}
    return given | changes


@pytest.mark.parametrize("profile", envelope.PROFILES.values(), ids=envelope.PROFILES)
def test_the_presets_can_be_used(profile: envelope.Profile) -> None:
    assert envelope.reasons(profile) == []


def test_an_envelope_measured_like_a_preset_is_that_preset_with_all_of_its_window() -> None:
    own = envelope.own(measured())
    assert (envelope.safe(own), envelope.union(own)) == (
        envelope.safe(envelope.C5_LEFT),
        envelope.union(envelope.C5_LEFT),
    )
    assert envelope.block(own) == Rectangle(35, 60, 109, 88.5)


def test_an_address_whose_usual_place_lies_outside_the_window_stands_just_inside_it() -> None:
    own = envelope.own(measured(window_left=45, window_bottom=70))
    assert envelope.block(own) == Rectangle(47, 50, 134, 78.5)
    assert envelope.safe(own).contains(envelope.block(own))


WRONG = {
    "Een maat ligt tussen 0 en 500 millimeter.": [{"width": float("nan")}, {"height": float("inf")}, {"width": 501},
                                                 {"window_left": -1}],
    "Een vel is 210 mm breed en past niet in een envelop van 209,5 mm.": [{"width": 209.5}],
    "Het gevouwen vel is te laag: vul de hoogte na het vouwen in.": [{"fold_height": 20}],
    "Het gevouwen vel (148,5 mm hoog) past niet in een envelop van 148 mm.": [{"height": 148}],
    "Het venster steekt rechts buiten de envelop.": [{"window_left": 121.5}],
    "Het venster steekt boven buiten de envelop.": [{"window_bottom": 117.5}],
    "In het venster blijft altijd 74 mm bij 31,5 mm te zien, omdat het vel kan schuiven. Nodig is 75 mm bij 25 mm.": [
        {"window_width": 93}
    ],
    "In het venster blijft altijd 89 mm bij 24,5 mm te zien, omdat het vel kan schuiven. Nodig is 75 mm bij 25 mm.": [
        {"window_height": 38}
    ],
    "Het venster zit zo hoog dat de afzender boven de brief erin te zien is.": [{"window_bottom": 74}],
    "Naast het venster blijft te weinig plaats over voor de datum en de code.": [
        {"window_left": 36}, {"window_left": 107.5}
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "sentence"), [(one, sentence) for sentence, found in WRONG.items() for one in found], ids=str
)
def test_an_envelope_that_cannot_be_or_cannot_be_used_is_told_in_a_sentence(
    changes: dict[str, float], sentence: str
) -> None:
    assert [reason.text for reason in envelope.reasons(envelope.own(measured(**changes)))] == [sentence]
