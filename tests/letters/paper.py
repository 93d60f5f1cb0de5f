"""Reading a printed page: which words and ink stand where on it, in millimetres."""

import io
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from PIL import Image, ImageDraw

from letters.envelope import Rectangle
from tests.services import programs

MM = 25.4 / 72


def words(path: Path, page: int) -> list[tuple[str, Rectangle]]:
    """The words of a page (from 1) with their boxes in millimetres."""
    program = programs.find("pdftotext", package="poppler-utils")
    command = [program, "-bbox", "-f", str(page), "-l", str(page), str(path), "-"]
    found = ElementTree.fromstring(subprocess.run(command, check=True, capture_output=True).stdout)
    space = "{http://www.w3.org/1999/xhtml}"
    return [
        (word.text or "", Rectangle(*(float(word.attrib[side]) * MM for side in ("xMin", "yMin", "xMax", "yMax"))))
        for word in found.iter(f"{space}word")
    ]


def text(path: Path, page: int) -> str:
    return " ".join(word for word, _ in words(path, page))


def picture(size: tuple[int, int], mode: str = "RGBA", form: str = "PNG", **how: Any) -> bytes:
    """A dark frame with a cross, on a clear or white ground."""
    ground, ink = {"RGBA": ((0, 0, 0, 0), "navy"), "CMYK": ((0, 0, 0, 0), (255, 200, 0, 100))}.get(mode, (255, 0))
    image = Image.new(mode, size, ground)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, size[0] - 1, size[1] - 1), outline=ink, width=max(2, min(size) // 12))
    pen.line((0, 0, *size), fill=ink, width=max(2, min(size) // 12))
    content = io.BytesIO()
    image.save(content, form, **how)
    return content.getvalue()


def seen(path: Path, room: Rectangle, dots: int = 200) -> Rectangle:
    """Where there is ink on the first page within `room`, in millimetres."""
    program = programs.find("pdftoppm", package="poppler-utils")
    command = [program, "-r", str(dots), "-gray", "-singlefile", str(path), str(path.with_suffix(""))]
    subprocess.run(command, check=True)
    with Image.open(path.with_suffix(".pgm")) as page:
        corners = (round(mm / 25.4 * dots) for mm in (room.left, room.top, room.right, room.bottom))
        left, top, right, bottom = page.crop(tuple(corners)).point(lambda grey: 255 * (grey < 160)).getbbox()
    scale = 25.4 / dots
    return Rectangle(
        room.left + left * scale, room.top + top * scale, room.left + right * scale, room.top + bottom * scale
    )
