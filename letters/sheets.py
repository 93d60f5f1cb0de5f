"""From a person of the register to what stands on her letter, as plain values that can be stored encrypted."""

import functools
from typing import Any

from letters import envelope
from letters.registry.composition import Composition
from letters.selection import Decision
from letters.sheet import fitting
from letters.sheet.stationery import Sheet

from bezoekdienst.lib.errors import Reason  # isort: skip

_PROBE_CODE = "22222222"


def compose(composed: Composition, decision: Decision, house_number: str) -> dict[str, Any]:
    """What stands on the letter (form of address, name, address, salutation, KIX), and what boxes are sorted by."""
    (name, style, salutation, _, _, _, _), (street, town, _, _, bars, code, _) = composed
    return {
        "address_lines": list(filter(None, (style, name, street, town))),
        "name": name or "",
        "salutation": salutation or "",
        "text_variant": decision.text_variant or "oud",
        "kix": bars,
        "street": street or "",
        "town": _place(town) if town else "",
        "postcode": code or "",
        "number": house_number,
    }


@functools.lru_cache(maxsize=16_384)  # as many as there are postcodes in a town
def _place(second_line: str) -> str:
    return second_line[8:].strip().title()


def sort_key(sheet: dict[str, Any]) -> tuple[str, int, str]:
    """Postcode, then house number: the order of a box (05-letters, section 4)."""
    number = sheet["number"]
    return sheet["postcode"], int(number) if number.isdecimal() else 0, sheet["street"]


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
