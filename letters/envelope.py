"""Envelopes with a window: where on the folded sheet an address may stand, and what the window can ever show.

There is no single Dutch window, so the measures are data. All in millimetres; x from the sheet's left side, y from its
top. The sheet is smaller than the envelope and slides in it, to the left and down or to the right and up.
"""

from dataclasses import dataclass


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
