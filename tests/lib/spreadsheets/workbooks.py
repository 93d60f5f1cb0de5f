"""Reading a workbook in a test: its rows, one cell of it, or the sentence with which it is refused."""

import io

import openpyxl
import pytest

from bezoekdienst.lib.errors import Refused
from bezoekdienst.lib.spreadsheets.excel import workbook
from tests.lib.spreadsheets.handmade import book, row, table

HEADING = ["Achternaam", "Postcode", "Geboren"]


DAMAGED = "Dit Excel-bestand is beschadigd. Open het in Excel, sla het opnieuw op en lever het nog een keer aan."


def read(content: bytes) -> list[list[str]]:
    return list(workbook.rows(io.BytesIO(content)))


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        read(content)
    assert [reason.rule for reason in caught.value.reasons] == ["L12"]
    return str(caught.value)


def value(cell: str, strings: tuple[str, ...] = (), properties: str = "") -> str:
    """The text of one cell in A2."""
    (_, cells) = read(book(table(HEADING) + row(2, cell), strings, properties))
    return cells[0]


def written(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
