"""What should perhaps not stand in a note: a phone number, a BSN, a name (B2). Pure; a warning, never a refusal."""

import re
from itertools import pairwise

from bezoekdienst.lib import wording

_NUMBER = re.compile(r"(?<![\d+])\+?\d(?:[ ./-]?\d){7,13}(?!\d)")
_MAIL = re.compile(r"\b[\w.+-]+@[\w-]+\.\w+")
_TITLE = re.compile(
    r"\b(?:[Mm]evrouw|[Mm]eneer|[Dd]e heer|[Mm]w\.?|[Dd]hr\.?|[Dd]okter|[Dd]r\.)\s+(?:\w+\s+){0,2}?[A-Z]\w+"
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_CAPITALS = re.compile(r"(?<=[a-zà-ÿ,;]\s)[A-ZÀ-Ý][a-zà-ÿ]{2,}\b")  # a capital in the middle of a sentence
# Capitals that are no names of people: days and feasts stand here because people write them with one.
_NO_NAMES = frozenset(
    [
        *("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
        *wording.MONTHS,
        *(
            "kerst",
            "kerstmis",
            "pasen",
            "pinksteren",
            "sinterklaas",
            "moederdag",
            "vaderdag",
            "allerzielen",
            "nieuwjaar",
        ),
        *("nederland", "nederlands", "nederlandse", "arnhem", "god", "bijbel", "corona", "whatsapp", "facebook"),
    ]
)
_KIN = frozenset(["oom", "tante", "zoon", "dochter", "buurman", "buurvrouw", "broer", "zus", "kleinzoon", "vriendin"])


def warnings(note: str) -> list[str]:
    """Dutch sentences about what seems to identify somebody in `note`; empty when nothing does."""
    numbers = [re.sub(r"\D", "", found) for found in _NUMBER.findall(note)]
    said = []
    if any(is_bsn(number) for number in numbers):
        said.append("Er lijkt een burgerservicenummer (BSN) in te staan. Haal het weg.")
    if any(_is_phone(number) for number in numbers):
        said.append("Er lijkt een telefoonnummer in te staan. Is dat nodig?")
    if _MAIL.search(note):
        said.append("Er lijkt een e-mailadres in te staan. Is dat nodig?")
    if _seems_named(note):
        said.append("Er lijkt een naam in te staan. Schrijf liever “zij”, “haar zoon” of “de buurvrouw”.")
    return said


def is_bsn(digits: str) -> bool:
    """Nine digits that pass the eleven-test of a citizen service number; the last digit weighs minus one."""
    if len(digits) != 9 or not digits.isdecimal() or not int(digits):
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11 == 0


def _is_phone(digits: str) -> bool:
    return (len(digits) == 10 and digits.startswith("0")) or (
        len(digits) in {11, 13} and digits.lstrip("0")[:2] == "31"
    )


def _seems_named(note: str) -> bool:
    if _TITLE.search(note):
        return True
    words = _WORD.findall(note)
    if any(word.lower() in _KIN and after[:1].isupper() for word, after in pairwise(words)):
        return True
    return any(found.lower() not in _NO_NAMES for found in _CAPITALS.findall(note))
