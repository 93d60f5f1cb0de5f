"""The words of the letter: blocks with merge fields, versioned; how they are stored, counted and filled in.

What a letter must say and may not say stands in `duties`; here only what can't be printed at all.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bezoekdienst.lib.errors import Reason, refuse_if

# What a field stands for, for whoever writes the letter. What it brings: `Stationery.merge_fields`.
FIELDS: dict[str, str] = {
    "tijd": "hoe lang geleden de partner overleed",
    "gemeente": "de naam van de gemeente",
    "dienst": "de naam van de dienst",
    "over_dienst": "wie de dienst is",
    "coordinator": "de coördinator",
    "telefoon": "het telefoonnummer",
    "bereikbaar": "wanneer er iemand opneemt",
    "mail": "het e-mailadres",
    "site": "de aanmeldpagina",
    "weken": "na hoeveel weken namen gewist worden",
    "grondslag": "waarom de gemeente mag schrijven",
    "klacht": "waar men een klacht indient",
}
MANDATORY: dict[str, str] = {
    "verlies": "waarom u schrijft",
    "dienst": "wat het bezoek is en dat het binnen een jaar stopt",
    "reageren": "hoe men antwoordt",
    "vrij": "dat niets doen mag",
    "bezwaar": "hoe men nooit meer een brief krijgt",
    "bron": "waar de gegevens vandaan komen",
    "gegevens": "waar de gegevens vandaan komen (achterkant)",
    "bewaren": "hoe lang gegevens bewaard worden",
    "rechten": "welke rechten iemand heeft",
    "klacht": "waar men een klacht kan indienen",
}
FRONT_WORDS = 190  # about; more is harder to read (05-letters, section 3)
BOLD = "**"

FIELD = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph. `**so**` is bold, `{telefoon}` a merge field; anything else is printed as it stands."""

    key: str
    text: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one weight."""

    text: str
    bold: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """A version of the letter's text: the front's subject and paragraphs, the back's paragraphs with headings."""

    version: str
    subject: str
    front: tuple[Block, ...]
    back: tuple[Block, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        return self.front + self.back


def reasons(words: Wording) -> list[Reason]:
    """Why this can't be printed: a mandatory block that is missing or empty, an unknown field (GDPR 13, 14, 21)."""
    return missing(block for block in words.blocks if block.text.strip()) + unknown_fields(words.blocks)


def missing(blocks: Iterable[Block]) -> list[Reason]:
    """The mandatory blocks that are not among these."""
    present = {block.key for block in blocks}
    return [Reason("L10", f"In de brief ontbreekt {what}.") for key, what in MANDATORY.items() if key not in present]


def unknown_fields(blocks: Iterable[Block]) -> list[Reason]:
    """The fields in these blocks that stand for nothing."""
    found = {name for block in blocks for name in FIELD.findall(block.text)}
    return [Reason("L10", f"De brief gebruikt een onbekend veld: {{{name}}}.") for name in sorted(found - set(FIELDS))]


def runs(block: Block, fields: Mapping[str, str]) -> tuple[Run, ...]:
    """The block's text with its fields filled in. What a field brings is never read as markup."""
    return tuple(
        Run(FIELD.sub(lambda found: fields[found[1]], part), bold=index % 2 == 1)
        for index, part in enumerate(block.text.split(BOLD))
        if part
    )


def count(words: Wording, fields: Mapping[str, str]) -> int:
    """The words on the front: its subject and its paragraphs with their fields filled in."""
    filled = [FIELD.sub(lambda found: fields.get(found[1], found[0]), block.text) for block in words.front]
    return sum(len(text.replace(BOLD, "").split()) for text in (words.subject, *filled))


def parse(text: str) -> Wording:
    """A wording from its TOML form. Raises `Refused` when a mandatory block or a known field is missing."""
    data = tomllib.loads(text)
    words = of(data, version=data["version"])
    refuse_if(reasons(words))
    return words


def of(data: Mapping[str, Any], *, version: str) -> Wording:
    """A wording as it is stored (`Letterhead.words`); the shipped text for an empty one."""
    if not data:
        return shipped()
    front, back = (tuple(Block(**block) for block in data[side]) for side in ("front", "back"))
    return Wording(version, data["subject"], front, back)


def stored(words: Wording) -> dict[str, Any]:
    """What `of` makes this wording of again: plain values, always whole, whatever is shipped later."""
    return {
        "subject": words.subject,
        "front": [{"key": block.key, "text": block.text} for block in words.front],
        "back": [{"key": block.key, "heading": block.heading, "text": block.text} for block in words.back],
    }


@cache
def shipped() -> Wording:
    """The text that comes with the system."""
    return parse((Path(__file__).parent / "text.toml").read_text("utf-8"))
