"""What stands in a cell of an Excel sheet, as the text that a person sees there: no ".0", no exponent, dates YYYYMMDD.

Source: ECMA-376 part 1, chapter 18 (SpreadsheetML): 18.3.1.4 cell, 18.8.30 number formats, 18.17.4.1 date systems.
"""

import functools
import re
from array import array
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from bezoekdienst.lib.errors import Refused
from bezoekdienst.lib.spreadsheets.excel import package

MAX_STRINGS_UNPACKED = 256 * 1024 * 1024
MAX_STRINGS = 5_000_000  # 250,000 rows with 20 values each that nobody else has
_AS_THEY_ARE = 200_000  # about 20 MB of them
DATE, DATE_1904 = -1, -2  # kinds of a style; a positive kind is the number of digits of a format such as 0000

_DATE_FORMATS = {14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 55), 57, 58}  # those that have no code of their own
_NO_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')  # literals, paddings, colours and languages in a format code
_LARGEST = 308  # the exponent of the largest number Excel knows; a larger one would be unfolded into a flood of zeros
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_NEWLINES = re.compile("\r\n|\r|\n")


class Unreadable(str):
    """A cell of which the value is not in the file. Its text begins with U+FFFD: no name, date or code contains that,
    so also who doesn't look at the kind of a cell holds the person instead of taking the cell for an empty one."""

    __slots__ = ()
    reason = "In deze regel staat een cel die niet te lezen is."


class Uncomputed(Unreadable):
    __slots__ = ()
    reason = (
        "In deze regel staat een formule waarvan de uitkomst niet in het bestand zit. Open het bestand in Excel, "
        "sla het op en lever het opnieuw aan."
    )


class Merged(Unreadable):
    __slots__ = ()
    reason = "In deze regel is een cel samengevoegd met een andere cel, dus het is niet zeker wat er hoort te staan."


class Failed(Unreadable):
    __slots__ = ()

    @property
    def reason(self) -> str:  # type: ignore[override]
        return f"In deze regel staat een fout van Excel in plaats van een waarde ({self[1:]})."


def fault(cells: Iterable[str]) -> str:
    """Why a row with these cells can't be taken over, in Dutch; "" when it can. Pass the cells of used columns only."""
    return next((cell.reason for cell in cells if isinstance(cell, Unreadable)), "")


def uncomputed() -> Uncomputed:
    return Uncomputed("\ufffd")


def merged() -> Merged:
    return Merged("\ufffd")


def failed(code: str) -> Failed:
    return Failed("\ufffd" + code[:20])


def clean(text: str) -> str:
    """A string cell: escaped characters as they are (also those that show damage), on one line."""
    if "_x" in text:
        text = _ESCAPE.sub(_unescaped, text)
    return _NEWLINES.sub(" ", text) if "\n" in text or "\r" in text else text


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)  # half a character is none


def number(text: str, kind: int) -> str:
    """A number as the file stores it (`8.0`, `1.23456782E8`, `46187`), shown as its style says. Never raises."""
    if kind in (DATE, DATE_1904):
        return _day(text, kind)
    if not (text.isascii() and text.isdigit()):
        text = _plain(text)
    return text.zfill(kind) if kind and text.isdigit() else text


def _plain(text: str) -> str:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    if not value.is_finite() or abs(value.adjusted()) > _LARGEST or len(text) > _LARGEST:
        return text
    whole = value.to_integral_value()
    return f"{whole.quantize(Decimal(1)) if abs(whole) < 10**27 else whole:f}" if value == whole else f"{value:f}"


@functools.lru_cache(maxsize=8192)
def _day(text: str, kind: int) -> str:
    """The day of a date, without its time. What is no day (0, a time, 29 February 1900) stays the number it is."""
    plain = _plain(text)
    try:
        days = int(plain.partition(".")[0])
        if kind == DATE_1904:
            first = date(1904, 1, 1)
        elif days < 1 or days == 60:  # the leap day that Excel took over from Lotus never was
            return plain
        else:
            first = date(1899, 12, 31) if days < 60 else date(1899, 12, 30)
        return f"{first + timedelta(days):%Y%m%d}" if days >= 1 else plain
    except (ValueError, OverflowError):
        return plain


def iso_day(text: str) -> str:
    """A date cell of the newer kind (`2026-06-14T00:00:00`)."""
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)(?:T|$)", text)
    return "".join(found.groups()) if found else text


def kind(number_format: int, code: str | None, date_1904: bool) -> int:
    """How a style shows numbers: as a date, with a fixed number of digits, or (0) as they are."""
    shown = _NO_CODE.sub("", code or "").partition(";")[0].lower()
    if len(shown) > 1 and not shown.strip("0"):
        return min(len(shown), 20)
    day = re.search("[yd]|m{3}", shown) or ("m" in shown and not re.search("[hs]", shown))
    if day or (code is None and number_format in _DATE_FORMATS):
        return DATE_1904 if date_1904 else DATE
    return 0


class Strings:
    """The strings that cells share, by number: the first as they are, the rest in one block of bytes, a tenth of it."""

    def __init__(self) -> None:
        self._first: list[str] = []
        self._text = bytearray()
        self._ends = array("I", [0])

    def add(self, text: str) -> None:
        if len(self._first) < _AS_THEY_ARE:
            self._first.append(text)
            return
        if len(self._first) + len(self._ends) > MAX_STRINGS:
            raise too_many_strings()
        self._text += text.encode()
        self._ends.append(len(self._text))

    def get(self, number: str) -> str:
        """Raises Refused for a number that no string has."""
        try:
            place = int(number)
            if 0 <= place < len(self._first):
                return self._first[place]
            return self._packed(place - len(self._first))
        except (ValueError, IndexError):
            raise package.damaged() from None

    def _packed(self, place: int) -> str:
        if place < 0:
            raise IndexError
        return self._text[self._ends[place] : self._ends[place + 1]].decode()


def too_many_strings() -> Refused:
    limit = f"{MAX_STRINGS:,}".replace(",", ".")
    return package.refused(
        f"Dit Excel-bestand heeft te veel verschillende teksten: meer dan {limit}. Lever het in delen."
    )
