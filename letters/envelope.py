"""Envelopes with a window: where on the folded sheet an address may stand, and what the window can ever show.

There is no single Dutch window, so the measures are data. All in millimetres; x from the sheet's left side, y from its
top. The sheet is smaller than the envelope and slides in it, to the left and down or to the right and up.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from bezoekdienst.lib.errors import Reason

OWN = "own"  # the choice of a town that measured its own
MEASURES: dict[str, str] = {
    "width": "breedte van de envelop",
    "height": "hoogte van de envelop",
    "window_left": "venster: afstand tot de linkerkant",
    "window_bottom": "venster: afstand tot de onderkant",
    "window_width": "breedte van het venster",
    "window_height": "hoogte van het venster",
    "fold_height": "hoogte van het gevouwen vel",
}
LONGEST = 500.0
LEAST_WIDTH, LEAST_HEIGHT = 75.0, 25.0  # return line, address and sorting bars of an ordinary person
RETURN_LINE = 3.0  # what the return line takes above the address
INSIDE = 2.0  # how far inside the safe rectangle an address stands, when its usual place lies outside
LEAST_BLOCK = 70.0  # so much of the safe rectangle must lie to the right of the usual place
HEAD = 30.0  # where sender or logo end
COLUMN, COLUMN_GAP = 54.0, 8.0  # the column with date and code beside the window
COLUMN_LEFT, COLUMN_RIGHT = 35.0, 205.0  # between which it stands


@dataclass(frozen=True, slots=True)
class Rectangle:
    """From (left, top) to (right, bottom)."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def contains(self, other: "Rectangle") -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def touches(self, other: "Rectangle") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Profile:
    """An envelope (width x height), its window (from left, from bottom, width, height) and the folded sheet's size."""

    name: str
    width: float
    height: float
    window_left: float
    window_bottom: float
    window_width: float
    window_height: float
    fold_height: float
    block_x: float
    block_top: float = 60.0
    block_bottom: float = 88.0
    sheet_width: float = 210.0

    @property
    def slack_x(self) -> float:
        return self.width - self.sheet_width

    @property
    def slack_y(self) -> float:
        return self.height - self.fold_height

    @property
    def on_left(self) -> bool:
        """Whether the window stands left, so that the right half of the head is free."""
        return self.block_x < self.sheet_width / 2


def safe(profile: Profile) -> Rectangle:
    """What always shows in the window, however the sheet slides."""
    p = profile
    top = p.fold_height - p.window_bottom - p.window_height + p.slack_y
    return Rectangle(p.window_left, top, p.window_left + p.window_width - p.slack_x, p.fold_height - p.window_bottom)


def union(profile: Profile) -> Rectangle:
    """What may ever show in the window: nothing but return line, address and KIX may stand here."""
    p = profile
    bottom = p.fold_height - p.window_bottom + p.slack_y
    return Rectangle(
        p.window_left - p.slack_x,
        p.fold_height - p.window_bottom - p.window_height,
        p.window_left + p.window_width,
        bottom,
    )


def block(profile: Profile) -> Rectangle:
    """The room for address and KIX: the default block, never beyond the safe rectangle."""
    always = safe(profile)
    return Rectangle(
        max(profile.block_x, always.left),
        max(profile.block_top, always.top),
        always.right,
        min(profile.block_bottom, always.bottom),
    )


def fits(profile: Profile, width: float, height: float) -> bool:
    """Whether an address block of this size always shows whole."""
    room = block(profile)
    return width <= room.width and height <= room.height


DL_LEFT = Profile("DL, venster links", 220, 110, 20, 15, 100, 40, fold_height=105, block_x=35)
DL_RIGHT = Profile("DL, venster rechts", 220, 110, 106, 15, 94, 40, fold_height=105, block_x=112)
C5_LEFT = Profile("C5, venster links", 229, 162, 20, 60, 108, 45, fold_height=148.5, block_x=35)
C5_RIGHT = Profile("C5, venster rechts", 229, 162, 108, 60, 100, 45, fold_height=148.5, block_x=112)

PROFILES = {"dl_left": DL_LEFT, "dl_right": DL_RIGHT, "c5_left": C5_LEFT, "c5_right": C5_RIGHT}


def own(measures: Mapping[str, float]) -> Profile:
    """An envelope that a town measured itself: the address at its usual place, or just inside the safe rectangle."""
    bare = Profile("Eigen maten", **{name: float(measures[name]) for name in MEASURES}, block_x=0)
    always = safe(bare)
    usual = DL_LEFT.block_x if always.left + always.right < bare.sheet_width else DL_RIGHT.block_x
    inside = always.left + INSIDE <= usual <= always.right - LEAST_BLOCK
    return Profile(
        "Eigen maten",
        **{name: float(measures[name]) for name in MEASURES},
        block_x=usual if inside else always.left + INSIDE,
        block_top=always.top + RETURN_LINE,
        block_bottom=always.bottom,
    )


def reasons(profile: Profile) -> list[Reason]:
    """Why no letter can be made for this envelope: it can't exist, or its window shows too little or too much."""
    p = profile
    measures = {name: getattr(p, name) for name in MEASURES}
    if any(not math.isfinite(value) or not 0 <= value <= LONGEST for value in measures.values()):
        return [_reason(f"Een maat ligt tussen 0 en {LONGEST:.0f} millimeter.")]
    found = [_reason(text) for wrong, text in _impossible(p) if wrong]
    return found or [_reason(text) for wrong, text in _unusable(p) if wrong]


def _impossible(p: Profile) -> list[tuple[bool, str]]:
    return [
        (p.slack_x < 0, f"Een vel is {p.sheet_width:.0f} mm breed en past niet in een envelop van {_mm(p.width)}."),
        (p.fold_height < LEAST_HEIGHT, "Het gevouwen vel is te laag: vul de hoogte na het vouwen in."),
        (p.slack_y < 0, f"Het gevouwen vel ({_mm(p.fold_height)} hoog) past niet in een envelop van {_mm(p.height)}."),
        (p.window_left + p.window_width > p.width, "Het venster steekt rechts buiten de envelop."),
        (p.window_bottom + p.window_height > p.height, "Het venster steekt boven buiten de envelop."),
    ]


def _unusable(p: Profile) -> list[tuple[bool, str]]:
    always, seen = safe(p), union(p)
    right = seen.right + COLUMN_GAP + COLUMN
    cramped = right > COLUMN_RIGHT if p.on_left else seen.left < COLUMN_LEFT + COLUMN
    return [
        (
            always.width < LEAST_WIDTH or always.height < LEAST_HEIGHT,
            f"In het venster blijft altijd {_mm(max(always.width, 0))} bij {_mm(max(always.height, 0))} te zien, omdat "
            f"het vel kan schuiven. Nodig is {_mm(LEAST_WIDTH)} bij {_mm(LEAST_HEIGHT)}.",
        ),
        (seen.top < HEAD, "Het venster zit zo hoog dat de afzender boven de brief erin te zien is."),
        (cramped, "Naast het venster blijft te weinig plaats over voor de datum en de code."),
    ]


def _mm(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".").replace(".", ",") + " mm"


def _reason(text: str) -> Reason:
    return Reason("L6", text)
