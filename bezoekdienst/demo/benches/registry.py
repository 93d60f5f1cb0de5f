"""Reading, composing and deciding about a whole delivery, beside the least that anybody would do with the same file.

Ours is what taking in does before it stores: name and address composed for everybody, a sheet for who is due or held.
For a rubrieken CSV that least is csv.DictReader and a BSN check a row, for a workbook its cells and that check. Both
sides run twice, in turn, and their best counts. The file is made first and read from disk: memory is that of reading.
"""

import csv
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from stdnum.nl import bsn

from bezoekdienst.demo.benches import peak_mb, town
from bezoekdienst.lib.spreadsheets.excel import workbook
from letters import selection, sheets
from letters.registry import composition, formats
from letters.registry.rows import RegistryPerson

OPTIONS = {"rows": 250_000, "xlsx": 50_000}
ON = date(2026, 10, 1)


def run(*, rows: int, xlsx: int) -> dict[str, Any]:
    """Persons a second of each, and the most memory it took; `ratio` is ours to the bare reading of a CSV."""
    with tempfile.TemporaryDirectory() as folder:
        table, book = Path(folder) / "town.csv", Path(folder) / "town.xlsx"
        _write_table(table, rows)
        ours_s, bare_s, due = _raced(table, _bare_table)
        peak = peak_mb()
        _write_book(book, xlsx)
        ours_xlsx_s, bare_xlsx_s, _ = _raced(book, _bare_book)
    return {
        "due": due,
        "rows_per_s": round(rows / ours_s),
        "bare_rows_per_s": round(rows / bare_s),
        "ratio": round(bare_s / ours_s, 2),
        "peak_mb": peak,
        "xlsx_rows_per_s": round(xlsx / ours_xlsx_s),
        "bare_xlsx_rows_per_s": round(xlsx / bare_xlsx_s),
        "xlsx_peak_mb": peak_mb(),
    }


def _raced(path: Path, bare: Callable[[Path], None]) -> tuple[float, float, int]:
    """Seconds of ours and of the bare one, and how many are due."""
    ours_s, bare_s, due = [], [], 0
    for _ in range(2):
        began = time.perf_counter()
        bare(path)
        bare_s.append(time.perf_counter() - began)
        began = time.perf_counter()
        due = _ours(path)
        ours_s.append(time.perf_counter() - began)
    return min(ours_s), min(bare_s), due


def _bare_table(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter=";"):
            bsn.is_valid(row["01.01.20"] or "")


def _bare_book(path: Path) -> None:
    place = town.HEADING.index("01.01.20")
    with path.open("rb") as stream:
        for row in workbook.rows(stream):
            bsn.is_valid(row[place])


def _ours(path: Path) -> int:
    judge, due = selection.Judge(on=ON, extract_on=ON, municipality="0202"), 0
    with path.open("rb") as stream:
        for batch in formats.read(stream).batches():
            persons = [row for row in batch if isinstance(row, RegistryPerson)]
            composed = [composition.of(person, "Arnhem") for person in persons]
            decisions = [judge(*known) for known in zip(persons, composed, strict=True)]
            for person, paper, decision in zip(persons, composed, decisions, strict=True):
                if decision.decision != selection.LEFT_OUT:
                    sheets.compose(paper, decision, person.address.number)
            due += sum(decision.decision == selection.DUE for decision in decisions)
    return due


def _write_table(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(town.HEADING)
        writer.writerows([told.get(element, "") for element in town.HEADING] for told in town.people(count))


def _write_book(path: Path, count: int) -> None:
    """A workbook of one sheet with its texts in the cells themselves, written row by row."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in _PARTS.items():
            book.writestr(name, content)
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            sheet.write(_sheet_row(1, town.HEADING))
            for number, told in enumerate(town.people(count), start=2):
                sheet.write(_sheet_row(number, [told.get(element, "") for element in town.HEADING]))
            sheet.write(b"</sheetData></worksheet>")


def _sheet_row(number: int, values: Sequence[str]) -> bytes:
    cells = (
        f'<c r="{letters}{number}" t="inlineStr"><is><t>{value}</t></is></c>'
        for letters, value in zip(_COLUMNS, values, strict=False)
        if value
    )
    return f'<row r="{number}">{"".join(cells)}</row>'.encode()


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Uittreksel" sheetId="1" r:id="s1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="s1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_COLUMNS = [*_ALPHABET, *(f"{first}{second}" for first in "AB" for second in _ALPHABET)]
