"""KIX, the bars under an address by which the post sorts: the string and where its bars stand.

Four bars a character, no start, stop or check character. Measures in millimetres, from the public specification.
"""

import functools
import re
from dataclasses import dataclass

PITCH = 1.01  # bar 0.505 and gap 0.505
BAR = 0.505
TRACKER, FULL = 1.27, 5.03
REACH = (FULL - TRACKER) / 2  # how far a half bar goes beyond the tracker
QUIET = 2.0

_POSTCODE = re.compile(r"[1-9][0-9]{3}[A-Z]{2}")
_VALID = re.compile(r"[1-9][0-9]{3}[A-Z]{2}[0-9]{1,5}(X[0-9A-Z]{1,6})?")
_SEPARATORS = re.compile(r"[^0-9A-Z]")
# A goes up, D goes down, F goes both ways, T is the tracker alone
_BARS = dict(
    zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        re.findall(
            "[ADFT]{4}",
            "TTFF TDAF TDFA DTAF DTFA DDAA TADF TFTF TFDA DATF DADA DFTA "
            "TAFD TFAD TFFT DAAD DAFT DFAT ATDF ADTF ADDA FTTF FTDA FDTA "
            "ATFD ADAD ADFT FTAD FTFT FDAT AADD AFTD AFDT FATD FADT FFTT",
        ),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its left side, its top from the top of the full bars, and its height."""

    x_mm: float
    top_mm: float
    height_mm: float


def compose(postcode: str, number: str | int, addition: str = "") -> str | None:
    """The string for an address, `1231GF156X2`; None when the address can't be put in one (then none is printed).

    `addition` is house letter and addition together, separators in it are dropped.
    """
    code, house = _postcode(postcode), str(number)
    tail = addition.upper()
    if tail and not (tail.isascii() and tail.isalnum()):
        tail = _SEPARATORS.sub("", tail)
    if code is None or not (house.isascii() and house.isdigit() and len(house) <= 5) or len(tail) > 6:
        return None
    return f"{code}{house}X{tail}" if tail else code + house


@functools.lru_cache(maxsize=16_384)  # a town has a few thousand
def _postcode(text: str) -> str | None:
    compact = "".join(text.split()).upper()
    return compact if _POSTCODE.fullmatch(compact) else None


def is_valid(code: str) -> bool:
    """Whether `code` can be drawn."""
    return _VALID.fullmatch(code) is not None


def bars(code: str) -> tuple[Bar, ...]:
    """The bars of `code` from left to right. Raises ValueError for a string that is not KIX."""
    if not is_valid(code):
        raise ValueError("not a KIX code")
    kinds = "".join(_BARS[character] for character in code)
    return tuple(_bar(index, kind) for index, kind in enumerate(kinds))


def _bar(index: int, kind: str) -> Bar:
    up, down = kind in "AF", kind in "DF"
    return Bar(round(index * PITCH, 3), 0.0 if up else REACH, round(TRACKER + REACH * (up + down), 3))


def width_mm(code: str) -> float:
    """From the left side of the first bar to the right side of the last."""
    return round((len(code) * 4 - 1) * PITCH + BAR, 3)
