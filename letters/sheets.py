"""From a person of the register to what stands on her letter, as plain values that can be stored encrypted."""

import functools
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from bezoekdienst.lib.errors import Reason
from letters import codes, envelope
from letters.registry import dates
from letters.registry.composition import Composition
from letters.selection import Decision
from letters.sheet import fitting
from letters.sheet.stationery import Sheet, TextVariant

if TYPE_CHECKING:
    from letters.models import Letter, Round

_PROBE_CODE = "22222222"


def compose(composed: Composition, decision: Decision, house_number: str, birth: str = "") -> dict[str, Any]:
    """What stands on the letter (form of address, name, address, salutation, KIX), and what boxes are sorted by.

    Of the birth date (`YYYYMMDD`) only the year is kept, when it is known: it decides the size of the type.
    """
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
        "born": _year(birth),
    }


@functools.lru_cache(maxsize=16_384)  # as many as there are postcodes in a town
def _place(second_line: str) -> str:
    return second_line[8:].strip().title()


@functools.lru_cache(maxsize=256)
def _year(birth: str) -> int | None:
    known = dates.interval(birth) if dates.well_formed(birth) else dates.UNKNOWN
    return known.earliest.year if known.earliest.year == known.latest.year else None


def sort_key(sheet: dict[str, Any]) -> tuple[str, int, str]:
    """Postcode, then house number: the order of a box (05-letters, section 4)."""
    number = sheet["number"]
    return sheet["postcode"], int(number) if number.isdecimal() else 0, sheet["street"]


def letter(sheet: dict[str, Any], code: str, *, large_print: bool = False) -> Sheet:
    """The stored values as rendering takes them."""
    return Sheet(
        address_lines=tuple(sheet["address_lines"]),
        salutation=sheet["salutation"],
        code=code,
        text_variant=sheet["text_variant"],
        kix=sheet["kix"],
        large_print=large_print,
    )


def printed(letter_: "Letter", subject: "Round") -> Sheet:
    """One letter of a round as it is printed: in the type that the round's letterhead asks for.

    Raises ValueError when its addressee was erased.
    """
    if letter_.addressee is None:
        raise ValueError("the addressee was erased")
    return letter(letter_.addressee.sheet, letter_.code, large_print=is_in_large_print(letter_, subject))


def is_in_large_print(letter_: "Letter", subject: "Round") -> bool:
    """Whether this letter of the round is printed in large type; not when its addressee was erased."""
    from_age = subject.letterhead.large_print_from if subject.letterhead else None
    on = timezone.localdate(subject.frozen_at) if subject.frozen_at else subject.reference_on
    return letter_.addressee is not None and is_large(letter_.addressee.sheet, from_age, on)


def is_large(sheet: dict[str, Any], from_age: int | None, on: date) -> bool:
    """Whether this letter is printed in large type: None for nobody, 0 for everybody, else from that age on.

    Who reaches it this year counts; of whom the year of birth isn't known gets the usual letter.
    """
    if not from_age:
        return from_age == 0
    born = sheet.get("born")
    return born is not None and on.year - born >= from_age


def invented(variant: TextVariant, *, large_print: bool = False) -> Sheet:
    """The letter of a person who doesn't exist, with a long name."""
    return Sheet(
        address_lines=("A.B. van Voorbeeld-Verzonnen", "Voorbeeldstraat 12", "0000 XX  VOORBEELDSTAD"),
        salutation="Geachte mevrouw Van Voorbeeld-Verzonnen",
        code=codes.with_check("2345678"),
        text_variant=variant,
        kix="1000XX12",
        large_print=large_print,
    )


def doubts(
    sheet: dict[str, Any], profile: envelope.Profile = envelope.C5_LEFT, *, large_print: bool = False
) -> list[Reason]:
    """Why this can't be printed in the window of the envelope: then the letter is held, not squeezed (L6)."""
    return fitting.fits(letter(sheet, _PROBE_CODE, large_print=large_print), profile)
