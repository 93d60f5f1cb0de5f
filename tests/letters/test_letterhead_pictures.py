"""Logo, signature and QR code on the letter: whole, in place, in the file once, and told to who cannot see them."""

from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from bezoekdienst.lib.errors import Refused
from letters import images, rendering
from letters.envelope import Rectangle
from letters.sheet import pictures
from tests.letters import paper, stationeries

TURNED = Image.Exif()


TURNED[0x0112] = 6  # to be shown a quarter turned


ODD_LOGOS: dict[str, tuple[bytes, float, float]] = {  # and how large each is printed, in millimetres
    "very wide": (paper.picture((4000, 200)), 110, 5.5),
    "very tall": (paper.picture((300, 3000)), 1.4, 14),
    "clear ground": (paper.picture((330, 140)), 33, 14),
    "palette": (paper.picture((330, 140), "P"), 33, 14),
    "one bit": (paper.picture((330, 140), "1"), 33, 14),
    "print colours": (paper.picture((330, 140), "CMYK", "JPEG"), 33, 14),
    "a quarter turned": (paper.picture((140, 330), "L", "JPEG", exif=TURNED), 33, 14),
    "16 million dots": (paper.picture((4000, 4000), "L"), 14, 14),
}


@pytest.mark.parametrize("name", ODD_LOGOS)
def test_a_logo_of_any_shape_stands_whole_in_its_place_and_is_in_the_file_once(
    out: Path, tmp_path: Path, name: str
) -> None:
    content, width, height = ODD_LOGOS[name]
    stationery = stationeries.stationery(logo=images.drawn(content).content)
    made = rendering.render_box(stationeries.sheets(2), stationery, out)
    ink = paper.seen(out, Rectangle(0, 0, 210, 31))
    assert (ink.left, ink.top, ink.width, ink.height) == pytest.approx((35, 15, width, height), abs=0.4)
    assert rendering.render_box(stationeries.sheets(2), stationery, tmp_path / "again.pdf").sha256 == made.sha256
    assert made.size < 250_000
    with pikepdf.open(out) as pdf:
        drawn = [each for each in pdf.objects if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"]
        masks = [each for each in drawn if "/SMask" in each]
        assert len(drawn) - len(masks) == 1
        assert figures(pdf).count(stationery.sender) == 2  # a letter


def figures(pdf: pikepdf.Pdf) -> list[str]:
    """What is said of each picture to who can't see it."""
    found = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"]
    return [str(each.Alt) for each in found]


def test_every_picture_says_what_it_is(out: Path) -> None:
    stationery = stationeries.stationery(logo=paper.picture((300, 120)), signature=paper.picture((300, 90)))
    rendering.render_box([stationeries.sheet()], stationery, out)
    with pikepdf.open(out) as pdf:
        assert sorted(figures(pdf)) == sorted(
            ["Gemeente Voorbeeldstad", "Handtekening", "QR-code naar de aanmeldpagina", "Sorteercode voor de post"]
        )


def test_a_signature_stands_between_the_greeting_and_the_name(out: Path) -> None:
    rendering.render_box([stationeries.sheet()], stationeries.stationery(signature=paper.picture((800, 110))), out)
    boxes = {word: box for word, box in paper.words(out, 1) if word in ("groet,", "Berend")}
    room = Rectangle(30, boxes["groet,"].bottom, 200, boxes["Berend"].top)
    ink = paper.seen(out, room)
    assert (ink.left, ink.width, ink.height) == pytest.approx((35, 80, 11), abs=0.4)


@pytest.mark.parametrize(
    "content", [b"", b"not an image", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\n"]
)
def test_a_logo_that_is_no_image_is_refused(out: Path, content: bytes) -> None:
    with pytest.raises(Refused, match="Het logo is geen bruikbare afbeelding"):
        rendering.render_box([stationeries.sheet()], stationeries.stationery(logo=content), out)
    assert not out.exists()


def test_the_qr_code_holds_the_page_with_the_code_in_its_fragment() -> None:
    import segno

    drawn = pictures.qr("https://aanmelden.stern.example/#CDFH2345")
    plain = segno.make_qr("https://aanmelden.stern.example/#CDFH2345", error="m", mask=4, boost_error=False)
    stride = (drawn.side + 7) // 8
    bits = [f"{int.from_bytes(drawn.rows[y * stride : (y + 1) * stride]):0{stride * 8}b}" for y in range(drawn.side)]
    dark = [[bits[y][x] == "0" for x in range(drawn.side)] for y in range(drawn.side)]
    assert dark == [[bool(module) for module in row] for row in plain.matrix_iter(border=4)]
