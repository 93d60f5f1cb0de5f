"""What somebody wrote in a cell, as a value. A reader takes the text of a filled cell and gives the value, or raises
`Unfit` with a sentence about what may stand there; a small slip of the hand is no reason to refuse."""

import contextlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from bezoekdienst.lib import calendar
from bezoekdienst.lib.wording import MONTHS

Reader = Callable[[str], Any]

# control characters, and the marks that reverse the order of writing or take no room
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_MONTHS = {word: number for number, name in enumerate(MONTHS, start=1) for word in (name, name[:3])} | {
    "mrt": 3,
    "sept": 9,
}
_TIME = r"(?:[t ]\d{1,2}:\d\d(?::\d\d)?)?"
_DATES = tuple(
    re.compile(pattern + _TIME)
    for pattern in (
        r"(?P<d>\d{1,2})(?P<s>[-/. ])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4})",
        r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})",
        r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)",
        r"(?P<d>\d{1,2})[- .]+(?P<m>[a-z]{3,9})\.?[- ]+(?P<y>\d{4})",
    )
)
_YES, _NO = frozenset({"ja", "j", "yes", "waar", "x", "1"}), frozenset({"nee", "n", "no", "onwaar", "0", "geen"})
_DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_HALVES = {"ochtend": "am", "ocht": "am", "och": "am", "o": "am", "middag": "pm", "midd": "pm", "mid": "pm", "m": "pm"}
_DAYPART = re.compile(rf"({'|'.join(_DAYS)}|ma|di|wo|do|vr|za|zo) ?(\w*)")
_BETWEEN = re.compile(r"[,;/\n]+")


class Unfit(ValueError):
    """A cell that can't be taken over: what may stand there, as a sentence."""


def plain(text: str) -> str:
    """A word as it is compared: without capitals, accents, or signs between its letters and digits."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(re.findall(r"[a-z0-9]+", "".join(one for one in letters if not unicodedata.combining(one))))


def seen(text: str) -> str:
    """One line as one sees it: without signs that can't be seen, or turn around what stands beside them."""
    return " ".join(_UNSEEN.sub(" ", text).split())


def text(longest: int) -> Reader:
    """A line of at most so many characters."""

    def read(cell: str) -> str:
        if len(cell) > longest:
            raise Unfit(f"Schrijf hooguit {longest} tekens.")
        return cell

    return read


def whole(lowest: int, highest: int) -> Reader:
    """A whole number, perhaps with its unit behind it (`10 km`)."""

    def read(cell: str) -> int:
        found = re.fullmatch(r"(\d{1,6})(?:[.,]0+)?(?: ?[a-z]+)?", cell.casefold())
        if found is None or not lowest <= int(found[1]) <= highest:
            raise Unfit(f"Schrijf een getal van {lowest} tot en met {highest}.")
        return int(found[1])

    return read


def day(cell: str) -> date:
    """A date as people write it (`3-3-2025`, `3 maart 2025`, `2025-03-03`), or as a workbook keeps it (`20250303`)."""
    written = cell.strip().lower()
    for pattern in _DATES:
        if found := pattern.fullmatch(written):
            month = int(found["m"]) if found["m"].isdigit() else _MONTHS.get(found["m"], 0)
            if calendar.FIRST.year <= int(found["y"]) <= calendar.LAST.year:
                with contextlib.suppress(ValueError):
                    return date(int(found["y"]), month, int(found["d"]))
            break
    raise Unfit("Schrijf een datum die bestaat, zoals 3-3-2025.")


def days(cell: str) -> list[date]:
    """Any number of dates in their order, with commas or semicolons between them."""
    try:
        return sorted({day(piece) for piece in re.split(r"[,;\n]+", cell) if piece.strip()})
    except Unfit:
        raise Unfit("Schrijf datums met een komma ertussen, zoals 3-3-2025, 6-6-2025.") from None


def latest_day(cell: str) -> date:
    """A date, or where no more is known (`maart 2020`, `3-2020`) the last day of that month: it was no later."""
    found = re.fullmatch(r"(\d{1,2}|[a-z]{3,9})\.?[-/ ]+(\d{4})", cell.strip().lower())
    if found is None:
        return day(cell)
    month = int(found[1]) if found[1].isdigit() else _MONTHS.get(found[1], 0)
    if not (1 <= month <= 12 and calendar.FIRST.year <= int(found[2]) <= calendar.LAST.year):
        raise Unfit("Schrijf een datum zoals 3-3-2025, of maand en jaar, zoals maart 2025.")
    return calendar.add_months(date(int(found[2]), 1, 31), month - 1)


def yes_or_no(cell: str) -> bool:
    """Yes or no."""
    if plain(cell) in _YES:
        return True
    if plain(cell) in _NO:
        return False
    raise Unfit("Schrijf ja of nee.")


def pc4(cell: str) -> str:
    """The four digits of a postcode, which may stand there whole."""
    found = re.fullmatch(r"([1-9]\d{3})(?: ?[A-Za-z]{2})?", cell)
    if found is None:
        raise Unfit("Schrijf een postcode, zoals 6811 of 6811 AB.")
    return found[1]


def postcode(cell: str) -> str:
    """A whole postcode, as it is written on an envelope: `6811 AB`."""
    found = re.fullmatch(r"([1-9]\d{3})\s?([A-Za-z]{2})", cell)
    if found is None:
        raise Unfit("Schrijf een hele postcode, zoals 6811 AB.")
    return f"{found[1]} {found[2].upper()}"


def phone(cell: str) -> str:
    """A phone number; one that a workbook took for a number gets its nought back."""
    digits = re.sub(r"\D", "", cell)
    if not 9 <= len(digits) <= 15 or len(cell) > 20:
        raise Unfit("Schrijf een telefoonnummer, zoals 026 000 00 00.")
    return f"0{cell}" if cell.isdigit() and len(digits) == 9 and digits[0] != "0" else cell


def one_of(words: Mapping[str, str]) -> Reader:
    """The code of one of `words` (code -> what people write)."""
    known = _known(words)

    def read(cell: str) -> str:
        code = known.get(plain(cell))
        if code is None:
            raise Unfit(f"U kunt kiezen uit: {_listed(words)}.")
        return code

    return read


def some_of(words: Mapping[str, str]) -> Reader:
    """The codes of any number of `words`, with commas between them, in the order of `words`; `geen` is none."""
    known = _known(words)

    def read(cell: str) -> list[str]:
        codes = {code for piece in _pieces(cell) for code in found(piece, cell)}
        return [code for code in words if code in codes]

    def found(piece: str, cell: str) -> list[str]:
        if plain(piece) in known:
            return [known[plain(piece)]]
        parts = [known.get(plain(part)) for part in re.split(r" (?:en|of) ", piece)]
        if None in parts:
            raise Unfit(f"{_which(piece, cell)}U kunt kiezen uit: {_listed(words)}.")
        return [code for code in parts if code]

    return read


def dayparts(cell: str) -> list[str]:
    """Parts of the week in their order (`mo-am`): `ma ochtend, dinsdagmiddag`; a day alone is both of its halves."""
    found: set[str] = set()
    for piece in _pieces(cell):
        match = _DAYPART.fullmatch(plain(piece))
        if match is None or (match[2] and match[2] not in _HALVES):
            raise Unfit(f"{_which(piece, cell)}Schrijf het zo: ma ochtend, di middag.")
        day_code = _DAY_CODES[match[1][:2]]
        found.update(f"{day_code}-{half}" for half in ([_HALVES[match[2]]] if match[2] else ("am", "pm")))
    return [code for code in (f"{one}-{half}" for one in _DAY_CODES.values() for half in ("am", "pm")) if code in found]


_DAY_CODES = dict(
    zip((name[:2] for name in _DAYS), ("mo", "tu", "we", "th", "fr", "sa", "su"), strict=True)
)  # as in `words.DAYPARTS`


def _pieces(cell: str) -> list[str]:
    """What stands between the commas; `geen` alone is nothing."""
    found = [piece.strip() for piece in _BETWEEN.split(cell) if piece.strip()]
    return [] if [plain(piece) for piece in found] == ["geen"] else found


def _which(piece: str, cell: str) -> str:
    """Which of several things in a cell it is about; nothing when there is but one."""
    return "" if piece == cell.strip() else f"“{piece}” kennen wij niet. "


def _known(words: Mapping[str, str]) -> dict[str, str]:
    """Every spelling with its code: the words, the codes, and the halves of `muziek en dans` where they are clear."""
    known: dict[str, str] = {}
    for code, said in words.items():
        for part in [part for part in said.split(" en ") if part != said] + [re.sub(r"\(.*?\)", "", said)]:
            known.setdefault(plain(part), code)
    return {**known, **{plain(code): code for code in words}, **{plain(said): code for code, said in words.items()}}


def _listed(words: Mapping[str, str]) -> str:
    return ", ".join(words.values())
