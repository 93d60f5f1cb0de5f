"""What a delivery says, whatever its format: a `RegistryPerson` a person, a `Rejected` an unreadable piece.

Values are as registered: text, "" when absent, dates as `YYYYMMDD` with 00 for unknown parts. Nothing is judged here.
BSN and A-number pass through memory only; no `repr` shows them, nor any name. Named tuples, because a delivery makes
five of them a person and these cost a third of a frozen dataclass.
"""

from typing import NamedTuple


class NameParts(NamedTuple):
    """Group 02: given names (02.10), title or predicate code (02.20), prefix (02.30), surname (02.40)."""

    given_names: str = ""
    title: str = ""
    prefix: str = ""
    surname: str = ""

    def __repr__(self) -> str:
        return "NameParts()"


class Address(NamedTuple):
    """Category 08. `investigation` is 08.83.10 as long as 08.83.30 (its end) is empty."""

    function: str = ""  # 08.10.10: W lives here, B care-of
    street: str = ""
    number: str = ""
    letter: str = ""
    addition: str = ""
    marker: str = ""  # 08.11.50: by, to
    postcode: str = ""
    place: str = ""
    location: str = ""  # 08.12.10
    country: str = ""  # 08.13.10 and the three lines 08.13.30-50
    abroad_1: str = ""
    abroad_2: str = ""
    abroad_3: str = ""
    investigation: str = ""

    def __repr__(self) -> str:
        return "Address()"


class Relation(NamedTuple):
    """Category 05: one marriage or registered partnership, its latest record; `start` may come from its history."""

    name: NameParts = NameParts()
    a_number: str = ""
    bsn: str = ""
    birth: str = ""
    sex: str = ""
    start: str = ""  # 05.06.10
    end: str = ""  # 05.07.10
    end_reason: str = ""  # 05.07.40
    kind: str = ""  # 05.15.10: H marriage, P registered partnership
    investigation: str = ""  # 05.83.10 while 05.83.30 is empty
    incorrect: str = ""  # 05.84.10
    valid_from: str = ""  # 05.85.10
    taken_up: str = ""  # 05.86.10

    def __repr__(self) -> str:
        return f"Relation(start={self.start}, end={self.end})"

    @property
    def exists(self) -> bool:
        """A record marked incorrect, or one that is empty after a correction, does not exist (L5)."""
        if self.incorrect:
            return False
        return bool(
            self.end or self.start or self.end_reason or self.kind or self.a_number or self.bsn or self.birth
            or any(self.name)
        )  # fmt: skip

    @property
    def ended(self) -> bool:
        return bool(self.end or self.end_reason)


class RegistryPerson(NamedTuple):
    """One person of a delivery. `line` is the first line (1 = first data line), `lines` how many lines told of it.

    `faults` are Dutch sentences about what the reader could not take over as it stood; a person with one is held (L6).
    """

    line: int
    lines: int = 1
    name: NameParts = NameParts()
    a_number: str = ""
    bsn: str = ""
    birth: str = ""
    sex: str = ""
    name_use: str = ""
    investigation: str = ""  # 01.83.10 while 01.83.30 is empty
    death: str = ""  # 06.08.10
    suspended_on: str = ""  # 07.67.10
    suspension: str = ""  # 07.67.20
    secrecy: str = ""  # 07.70.10
    municipality: str = ""
    address: Address = Address()
    relations: tuple[Relation, ...] = ()
    faults: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"RegistryPerson(line={self.line})"


class Rejected(NamedTuple):
    """Lines that no person could be made of: first line number, how many, and why, in Dutch."""

    line: int
    lines: int
    reason: str


def current_relations(relations: tuple[Relation, ...]) -> list[Relation]:
    """Those that exist and have not ended, the longest standing first (an unknown start comes first)."""
    return sorted((r for r in relations if r.exists and not r.ended), key=lambda r: r.start or "00000000")


def naming_relation(relations: tuple[Relation, ...]) -> Relation | None:
    """Whose partner the name use refers to: the oldest current relation, else the one that ended last; else None."""
    if len(relations) == 1:
        return relations[0] if relations[0].exists else None
    current = current_relations(relations)
    if current:
        return current[0]
    ended = [r for r in relations if r.exists]
    return max(ended, key=lambda r: r.end or "00000000", default=None)
