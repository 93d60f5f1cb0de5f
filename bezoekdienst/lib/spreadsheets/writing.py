"""Tables that we hand out: the form to fill in, rows that came with a fault, and lists to take along.

In memory only: what stands in them may not lie on disk. No cell is ever taken for a formula: in a workbook words are
texts, in CSV what begins like a formula gets an apostrophe, which is taken off again when it comes back.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from bezoekdienst.lib.spreadsheets.columns import CSV, DAYS, FORMULA, WORDS, WRONG, Column, Sheet

_ROWS = 500  # to fill in: so many have a list to choose from
_NARROW, _WIDE = 16, 34  # characters
_DAY, _MOMENT = "d-m-yyyy", "d-m-yyyy hh:mm"
_STRINGS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def form(columns: Sequence[Column], *, name: str, kind: str) -> bytes:
    """The form to fill in: the headings, under each what to write and an example. `name` is that of the sheet."""
    offered = [column for column in columns if column.offered]
    rows = [[getattr(column, part) for column in offered] for part in ("heading", "about", "example")]
    return _csv(rows) if kind == CSV else _form(offered, name)


def handed_back(sheet: Sheet, rows: Iterable[tuple[Sequence[str], Sequence[str]]]) -> bytes:
    """Rows (cells, what is wrong with them) in the form in which they came, with one column more."""
    table = [[*sheet.heading, WRONG], *([*cells, " ".join(faults)] for cells, faults in rows)]
    if sheet.kind == CSV:
        return _csv(table)
    stream, book = _book()
    heading, wrapped = _heading(book), book.add_format({"text_wrap": True, "valign": "top"})
    page = book.add_worksheet()
    for number, cells in enumerate(table):
        for place, cell in enumerate(cells):
            page.write_string(number, place, cell, wrapped if number else heading)
    page.set_column(0, len(sheet.heading) - 1, _NARROW)
    page.set_column(len(sheet.heading), len(sheet.heading), 2 * _WIDE)
    page.freeze_panes(1, 1)
    book.close()
    return stream.getvalue()


Cell = str | int | date | None  # and datetime, in local time


def table(heading: Sequence[str], rows: Sequence[Sequence[Cell]], *, name: str, kind: str) -> bytes:
    """A list to take along. Days are days in a workbook, and 2027-03-03 in CSV; `name` is that of the sheet."""
    if kind == CSV:
        return _csv([heading, *([_said(cell) for cell in row] for row in rows)])
    stream, book = _book()
    page, bold, day = book.add_worksheet(name), _heading(book), book.add_format({"num_format": _DAY})
    moment = book.add_format({"num_format": _MOMENT})
    page.write_row(0, 0, heading, bold)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(number, place, cell)
            elif isinstance(cell, date):
                page.write_datetime(number, place, cell, moment if isinstance(cell, datetime) else day)
            elif cell is not None:
                page.write_number(number, place, cell)
    for place, words in enumerate(heading):
        longest = max((len(_said(row[place])) for row in rows), default=0)
        page.set_column(place, place, min(max(longest, len(words)) + 2, 2 * _WIDE))
    page.autofilter(0, 0, len(rows), len(heading) - 1)
    page.freeze_panes(1, 1)
    book.close()
    return stream.getvalue()


def _said(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return cell.isoformat() if isinstance(cell, date) else "" if cell is None else str(cell)


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([_neutral(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")


def _neutral(cell: str) -> str:
    """No formula, and on one line: a line is a row to whoever reads it line by line."""
    plain = " ".join(cell.split("\n"))
    return f"'{plain}" if plain.startswith(FORMULA) else plain


def _book() -> tuple[io.BytesIO, Any]:
    import xlsxwriter

    stream = io.BytesIO()
    return stream, xlsxwriter.Workbook(stream, _STRINGS)


def _heading(book: Any) -> Any:
    return book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E2EBE6"})


def _form(columns: Sequence[Column], name: str) -> bytes:
    stream, book = _book()
    page, words, heading = book.add_worksheet(name), book.add_worksheet(WORDS), _heading(book)
    about = book.add_format({"text_wrap": True, "valign": "top", "italic": True, "font_color": "#55616A"})
    example = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#55616A", "bottom": 1})
    typed, dated = book.add_format({"num_format": "@"}), book.add_format({"num_format": _DAY})
    for place, column in enumerate(columns):
        # Text, or a phone number loses its nought; a day is a date, so that Excel itself says what is none.
        page.set_column(place, place, _width(column), dated if column.reads in DAYS else typed)
        page.write_string(0, place, column.heading, heading)
        page.write_string(1, place, column.about, about)
        page.write_string(2, place, column.example, example)
    page.freeze_panes(1, 1)
    _choices(page, words, columns, heading)
    book.close()
    return stream.getvalue()


def _width(column: Column) -> int:
    return _WIDE if column.many or len(column.example) > 22 else max(_NARROW, len(column.example) + 3)


def _choices(page: Any, words: Any, columns: Sequence[Column], heading: Any) -> None:
    """What may be written, a column each on the second sheet; where one is chosen, as a list in the cell itself."""
    place = 0
    for at, column in enumerate(columns):
        if not column.words:
            continue
        more = "meer mag, met een komma ertussen" if column.many else "kies er een"
        words.write_string(0, place, f"{column.heading}: {more}", heading)
        for row, word in enumerate(column.words, start=1):
            words.write_string(row, place, word)
        letter = chr(ord("A") + place)
        if not column.many:
            chosen = f"={WORDS}!${letter}$2:${letter}${len(column.words) + 1}"
            page.data_validation(3, at, 2 + _ROWS, at, {"validate": "list", "source": chosen, "error_type": "warning"})
        place += 1
    words.set_column(0, max(place - 1, 0), _WIDE - 4)
    words.freeze_panes(1, 0)
