"""A logo as it is uploaded: decoded, drawn anew, and nothing of the file itself kept."""

import io
import zlib

import pytest
from PIL import Image, ImageFile

from bezoekdienst.lib.errors import Refused
from letters import images
from letters.models import Picture
from letters.sheet.pictures import IMAGE_LIMIT
from tests.letters import chain


@pytest.fixture(autouse=True)
def after_typesetting(monkeypatch):
    """As the process is once a letter was made: the typesetter asks Pillow to make do with half a file."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)


def file(mode: str = "RGB", size: tuple[int, int] = (40, 20), kind: str = "PNG", colour: object = 128, **how) -> bytes:
    target = io.BytesIO()
    Image.new(mode, size, colour).save(target, kind, **how)
    return target.getvalue()


def shown(picture: Picture) -> Image.Image:
    image = Image.open(io.BytesIO(picture.content), formats=("PNG",))
    image.load()
    return image


def refused(content: bytes) -> str:
    with pytest.raises(Refused) as refusal:
        images.drawn(content)
    return str(refusal.value)


def test_the_same_file_gives_the_same_bytes():
    content = file(colour=(1, 2, 3))
    assert images.drawn(content).content == images.drawn(content).content


def test_camera_place_and_maker_are_gone():
    exif = Image.Exif()
    exif[0x010F] = "Fototoestel van Verzonnen"
    exif.get_ifd(0x8825)[1] = "N"
    content = file("RGB", kind="JPEG", exif=exif, comment=b"thuis gemaakt", icc_profile=b"kleurprofiel" * 20)
    assert b"Verzonnen" in content and b"thuis" in content
    made = images.drawn(content).content
    chunks = [made[at + 4 : at + 8] for at in _chunks(made)]
    assert set(chunks) == {b"IHDR", b"IDAT", b"IEND"}


def _chunks(png: bytes):
    at = 8
    while at < len(png):
        yield at
        at += 12 + int.from_bytes(png[at : at + 4])


def test_bytes_behind_the_picture_are_gone():
    assert b"<script>" not in images.drawn(file() + b"<script>alert(1)</script>").content


def test_a_photo_on_its_side_is_turned():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert shown(images.drawn(file("RGB", (40, 20), "JPEG", exif=exif))).size == (20, 40)


@pytest.mark.parametrize(
    ("content", "mode"),
    [
        (file("CMYK", kind="JPEG", colour=(0, 0, 0, 0)), "RGB"),
        (file("P", colour=1), "RGB"),
        (file("RGBA", colour=(9, 9, 9, 0)), "RGBA"),
        (file("LA", colour=(9, 0)), "LA"),
        (file("1", colour=1), "L"),
    ],
    ids=["CMYK", "palette", "see-through", "grey see-through", "black and white"],
)
def test_every_kind_of_colour_becomes_one_that_prints(content, mode):
    assert shown(images.drawn(content)).mode == mode


def test_sixteen_bits_of_grey_keep_their_shade():
    assert shown(images.drawn(file("I;16", colour=0x8080))).getpixel((0, 0)) == 0x80


def test_a_large_picture_becomes_no_larger_than_paper_shows():
    assert shown(images.drawn(file("RGB", (6000, 600), colour=(1, 2, 3)))).size == (2598, 260)
    assert shown(images.drawn(file("RGB", (50, 20), colour=(1, 2, 3)))).size == (50, 20)


def test_a_picture_that_stays_too_heavy_is_halved(monkeypatch):
    monkeypatch.setattr(images, "IMAGE_LIMIT", 2_000)
    noise = Image.effect_noise((100, 100), 90)
    target = io.BytesIO()
    noise.save(target, "JPEG", quality=5)
    assert len(target.getvalue()) <= 2_000
    made = images.drawn(target.getvalue())
    assert shown(made).size in {(50, 50), (25, 25)} and len(made.content) <= 2_000


NO_IMAGE = "Dit is geen afbeelding die wij kunnen gebruiken. Kies een PNG of een JPEG."
DAMAGED = file(colour=(1, 2, 3))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><script>alert(1)</script></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n",
        file(kind="GIF", mode="L"),
        file(kind="BMP"),
        file(kind="TIFF"),
        DAMAGED[:40],
        DAMAGED[:60] + b"\xff\xff" + DAMAGED[62:],
        file(kind="JPEG")[:200],
    ],
    ids=["empty", "html", "svg", "pdf", "head only", "gif", "bmp", "tiff", "cut", "altered", "half a jpeg"],
)
def test_what_is_no_png_or_jpeg_is_told(content):
    assert refused(content) == NO_IMAGE


def test_the_typesetter_keeps_what_it_asked_for():
    images.drawn(file())
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True
    refused(DAMAGED[:40])
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


def test_any_damage_is_told_and_nothing_else_happens():
    for content in (file(colour=(1, 2, 3)), file("P", colour=1), file(kind="JPEG")):
        for at in range(8, len(content), 3):
            try:
                images.drawn(content[:at] + b"\x7f" + content[at + 1 :])
            except Refused:
                continue


def test_a_bomb_is_told_before_it_unpacks():
    side = 60_000
    head = b"IHDR" + side.to_bytes(4) + side.to_bytes(4) + b"\x08\x02\x00\x00\x00"
    bomb = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4) + head + zlib.crc32(head).to_bytes(4)
    data = b"IDAT" + zlib.compress(b"\0" * 1000)
    bomb += (len(data) - 4).to_bytes(4) + data + zlib.crc32(data).to_bytes(4)
    assert refused(bomb) == "Deze afbeelding heeft te veel beeldpunten (meer dan 16 miljoen). Maak haar kleiner."
    assert refused(file("1", (4_001, 4_000), colour=0)).startswith("Deze afbeelding heeft te veel beeldpunten")


def test_a_file_above_two_megabytes_is_told():
    assert refused(b"x" * (IMAGE_LIMIT + 1)).startswith("Deze afbeelding is groter dan 2 MB.")


@pytest.mark.django_db
def test_a_picture_is_kept_once():
    first = images.keep(images.drawn(file()), at=chain.at())
    again = images.keep(images.drawn(file()), at=chain.at())
    assert first == again and Picture.objects.count() == 1
    assert images.keep(first, at=chain.at()) is first
    assert images.keep(None, at=chain.at()) is None
