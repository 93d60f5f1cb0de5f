"""From the way municipalities write values in tables of their own to the codes of the LO.

Only what can mean one thing is translated; all else stays as it is, so that it is noticed and held later on.
"""

import functools
import re
from collections.abc import Callable, Iterable, Mapping

from letters.registry.dates import MONTHS
from letters.registry.formats.words.lo_names import normal

_ONLY_WITH_ITS_WORDS = frozenset("0O")  # not secret, died: a letter may go, so these two are never taken on trust
Translate = Callable[[str], str]

_NOTHING = frozenset({"", "nvt", "n v t", "geen", "leeg", "null"})  # as `normal` writes them, so "" is also "-"
_NO, _YES = ("nee", "n", "false", "onwaar", "niet"), ("ja", "j", "true", "waar")
_MONTHS = {
    spelling: f"{number:02}" for number, name in enumerate(MONTHS) if name for spelling in (name, name[:3])
} | {"mrt": "03", "sept": "09"}  # fmt: skip
_TIME = r"(?:[t ]+\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?"
_DATES = tuple(
    re.compile(pattern + _TIME)
    for pattern in (
        r"(?P<d>\d{1,2})(?P<s>[-/. ])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4})",  # always the day first
        r"(?P<y>\d{4})(?P<s>[-/. ])(?P<m>\d\d)(?P=s)(?P<d>\d\d)",
        r"(?P<m>\d{1,2})[-/](?P<y>\d{4})",
        r"(?P<y>\d{4})-(?P<m>\d\d)",
        r"(?:(?P<d>\d{1,2})[-. ]+)?(?P<m>[a-z]{3,9})\.?[- ]+(?P<y>\d{4})",
    )
)
_HOUSE_NUMBER = re.compile(r"0*(\d{1,5})(?:[.,]0+)?")
_POSTCODE = re.compile(r"([1-9]\d{3})\s*([A-Za-z]{2})")
_CODE_AND_WORDS = re.compile(r"([A-Za-z0-9.]{1,2})\s*[-–:=]\s*(\S.*)")


def value(element: str, text: str) -> str:
    """The cell as the LO would write it (`14-06-2026` is `20260614`, `vrouw` is `V`); unchanged where unsure."""
    translate = _BY_ELEMENT.get(element)
    return text if translate is None else translate(text)


def _date(text: str) -> str:
    return text if len(text) == 8 and text.isdigit() else _written_date(text)


@functools.lru_cache(maxsize=8192)  # a delivery repeats its dates
def _written_date(text: str) -> str:
    """A bare year stays: nobody knows whether that is all that is known. So does a month above 12, never a day."""
    plain = text.strip().lower()
    if normal(plain) in _NOTHING:
        return ""
    for pattern in _DATES:
        if match := pattern.fullmatch(plain):
            found = match.groupdict()
            month = found["m"] if found["m"].isdigit() else _MONTHS.get(found["m"], "99")
            day = found.get("d") or "0"
            fits = int(month) <= 12 and int(day) <= 31 and (int(month) or not int(day))
            return f"{found['y']}{int(month):02}{int(day):02}" if fits else text
    return text


def _coded(codes: Iterable[str], words: Mapping[str, str]) -> Translate:
    """A translation to one of `codes`, of which `words` are other spellings, separated by bars."""
    known = {normal(word): code for code, spelled in words.items() for word in spelled.split("|")}
    valid = frozenset(codes)

    @functools.lru_cache(maxsize=1024)
    def spelled_out(text: str) -> str:
        plain = normal(text)
        if plain in known or plain in _NOTHING:
            return known.get(plain, "")
        if text.strip().upper() in valid:
            return text.strip().upper()
        if (match := _CODE_AND_WORDS.fullmatch(text.strip())) and (code := match[1].upper()) in valid:
            told = known.get(
                normal(match[2])
            )  # `O - overlijden`, not `O - gescheiden`, and no words that we don't know
            return code if told == code or (told is None and code not in _ONLY_WITH_ITS_WORDS) else text
        return text

    return lambda text: text if text in valid else spelled_out(text)


def _no_or_as_it_is(text: str) -> str:
    """Under investigation, or dead somewhere: anything but a no is one."""
    plain = normal(text)
    return "" if plain in _NOTHING or plain in _NO or not plain.strip("0") else text


_NAME_USES = {"E": "E", "P": "P", "PE": "V", "EP": "N", "P voor E": "V", "P na E": "N", "E voor P": "N", "E na P": "V"}
_PARTNER_WORDS = frozenset({"partner", "partners", "partnernaam", "echtgenoot", "echtgenote"})
_EMPTY_WORDS = frozenset(
    {"naam", "geslachtsnaam", "achternaam", "geregistreerd", "van", "de", "gevolgd", "door", "met", "en", "alleen"}
)


@functools.lru_cache(maxsize=256)
def _name_use(text: str) -> str:
    """`eigen`, `partner-eigen`, `partnernaam voor eigen naam`; whose name comes first is all that counts."""
    said: list[str] = []
    for word in normal(text).split():
        if word in _EMPTY_WORDS:
            continue
        short = {"eigen": "E", "voor": "voor", "na": "na"}.get(word) or ("P" if word in _PARTNER_WORDS else "?")
        if said[-1:] != [short]:  # `echtgenoot/geregistreerd partner` is one
            said.append(short)
    spelled = ("" if len(said) < 3 else " ").join(said)
    return _NAME_USES.get(spelled, text.strip().upper() if text.strip().upper() in ("E", "P", "V", "N") else text)


def _number(text: str) -> str:
    match = _HOUSE_NUMBER.fullmatch(text)
    return match[1] if match else text


def _postcode(text: str) -> str:
    match = _POSTCODE.fullmatch(text)
    return match[1] + match[2].upper() if match else text


def _digits(text: str) -> str:
    """A BSN or A-number, perhaps in groups. Never remembered: it may pass through memory only."""
    plain = text.replace(" ", "").replace(".", "")
    return plain if plain.isdigit() else text


def _country(text: str) -> str:
    """The register names a country only where an address is abroad."""
    return "" if normal(text) in ("nederland", "nl", "6030") else text


_SEX = _coded("MVO", {"M": "man|mannelijk|de heer|dhr|heer", "V": "vrouw|vrouwelijk|mevrouw|mevr|mw", "O": "onbekend"})
_TITLE = _coded(
    ("B", "BS", "G", "GI", "H", "HI", "JH", "JV", "M", "MI", "P", "PS", "R"),
    {
        "B": "baron", "BS": "barones", "G": "graaf", "GI": "gravin", "H": "hertog", "HI": "hertogin",
        "JH": "jonkheer|jhr", "JV": "jonkvrouw|jkvr", "M": "markies", "MI": "markiezin", "P": "prins",
        "PS": "prinses", "R": "ridder",
    },
)  # fmt: skip
_END_REASON = _coded(
    ("A", "N", "O", "R", "S", "V", "Z", "."),
    {
        "A": "vermissing|vermissing van een persoon gevolgd door een ander huwelijk partnerschap",
        "N": "nietigverklaring|nietig verklaard",
        "O": "overlijden|overleden|overlijden partner|partner overleden|door overlijden|overlijden van de partner|"
        "overlijden echtgenoot|overlijden echtgenoot geregistreerd partner|ontbinding door overlijden",
        "R": "rechtsvermoeden van overlijden|rechtsvermoeden overlijden|rechtsvermoeden van overlijden partner|"
        "vermoedelijk overlijden",
        "S": "echtscheiding|scheiding|gescheiden|echtscheiding ontbinding beeindiging naar nederlands recht|"
        "ontbinding door echtscheiding",
        "V": "naar vreemd recht anders beeindigd|vreemd recht",
        "Z": "omzetting",
        ".": "onbekend",
    },
)
_SUSPENSION = _coded(
    ("O", "E", "M", "R", "F", "W", "."),
    {
        "O": "overlijden|overleden|wegens overlijden", "E": "emigratie|geemigreerd|wegens emigratie",
        "M": "ministerieel besluit", "R": "rni|pl aangelegd in de rni|niet ingezetene", "F": "fout",
        "W": "gewist|wissen",
        ".": "onbekend", "": "niet opgeschort|0|" + "|".join(_NO),
    },
)  # fmt: skip
_SECRECY = _coded(
    "01234567",
    {
        "0": "|".join((*_NO, "geen beperking", "niet geheim", "geen geheimhouding", "geen geheim", "geen beperkingen")),
        "1": "niet zonder toestemming aan derden ter uitvoering van een algemeen verbindend voorschrift",
        "2": "niet aan kerken", "3": "niet aan vrije derden", "4": "1 en 2", "5": "1 en 3", "6": "2 en 3",
        "7": "|".join((*_YES, "geheim", "1 2 en 3", "volledig geheim")),
    },
)  # fmt: skip
_FUNCTION = _coded("WB", {"W": "woonadres|woon", "B": "briefadres|brief"})
_MARKER = _coded((), {"to": "to|tegenover|t o|t.o.", "by": "by|bij|b y"})
_KIND = _coded(
    "HP.",
    {"H": "huwelijk|gehuwd", "P": "geregistreerd partnerschap|partnerschap|gp|geregistreerd partner", ".": "onbekend"},
)

_BY_ELEMENT: dict[str, Translate] = {
    **dict.fromkeys(("01.03.10", "05.03.10", "05.06.10", "05.07.10", "05.08.10", "05.85.10", "05.86.10"), _date),
    "06.08.10": lambda text: "" if normal(text) in _NO else _date(text),
    "06.08.20": _no_or_as_it_is,
    "06.08.30": _no_or_as_it_is,
    **dict.fromkeys(("07.67.10", "01.83.30", "05.83.30", "08.83.30"), _date),
    **dict.fromkeys(("01.01.10", "01.01.20", "05.01.10", "05.01.20"), _digits),
    **dict.fromkeys(("01.83.10", "05.83.10", "08.83.10", "05.84.10"), _no_or_as_it_is),
    **dict.fromkeys(("01.04.10", "05.04.10"), _SEX),
    **dict.fromkeys(("01.02.20", "05.02.20"), _TITLE),
    "01.61.10": _name_use,
    "05.07.40": _END_REASON,
    "05.15.10": _KIND,
    "07.67.20": _SUSPENSION,
    "07.70.10": _SECRECY,
    "08.10.10": _FUNCTION,
    "08.11.20": _number,
    "08.11.50": _MARKER,
    "08.11.60": _postcode,
    "08.13.10": _country,
}
