"""Who may have been written down twice: what two entries have in common, in words. Pure; it points out, never decides.

A couple has one telephone, a mother and a daughter one address: what is found is looked at by a person (I4).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import combinations, takewhile
from typing import Self

from bezoekdienst.lib import pseudonyms, spelling

SHORTEST_SLIP = 6  # letters of a name; in less, one letter is another name
SHARED_BY_MANY = 8  # the number of a practice or a home says nothing about who is who
_ABROAD = re.compile(r"^(?:00)?31(?:0)?(?=[1-9]\d{8}$)")  # 0031 6 ..., +31 6 ... and +31 (0)6 ... are 06 ...
_NUMBER = re.compile(r"\d+")


class Ground(Enum):
    """Why two entries may be one person; the value is what the screen says."""

    PHONE = "Hetzelfde telefoonnummer."
    EMAIL = "Hetzelfde e-mailadres."
    NAME = "Dezelfde naam, met dezelfde postcode."
    NAME_ALONE = "Dezelfde naam. Van één van beiden weten wij de postcode niet."
    HOME = "Dezelfde achternaam op hetzelfde adres."
    SLIP = "Bijna dezelfde naam, met dezelfde postcode."

    @property
    def is_near(self) -> bool:
        """Only a near miss: worth a look, and no more than that."""
        return self in {Ground.NAME_ALONE, Ground.HOME, Ground.SLIP}


Key = tuple[Ground, str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is compared of a resident, as it was typed. `pk` 0 is somebody who isn't saved yet."""

    pk: int
    name: str
    phone: str = ""
    email: str = ""
    street: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that have something in common, by their pks, the lower first, with every ground."""

    one: int
    other: int
    grounds: tuple[Ground, ...]


def phone(written: str) -> str:
    """A telephone number for comparing: its digits as dialled in the Netherlands; "" for what is too short for one."""
    digits = _ABROAD.sub("0", re.sub(r"\D", "", written))
    return digits if len(digits) > 5 else ""


def postcode(written: str) -> str:
    """A postcode for comparing: "6811 ab" is 6811AB."""
    return pseudonyms.folded(written).upper()


def house_number(street: str) -> str:
    """The digits of the house number in "Straat 12 b"; "" when there is none."""
    words = [word for word in street.split() if word[:1].isdigit()]
    return "".join(takewhile(str.isdigit, words[-1])) if words else ""


def pairs(entries: Iterable[Entry]) -> list[Pair]:
    """Every pair that has something in common, in the order of their pks. By keys: no entry is held against all."""
    read = {entry.pk: _Read.of(entry) for entry in entries}
    by_key: dict[Key, list[int]] = {}
    for pk, said in sorted(read.items()):
        for key in said.signs():
            by_key.setdefault(key, []).append(pk)
    found: dict[tuple[int, int], set[Ground]] = {}
    for (ground, *_), alike in by_key.items():
        for one, other in combinations(alike if len(alike) <= SHARED_BY_MANY else (), 2):
            if _holds(ground, read[one], read[other]):
                found.setdefault((one, other), set()).add(ground)
    return [Pair(*pair, _worth_saying(grounds)) for pair, grounds in sorted(found.items())]


def grounds(one: Entry, other: Entry) -> tuple[Ground, ...]:
    """What two entries have in common; () when nothing."""
    found = pairs([replace(one, pk=1), replace(other, pk=2)])
    return found[0].grounds if found else ()


@dataclass(frozen=True, slots=True)
class _Read:
    """An entry taken apart for comparing."""

    phone: str
    email: str
    postcode: str
    house: str
    words: tuple[str, ...]  # of the name, without forms of address and prefixes
    heard: tuple[str, ...]  # the surnames, as heard
    given: str  # the first name, in full; "" when there is an initial or nothing
    initial: str
    addressed: str  # "v", "m", or "" when the name doesn't say
    numbers: frozenset[str]  # in the name: a room, a second entry of a list

    @classmethod
    def of(cls, entry: Entry) -> Self:
        words = tuple(spelling.words(entry.name))
        letters = [word for word in words if not word.isdigit()]
        first = letters[0] if len(letters) > 1 else ""
        return cls(
            phone=phone(entry.phone),
            email=entry.email.strip().casefold(),
            postcode=postcode(entry.postcode),
            house=house_number(entry.street),
            words=words,
            heard=spelling.surnames(entry.name),
            given=first if len(first) > 1 else "",
            initial=first[:1],
            addressed=spelling.addressed(entry.name),
            numbers=frozenset(_NUMBER.findall(entry.name)),
        )

    def signs(self) -> Iterator[Key]:
        """By what another entry may be found: it shares one of these."""
        yield from ((ground, value, "") for ground, value in self._numbers_and_addresses() if value)
        whole = "".join(sorted(self.words))
        if len(self.words) > 1:
            yield Ground.NAME_ALONE, whole, ""
        if not (whole and self.postcode):
            return
        yield Ground.NAME, whole, self.postcode
        if self.initial:
            yield Ground.NAME, f"{self.words[-1]} {self.initial}", self.postcode
        for slip in spelling.near(whole) if len(whole) >= SHORTEST_SLIP else ():
            yield Ground.SLIP, slip, self.postcode
        for surname in self.heard:
            yield Ground.SLIP, f"{surname} {self.initial}", self.postcode
            if self.house:
                yield Ground.HOME, f"{surname} {self.house}", self.postcode

    def _numbers_and_addresses(self) -> tuple[tuple[Ground, str], ...]:
        return (Ground.PHONE, self.phone), (Ground.EMAIL, self.email)


def _holds(ground: Ground, one: _Read, other: _Read) -> bool:
    """Whether nothing in the names contradicts it: a man and a woman, another number, another first name.

    A telephone number or mail address is pointed out all the same, unless a man and a woman also have other surnames.
    """
    are_two = {one.addressed, other.addressed} == {"v", "m"}
    if ground in {Ground.PHONE, Ground.EMAIL}:
        return not are_two or bool({*one.heard} & {*other.heard})
    if are_two or one.numbers != other.numbers:
        return False
    if ground == Ground.NAME_ALONE:
        return not (one.postcode and other.postcode)
    if ground == Ground.HOME:
        return True
    if not (one.given and other.given):
        return one.initial == other.initial or not (one.initial and other.initial)
    if ground == Ground.NAME:
        return sorted(one.words) == sorted(other.words)
    return bool({*spelling.near(one.given)} & {*spelling.near(other.given)})


def _worth_saying(found: set[Ground]) -> tuple[Ground, ...]:
    """In the order of `Ground`; a near miss of a name goes without saying beside the name itself."""
    near = {Ground.SLIP, Ground.HOME, Ground.NAME_ALONE} if Ground.NAME in found else set()
    near |= {Ground.SLIP} if Ground.HOME in found else set()
    return tuple(ground for ground in Ground if ground in found - near)
