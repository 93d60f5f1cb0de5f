"""The words of the letter: blocks with merge fields, versioned; which may not be missing, and filling them in."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bezoekdienst.lib.errors import Reason, refuse_if

FIELDS = frozenset(
    [
        "tijd",
        "gemeente",
        "dienst",
        "over_dienst",
        "coordinator",
        "telefoon",
        "bereikbaar",
        "mail",
        "site",
        "weken",
        "grondslag",
        "klacht",
    ]
)
MANDATORY = {
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

_FIELD = re.compile(r"\{([^{}]*)\}")


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


def reasons(words: Wording) -> list[Reason]:
    """Why this text may not be used: a mandatory block that is missing or empty, an unknown field (GDPR 13, 14, 21)."""
    blocks = words.front + words.back
    present = {block.key for block in blocks if block.text.strip()}
    missing = [Reason("L10", f"In de brief ontbreekt {what}.") for key, what in MANDATORY.items() if key not in present]
    found = {name for block in blocks for name in _FIELD.findall(block.text)}
    unknown = [Reason("L10", f"De brief gebruikt een onbekend veld: {{{name}}}.") for name in sorted(found - FIELDS)]
    return missing + unknown


def runs(block: Block, fields: Mapping[str, str]) -> tuple[Run, ...]:
    """The block's text with its fields filled in. What a field brings is never read as markup."""
    return tuple(
        Run(_FIELD.sub(lambda found: fields[found[1]], part), bold=index % 2 == 1)
        for index, part in enumerate(block.text.split("**"))
        if part
    )


def parse(text: str) -> Wording:
    """A wording from its TOML form. Raises `Refused` when a mandatory block or a known field is missing."""
    data = tomllib.loads(text)
    words = Wording(
        version=data["version"],
        subject=data["subject"],
        front=tuple(Block(**block) for block in data["front"]),
        back=tuple(Block(**block) for block in data["back"]),
    )
    refuse_if(reasons(words))
    return words


@cache
def shipped() -> Wording:
    """The text that comes with the system."""
    return parse((Path(__file__).parent / "text.toml").read_text("utf-8"))
