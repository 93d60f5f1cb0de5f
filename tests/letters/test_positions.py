"""Where each part stands on the paper, and that none stands where it may not."""

import dataclasses
import itertools
from pathlib import Path
from typing import Any

import pytest

from bezoekdienst.lib.errors import Refused
from letters import codes, envelope, rendering
from letters.envelope import Rectangle
from letters.sheet import fitting, markup, wording
from tests.letters import paper, stationeries


def windows(profile: envelope.Profile) -> list[Rectangle]:
    """What the window shows of the sheet when it lies in each corner of the envelope."""
    height, width = profile.window_height, profile.window_width
    corners = itertools.product((0, profile.slack_x), (0, profile.slack_y))
    places = [(profile.window_left - x, profile.fold_height - profile.window_bottom - height + y) for x, y in corners]
    return [Rectangle(left, top, left + width, top + height) for left, top in places]


@pytest.mark.parametrize("dressed", [True, False], ids=["logo and bars", "bare"])
@pytest.mark.parametrize("profile", envelope.PROFILES.values(), ids=envelope.PROFILES)
def test_the_window_shows_return_line_and_address_and_nothing_else_wherever_the_sheet_lies(
    out: Path, profile: envelope.Profile, dressed: bool
) -> None:
    logo = paper.picture((600, 200)) if dressed else None
    sheet = stationeries.sheet()
    stationery = stationeries.stationery(profile=profile, logo=logo, signature=logo, with_kix=dressed)
    rendering.render_box([sheet], stationery, out)
    expected = [*stationery.return_line.split(), *" ".join(sheet.address_lines).split()]
    found = paper.words(out, 1)
    for window in windows(profile):
        inside = [(word, box) for word, box in found if box.touches(window)]
        assert [word for word, _ in inside] == expected
        for _, box in inside:
            # a word's box reaches beyond its ink by what the font reserves above and below
            assert window.contains(Rectangle(box.left, box.top + 0.4, box.right, box.bottom - 0.4))


def test_the_address_keeps_its_two_spaces_and_its_place(out: Path) -> None:
    rendering.render_box([stationeries.sheet()], stationeries.stationery(), out)
    boxes = dict(paper.words(out, 1))
    assert boxes["A.B."].left == pytest.approx(35, abs=0.3)
    assert boxes["A.B."].top == pytest.approx(60, abs=0.5)
    gap = boxes["VOORBEELDSTAD"].left - boxes["GF"].right
    assert gap == pytest.approx(2 * 0.2 * 11 * paper.MM, abs=0.2)


@pytest.mark.parametrize("profile", envelope.PROFILES.values(), ids=envelope.PROFILES)
def test_a_full_letterhead_and_long_lines_still_fit_and_no_two_words_touch(
    out: Path, profile: envelope.Profile
) -> None:
    stationery = stationeries.stationery(
        profile=profile,
        logo=paper.picture((600, 200)),
        signature=paper.picture((600, 200)),
        phone_hours="op maandag, dinsdag en donderdag van 9.00 tot 12.00 uur",
        service_about="STERN is een bezoekgroep van vrijwilligers en hoort bij welzijnsorganisatie SWOA.",
    )
    lines = ("De hoogwelgeboren heer", "Jhr. mr. A.B.C. van Velzen-in het Veld", "Havendijk 156-2", "1231 GF  DORP")
    made = rendering.render_box([stationeries.sheet(address_lines=lines)], stationery, out)
    assert made.pages == 2
    found = paper.words(out, 1)
    ink = [(word, Rectangle(box.left, box.top + 1, box.right - 0.1, box.bottom - 1)) for word, box in found]
    pairs = itertools.combinations([(word, box) for word, box in ink if box.height > 0], 2)
    assert [(one, other) for (one, here), (other, there) in pairs if here.touches(there)] == []


def test_large_print_takes_two_sheets_beside_ordinary_letters(out: Path) -> None:
    sheets = [stationeries.sheet(), stationeries.sheet(2, large_print=True), stationeries.sheet(3)]
    made = rendering.render_box(sheets, stationeries.stationery(), out)
    assert made.pages == 8
    assert codes.shown(sheets[1].code) in paper.text(out, 3)
    assert codes.shown(sheets[1].code) in paper.text(out, 6)
    assert codes.shown(sheets[2].code) in paper.text(out, 7)


def test_a_long_name_is_set_smaller_and_one_that_still_does_not_fit_is_refused(out: Path) -> None:
    profile = envelope.C5_LEFT
    sized = {
        count: fitting.setting(stationeries.sheet(address_lines=("n" * count, "X 1", "1234 AB  X")), profile).size
        for count in (30, 36, 42)
    }
    assert sized == {30: 11.0, 36: 10.5, 42: 9.0}
    long = stationeries.sheet(address_lines=("n" * 60, "X 1", "1234 AB  X"))
    assert [reason.text for reason in rendering.fits(long, profile)] == [
        "De adresregels passen niet in het venster van de envelop."
    ]
    with pytest.raises(Refused, match="passen niet in het venster"):
        rendering.render_box([stationeries.sheet(), long], stationeries.stationery(profile=profile), out)
    assert not out.exists()


def test_too_many_lines_lose_first_the_bars_and_then_the_letter() -> None:
    profile = envelope.C5_LEFT
    lines = [f"Regel {n}" for n in range(8)]
    settings = {n: fitting.setting(stationeries.sheet(address_lines=tuple(lines[:n])), profile) for n in (3, 4, 5, 7)}
    assert {n: (each.size, each.with_kix) for n, each in settings.items()} == {
        3: (11.0, True), 4: (11.0, True), 5: (11.0, False), 7: (9.0, False),
    }  # fmt: skip
    assert rendering.fits(stationeries.sheet(address_lines=tuple(lines)), profile)


def test_large_print_of_a_short_text_still_takes_two_sheets(out: Path) -> None:
    short = tuple(dataclasses.replace(block, text="Kort.") for block in wording.shipped().front)
    words_ = dataclasses.replace(wording.shipped(), front=short)
    made = rendering.render_box([stationeries.sheet(large_print=True)], stationeries.stationery(words=words_), out)
    assert made.pages == 4
    assert paper.text(out, 2) == ""


SENTENCE = "Nog een zin die er echt niet meer bij kan. "


def with_more(side: str, sentences: int) -> wording.Wording:
    """The shipped words with a paragraph more on the front or the back."""
    shipped = wording.shipped()
    more = (*getattr(shipped, side), wording.Block("extra", SENTENCE * sentences))
    return dataclasses.replace(shipped, **{side: more})


NOT_ON_PAPER: dict[str, tuple[dict[str, Any], str]] = {
    "too long a letter": (
        {"words": with_more("front", 20)},
        "De tekst van de brief past niet op het papier. Maak hem korter.",
    ),
    "rights that reach the card": (
        {"words": with_more("back", 9)},
        "De tekst over uw rechten loopt door in de antwoordkaart. Maak hem korter.",
    ),
    "a service with a long name": (
        {"service_name": "bezoekdienst van de stichting voor steun en troost na verlies in de wijken en dorpen " * 2},
        "Het blok met datum, telefoon en code loopt door in de tekst van de brief. "
        "Maak de naam van de dienst of van de coördinator korter.",
    ),
    "a coordinator whose name is one long word": (
        {"coordinator": "Verzonnen" * 5},
        "Het blok met datum, telefoon en code past niet op het papier. "
        "Maak de naam van de dienst of van de coördinator korter.",
    ),
    "a town of three lines": (
        {"municipality": "Voorbeeldstad aan de Verzonnen Rivier en " * 3},
        "Het briefhoofd loopt door in het blok met datum, telefoon en code. "
        "Gebruik een kortere naam of een kleiner logo.",
    ),
    "an address for the card without end": (
        {"reply_address": ("Gemeente Voorbeeldstad, afdeling verzonnen post en kaarten",) * 12},
        "De antwoordkaart past niet op het papier. Maak het antwoordadres of de aanwijzing erbij korter.",
    ),
}


@pytest.mark.parametrize("name", NOT_ON_PAPER)
def test_what_does_not_stand_where_it_may_is_named_and_leaves_no_file(out: Path, name: str) -> None:
    changes, said = NOT_ON_PAPER[name]
    with pytest.raises(Refused) as refused:
        rendering.render_box(stationeries.sheets(2), stationeries.stationery(**changes), out)
    assert refused.value.reasons[0].text == said
    assert not out.exists()


def test_rights_in_large_type_that_need_a_third_sheet_are_named(out: Path) -> None:
    stationery = stationeries.stationery(words=with_more("back", 16))
    with pytest.raises(Refused) as refused:
        rendering.render_box([stationeries.sheet(large_print=True), stationeries.sheet()], stationery, out)
    assert [reason.text for reason in refused.value.reasons] == [
        "De tekst over uw rechten past niet op het papier. Maak hem korter."
    ]


def test_every_word_and_picture_belongs_to_a_part_that_is_watched(out: Path) -> None:
    logo = paper.picture((300, 120))
    stationery = stationeries.stationery(logo=logo, signature=logo)
    sheets = [stationeries.sheet(), stationeries.sheet(2, large_print=True)]
    page = markup.compose(sheets, stationery)
    made = rendering._typeset(page.html, page.styles, rendering._Library(stationery, page.images))
    assert [sorted(part.name for part in each) for each in made.pages] == [
        ["block", "body", "head", "return", "side"],
        ["rights", "slip", "slipcode"],
        ["block", "body", "head", "return", "side"],
        ["body"],
        ["rights"],
        ["slip", "slipcode"],
    ]
