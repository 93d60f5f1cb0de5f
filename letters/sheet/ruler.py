"""The ruler page: one sheet to fold into a real envelope, on which its measures are read off through the window.

Two rulers cross where the window is thought to be. With the sheet pushed to the left and down, the one across tells
how far the window is from the left, the one along how far from the bottom: the numbers that are filled in.
"""

from dataclasses import dataclass

from letters import envelope
from letters.envelope import Profile, Rectangle

WIDTH, HEIGHT = 210, 297  # A4
EDGE = 5  # printers leave a margin white
LENGTHS = {10: 4.0, 5: 2.6, 1: 1.4}  # of a stroke, at every so many millimetres
NUMBER_GAP = 3.2
CLEAR = 7  # no numbers this near to the other ruler
TEXT_GAP = 14.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line of a ruler, in millimetres from the sheet's top left."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Number:
    """A number beside a stroke."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that is drawn for one envelope."""

    profile: Profile
    safe: Rectangle
    union: Rectangle
    strokes: tuple[Stroke, ...]
    numbers: tuple[Number, ...]
    corners: tuple[str, ...]

    @property
    def fold(self) -> float:
        return self.profile.fold_height


def drawing(profile: Profile) -> Drawing:
    """The ruler page of this envelope."""
    p = profile
    window_top = p.fold_height - p.window_bottom - p.window_height
    across_y, along_x = window_top + p.window_height / 2, round(p.window_left + p.window_width / 2)
    strokes, numbers = [], []
    for mm in range(EDGE, WIDTH - EDGE + 1):
        strokes.append(Stroke(mm, across_y, mm, across_y - _length(mm)))
        if mm % 10 == 0 and abs(mm - along_x) > CLEAR:
            numbers.append(Number(mm, across_y + NUMBER_GAP, str(mm)))
    for mm in range(EDGE, int(p.fold_height) - EDGE + 1):
        y = p.fold_height - mm
        strokes.append(Stroke(along_x, y, along_x + _length(mm), y))
        if mm % 10 == 0 and abs(y - across_y) > CLEAR:
            numbers.append(Number(along_x - NUMBER_GAP, y + 0.9, str(mm)))
    strokes += [
        Stroke(EDGE, across_y, WIDTH - EDGE, across_y),
        Stroke(along_x, EDGE, along_x, p.fold_height - EDGE),
    ]
    window = Rectangle(p.window_left, window_top, p.window_left + p.window_width, window_top + p.window_height)
    return Drawing(p, envelope.safe(p), envelope.union(p), tuple(strokes), tuple(numbers), _corners(window))


def css(profile: Profile) -> str:
    """Where the words begin: below the fold and below all that can show in the window. Only a number goes in."""
    fold = profile.fold_height if profile.fold_height < HEIGHT - 100 else 0.0
    return f".words {{ top: {max(fold, envelope.union(profile).bottom) + TEXT_GAP:.2f}mm; }}"


def _length(mm: int) -> float:
    return next(length for every, length in LENGTHS.items() if mm % every == 0)


def _corners(window: Rectangle) -> tuple[str, ...]:
    """Four hooks where the window's corners are thought to be."""
    hook = 4
    return tuple(
        f"{x + dx:.2f},{y:.2f} {x:.2f},{y:.2f} {x:.2f},{y + dy:.2f}"
        for x, dx in ((window.left, hook), (window.right, -hook))
        for y, dy in ((window.top, hook), (window.bottom, -hook))
    )
