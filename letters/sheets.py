"""From a person of the register to what stands on her letter, as plain values that can be stored encrypted."""

from typing import Any

from letters import envelope
from letters.registry import addresses, names
from letters.registry.rows import RegistryPerson
from letters.selection import Decision
from letters.sheet import fitting
from letters.sheet.stationery import Sheet

from bezoekdienst.lib.errors import Reason  # isort: skip

_PROBE_CODE = "22222222"


def compose(person: RegistryPerson, decision: Decision, municipality_name: str) -> dict[str, Any]:
    """What stands on the letter (form of address, name, address, salutation, KIX), and what boxes are sorted by."""
    who, where = names.addressee(person), addresses.lines(person.address, municipality_name)
    lines = [who.style, who.name, where.line_1, where.line_2]
    return {
        "address_lines": [line for line in lines if line],
        "name": who.name or "",
        "salutation": names.salutation(person) or "",
        "text_variant": decision.text_variant or "oud",
        "kix": addresses.kix(person.address),
        "street": where.line_1 or "",
        "town": (where.line_2 or "")[8:].strip().title(),
        "postcode": (addresses.postcode(person.address) or "").replace(" ", ""),
        "number": person.address.number,
    }


def sort_key(sheet: dict[str, Any]) -> tuple[str, int, str]:
    """Postcode, then house number: the order of a box (05-letters, section 4)."""
    number = sheet["number"]
    return sheet["postcode"], int(number) if number.isdigit() else 0, sheet["street"]


def letter(sheet: dict[str, Any], code: str) -> Sheet:
    """The stored values as rendering takes them."""
    return Sheet(
        address_lines=tuple(sheet["address_lines"]),
        salutation=sheet["salutation"],
        code=code,
        text_variant=sheet["text_variant"],
        kix=sheet["kix"],
    )


def doubts(sheet: dict[str, Any], profile: envelope.Profile = envelope.C5_LEFT) -> list[Reason]:
    """Why this can't be printed in the window of the envelope: then the letter is held, not squeezed (L6)."""
    return fitting.fits(letter(sheet, _PROBE_CODE), profile)
