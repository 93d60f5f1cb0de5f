from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.styles import numbers

from bezoekdienst.lib.spreadsheets.excel import cells, sheet
from tests.lib.spreadsheets import handmade
from tests.lib.spreadsheets.handmade import book, number, row, table, text
from tests.lib.spreadsheets.workbooks import DAMAGED, HEADING, read, refusal, value, written


def test_what_another_program_wrote_reads_as_a_person_sees_it() -> None:
    made = openpyxl.Workbook()
    made.active.append(["Achternaam", "Geboren", "Opgenomen", "BSN", "Gemeente", "Overleden", None, "Bijzonder"])
    made.active.append(["Ünïversé", date(1948, 5, 12), datetime(2026, 6, 16), 123456782.0, 202, True, None, "a & b"])
    made.active["E2"].number_format = "0000"
    made.active["B2"].number_format = numbers.FORMAT_DATE_DDMMYY
    assert read(written(made)) == [
        ["Achternaam", "Geboren", "Opgenomen", "BSN", "Gemeente", "Overleden", "", "Bijzonder"],
        ["Ünïversé", "19480512", "20260616", "123456782", "0202", "WAAR", "", "a & b"],
    ]


def test_a_workbook_written_row_by_row_reads_the_same() -> None:
    made = openpyxl.Workbook(write_only=True)
    made.create_sheet("Blad1").append(["Naam", "Getal"])
    made["Blad1"].append(["Bos", 7])
    assert read(written(made)) == [["Naam", "Getal"], ["Bos", "7"]]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_every_row_below_the_heading_is_one(count: int) -> None:
    assert read(book(table(HEADING, *[["Bos", "6811AB"]] * count))) == [
        HEADING,
        *[["Bos", "6811AB"]] * count,
    ]


def test_empty_rows_keep_the_numbers_of_the_sheet_and_those_at_the_end_are_none() -> None:
    rows = row(3, text("A3", "Naam")) + row(4) + row(5, '<c r="A5" s="1"/>') + row(8, text("B8", "Bos")) + row(9)
    assert read(book(rows + row(12, '<c r="A12" t="inlineStr"><is/></c>'))) == [
        ["Naam"],
        [],
        [],
        [],
        [],
        ["", "Bos"],
    ]


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        *[("8.0", "8"), ("6811.0", "6811"), ("1.23456782E8", "123456782"), ("100000000019", "100000000019")],
        *[("1.00000000019E11", "100000000019"), ("-3", "-3"), ("7.5", "7.5"), ("1E-2", "0.01"), ("0", "0")],
        *[("1E+22", "1" + "0" * 22), ("1E+999999999", "1E+999999999"), ("NaN", "NaN"), ("", ""), ("tekst", "tekst")],
    ],
)
def test_a_number_has_no_point_zero_and_no_exponent(stored: str, shown: str) -> None:
    assert value(number("A2", stored) + text("B2", "x")) == shown


@pytest.mark.parametrize(
    ("stored", "style", "shown"),
    [
        *[("46187", 1, "20260614"), ("46187.0", 2, "20260614"), ("46187.75", 6, "20260614"), ("1", 1, "19000101")],
        *[("59", 1, "19000228"), ("60", 1, "60"), ("61", 1, "19000301"), ("0", 1, "0"), ("0.5", 1, "0.5")],
        *[("20260614", 1, "20260614"), ("-5", 1, "-5"), ("46187", 4, "46187"), ("0.5", 5, "0.5"), ("202", 3, "0202")],
        *[("46187", 99, "46187"), ("x", 1, "x"), ("2958465", 1, "99991231"), ("1E+300", 1, "1" + "0" * 300)],
    ],
)
def test_a_date_is_a_date_and_what_is_no_day_stays_a_number(stored: str, style: int, shown: str) -> None:
    assert value(number("A2", stored, style)) == shown


def test_the_other_date_system_counts_from_1904() -> None:
    assert value(number("A2", 44725, 1), properties='<workbookPr date1904="1"/>') == "20260614"
    assert value(number("A2", 0, 1), properties='<workbookPr date1904="true"/>') == "0"


@pytest.mark.parametrize("stored", ["2026-06-14", "2026-06-14T00:00:00", "2026-06-14T13:30:00Z"])
def test_a_date_of_the_newer_kind(stored: str) -> None:
    assert value(f'<c r="A2" t="d"><v>{stored}</v></c>') == "20260614"


def test_texts_are_one_line_and_keep_what_shows_damage() -> None:
    assert value(text("A2", "Van der\r\nBerg\nBos\rLaan")) == "Van der Berg Bos Laan"
    assert value(text("A2", "Bos_x000D_\n_x0000__x0007_")) == "Bos \0\a"
    assert value(text("A2", "_xD83D_ _x005F_x000D_")) == "\ufffd _x000D_"
    assert value(text("A2", "  007 ")) == "  007 "


def test_shared_strings_with_formatted_pieces_are_whole_and_how_they_sound_is_left_out() -> None:
    rich = "<si><r><rPr><b/></rPr><t>Van </t></r><r><t>Dam</t></r><rPh><t>phon</t></rPh></si>"
    assert value('<c r="A2" t="s"><v>1</v></c>', ("een", rich)) == "Van Dam"
    assert value('<c r="A2" t="inlineStr"><is><r><t>Van </t></r><r><t>Dam</t></r></is></c>') == "Van Dam"


def test_strings_beyond_those_that_are_kept_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "_AS_THEY_ARE", 2)
    strings = ("Achternaam", "Bos", "Bérg", "Lindelaan")
    rows = "".join(row(n + 1, f'<c r="A{n + 1}" t="s"><v>{n}</v></c>') for n in range(4))
    assert read(book(rows, strings)) == [["Achternaam"], ["Bos"], ["Bérg"], ["Lindelaan"]]


@pytest.mark.parametrize("index", ["4", "-1", "x", "1.5", "9" * 5000])
def test_a_string_that_is_not_there_is_damage(index: str) -> None:
    assert refusal(book(row(1, f'<c r="A1" t="s"><v>{index}</v></c>'), ("een", "twee"))) == DAMAGED


def test_a_formula_counts_as_its_stored_value() -> None:
    assert value('<c r="A2" t="str"><f>B2&amp;C2</f><v>Bos</v></c>') == "Bos"
    assert value('<c r="A2" t="str"><f>B2</f><v></v></c>' + text("B2", "x")) == ""
    assert value('<c r="A2" s="1"><f>TODAY()</f><v>46187</v></c>') == "20260614"


@pytest.mark.parametrize("stored", ["", "<v></v>", "<v/>"])
def test_a_formula_without_a_stored_value_is_never_silently_empty(stored: str) -> None:
    _, (_, cell) = read(book(table(HEADING) + row(2, text("A2", "Bos"), f'<c r="B2"><f>C2</f>{stored}</c>')))
    assert cell == "\ufffd"
    assert cells.fault(["Bos", cell]) == (
        "In deze regel staat een formule waarvan de uitkomst niet in het bestand zit. Open het bestand in Excel, sla "
        "het op en lever het opnieuw aan."
    )
    assert cells.fault(["Bos"]) == ""


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!"])
def test_an_error_is_marked_with_its_name(error: str) -> None:
    cell = value(f'<c r="A2" t="e"><v>{error}</v></c>')
    assert cell == f"\ufffd{error}"
    assert cells.fault([cell]) == f"In deze regel staat een fout van Excel in plaats van een waarde ({error})."


def test_booleans_are_words() -> None:
    assert [value(f'<c r="A2" t="b"><v>{n}</v></c>') for n in "10"] == ["WAAR", "ONWAAR"]


def test_cells_under_a_merged_one_are_marked_where_there_is_a_row() -> None:
    merged = '<mergeCells count="2"><mergeCell ref="A2:A3"/><mergeCell ref="B5:C5"/></mergeCells>'
    rows = table(HEADING, ["Bos", "6811AB"], ["", "6812AB"], ["Berg"], ["Laan", "6813AB"])
    _, *found = read(book(handmade.sheet(rows, after=merged)))
    assert found == [["Bos", "6811AB"], ["\ufffd", "6812AB"], ["Berg"], ["Laan", "6813AB", "\ufffd"]]
    assert cells.fault(found[1]) == (
        "In deze regel is een cel samengevoegd met een andere cel, dus het is niet zeker wat er hoort te staan."
    )


def test_hidden_rows_and_columns_are_read_like_the_others() -> None:
    hidden = '<cols><col min="1" max="1" hidden="1"/></cols>'
    rows = table(HEADING) + '<row r="2" hidden="1">' + text("A2", "Bos") + "</row>"
    whole = f'<worksheet xmlns="{handmade.MAIN}">{hidden}<sheetData>{rows}</sheetData></worksheet>'
    assert read(book(whole)) == [HEADING, ["Bos"]]


def test_cells_and_rows_without_their_place_follow_each_other() -> None:
    rows = '<row><c t="inlineStr"><is><t>Naam</t></is></c><c><v>1</v></c></row><row><c><v>2</v></c></row>'
    assert read(book(rows)) == [["Naam", "1"], ["2"]]


@pytest.mark.parametrize(
    "rows",
    [
        row(2, text("A2", "x")) + row(1, text("A1", "x")),
        row(1, text("A1", "x")) + row(1, text("A1", "x")),
        row(1, text("B1", "x"), text("A1", "x")),
        row(1, text("A1", "x"), text("A1", "y")),
        row(1, text("1A", "x")),
        '<row r="x">' + text("A1", "x") + "</row>",
        "<row>",
    ],
)
def test_cells_that_cannot_be_where_they_say_are_damage(rows: str) -> None:
    assert refusal(book(rows)) == DAMAGED


def test_the_first_visible_sheet_with_content_counts() -> None:
    sheets = {
        "Leeg": "",
        "Toelichting": table(["Lijst"]),
        "Lijst": table(HEADING, ["Bos"]),
        "Codes": table(["a"], ["b"]),
    }
    content = handmade.zipped(handmade.parts(sheets, states={"Codes": "hidden"}))
    assert read(content) == [HEADING, ["Bos"]]


def test_several_sheets_with_rows_are_refused_by_name() -> None:
    sheets = {
        "Arnhem": table(HEADING, ["Bos"]),
        "Leeg": "",
        "Velp & Rozendaal": table(HEADING, ["Berg"]),
    }
    assert refusal(handmade.zipped(handmade.parts(sheets))) == (
        "Er staan gegevens op meer dan een werkblad: 'Arnhem', 'Velp & Rozendaal'. Bewaar het werkblad dat telt in een "
        "eigen bestand en lever dat aan."
    )


def test_a_workbook_without_a_visible_row_is_refused() -> None:
    assert refusal(book("")) == "Het Excel-bestand is leeg."
    assert refusal(handmade.zipped(handmade.parts({}))) == "In dit Excel-bestand zit geen werkblad."
    hidden = handmade.parts({"Lijst": table(HEADING, ["Bos"])}, states={"Lijst": "veryHidden"})
    assert refusal(handmade.zipped(hidden)) == (
        "Alleen op een verborgen werkblad ('Lijst') staan gegevens. Maak het zichtbaar, of lever het werkblad aan "
        "dat telt."
    )


def test_the_letters_of_all_columns_are_known() -> None:
    assert [sheet._letters(n) for n in (0, 25, 26, 701, 702, 999)] == ["A", "Z", "AA", "ZZ", "AAA", "ALL"]
