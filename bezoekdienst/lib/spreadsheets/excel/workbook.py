"""An Excel workbook (.xlsx) as a stream of rows of text cells, the heading first.

Why no library. Measured on two cores with Python 3.11, a fresh process each, 45 columns of numbers, dates and texts:

    50,000 rows, 9 MB     python-calamine 33,000 to 43,000 rows/s  151 to 176 MB
                          openpyxl         3,000 to  7,500 rows/s   33 to  44 MB   (with lxml or without)
                          this            21,000 to 22,000 rows/s   16 to  26 MB
    250,000 rows, 36 MB   python-calamine 703 MB, openpyxl 75 MB, this 35 MB

python-calamine builds the whole rectangle: one cell at XFD1048576, in a file of 5 kB, asks for 512 GB and takes the
process along. openpyxl is slow, and neither of them tells a formula without a stored value from an empty cell, which
would be a silent loss. What is read here needs a dozen elements; `package` keeps the limits of what is unpacked.
"""

import itertools
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import BinaryIO

from bezoekdienst.lib.spreadsheets import source
from bezoekdienst.lib.spreadsheets.excel import package, parts, sheet

Numbered = Iterator[tuple[int, list[str]]]


def recognises(head: bytes) -> bool:
    """Whether this is the start of an Excel file, also of one that `rows` refuses (with a password, .xls, .ods)."""
    return package.resembles(head)


def rows(stream: BinaryIO) -> Iterator[list[str]]:
    """The heading (the first row that holds something), then every row below it up to the last that holds something.

    An empty row is []; for the rest, and for what is refused, see `numbered`.
    """
    return _lines(numbered(stream))


def numbered(stream: BinaryIO, aside: Collection[str] = ()) -> Numbered:
    """The rows that hold something, each with its number in the sheet. Sheets named in `aside` never count.

    A row ends at its last filled cell. What a cell's text can't tell is a `cells.Unreadable`; `cells.fault` makes a
    sentence of it. `stream` is seekable, at its start, and stays open.
    Raises Refused (rule "L12") at once for all that is wrong with the file, but while iterating for a cell far away.
    """
    file = package.Package(stream)
    book = parts.listed(file)
    strings, kinds = parts.strings(file, book.strings), parts.kinds(file, book.styles, book.date_1904)

    def read(name: str, path: str, covered: sheet.Covered) -> Numbered:
        return sheet.rows(file, path, sheet.Rows(name, strings, kinds, covered))

    name, path = _chosen(
        replace(book, visible=tuple(found for found in book.visible if found[0] not in aside)),
        lambda name, path: len(list(itertools.islice(read(name, path, {}), 2))),
    )
    return read(name, path, sheet.survey(file.chunks(path)))


def _chosen(book: parts.Listed, count: Callable[[str, str], int]) -> tuple[str, str]:
    """The sheet that counts, by name and part; `count` says how many rows one holds, two at most."""
    if not book.visible and not book.hidden:
        raise package.refused("In dit Excel-bestand zit geen werkblad.")
    counted = [(found, count(*found)) for found in book.visible]
    tables = [found for found, rows in counted if rows > 1]
    if len(tables) > 1:
        names = ", ".join(f"'{name}'" for name, _ in tables[:5])
        raise package.refused(
            f"Er staan gegevens op meer dan een werkblad: {names}. Bewaar het werkblad dat telt in een eigen bestand "
            "en lever dat aan."
        )
    if chosen := tables or [found for found, rows in counted if rows]:
        return chosen[0]
    if hidden := [name for name, path in book.hidden if count(name, path)]:
        raise package.refused(
            f"Alleen op een verborgen werkblad ('{hidden[0]}') staan gegevens. Maak het zichtbaar, of lever het "
            "werkblad aan dat telt."
        )
    raise package.refused("Het Excel-bestand is leeg.")


def _lines(numbered: Numbered) -> Iterator[list[str]]:
    first = last = 0
    for number, row in numbered:
        first = first or number
        if number - first > source.MAX_ROWS:
            raise source.too_many()
        yield from ([] for _ in range(number - last - 1) if last)
        last = number
        yield row
