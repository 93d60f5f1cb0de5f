"""What should perhaps not stand in a note: a number, an address, a name (B2). Pure; a warning, never a refusal.

The phone says the same before it sends: mobile/static/mobile/careful.js. One table of cases holds them together.
"""

import re
from collections.abc import Iterable, Iterator

from bezoekdienst.lib import wording

BSN = "Dit lijkt op een burgerservicenummer (BSN). Haal het liever weg."
IBAN = "Dit lijkt op een rekeningnummer. Haal het liever weg."
PHONE = "Dit lijkt op een telefoonnummer. Haal het liever weg."
MAIL = "Dit lijkt op een e-mailadres. Haal het liever weg."
PLACE = "Dit lijkt op een adres. Haal het liever weg."
BORN = "Dit lijkt op een geboortedatum. Haal het liever weg."
NAME = "Dit lijkt op een naam. Schrijf liever ‘ze’, ‘hij’ of ‘een buur’."

_MONTHS = "|".join(wording.MONTHS)
_IBAN = re.compile(r"\bNL\d{2} ?[A-Z]{4}(?: ?\d){10}\b", re.IGNORECASE | re.ASCII)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
_PLACE = re.compile(r"\b[1-9]\d{3} ?[A-Z]{2}\b", re.ASCII)
_DAY = re.compile(rf"\b\d{{1,2}}(?:[-./]\d{{1,2}}[-./]| (?:{_MONTHS}) )((?:19|20)\d\d)\b", re.IGNORECASE | re.ASCII)
_RUN = re.compile(r"\d+(?:[ ./()+-]{1,3}\d+)*", re.ASCII)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LAST_CHILD = 2010  # who was born later is nobody's partner
# Capitals that are no names of people: days and feasts stand here because people write them with one.
NO_NAMES = frozenset(
    [
        *("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag", *wording.MONTHS),
        *("kerst", "kerstmis", "pasen", "pinksteren", "sinterklaas", "moederdag", "vaderdag", "allerzielen"),
        *("nieuwjaar", "nederland", "nederlands", "nederlandse", "duitsland", "arnhem", "velp", "nijmegen"),
        *("god", "bijbel", "corona", "whatsapp", "facebook", "netflix", "alzheimer", "parkinson"),
    ]
)
# A name follows, with or without "van der" between: "mevrouw de Boer", "haar zoon Bo".
_TITLES = frozenset(
    [
        *("mevrouw", "meneer", "mw", "mevr", "dhr", "heer", "dokter", "dr", "buurman", "buurvrouw", "oom", "tante"),
        *("zoon", "dochter", "broer", "zus", "kleinzoon", "kleindochter", "vriend", "vriendin", "neef", "nicht"),
    ]
)
_BETWEEN = frozenset(["de", "den", "der", "van", "het", "ten", "ter", "te", "in", "op"])


def warnings(note: str, names: Iterable[str] = ()) -> list[str]:
    """Dutch sentences about what seems to identify somebody in `note`; empty when nothing does.

    `names`: what the one it is about is called.
    """
    rest = _DAY.sub(" ; ", _IBAN.sub(" ; ", note))
    numbers = set(_numbers(rest))
    checks = (
        (BSN, any(is_bsn(number) for number in numbers)),
        (IBAN, bool(_IBAN.search(note))),
        (PHONE, any(_is_phone(number) for number in numbers)),
        (MAIL, bool(_MAIL.search(note))),
        (PLACE, bool(_PLACE.search(rest))),
        (BORN, any(int(year) < _LAST_CHILD for year in _DAY.findall(note))),
        (NAME, _seems_named(_MAIL.sub(";", _IBAN.sub(";", note)), {name.casefold() for name in names if name})),
    )
    return [said for said, holds in checks if holds]


def is_bsn(digits: str) -> bool:
    """Nine digits that pass the eleven-test of a citizen service number; the last digit weighs minus one."""
    if len(digits) != 9 or not digits.isdecimal() or not int(digits):
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11 == 0


def _numbers(text: str) -> Iterator[str]:
    """Every number that digits may form which stand together: of "2, 06 12" 2, 206, 20612, 06, 0612 and 12."""
    for run in _RUN.findall(text):
        groups = re.findall(r"\d+", run)
        for start in range(len(groups)):
            for end in range(start + 1, min(start + 10, len(groups)) + 1):
                yield "".join(groups[start:end])


def _is_phone(digits: str) -> bool:
    return bool(re.fullmatch(r"(?:0|(?:00)?310?)[1-9]\d{8}", digits))


def _seems_named(note: str, names: set[str]) -> bool:
    titled = False
    for found in _WORD.finditer(note):
        word, plain = found[0], found[0].casefold()
        if plain in names or (word[0].isupper() and (titled or _is_amid(note[: found.start()], word))):
            return True
        titled = plain in _TITLES or (titled and plain in _BETWEEN)
    return False


def _is_amid(before: str, word: str) -> bool:
    """A word with a capital that begins no sentence."""
    last = before.rstrip()[-1:]
    is_name = len(word) > 2 and word[1:2].islower() and word.casefold() not in NO_NAMES
    return is_name and (last.islower() or (last != "" and last in ",;:(‘“"))
