"""One sheet of an Excel file as a stream of rows: lists of text cells, each up to its last filled one."""

import itertools
import re
from collections.abc import Iterable, Iterator

from bezoekdienst.lib.spreadsheets import source
from bezoekdienst.lib.spreadsheets.excel import cells, package
from bezoekdienst.lib.spreadsheets.excel.package import Package

MAX_COLUMNS = 1000
MAX_MERGED = 100_000
_LAST_ROW = 1_048_576  # of Excel itself

Covered = dict[int, list[int]]
_DIGITS = "0123456789"
_LETTERS = re.compile("[A-Z]{1,3}")
# A row as nearly every program writes nearly every row: then its cells are found five times as fast as by a parser.
# The last alternative finds whatever else begins an element; such a row is left to the parser.
_ROW = re.compile(r'\s*<row r="(\d{1,7})"[^<>]*>')
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})\d{1,7}"(?: s="(\d+)")?(?: t="(\w+)")?'
    r'(?:/>|>(?:<v>([^<&]*)</v>|<is><t(?: xml:space="preserve")?>([^<&]*)</t></is>)?</c>)|[<&]'
)
_MERGE = re.compile(rb'mergeCell [^>]*?ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')


def _letters(place: int) -> str:
    return (_letters(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def _place(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


_COLUMNS = {_letters(place): place for place in range(MAX_COLUMNS)}


def survey(chunks: Iterable[bytes]) -> Covered:
    """Go through all of a sheet as bytes, which takes a tenth of the time that reading it does.

    Returns the cells that a merged cell covers: columns by row number. Raises Refused when there are too many of those
    or too many rows, so that this is said at once; and, by unpacking it to its end, when the sheet is damaged.
    """
    covered: Covered = {}
    rows = merged = 0
    carry = b""
    for chunk in chunks:
        text = carry + chunk
        cut = text.rfind(b"<")
        text, carry = (text[:cut], text[cut:]) if cut > 0 else (text, b"")
        if rows > source.MAX_ROWS + 1 and (b"</v>" in text or b"</t>" in text):
            raise source.too_many()
        rows += text.count(b"</row>")
        for match in _MERGE.finditer(text) if b"mergeCell" in text else ():
            merged += _cover(covered, *match.groups())
            if merged > MAX_MERGED:
                raise package.refused("In het werkblad zijn te veel cellen samengevoegd. Maak ze los.")
    return covered


def _cover(covered: Covered, left: bytes, top: bytes, right: bytes, bottom: bytes) -> int:
    """Add all cells of a merged one but the first, which holds the value; returns how many they are."""
    first, last = _place(left.decode()), min(_place(right.decode()), MAX_COLUMNS - 1)
    size = max(last - first + 1, 0) * max(int(bottom) - int(top) + 1, 0)
    if 0 < size <= MAX_MERGED:
        for number in range(int(top), int(bottom) + 1):
            covered.setdefault(number, []).extend(range(first + (number == int(top)), last + 1))
    return size


class Rows(package.Reader):
    """Finished rows wait in `done`, with their numbers, to be taken away after each piece."""

    def __init__(self, name: str, strings: cells.Strings, kinds: dict[str, int], covered: Covered) -> None:
        super().__init__()
        self.done: list[tuple[int, list[str]]] = []
        self.ended = False
        self._sheet, self._strings, self._kinds, self._covered = name, strings, kinds, covered
        self._number = 0
        self._row: list[str] = []
        self._cell: dict[str, str] = {}
        self._value: str | None = None
        self._formula = self._phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._cell, self._value, self._formula = attributes, None, False
        elif name == "v" or name == "t":
            self.text.clear()
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._begin(attributes.get("r"))
        elif name == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        if name == "v":
            self._value = "".join(self.text)
        elif name == "c":
            self._put()
        elif name == "t" and not self._phonetic:
            self._value = (self._value or "") + "".join(self.text)
        elif name == "row":
            self._finish()
        elif name == "sheetData":
            self.ended = True
        elif name == "rPh":
            self._phonetic = False

    def _begin(self, number: str | None) -> None:
        """A row that says no number is the next one."""
        now = self._number + 1 if number is None else int(number) if number.isdecimal() and len(number) < 9 else 0
        if not self._number < now <= _LAST_ROW or self.ended:
            raise package.damaged()
        self._number, self._row = now, []

    def plain(self, text: str) -> bool:
        """Take over a row, given up to its end, by itself; False when it is one that only a parser understands."""
        head = _ROW.match(text)
        if head is None:
            return False
        row: list[str] = []
        strings, kinds, number = self._strings.get, self._kinds, cells.number
        for letters, style, kind, value, inline in _CELL.findall(text, head.end()):
            if not letters:
                return False
            if value or inline:
                place = _COLUMNS.get(letters, -1)
                if place != len(row):
                    self._skip(row, place, letters)
                if kind == "s":
                    row.append(strings(value))
                elif not kind:
                    row.append(value if style not in kinds and value.isdigit() else number(value, kinds.get(style, 0)))
                else:
                    row.append(self._text(value or inline, kind, style))
        self._begin(head[1])
        self._row = row
        self._finish()
        return True

    def _put(self) -> None:
        """Add the cell that ended to its row; an empty one only when something follows."""
        cell, value, row = self._cell, self._value, self._row
        if value is None and not self._formula:
            return
        letters = cell["r"].rstrip(_DIGITS) if "r" in cell else _letters(len(row))
        self._skip(row, _COLUMNS.get(letters, -1), letters)
        kind = cell.get("t", "n")
        row.append(
            self._strings.get(value)
            if kind == "s" and value is not None
            else self._text(value, kind, cell.get("s", ""))
        )

    def _skip(self, row: list[str], place: int, letters: str) -> None:
        """Fill a row up to a column. Raises Refused when that is too far off, or the row is there already."""
        if place >= len(row):
            row.extend([""] * (place - len(row)))
        elif place >= 0 or not _LETTERS.fullmatch(letters):
            raise package.damaged()
        else:
            raise package.refused(
                f"Het werkblad '{self._sheet}' heeft te veel kolommen: meer dan 1.000. Verwijder wat rechts van de "
                "tabel staat en lever het bestand opnieuw aan."
            )

    def _text(self, value: str | None, kind: str, style: str) -> str:
        if kind == "inlineStr" and value is not None:
            return cells.clean(value)
        if not value and kind == "n":
            return cells.uncomputed() if self._formula else ""
        if value is None:
            return cells.uncomputed()
        if kind == "n":
            return cells.number(value, self._kinds.get(style, 0))
        if kind == "b":
            return {"1": "WAAR", "0": "ONWAAR"}.get(value, value)
        if kind == "e":
            return cells.failed(value)
        return cells.iso_day(value) if kind == "d" else cells.clean(value)

    def _finish(self) -> None:
        row = self._row
        while row and not row[-1]:
            row.pop()
        for place in self._covered.get(self._number, ()) if row else ():
            row.extend([""] * (place + 1 - len(row)))
            row[place] = cells.merged()
        self.done.append((self._number, row))


def rows(part: Package, path: str, reader: Rows) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, each with its number in the sheet.

    Plain rows are taken out of the XML and the rest goes to the parser, which doesn't miss them.
    """
    feed = package.feeder(reader)
    plain, carry, since = True, b"", 0
    for chunk in itertools.chain(part.chunks(path), [b""]):
        data = carry + chunk
        cut = len(data) if not chunk else data.rfind(b"</row>") + len("</row>")
        cut = cut if cut >= len("</row>") else data.rfind(b">") + 1  # the parser gets whole tags: it then lags nowhere
        *whole, rest = _decoded(data[:cut]).split("</row>")
        for text in whole:
            if not (plain and reader.plain(text)):
                plain = plain and "<!" not in text  # in a comment or quoted what looks like a row is none
                feed(f"{text}</row>".encode(), False)
        feed(rest.encode(), not chunk)
        carry, since = data[cut:], 0 if reader.done else since + len(chunk)
        package.check_pending(since)
        done, reader.done = reader.done, []
        yield from ((number, row) for number, row in done if row)
        if reader.ended:  # what comes after the cells is about how they look
            return


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise package.damaged() from None
