"""Address lines as the national BRP API composes them (NEN 5825), and the KIX string of the Dutch post."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

from letters import kix as bars
from letters.registry.rows import Address

NETHERLANDS = "6030"
_MARKERS = {"by": "bij", "to": "t/o"}
_POSTCODE = re.compile(r"[1-9][0-9]{3}(?!SA|SD|SS)[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Country:
    """Code of table 34 and its name, None for a code that is newer than our copy of the table."""

    code: str
    name: str | None


@dataclass(frozen=True, slots=True)
class AddressLines:
    """Up to three lines and, abroad, the country; all None when the register does not know the address."""

    line_1: str | None = None
    line_2: str | None = None
    line_3: str | None = None
    country: Country | None = None

    @property
    def filled(self) -> tuple[str, ...]:
        return tuple(line for line in (self.line_1, self.line_2, self.line_3) if line)


def is_abroad(address: Address) -> bool:
    """Any of group 13 is filled."""
    return any((address.country, address.abroad_1, address.abroad_2, address.abroad_3))


def lines(address: Address, municipality_name: str = "") -> AddressLines:
    """The lines under the name. `municipality_name` stands in for a place that is not registered."""
    if is_abroad(address):
        return _abroad(address)
    if _known(address.location) and not _known_street(address):
        return AddressLines(address.location.strip(), _second(address, municipality_name))
    if not _known_street(address):
        return AddressLines()
    return AddressLines(_first(address), _second(address, municipality_name))


def composable(address: Address) -> bool:
    """Whether an address at home has a first line: a street with a number, or a location."""
    return _known_street(address) or _known(address.location)


def postcode(address: Address) -> str | None:
    """`1234AB`, or None when it is absent or cannot exist (SA, SD and SS are never given out)."""
    compact = "".join(address.postcode.split()).upper()
    return compact if _POSTCODE.fullmatch(compact) else None


def kix(address: Address) -> str | None:
    """`1231GF156X2`: postcode, number, X, addition without separators; None when it does not fit.

    None too for a number that is only near ("bij", "t/o"): the bars would lead to the neighbour.
    """
    code = postcode(address)
    if code is None or is_abroad(address) or not _known_street(address) or address.marker.strip():
        return None
    return bars.compose(code, address.number.strip().lstrip("0"), address.letter + address.addition)


def _known(text: str) -> bool:
    """The register writes "." for what it does not know."""
    return text.strip() not in ("", ".")


def _known_street(address: Address) -> bool:
    return _known(address.street) and address.number.strip().lstrip("0") != ""


def _first(address: Address) -> str:
    """Street, "bij" or "t/o", number, then letter and addition: a hyphen before a digit, else a blank."""
    tail = address.letter.strip() + address.addition.strip()
    joint = "-" if tail[:1].isdigit() else " "
    marker = _MARKERS.get(address.marker.strip().lower(), "")
    words = " ".join(f"{address.street} {marker} {address.number.strip().lstrip('0')}".split())
    return f"{words}{joint}{tail}".rstrip()


def _second(address: Address, municipality_name: str) -> str | None:
    """`1234 AB  PLACE`: two blanks, capitals."""
    place = address.place.strip() if _known(address.place) else municipality_name
    compact = "".join(address.postcode.split()).upper()
    code = f"{compact[:4]} {compact[4:]}".strip()
    return f"{code}  {place.upper()}".strip() or None


def _abroad(address: Address) -> AddressLines:
    """The lines as registered; nothing when the country (0000) or every line is unknown."""
    first, second, third = (
        line.strip() if _known(line) else None for line in (address.abroad_1, address.abroad_2, address.abroad_3)
    )
    code = address.country.strip()
    if not code.strip("0") or not (first or second or third):
        return AddressLines()
    country = Country(code, _countries().get(code)) if code != NETHERLANDS else None
    return AddressLines(first, second, third, country)


@functools.cache
def _countries() -> dict[str, str]:
    """Table 34, code to name, with the countries that are no more: an address may still be registered there."""
    entries = (Path(__file__).parent / "countries.csv").read_text("utf-8").splitlines()[1:]
    return {code: name for code, _, name in (entry.partition(";") for entry in entries)}
