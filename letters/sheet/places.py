"""Whether what was laid out stands where it may, read from the finished pages before anything is written.

The words are the service's own and the envelope is measured by hand: so no text, name or logo is trusted to fit. A page
is a list of parts (what a reader sees as one thing), each with the ink of its lines and pictures.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bezoekdienst.lib.errors import Reason
from letters import envelope
from letters.envelope import Rectangle
from letters.sheet.stationery import Sheet

EDGE = 5.0  # millimetres along every side where a printer may not reach
PRINTABLE = Rectangle(EDGE, EDGE, 210 - EDGE, 297 - EDGE)
ROUNDING = 0.05  # millimetres
IN_WINDOW = ("return", "block")

# How a part is called, and what helps when it takes too much room. In the order in which one is blamed before another.
PARTS: dict[str, tuple[str, str]] = {
    "return": ("de retourregel", "Maak hem korter."),
    "block": ("het adres", "Kies een envelop met een groter venster."),
    "head": ("het briefhoofd", "Gebruik een kortere naam of een kleiner logo."),
    "side": ("het blok met datum, telefoon en code", "Maak de naam van de dienst of van de coördinator korter."),
    "body": ("de tekst van de brief", "Maak hem korter."),
    "rights": ("de tekst over uw rechten", "Maak hem korter."),
    "slip": ("de antwoordkaart", "Maak het antwoordadres of de aanwijzing erbij korter."),
    "slipcode": ("de code op de antwoordkaart", "Maak de aanwijzing bij het antwoordadres korter."),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part on a page, by its name in PARTS: the ink of each of its lines and pictures, in millimetres."""

    name: str
    lines: tuple[Rectangle, ...]

    @property
    def ink(self) -> Rectangle:
        """The rectangle around all of it."""
        lefts, tops, rights, bottoms = zip(
            *((one.left, one.top, one.right, one.bottom) for one in self.lines), strict=True
        )
        return Rectangle(min(lefts), min(tops), max(rights), max(bottoms))


Page = Sequence[Part]


def reasons(pages: Sequence[Page], sheets: Sequence[Sheet], profile: envelope.Profile) -> list[Reason]:
    """Why these pages may not be printed (L10): each sentence once, naming a part and what helps; empty if they may."""
    names = [{part.name for part in page} for page in pages]
    starts = [0, *itertools.accumulate(sheet.pages for sheet in sheets)]
    for sheet, start, end in zip(sheets, starts, starts[1:], strict=False):
        for name, number in (("head", start), ("rights", start + sheet.pages // 2), ("slip", end - 1)):
            if number >= len(names) or name not in names[number]:
                return [_said(_BEFORE[name], "past niet op het papier")]
    if len(pages) != starts[-1]:
        return [_said("slip", "past niet op het papier")]
    first_sides = set(starts)
    amiss = (_amiss(page, profile if number in first_sides else None) for number, page in enumerate(pages))
    return list(dict.fromkeys(itertools.chain.from_iterable(amiss)))


def of_note(pages: Sequence[Page], profile: envelope.Profile) -> list[Reason]:
    """Why a letter of one page may not be printed: as `reasons`."""
    if len(pages) != 1:
        return [_said("body", "past niet op het papier")]
    return list(_amiss(pages[0], profile))


# what must have been too long when a part does not begin on its own side of the paper
_BEFORE = {"head": "slip", "rights": "body", "slip": "rights"}


def _amiss(page: Page, profile: envelope.Profile | None) -> Iterator[Reason]:
    """What is wrong with each part, the worst of it; `profile` where an address stands."""
    ranked = sorted(page, key=lambda part: list(PARTS).index(part.name))
    inks = [part.ink for part in ranked]
    for place, (part, ink) in enumerate(zip(ranked, inks, strict=True)):
        after = zip(ranked[place + 1 :], inks[place + 1 :], strict=True)
        reached = next((other for other, its in after if ink.touches(its) and _overlap(part, other)), None)
        if not _inside(PRINTABLE, ink):
            yield _said(part.name, "past niet op het papier")
        elif profile and not _allowed(part.name, ink, profile):
            own = part.name in IN_WINDOW
            yield _said(part.name, f"{'past niet' if own else 'komt'} in het venster van de envelop")
        elif reached:
            yield _said(part.name, f"loopt door in {PARTS[reached.name][0]}")


def _allowed(name: str, ink: Rectangle, profile: envelope.Profile) -> bool:
    if name == "block":
        return _inside(envelope.block(profile), ink)
    if name == "return":
        return _inside(envelope.safe(profile), ink)
    return not ink.touches(envelope.union(profile))


def _inside(room: Rectangle, ink: Rectangle) -> bool:
    sides = (room.left - ROUNDING, room.top - ROUNDING, room.right + ROUNDING, room.bottom + ROUNDING)
    return Rectangle(*sides).contains(ink)


def _overlap(one: Part, other: Part) -> bool:
    return any(here.touches(there) for here, there in itertools.product(one.lines, other.lines))


def _said(name: str, what: str) -> Reason:
    called, help_ = PARTS[name]
    return Reason("L10", f"{called[0].upper()}{called[1:]} {what}. {help_}")
