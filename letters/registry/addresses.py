"""Address lines as the national BRP API composes them (NEN 5825), and the KIX string of the Dutch post."""

import re
from dataclasses import dataclass

from letters import kix as bars
from letters.registry.rows import Address

NETHERLANDS = "6030"
_COUNTRIES = {  # table 34, the part our own people move to; an address abroad is held anyway (L6)
    "5001": "Canada",
    "5002": "Frankrijk",
    "5003": "Zwitserland",
    "5007": "Suriname",
    "5009": "Oostenrijk",
    "5010": "België",
    "5015": "Denemarken",
    "5022": "Marokko",
    "5039": "Zweden",
}
_MARKERS = {"by": "bij", "to": "t/o"}
_POSTCODE = re.compile(r"[1-9][0-9]{3}(?!SA|SD|SS)[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Country:
    """Code of table 34 and its name, None when it is not in our small table."""

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
    if address.location and not _known_street(address):
        return AddressLines(address.location, _second(address, municipality_name))
    if not _known_street(address):
        return AddressLines()
    return AddressLines(_first(address), _second(address, municipality_name))


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


def _known_street(address: Address) -> bool:
    return address.street.strip() not in ("", ".") and address.number.strip().lstrip("0") != ""


def _first(address: Address) -> str:
    """Street, "bij" or "t/o", number, then letter and addition: a hyphen before a digit, else a blank."""
    tail = "".join((address.letter + address.addition).split(" "))
    joint = "-" if tail[:1].isdigit() else " "
    marker = _MARKERS.get(address.marker.strip().lower(), "")
    words = " ".join(f"{address.street} {marker} {address.number.strip().lstrip('0')}".split())
    return f"{words}{joint}{tail}".rstrip()


def _second(address: Address, municipality_name: str) -> str | None:
    """`1234 AB  PLACE`: two blanks, capitals."""
    place = address.place if address.place.strip() not in ("", ".") else municipality_name
    compact = "".join(address.postcode.split()).upper()
    code = f"{compact[:4]} {compact[4:]}".strip()
    return f"{code}  {place.upper()}".strip() or None


def _abroad(address: Address) -> AddressLines:
    three = [line.strip() for line in (address.abroad_1, address.abroad_2, address.abroad_3)]
    unknown = address.country.strip() in ("", "0000") or not any(line not in ("", ".") for line in three)
    if unknown:
        return AddressLines()
    country = None
    if address.country != NETHERLANDS:
        country = Country(address.country, _COUNTRIES.get(address.country))
    return AddressLines(three[0] or None, three[1] or None, three[2] or None, country)
