"""By what a loss and a person are recognised again: plain key parts, for the caller to turn into keyed hashes.

The parts are never stored. A *strong* key is made of numbers, a *weak* one of names and birth dates (L4). Never of the
date of death: a corrected date is not a second loss.
"""

import enum
import re
from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import TypeVar

from bezoekdienst.lib import pseudonyms
from letters.registry import dates, names
from letters.registry.rows import NameParts, RegistryPerson, Relation

AREA_KIND = "person-p"  # too coarse to remember an objection by
_Hash = TypeVar("_Hash")
Key = tuple[str, ...]  # a kind, then its parts: pseudonyms.keyed(*key, key=...)


class Hit(enum.Enum):
    """What a look-up found: nothing, a likeness (names), or the same numbers."""

    NONE = 0
    WEAK = 1
    STRONG = 2


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """All keys that could be computed; every part of every key is filled."""

    strong: tuple[Key, ...] = ()
    weak: tuple[Key, ...] = ()


def loss_keys(person: RegistryPerson, relation: Relation) -> Keys:
    """The keys of one loss: survivor AND partner, so that a second loss is another one (L4).

    Strong kinds loss-aa, -ab, -ba, -bb (a = A-number, b = BSN); weak kinds loss-nn (names and birth dates of both) and
    loss-as, -bs (her number with his surname: he may have no number, or have had one in another delivery only).
    """
    mine = (("a", person.a_number), ("b", person.bsn))
    theirs = (("a", relation.a_number), ("b", relation.bsn))
    strong = [(f"loss-{x}{y}", one, other) for x, one in mine for y, other in theirs if one and other]
    surname = pseudonyms.folded(relation.name.surname) if names.known(relation.name.surname) else ""
    named = [(f"loss-{x}s", one, surname) for x, one in mine if one and surname]
    weak = _filled("loss-nn", _folded(person.name), _day(person.birth), _folded(relation.name), _day(relation.birth))
    return Keys(tuple(strong), (*weak, *named))


def recognisable(person: RegistryPerson, relation: Relation) -> bool:
    """Whether `loss_keys` has any key: without one a second letter could not be prevented (L4)."""
    if (person.a_number or person.bsn) and (relation.a_number or relation.bsn):
        return True
    return bool(loss_keys(person, relation).weak)


def person_keys(person: RegistryPerson) -> Keys:
    """The keys of one person, for objections (A4): numbers; then name or near-equal name with birth date or address."""
    strong = [(f"person-{x}", one) for x, one in (("a", person.a_number), ("b", person.bsn)) if one]
    surname = pseudonyms.folded(person.name.surname)
    weak = (
        *_filled("person-n", _folded(person.name), _day(person.birth)),
        *_filled("person-s", _sounded(surname), _day(person.birth)),
        *home_keys(person.name.surname, person.address.postcode, person.address.number),
    )
    return Keys(tuple(strong), weak)


def home_keys(surname: str, postcode: str, number: str) -> tuple[Key, ...]:
    """The weak keys of somebody of whom no more than a surname and a postcode (and house number) are known.

    Kind person-h takes the whole address; person-p the postcode-4 area only, for volunteers, of whom no more is kept.
    """
    sounded, area = _sounded(pseudonyms.folded(surname)), pseudonyms.folded(postcode)
    exact = _filled("person-h", sounded, pseudonyms.folded(postcode + number)) if area and number else ()
    return (*exact, *_filled(AREA_KIND, sounded, area[:4]))


def lookup(known: Container[_Hash], hashed: Callable[[Key], _Hash]) -> Callable[[Keys], Hit]:
    """A look-up for a `selection.Judge` over hashes in memory; `hashed` is keyed() with its secret filled in."""

    def find(keys: Keys) -> Hit:
        if any(hashed(key) in known for key in keys.strong):
            return Hit.STRONG
        return Hit.WEAK if any(hashed(key) in known for key in keys.weak) else Hit.NONE

    return find


def _filled(*key: str) -> tuple[Key, ...]:
    return (key,) if all(key) else ()


def _folded(name: NameParts) -> str:
    """Given names and surname for comparing; "" when the surname is not known. The prefix is often left out."""
    if not names.known(name.surname):
        return ""
    return pseudonyms.folded(f"{name.given_names} {name.surname}")


def _day(text: str) -> str:
    """A birth date that says something: not empty, not malformed, not quite unknown."""
    return text if dates.well_formed(text) and text.strip("0") else ""


def _sounded(folded: str) -> str:
    """A folded name with the usual spelling differences taken away: ij/y/i, c/k, d/dt/t, v/f, z/s, doubles."""
    text = folded
    for variant, plain in (("ij", "i"), ("y", "i"), ("ck", "k"), ("ph", "f"), ("th", "t"), ("dt", "t"), ("x", "ks")):
        text = text.replace(variant, plain)
    text = text.translate(str.maketrans("cdvzq", "ktfsk"))
    return re.sub(r"(.)\1+", r"\1", text)
