"""What the letter must say, and what doesn't belong on it: judged before a version of the text is kept (05-letters, 3).

The law asks that people are told who writes, where their data come from, and how to object (GDPR 13, 14, 21); kindness
asks that some words stay away. A block keeps its sense as far as a machine sees: it holds the field or word it is for.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from bezoekdienst.lib.errors import Reason
from letters.sheet import wording
from letters.sheet.wording import BOLD, FIELD, MANDATORY, Block, Wording

LONGEST_TEXT, LONGEST_LINE, MOST_BLOCKS = 1_200, 90, 12
OWN = "Eigen alinea"

_BY_PHONE_OR_MAIL = ("{telefoon}", "{mail}")


@dataclass(frozen=True, slots=True)
class Duty:
    """A mandatory block: what it is called on screen, and of what it must hold one a group."""

    title: str
    holds: tuple[tuple[str, ...], ...] = ()


DUTIES: dict[str, Duty] = {
    "verlies": Duty("Waarom u schrijft", (("{tijd}",), ("partner",))),
    "dienst": Duty("Wat het bezoek is", (("{dienst}",), ("jaar",))),
    "reageren": Duty("Hoe iemand antwoordt", (("{telefoon}",), ("{site}",))),
    "vrij": Duty("Niets doen mag", (("niets", "niet"),)),
    "bezwaar": Duty("Nooit meer een brief", (_BY_PHONE_OR_MAIL,)),
    "bron": Duty("Waar het adres vandaan komt", (("Basisregistratie Personen", "BRP"),)),
    "gegevens": Duty("Waar de gegevens vandaan komen", (("{grondslag}",), ("{gemeente}",))),
    "bewaren": Duty("Hoe lang we ze bewaren", (("{weken}",),)),
    "rechten": Duty("Welke rechten iemand heeft", (("bezwaar",), _BY_PHONE_OR_MAIL)),
    "klacht": Duty("Waar men klaagt", (("{klacht}",), ("Autoriteit Persoonsgegevens",))),
}
assert DUTIES.keys() == MANDATORY.keys()

_UNKIND = re.compile(
    r"\b(?:weduw\w*|wed\.|achter(?:ge)?blev\w*|achterblijv\w*|rouwproces\w*|rouwverwerking\w*|verwerking\w*)",
    re.IGNORECASE,
)


def title(key: str) -> str:
    """What a block is called on screen."""
    return DUTIES[key].title if key in DUTIES else OWN


def reasons(words: Wording) -> list[Reason]:
    """Why this text may not become the letter's: every sentence names its block. None when it may."""
    keys = [block.key for block in words.blocks]
    found = [*wording.missing(words.blocks), *line(words.subject, "Het onderwerp")]
    if len(set(keys)) < len(keys):
        found.append(_reason("Een blok staat er dubbel."))
    if max(len(words.front), len(words.back)) > MOST_BLOCKS:
        found.append(_reason(f"Een kant heeft hooguit {MOST_BLOCKS} blokken."))
    for block in words.blocks:
        found += [reason for reason in of_block(block) if reason not in found]
    return found


def of_block(block: Block) -> list[Reason]:
    """Why this block may not be printed as it stands."""
    name = title(block.key)
    texts = line(block.heading, f"De kop van “{name}”") if block.heading else []
    return [*texts, *_text(block.text, f"“{name}”"), *wording.unknown_fields([block]), *_lacking(block)]


def line(text: str, name: str) -> list[Reason]:
    """Why this may not be the subject or a heading: one line, as it stands, without fields."""
    found = [] if text.strip() else [_reason(f"{name} is leeg.")]
    if len(text) > LONGEST_LINE:
        found.append(_reason(f"{name} is te lang: hooguit {LONGEST_LINE} tekens."))
    if BOLD in text or "{" in text or "}" in text:
        found.append(_reason(f"{name} kan geen veld bevatten en niets vets."))
    return found + control(text, name) + unkind(text)


def unkind(text: str) -> list[Reason]:
    """Words that hurt, or that only an office uses, and that never stand on the sheet (05-letters, 2 and 3)."""
    found = dict.fromkeys(word.group().lower() for word in _UNKIND.finditer(text))
    return [_reason(f"Het woord “{word}” hoort niet op deze brief. Zeg het op een andere manier.") for word in found]


def control(text: str, name: str) -> list[Reason]:
    """Characters that are no letters: they would print as nothing, or turn the line around."""
    found = sorted({each for each in text if unicodedata.category(each) in ("Cc", "Cf", "Co", "Cs", "Cn")})
    return [_reason(f"{name} bevat een teken dat niet gedrukt kan worden (U+{ord(each):04X}).") for each in found]


def _text(text: str, name: str) -> Iterable[Reason]:
    if len(text) > LONGEST_TEXT:
        yield _reason(f"{name} is te lang: hooguit {LONGEST_TEXT} tekens.")
    without = FIELD.sub("", text)
    if "{" in without or "}" in without:
        yield _reason(f"In {name} staat een losse accolade. Een veld begint met {{ en eindigt met }}.")
    if text.count(BOLD) % 2:
        yield _reason(f"In {name} staat een losse **. Zet ** voor én achter wat vet moet.")
    yield from control(text, name)
    yield from unkind(text)


def _lacking(block: Block) -> Iterable[Reason]:
    duty = DUTIES.get(block.key)
    if duty is None:
        return
    if not block.text.strip():
        yield _reason(f"“{duty.title}” is leeg. Dit moet in de brief staan.")
        return
    for group in duty.holds:
        if not any(each.lower() in block.text.lower() for each in group):
            yield _reason(f"In “{duty.title}” moet {' of '.join(map(_named, group))} staan.")


def _named(piece: str) -> str:
    return piece if piece.startswith("{") else f"“{piece}”"


def _reason(text: str) -> Reason:
    return Reason("L10", text)
