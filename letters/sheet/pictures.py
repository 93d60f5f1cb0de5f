"""The pictures on a letter: the letterhead's own images, the QR code and the KIX bars.

QR and KIX are drawn straight into the page's content (a 1-bit image, rectangles): as image files they would cost
objects, memory and time on every page. WeasyPrint finds them in its image cache and so fetches nothing.
"""

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bezoekdienst.lib.errors import Reason
from letters import kix
from letters.sheet.stationery import Stationery

PX_PER_MM = 96 / 25.4
QR_QUIET = 4  # modules of white around the code, from its standard
QR_MASK = 4  # a fixed mask: choosing the best of eight takes five times as long
IMAGE_LIMIT = 2_000_000  # bytes
PIXEL_LIMIT = 16_000_000


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code as rows of bits, ready to be drawn as one image."""

    side: int
    rows: bytes

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, float]:
        return self.side, self.side, 1

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        stream.transform(width, 0, 0, -height, 0, height)
        stream.inline_image(self.side, self.side, "Gray", 1, self.rows)


@dataclass(frozen=True, slots=True)
class Bars:
    """KIX bars, drawn as rectangles."""

    code: str

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, float]:
        width, height = kix.width_mm(self.code) * PX_PER_MM, kix.FULL * PX_PER_MM
        return width, height, width / height

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        for bar in kix.bars(self.code):
            stream.rectangle(*(round(mm * PX_PER_MM, 3) for mm in (bar.x_mm, bar.top_mm, kix.BAR, bar.height_mm)))
        stream.fill()


@dataclass(frozen=True, slots=True)
class Cut:
    """The line along which the reply card is cut off, as one dashed stroke: a dashed border is drawn dash by dash."""

    width: float = 210 * PX_PER_MM
    height: float = 0.25 * PX_PER_MM

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, float]:
        return self.width, self.height, self.width / self.height

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        stream.set_color_rgb(0.42, 0.459, 0.486, stroke=True)
        stream.set_line_width(height)
        stream.set_dash([3 * height], 0)
        stream.move_to(0, height / 2)
        stream.line_to(width, height / 2)
        stream.stroke()


def qr(content: str) -> Qr:
    """The QR code of `content`, error correction M, with its quiet zone."""
    import segno

    code = segno.make_qr(content, error="m", mask=QR_MASK, boost_error=False, encoding="utf-8")
    lines = ["".join("0" if dark else "1" for dark in row) for row in code.matrix_iter(border=QR_QUIET)]
    side = len(lines)
    stride = (side + 7) // 8
    return Qr(side, b"".join(int(line.ljust(stride * 8, "0"), 2).to_bytes(stride, "big") for line in lines))


def own(stationery: Stationery) -> dict[str, bytes]:
    """The letterhead's images by name, `logo` and `signature`, where there are any. `letters.images` made them fit."""
    images = {"logo": stationery.logo, "signature": stationery.signature}
    return {name: content for name, content in images.items() if content is not None}


def reasons(stationery: Stationery) -> list[Reason]:
    """Why a picture of the letterhead can't be used: not PNG or JPEG, broken, or far too big."""
    images = {"Het logo": stationery.logo, "De handtekening": stationery.signature}
    return [
        Reason("L10", f"{what} is geen bruikbare afbeelding (PNG of JPEG, hooguit 2 MB).")
        for what, content in images.items()
        if content is not None and not _usable(content)
    ]


@lru_cache(maxsize=8)  # a letterhead has two, and each box asks again
def _usable(content: bytes) -> bool:
    from PIL import Image

    if len(content) > IMAGE_LIMIT:
        return False
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image:
            if image.width * image.height > PIXEL_LIMIT:
                return False
            image.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    return True
