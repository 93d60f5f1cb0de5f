"""Where the parts of a laid out page may stand."""

import pytest

from letters import envelope
from letters.envelope import Rectangle
from letters.sheet import places
from letters.sheet.places import Part
from tests.letters import stationeries

C5 = envelope.C5_LEFT
FRONT = {
    "head": Rectangle(35, 15, 145, 29),
    "return": Rectangle(35, 57.2, 100, 59),
    "block": Rectangle(35, 60, 100, 80),
    "side": Rectangle(136, 32, 190, 100),
    "body": Rectangle(35, 106, 185, 270),
}
BACK = {
    "rights": Rectangle(25, 15, 175, 160),
    "slip": Rectangle(25, 172, 175, 275),
    "slipcode": Rectangle(130, 165.5, 175, 171),
}


def page(parts: dict[str, Rectangle], **moved: Rectangle) -> list[Part]:
    return [Part(name, (ink,)) for name, ink in (parts | moved).items()]


def said(front: list[Part], back: list[Part]) -> list[str]:
    return [reason.text for reason in places.reasons([front, back], [stationeries.sheet()], C5)]


def test_a_sheet_on_which_all_stands_well_has_nothing_against_it() -> None:
    assert said(page(FRONT), page(BACK)) == []


@pytest.mark.parametrize(
    ("part", "ink", "sentence"),
    [
        (
            "block",
            Rectangle(35, 60, 100, 88.2),
            "Het adres past niet in het venster van de envelop. Kies een envelop met een groter venster.",
        ),
        (
            "return",
            Rectangle(35, 56.8, 100, 58.6),
            "De retourregel past niet in het venster van de envelop. Maak hem korter.",
        ),
        (
            "head",
            Rectangle(35, 15, 145, 43.7),
            "Het briefhoofd komt in het venster van de envelop. Gebruik een kortere naam of een kleiner logo.",
        ),
        (
            "side",
            Rectangle(127, 32, 190, 100),
            "Het blok met datum, telefoon en code komt in het venster van de envelop. "
            "Maak de naam van de dienst of van de coördinator korter.",
        ),
        (
            "side",
            Rectangle(151, 32, 205.2, 100),
            "Het blok met datum, telefoon en code past niet op het papier. "
            "Maak de naam van de dienst of van de coördinator korter.",
        ),
        (
            "body",
            Rectangle(35, 106, 185, 292.3),
            "De tekst van de brief past niet op het papier. Maak hem korter.",
        ),
        (
            "side",
            Rectangle(136, 32, 190, 107),
            "Het blok met datum, telefoon en code loopt door in de tekst van de brief. "
            "Maak de naam van de dienst of van de coördinator korter.",
        ),
    ],
)
def test_a_part_of_the_front_that_stands_elsewhere_is_named(part: str, ink: Rectangle, sentence: str) -> None:
    assert said(page(FRONT, **{part: ink}), page(BACK)) == [sentence]


def test_rights_that_reach_the_reply_card_are_named_once_for_all_letters() -> None:
    back = page(BACK, rights=Rectangle(25, 15, 175, 180))
    pages = [page(FRONT), back, page(FRONT), back]
    assert [reason.text for reason in places.reasons(pages, stationeries.sheets(2), C5)] == [
        "De tekst over uw rechten loopt door in de antwoordkaart. Maak hem korter."
    ]


def test_parts_that_stand_beside_each_other_line_by_line_do_not_overlap() -> None:
    head = Part("slip", (Rectangle(25, 172, 60, 176), Rectangle(25, 180, 175, 184)))
    code = Part("slipcode", (Rectangle(130, 171, 175, 177),))
    assert said(page(FRONT), [*page({"rights": BACK["rights"]}), head, code]) == []


def test_what_may_show_in_the_window_is_only_asked_of_a_first_side() -> None:
    sheet = stationeries.sheet(large_print=True)
    second = page({"body": Rectangle(35, 15, 185, 120)})
    back, card = page({"rights": BACK["rights"]}), page({"slip": BACK["slip"]})
    assert places.reasons([page(FRONT), second, back, card], [sheet], C5) == []


@pytest.mark.parametrize(
    ("sides", "sentence"),
    [
        (["front", "more", "back"], "De tekst van de brief past niet op het papier. Maak hem korter."),
        (["front", "rights", "slip"], "De tekst over uw rechten past niet op het papier. Maak hem korter."),
        (
            ["front", "back", "more"],
            "De antwoordkaart past niet op het papier. Maak het antwoordadres of de aanwijzing erbij korter.",
        ),
        (["front"], "De tekst van de brief past niet op het papier. Maak hem korter."),
    ],
)
def test_a_part_that_takes_a_side_too_many_is_named(sides: list[str], sentence: str) -> None:
    known = {
        "front": page(FRONT),
        "more": page({"body": FRONT["body"]}),
        "back": page(BACK),
        "rights": page({"rights": BACK["rights"]}),
        "slip": page({"slip": BACK["slip"]}),
    }
    found = places.reasons([known[side] for side in sides], [stationeries.sheet()], C5)
    assert [reason.text for reason in found] == [sentence]
