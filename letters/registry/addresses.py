"""Address lines as the national BRP API composes them (NEN 5825), and the KIX string of the Dutch post."""

import functools
import re
from pathlib import Path
from typing import NamedTuple

from letters import kix
from letters.registry.rows import Address

NETHERLANDS = "6030"
_UNKNOWN = frozenset({"", "."})  # the register writes "." for what it does not know
_MARKERS = {"by": "bij", "to": "t/o"}
_new = tuple.__new__  # a named tuple from as many values as it has fields, at half the cost of calling it
_POSTCODE = re.compile(r"[1-9][0-9]{3}(?!SA|SD|SS)[A-Z]{2}")


class Country(NamedTuple):
    """Code of table 34 and its name, None for a code that is newer than our copy of the table."""

    code: str
    name: str | None


class AddressLines(NamedTuple):
    """Up to three lines and, abroad, the country; all None when the register does not know the address.

    `kix` is the string of bars under them: `1231GF156X2`, postcode, number, X, addition without separators. None when
    it does not fit, and for a number that is only near ("bij", "t/o"): the bars would lead to the neighbour.
    """

    line_1: str | None = None
    line_2: str | None = None
    line_3: str | None = None
    country: Country | None = None
    kix: str | None = None
    postcode: str | None = None  # `1234AB`, when it can exist
    abroad: bool = False

    @property
    def filled(self) -> tuple[str, ...]:
        return tuple(line for line in (self.line_1, self.line_2, self.line_3) if line)


def is_abroad(address: Address) -> bool:
    """Any of group 13 is filled; a country column that just says the Netherlands is not enough."""
    _, _, _, _, _, _, _, _, _, country, abroad_1, abroad_2, abroad_3, _ = address
    return bool(abroad_1 or abroad_2 or abroad_3 or (country and country.strip() not in ("", NETHERLANDS)))


def lines(address: Address, municipality_name: str = "") -> AddressLines:
    """The lines under the name. `municipality_name` stands in for a place that is not registered."""
    _, street, number, letter, addition, marker, code, place, location, country, abroad_1, abroad_2, abroad_3, _ = (
        address
    )
    if (country or abroad_1 or abroad_2 or abroad_3) and is_abroad(address):
        return _abroad(address)
    house = number.strip().lstrip("0")
    second = _second(code, place if _known(place) else municipality_name) or None
    if not house or not _known(street):
        return AddressLines(location.strip(), second, postcode=_postcode(code)) if _known(location) else AddressLines()
    first = _first(street, house, letter.strip() + addition.strip(), marker)
    valid = _postcode(code)
    bars = kix.compose(valid, house, letter + addition) if valid and not marker.strip() else None
    return _new(AddressLines, (first, second, None, None, bars, valid, False))


@functools.lru_cache(maxsize=16_384)  # a town has a few thousand
def _postcode(text: str) -> str | None:
    """`1234AB`, or None when it is absent or cannot exist (SA, SD and SS are never given out)."""
    compact = "".join(text.split()).upper()
    return compact if _POSTCODE.fullmatch(compact) else None


def _known(text: str) -> bool:
    return text not in _UNKNOWN and text.strip() not in _UNKNOWN


def _first(street: str, house: str, tail: str, marker: str) -> str:
    """Street, "bij" or "t/o", number, then letter and addition: a hyphen before a digit, else a blank."""
    near = f" {_MARKERS.get(marker.strip().lower(), '')}" if marker else ""
    line = f"{street}{near} {house}"
    if "  " in line or line[0] == " ":
        line = " ".join(line.split())
    return f"{line}{'-' if tail[0].isdigit() else ' '}{tail}" if tail else line


@functools.lru_cache(maxsize=16_384)  # a postcode lies in one place
def _second(code: str, place: str) -> str:
    """`1234 AB  PLACE`: two blanks, capitals."""
    compact = "".join(code.split()).upper()
    return f"{f'{compact[:4]} {compact[4:]}'.strip()}  {place.strip().upper()}".strip()


def _abroad(address: Address) -> AddressLines:
    """The lines as registered; nothing when the country (0000) or every line is unknown."""
    first, second, third = (
        line.strip() if _known(line) else None for line in (address.abroad_1, address.abroad_2, address.abroad_3)
    )
    code = address.country.strip()
    if not code.strip("0") or not (first or second or third):
        return AddressLines(abroad=True)
    country = Country(code, _countries().get(code)) if code != NETHERLANDS else None
    return AddressLines(first, second, third, country, abroad=True)


@functools.cache
def _countries() -> dict[str, str]:
    """Table 34, code to name, with the countries that are no more: an address may still be registered there."""
    entries = (Path(__file__).parent / "countries.csv").read_text("utf-8").splitlines()[1:]
    return {code: name for code, _, name in (entry.partition(";") for entry in entries)}
