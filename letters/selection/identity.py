"""By what a loss and a person are recognised again: plain key parts, for the caller to turn into keyed hashes.

The parts are never stored. A *strong* key is made of numbers, a *weak* one of names and birth dates (L4). Never of the
date of death: a corrected date is not a second loss.
"""

import enum
from collections.abc import Callable, Container
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple, TypeVar

from bezoekdienst.lib import pseudonyms, spelling
from letters.registry import dates, names
from letters.registry.rows import NameParts, RegistryPerson, Relation

AREA_KIND = "person-p"  # too coarse to remember an objection by
_Hash = TypeVar("_Hash")
MOST_RELATIONS = 4  # whose surnames somebody may go by
Key = tuple[str, ...]  # a kind, then its parts: pseudonyms.keyed(*key, key=...)


class Hit(enum.Enum):
    """What a look-up found: nothing, a likeness (names), or the same numbers."""

    NONE = 0
    WEAK = 1
    STRONG = 2


class Home(NamedTuple):
    """Who is known by where she lives: her surnames as heard (`spelling.surnames`), postcode, house number, birth."""

    surnames: tuple[str, ...]
    postcode: str
    number: str = ""
    birth: str = ""

    def __repr__(self) -> str:
        return "Home()"

    @property
    def door(self) -> tuple[str, ...]:
        """The key that is asked first: whether anybody of this postcode is known at all. By itself it says nothing."""
        return ("person-g", self.postcode)

    @property
    def keys(self) -> tuple[Key, ...]:
        """Her birth date (kind person-d) and each of her surnames (person-h) at this very address."""
        if not self.number:
            return ()
        address = self.postcode + self.number
        named = [("person-h", surname, address) for surname in self.surnames]
        return (*_filled("person-d", self.birth, address), *named)

    @property
    def near(self) -> tuple[Key, ...]:
        """Surnames one letter off at this address (person-x), and as they are anywhere in this postcode (person-c)."""
        address = self.postcode + self.number
        around = [("person-c", surname, self.postcode) for surname in self.surnames]
        spelled = [("person-x", one, address) for surname in self.surnames for one in spelling.near(surname)]
        return tuple(dict.fromkeys((*around, *spelled)))


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """All keys that could be computed; every part of every key is filled.

    `area` and `home` are only of a person: what is near is worked out when somebody of that postcode is known.
    """

    strong: tuple[Key, ...] = ()
    weak: tuple[Key, ...] = ()
    area: tuple[Key, ...] = ()
    home: Home | None = None


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
    """The keys of one person, for objections (A4): numbers; name with birth date; and by her home.

    At home she is also known by the surname of a partner: that is how many say who they are on the phone.
    """
    strong = [(f"person-{x}", one) for x, one in (("a", person.a_number), ("b", person.bsn)) if one]
    birth, own = _day(person.birth), person.name.surname
    weak = (
        *_filled("person-n", _folded(person.name), birth),
        *_filled("person-s", spelling.sounded(pseudonyms.folded(own)) if names.known(own) else "", birth),
    )
    written = (own, *(relation.name.surname for relation in person.relations[:MOST_RELATIONS] if relation.exists))
    surnames = tuple(dict.fromkeys(one for name in written if names.known(name) for one in spelling.surnames(name)))
    home = home_of(surnames, person.address.postcode, person.address.number, birth)
    return Keys(tuple(strong), weak, area_keys(surnames, person.address.postcode), home)


def home_of(surnames: tuple[str, ...], postcode: str, number: str, birth: str = "") -> Home | None:
    """Where she lives, from a postcode and number as written ("6811 ab", "012-a"); None when that says nothing."""
    place = pseudonyms.folded(postcode)
    if len(place) < 6 or not (surnames or birth):
        return None
    digits = "".join(takewhile(str.isdigit, number.strip())).lstrip("0")
    return Home(surnames, place, digits, birth)


def area_keys(surnames: tuple[str, ...], postcode: str) -> tuple[Key, ...]:
    """Surname and postcode-4 area (person-p): all that is kept of where a volunteer lives."""
    area = pseudonyms.folded(postcode)[:4]
    return tuple((AREA_KIND, surname, area) for surname in surnames) if len(area) == 4 else ()


def lookup(known: Container[_Hash], hashed: Callable[[Key], _Hash]) -> Callable[[Keys], Hit]:
    """A look-up for a `selection.Judge` over hashes in memory; `hashed` is keyed() with its secret filled in."""

    def find(keys: Keys) -> Hit:
        if any(hashed(key) in known for key in keys.strong):
            return Hit.STRONG
        if any(hashed(key) in known for key in (*keys.weak, *keys.area)):
            return Hit.WEAK
        home = keys.home
        if home is None or hashed(home.door) not in known:
            return Hit.NONE
        return Hit.WEAK if any(hashed(key) in known for key in (*home.keys, *home.near)) else Hit.NONE

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
