"""A logo or signature as somebody uploads it: really decoded, made anew as PNG, and only that is ever kept.

Nothing of the file itself stays: no camera, place or maker that it named, no bytes behind the picture. The same file
gives the same bytes, so that it is kept once.
"""

import contextlib
import hashlib
import io
import struct
import threading
import warnings
import zlib
from collections.abc import Iterator
from datetime import datetime

from PIL import Image, ImageFile, ImageOps

from bezoekdienst.lib.errors import Reason, Refused
from letters.models import Picture
from letters.sheet.pictures import IMAGE_LIMIT, PIXEL_LIMIT

DAMAGED = (OSError, ValueError, SyntaxError, EOFError, KeyError, TypeError, IndexError)  # what Pillow raises for it
ROOM = (2598, 331)  # pixels: 110 x 14 mm, the most either takes on the letter, at 600 dots an inch
_ALONE = threading.Lock()
_TOO_LARGE = Reason("L10", "Deze afbeelding is groter dan 2 MB. Maak haar kleiner, of kies een andere.")
_TOO_MANY = Reason("L10", "Deze afbeelding heeft te veel beeldpunten (meer dan 16 miljoen). Maak haar kleiner.")
_NO_IMAGE = Reason("L10", "Dit is geen afbeelding die wij kunnen gebruiken. Kies een PNG of een JPEG.")


def drawn(content: bytes) -> Picture:
    """The picture in an uploaded file, not yet kept. Raises Refused: too large, or no PNG or JPEG that can be read."""
    if len(content) > IMAGE_LIMIT:
        raise Refused(_TOO_LARGE)
    png = _encoded(_decoded(content))
    return Picture(digest=hashlib.sha256(png).hexdigest(), content=png)


def keep(picture: Picture | None, *, at: datetime) -> Picture | None:
    """The stored row of a picture, in the caller's transaction: made once, however often it is chosen."""
    if picture is None or picture.pk:
        return picture
    given = {"content": picture.content, "made_at": at}
    return Picture.objects.get_or_create(digest=picture.digest, defaults=given)[0]


def _decoded(content: bytes) -> Image.Image:
    try:
        with _strictly(), Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image:
            if image.width * image.height > PIXEL_LIMIT:
                raise Refused(_TOO_MANY)
            image.load()
            return ImageOps.exif_transpose(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(_TOO_MANY) from None
    except (*DAMAGED, struct.error, zlib.error):
        raise Refused(_NO_IMAGE) from None


@contextlib.contextmanager
def _strictly() -> Iterator[None]:
    """The typesetter tells Pillow, for the whole process, to make do with half a file. Here half a logo is none."""
    with _ALONE, warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _encoded(image: Image.Image) -> bytes:
    """As PNG in grey or colour, with its transparency and nothing else, no larger than paper can show."""
    if image.mode.startswith("I"):  # sixteen bits of grey: by itself everything but black would become white
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    see_through = image.has_transparency_data
    grey = image.mode in ("1", "L", "LA")
    plain = image.convert(("L" if grey else "RGB") + ("A" if see_through else ""))
    plain.thumbnail(ROOM, Image.Resampling.LANCZOS)
    while True:
        target = io.BytesIO()
        bare = Image.frombytes(plain.mode, plain.size, plain.tobytes())  # without what the file said about itself
        bare.save(target, "PNG", optimize=True)
        if target.tell() <= IMAGE_LIMIT:
            return target.getvalue()
        plain = plain.reduce(2)
