"""Tables that people fill in: headings in any place, every fault of every row, nobody's row lost."""

import io
from collections.abc import Sequence
from datetime import date

import openpyxl
import pytest

from bezoekdienst.lib.errors import Refused
from bezoekdienst.lib.spreadsheets import columns, values, writing
from bezoekdienst.lib.spreadsheets.columns import Column, Sheet
from tests.lib.spreadsheets import handmade
from tests.lib.spreadsheets.workbooks import written

WHO = (
    Column("name", "Naam", "Zo heet iemand.", "Voorbeeld", values.text(20), ("volledige naam",)),
    Column(
        "kind", "Soort fruit", "Kies een.", "appel", values.one_of({"a": "appel", "b": "peer"}), words=("appel", "peer")
    ),
    Column("on", "Gegeten op", "Een dag.", "3-3-2025", values.day),
    Column("many", "Ook lekker", "Met een komma.", "peer", values.some_of({"b": "peer"}), words=("peer",), many=True),
)
NEEDS = (("name",),)


def read(content: bytes | str, at_most: int = 10) -> Sheet:
    raw = content.encode() if isinstance(content, str) else content
    return columns.read(io.BytesIO(raw), WHO, needs=NEEDS, at_most=at_most)


def refusal(content: bytes | str, at_most: int = 10) -> list[str]:
    with pytest.raises(Refused) as caught:
        read(content, at_most)
    return [reason.text for reason in caught.value.reasons]


def book(*rows: Sequence[object]) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    return written(made)


@pytest.mark.parametrize(
    "heading", ["Naam;Soort fruit;Gegeten op", "NAAM;soort-fruit;gegeten  op", "volledige naam;Sort fruit;Gegetenop"]
)
def test_a_heading_is_known_by_its_name_and_by_nearly_its_name(heading: str) -> None:
    (row,) = read(f"{heading}\nMia;peer;3 maart 2025").rows
    assert row.values == {"name": "Mia", "kind": "b", "on": date(2025, 3, 3)}


def test_columns_stand_in_any_order_and_unknown_ones_are_told_by_name() -> None:
    sheet = read("Gegeten op;Schoenmaat;Naam;;Kleur\n3-3-2025;39;Mia;x;rood\n")
    assert (sheet.ignored, sheet.rows[0].values) == (("Schoenmaat", "Kleur"), {"on": date(2025, 3, 3), "name": "Mia"})


def test_every_fault_of_a_row_is_told_with_what_stands_there_and_what_may() -> None:
    (row,) = read(f"Naam;Soort fruit;Gegeten op\n{'x' * 21};kiwi;31-2-2025").rows
    assert row.faults == (
        "Naam: hier staat “xxxxxxxxxxxxxxxxxxxxx”. Schrijf hooguit 20 tekens.",
        "Soort fruit: hier staat “kiwi”. U kunt kiezen uit: appel, peer.",
        "Gegeten op: hier staat “31-2-2025”. Schrijf een datum die bestaat, zoals 3-3-2025.",
    )


def test_empty_cells_and_empty_lines_are_no_fault_and_lines_keep_their_numbers() -> None:
    sheet = read("Naam;Soort fruit\nMia;\n;\n\nJoke;peer\n")
    assert [(row.number, row.values, row.faults) for row in sheet.rows] == [
        (2, {"name": "Mia"}, ()),
        (5, {"name": "Joke", "kind": "b"}, ()),
    ]


def test_a_row_of_another_width_is_kept_whole_with_its_fault() -> None:
    (row,) = read("Naam;Soort fruit\nMia;peer;en meer;nog meer").rows
    assert row.faults == ("Deze regel heeft 4 kolommen, de kopregel heeft er 2.",)
    assert row.cells == ("Mia", "peer en meer nog meer")
    (row,) = read(book(["Naam", "Soort fruit"], ["Mia", "peer", "en meer"])).rows
    assert row.faults == ("In deze regel staat iets naast de 2 kolommen die een kop hebben.",)
    assert row.cells == ("Mia", "peer en meer")


def test_a_workbook_gives_its_dates_and_the_numbers_of_its_rows() -> None:
    sheet = read(book(["Naam", "Gegeten op"], [], ["Mia", date(2025, 3, 3)], ["Joke", "morgen"]))
    assert sheet.kind == "xlsx"
    assert [(row.number, row.values.get("on"), row.cells) for row in sheet.rows] == [
        (3, date(2025, 3, 3), ("Mia", "3-3-2025")),
        (4, None, ("Joke", "morgen")),
    ]


def test_a_formula_without_an_outcome_is_a_fault_only_where_it_counts() -> None:
    uncomputed = '<c r="{}"><f>1+1</f></c>'
    rows = handmade.row(
        1, *(handmade.text(f"{at}1", said) for at, said in zip("ABC", ("Naam", "Soort fruit", "Maat"), strict=True))
    )
    rows += handmade.row(2, handmade.text("A2", "Mia"), uncomputed.format("C2"))
    rows += handmade.row(3, handmade.text("A3", "Joke"), uncomputed.format("B3"))
    first, second = read(handmade.book(rows)).rows
    assert first.faults == ()
    assert second.faults[0].startswith("In deze regel staat een formule waarvan de uitkomst niet in het bestand zit.")


def test_a_sign_that_was_damaged_is_a_fault() -> None:
    (row,) = read("Naam\nM\ufffda").rows
    assert row.faults == ("Naam: hier staat “M\ufffda”. Daarin is iets niet te lezen. Vul het opnieuw in.",)


@pytest.mark.parametrize(
    "heading",
    [
        *("BSN", "bsn-nummer", "Burgerservicenummer", "A-nummer", "sofi-nummer"),
        *("B.S.N.", "Nummer BSN", "klant_bsn", "mijn burger service nummer", "sofinr."),
    ],
)
def test_a_column_for_a_bsn_is_refused(heading: str) -> None:
    said = f"In dit bestand staat een kolom “{heading}”. Haal die weg: een BSN bewaren wij nooit."
    assert refusal(f"Naam;{heading}\nMia;") == [said]


def test_what_is_missing_or_there_twice_is_told_at_once() -> None:
    where = "De namen van de kolommen staan op de eerste regel. Kijk in het formulier hoe ze heten."
    assert refusal("Gegeten op;Gegeten op\n;") == [
        "De kolom “Gegeten op” staat er 2 keer in.",
        "De kolom “Naam” ontbreekt.",
        where,
    ]
    assert refusal(b"\x89PNG\r\n\x1a\n\0\0") == ["De kolom “Naam” ontbreekt.", where]
    assert refusal("") == ["De kolom “Naam” ontbreekt.", where]


def test_more_rows_than_may_be_are_refused() -> None:
    assert len(read("Naam\n" + "Mia\n" * 3, at_most=3).rows) == 3
    assert refusal("Naam\n" + "Mia\n" * 4, at_most=3) == ["In dit bestand staan meer dan 3 regels. Lever het in delen."]


def test_a_hostile_workbook_is_refused_with_its_sentence() -> None:
    bomb = handmade.zipped({**handmade.parts({"Blad1": ""}), "xl/styles.xml": "<!DOCTYPE x><a/>"})
    assert refusal(bomb) == [
        "Dit Excel-bestand is beschadigd. Open het in Excel, sla het opnieuw op en lever het nog een keer aan."
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_our_own_form_is_read_back_without_a_row(kind: str) -> None:
    sheet = read(writing.form(WHO, name="Fruit", kind=kind))
    assert (sheet.kind, sheet.heading, sheet.rows, sheet.examples) == (kind, tuple(one.heading for one in WHO), (), 2)


def test_the_form_is_easy_to_fill_in() -> None:
    made = openpyxl.load_workbook(io.BytesIO(writing.form(WHO, name="Fruit", kind="xlsx")))
    page, words = made["Fruit"], made["Woorden"]
    assert page.freeze_panes == "B2"
    (choice,) = page.data_validations.dataValidation
    assert (str(choice.sqref), choice.formula1) == ("B4:B503", "Woorden!$A$2:$A$3")
    assert [[cell.value for cell in row] for row in words] == [
        ["Soort fruit: kies er een", "Ook lekker: meer mag, met een komma ertussen"],
        ["appel", "peer"],
        ["peer", None],
    ]
    assert page.column_dimensions["C"].width > 11


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_rows_handed_back_come_back_the_same_and_are_never_a_formula(kind: str) -> None:
    nasty = ['=HYPERLINK("x")', "kiwi", "+31 26"]
    rows = [["Naam", "Soort fruit", "Telefoon"], nasty]
    made = handmade.book(handmade.table(*rows))
    sheet = read(made if kind == "xlsx" else ";".join(rows[0]) + "\n" + ";".join(["'=cmd", *nasty[1:]]))
    content = writing.handed_back(sheet, [(row.cells, row.faults) for row in sheet.rows])
    if kind == "xlsx":
        page = openpyxl.load_workbook(io.BytesIO(content)).active
        assert [cell.data_type for cell in page[2]] == ["s"] * 4
    else:
        assert content.decode("utf-8-sig").splitlines()[1].startswith("'=cmd;kiwi;'+31 26;Soort fruit: hier")
    again = read(content)
    assert again.heading == sheet.heading
    assert [(row.values, row.faults) for row in again.rows] == [(row.values, row.faults) for row in sheet.rows]


SECRET = (
    Column("name", "Naam", reads=values.text(5), secret=True),
    Column("bsn", "BSN", reads=values.text(9), secret=True),
)


def test_what_stands_in_a_secret_column_is_never_said_again() -> None:
    sheet = columns.read(io.BytesIO(b"Naam;BSN\nMargriet;1234567890\n"), SECRET, needs=NEEDS, at_most=10)
    assert sheet.rows[0].faults == ("Naam: Schrijf hooguit 5 tekens.", "BSN: Schrijf hooguit 9 tekens.")


@pytest.mark.parametrize("heading", ["BSN partner", "A-nummer", "sofinummer"])
def test_only_a_column_that_asks_for_a_number_may_hold_one(heading: str) -> None:
    number = Column("number", "Huisnummer", reads=values.text(9), also=("nummer",), secret=True)
    with pytest.raises(Refused, match="Haal die weg"):
        columns.read(io.BytesIO(f"Naam;{heading}\nMia;1\n".encode()), (*SECRET, number), needs=NEEDS, at_most=10)
