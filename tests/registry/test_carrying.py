"""Rows that wait or could not be read, taken along in the form they came in."""

import csv
import io
import json

import pytest

from letters.registry import carrying, formats
from letters.registry.carrying import Fates
from letters.registry.rows import Rejected
from tests.lib.spreadsheets import handmade
from tests.registry import extracts, notations

WAIT = "Het adres wordt onderzocht."


def taken(content: bytes, held: tuple[int, ...] = ()) -> tuple[str, str]:
    """The ending and the text of what is taken along when the persons of these lines are held."""
    fates = Fates()
    for row in formats.read(io.BytesIO(content)):
        if isinstance(row, Rejected):
            fates.rejected[row.line] = row.reason
        else:
            fates.persons[row.line] = WAIT if row.line in held else ""
    ending, pieces = carrying.carried(io.BytesIO(content), fates)
    return ending, b"".join(pieces).decode("utf-8-sig")


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_a_table_comes_along_with_the_held_and_the_rejected_and_why() -> None:
    other = extracts.line(e01_01_10="1000000020", e01_01_20="", e01_02_40="Ander")
    content = extracts.text(extracts.line(), "a;b", other, extracts.line().replace("Lindelaan", '"Linde')).encode()
    ending, text = taken(content, held=(3,))
    heading, *rows = cells(text)
    assert (ending, heading) == ("csv", [*extracts.HEADING, "reden"])
    assert [row[-1] for row in rows] == [
        "Deze regel heeft 2 kolommen, de kopregel heeft er 40.",
        WAIT,
        "In deze regel staat een aanhalingsteken dat niet goed is afgesloten.",
    ]
    assert (rows[0][:2], rows[1][5], '"Linde' in rows[2][0]) == (["a", "b"], "Ander", True)


def test_what_was_mended_can_be_handed_in_again() -> None:
    _, text = taken(extracts.text(extracts.line()).encode(), held=(1,))
    person = notations.the_one(text.encode())
    assert person == notations.the_one(extracts.text(extracts.line()).encode())


def test_all_rows_of_a_person_come_along_and_none_of_the_next() -> None:
    first = {"key": "p1", "01.02.40": "Bos", "05.02.40": "Oud", "05.H": "05"}
    content = extracts.stacked(first, {"05.02.40": "Nieuw"}, {"key": "p2", "01.02.40": "Berg"}, {"05.02.40": "Els"})
    _, text = taken(content.encode(), held=(1,))
    assert [row[0] for row in cells(text)[1:]] == ["p1", ""]


def test_a_workbook_comes_along_as_a_table() -> None:
    rows = [list(extracts.OWN.values()), [extracts.OWN_WIDOW.get(element, "") for element in extracts.OWN]]
    ending, text = taken(handmade.book(handmade.table(*rows)), held=(1,))
    assert (ending, cells(text)) == ("csv", [[*rows[0], "reden"], [*rows[1], WAIT]])


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_is_taken_for_a_formula(start: str) -> None:
    content = extracts.text(extracts.line(e01_02_40=f"{start}1+cmd|' /C calc'!A0")).encode()
    _, text = taken(content, held=(1,))
    assert cells(text)[1][5] == f"'{start}1+cmd|' /C calc'!A0"


def test_messages_in_json_come_along_with_a_key_more() -> None:
    good, bad = notations.message(notations.person(1)), {"berichtType": "Tf21"}
    ending, text = taken(notations.lines([good, bad]), held=(1,))
    first, second = map(json.loads, text.splitlines())
    assert (ending, first) == ("jsonl", {**good, "reden": WAIT})
    assert second == {**bad, "reden": "Dit is een bericht van soort Tf21, geen selectie."}


def test_lo3_messages_come_along_as_a_table_of_two_columns() -> None:
    message = notations.lo3(*notations.categories(notations.person(1)), encoding="latin-1")
    ending, text = taken(message + b"00000000Sv1100000" + message, held=(3,))
    assert (ending, cells(text)) == (
        "csv",
        [
            ["bericht", "reden"],
            ["00000000Sv1100000", "Dit bericht bevat geen persoon."],
            [message.decode("latin-1"), WAIT],
        ],
    )


def test_nothing_comes_along_when_nothing_waits() -> None:
    assert cells(taken(extracts.text(extracts.line()).encode())[1]) == [[*extracts.HEADING, "reden"]]
