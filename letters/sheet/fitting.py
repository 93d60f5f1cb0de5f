"""Whether lines fit their places, and where they end, measured with the real fonts before anything is laid out."""

import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bezoekdienst.lib.errors import Reason, Refused
from letters import codes, envelope, kix
from letters.sheet.stationery import Sheet, Stationery
from letters.sheet.wording import Run

SIZES = (11.0, 10.5, 10.0, 9.5, 9.0)  # points; smaller than nine is not read
LEADING = 1.25
RETURN_SIZES = (7.0, 6.5, 6.0)
BODY_WIDTH = 150.0  # millimetres
STEP = 0.75 * 1000 / 1024  # points: the step of our type sizes (letter.css says why)
BODY_SIZE, RIGHTS_SIZE, LARGE_SIZE = 18 * STEP, 17 * STEP, 22 * STEP
MM_PER_POINT = 25.4 / 72
ASCENT, DESCENT = 0.75, 0.25  # of the type size: what our letters reach above and below their line
_MARGIN = 1.005  # kerning may widen a line a little
_SPACES = re.compile("[ \\t\\r\\n]+")  # not the one that keeps a number together

FONT_FILES = {"sans": "SourceSansPro", "serif": "SourceSerifPro"}


@dataclass(frozen=True, slots=True)
class Setting:
    """How an address block is set: its size in points, and whether the KIX bars still fit under it."""

    size: float
    with_kix: bool


@dataclass(frozen=True, slots=True)
class Metrics:
    """Advance widths of one font by code point, as a fraction of the type size."""

    widths: dict[int, float]

    def width_mm(self, text: str, size: float) -> float:
        return sum(self.widths.get(ord(character), 1.0) for character in text) * size * MM_PER_POINT * _MARGIN

    def lacks(self, text: str) -> set[str]:
        return {c for c in text if ord(c) not in self.widths or unicodedata.category(c) in ("Cc", "Cf")}


def font_path(family: str, style: str = "Regular") -> Path:
    """The file of a shipped font: family `sans` or `serif`."""
    import font_source_sans_pro
    import font_source_serif_pro

    package: Any = {"sans": font_source_sans_pro, "serif": font_source_serif_pro}[family]
    return Path(package.font_directory) / f"{FONT_FILES[family]}-{style}.ttf"


@cache
def metrics(family: str, style: str = "Regular") -> Metrics:
    """Widths of a shipped font."""
    from fontTools.ttLib import TTFont

    with TTFont(font_path(family, style), lazy=True) as font:
        em = font["head"].unitsPerEm
        advances = font["hmtx"]
        return Metrics({code: advances[name][0] / em for code, name in font.getBestCmap().items()})


def broken(runs: Sequence[Run], family: str, size: float) -> tuple[Run, ...]:
    """The runs of a paragraph with a line end instead of a space wherever the next word would go beyond BODY_WIDTH.

    This text is the same on every letter: so its lines are found once, not by trying on each sheet anew.
    """
    weights = {bold: metrics(family, "Semibold" if bold else "Regular") for bold in (False, True)}
    runs = [Run(_SPACES.sub(" ", run.text), run.bold) for run in runs]
    characters = [(character, run.bold) for run in runs for character in run.text]
    text, width, space, beyond = [character for character, _ in characters], 0.0, None, 0.0
    for place, (character, bold) in enumerate(characters):
        width += weights[bold].width_mm(character, size)
        if character == " ":
            space, beyond = place, width
        elif width > BODY_WIDTH and space is not None:
            text[space], width, space = "\n", width - beyond, None
    ends = list(itertools.accumulate(len(run.text) for run in runs))
    return tuple(Run("".join(text[end - len(run.text) : end]), run.bold) for run, end in zip(runs, ends, strict=True))


def plain(text: str) -> str:
    """The text with letters and their marks as one character where there is one (NFC), as the fonts know them."""
    return unicodedata.normalize("NFC", text)


def fits(sheet: Sheet, profile: envelope.Profile) -> list[Reason]:
    """Why this letter can't be printed as it stands, for the clerk, who holds it (L6); empty when it can."""
    reasons = _unprintable(sheet)
    if reasons:
        return reasons
    if _size(sheet, profile) is None:
        reasons.append(Reason("L6", "De adresregels passen niet in het venster van de envelop."))
    size = LARGE_SIZE if sheet.large_print else BODY_SIZE
    if metrics("serif").width_mm(plain(sheet.salutation) + ",", size) > BODY_WIDTH:
        reasons.append(Reason("L6", "De aanhef past niet op een regel."))
    return reasons


def setting(sheet: Sheet, profile: envelope.Profile) -> Setting:
    """How the address block of a letter that fits is set. Raises `Refused` with the reasons of `fits` otherwise."""
    reasons = fits(sheet, profile)
    if reasons:
        raise Refused(*reasons)
    size = _size(sheet, profile) or SIZES[-1]
    return Setting(size, _kix_fits(sheet, profile, size))


def return_line(stationery: Stationery) -> list[Reason]:
    """Why the return line can't stand in the window; empty when it can."""
    text = plain(stationery.return_line)
    if metrics("sans").lacks(text):
        return [Reason("L6", "De retourregel bevat een teken dat niet gedrukt kan worden.")]
    if return_size(stationery) is None:
        return [Reason("L6", "De retourregel past niet in het venster van de envelop.")]
    return []


def return_size(stationery: Stationery) -> float | None:
    """The size in points at which the return line fits the window; None when none does."""
    room, text = envelope.block(stationery.profile).width, plain(stationery.return_line)
    return next((size for size in RETURN_SIZES if metrics("sans").width_mm(text, size) <= room), None)


def _unprintable(sheet: Sheet) -> list[Reason]:
    if not any(line.strip() for line in sheet.address_lines) or not sheet.salutation.strip():
        return [Reason("L6", "De brief heeft geen adres of geen aanhef.")]
    if not codes.is_valid(sheet.code):
        return [Reason("A1", "De antwoordcode klopt niet.")]
    lacking = metrics("sans").lacks(plain("".join(sheet.address_lines)))
    lacking |= metrics("serif").lacks(plain(sheet.salutation))
    return [
        Reason("L6", f"Naam of adres bevat een teken dat niet gedrukt kan worden (U+{ord(character):04X}).")
        for character in sorted(lacking)
    ]


def _size(sheet: Sheet, profile: envelope.Profile) -> float | None:
    lines = [plain(line) for line in sheet.address_lines]
    for size in SIZES:
        width = max(metrics("sans").width_mm(line, size) for line in lines)
        if envelope.fits(profile, width, _height(lines, size)):
            return size
    return None


def _height(lines: list[str], size: float) -> float:
    return len(lines) * size * LEADING * MM_PER_POINT


def _kix_fits(sheet: Sheet, profile: envelope.Profile, size: float) -> bool:
    code = sheet.kix or ""
    if not kix.is_valid(code):
        return False
    height = _height(list(sheet.address_lines), size) + kix.QUIET + kix.FULL
    return envelope.fits(profile, kix.width_mm(code) + kix.QUIET, height)
