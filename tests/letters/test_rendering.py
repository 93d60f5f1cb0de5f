"""The sheet as it comes out: pages, what shows in the window, what is printed literally, the same bytes twice."""

import dataclasses
import errno
import io
import itertools
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest
from PIL import Image, ImageDraw

from bezoekdienst.lib.errors import Refused
from letters import codes, envelope, images, rendering
from letters.envelope import Rectangle
from letters.sheet import fitting, lists, markup, pictures, typesetting, wording
from tests.letters import stationeries
from tests.services import programs

MM = 25.4 / 72
ROOT = Path(__file__).parents[2]


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


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "print"
    folder.mkdir()
    return folder / "doos-1.pdf"


@pytest.mark.parametrize("count", [1, 3])
def test_every_letter_has_exactly_two_pages(out: Path, count: int) -> None:
    made = rendering.render_box(stationeries.sheets(count), stationeries.stationery(), out)
    assert (made.letters, made.pages, made.slow_path, made.refused_fetches) == (count, count * 2, True, ())
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages) == count * 2


def windows(profile: envelope.Profile) -> list[Rectangle]:
    """What the window shows of the sheet when it lies in each corner of the envelope."""
    height, width = profile.window_height, profile.window_width
    corners = itertools.product((0, profile.slack_x), (0, profile.slack_y))
    places = [(profile.window_left - x, profile.fold_height - profile.window_bottom - height + y) for x, y in corners]
    return [Rectangle(left, top, left + width, top + height) for left, top in places]


@pytest.mark.parametrize("dressed", [True, False], ids=["logo and bars", "bare"])
@pytest.mark.parametrize("profile", envelope.PROFILES.values(), ids=envelope.PROFILES)
def test_the_window_shows_return_line_and_address_and_nothing_else_wherever_the_sheet_lies(
    out: Path, profile: envelope.Profile, dressed: bool
) -> None:
    logo = picture((600, 200)) if dressed else None
    sheet = stationeries.sheet()
    stationery = stationeries.stationery(profile=profile, logo=logo, signature=logo, with_kix=dressed)
    rendering.render_box([sheet], stationery, out)
    expected = [*stationery.return_line.split(), *" ".join(sheet.address_lines).split()]
    found = words(out, 1)
    for window in windows(profile):
        inside = [(word, box) for word, box in found if box.touches(window)]
        assert [word for word, _ in inside] == expected
        for _, box in inside:
            # a word's box reaches beyond its ink by what the font reserves above and below
            assert window.contains(Rectangle(box.left, box.top + 0.4, box.right, box.bottom - 0.4))


def test_the_address_keeps_its_two_spaces_and_its_place(out: Path) -> None:
    rendering.render_box([stationeries.sheet()], stationeries.stationery(), out)
    boxes = dict(words(out, 1))
    assert boxes["A.B."].left == pytest.approx(35, abs=0.3)
    assert boxes["A.B."].top == pytest.approx(60, abs=0.5)
    gap = boxes["VOORBEELDSTAD"].left - boxes["GF"].right
    assert gap == pytest.approx(2 * 0.2 * 11 * MM, abs=0.2)


HOSTILE = [
    "<img src=http://x.nl/a>",
    "</p><style>*{color:red}",
    "{{ letter.code }} {% now %}",
    "{telefoon} **b** &amp; &#65;",
    "url(file:///etc/passwd)",
    "'\"><script>alert(1)",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_names_are_printed_literally_and_fetch_nothing(out: Path, hostile: str) -> None:
    sheet = stationeries.sheet(
        address_lines=(hostile, "Dorpsstraat 1", "1234 AB  DORP"), salutation=f"Geachte {hostile}"
    )
    made = rendering.render_box([sheet], stationeries.stationery(), out)
    assert made.refused_fetches == ()
    printed = text(out, 1)
    assert printed.count(hostile) == 2
    assert f"Geachte {hostile}," in printed


def test_what_is_not_ours_is_refused_and_written_down() -> None:
    html = '<html lang="nl"><title>x</title><p>x'
    html += '<img alt="x" src="http://x.example/a.png"><img alt="x" src="file:///etc/passwd">'
    made = rendering._typeset(html, "@import url(http://x.example/b.css);", rendering._Library())
    assert made.refused == ("http://x.example/b.css", "http://x.example/a.png", "file:///etc/passwd")


def test_equal_input_gives_equal_bytes_also_in_another_process(out: Path, tmp_path: Path) -> None:
    sheets, stationery = stationeries.sheets(3), stationeries.stationery()
    made = rendering.render_box(sheets, stationery, out)
    again = rendering.render_box(sheets, stationery, tmp_path / "again.pdf")
    code = (
        "import sys; from pathlib import Path; from letters import rendering;"
        "from tests.letters import stationeries as s;"
        "print(rendering.render_box(s.sheets(3), s.stationery(), Path(sys.argv[1])).sha256)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "other.pdf")]
    other = subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "7"}
    )
    assert out.read_bytes() == (tmp_path / "again.pdf").read_bytes() == (tmp_path / "other.pdf").read_bytes()
    assert made.sha256 == again.sha256 == other.stdout.strip()


def test_the_file_is_tagged_dutch_dated_and_carries_its_fonts(out: Path) -> None:
    rendering.render_box(stationeries.sheets(2), stationeries.stationery(), out)
    with pikepdf.open(out) as pdf:
        assert str(pdf.Root.Lang) == "nl"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in pdf.Root
        assert b'pdfuaid:part="1"' in pdf.Root.Metadata.read_bytes()
        assert (str(pdf.docinfo.CreationDate), str(pdf.docinfo.ModDate)) == ("D:20270303", "D:20270303")
        fonts = [font for font in pdf.objects if isinstance(font, pikepdf.Dictionary) and "/FontName" in font]
        # these four and no other: nothing fell back on a font of the machine
        own = ["Letter-Sans", "Letter-Sans-Bold", "Letter-Serif", "Letter-Serif-Bold"]
        assert sorted(str(font.FontName).split("+")[1] for font in fonts) == own
        assert all({"/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)


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


TURNED = Image.Exif()
TURNED[0x0112] = 6  # to be shown a quarter turned
ODD_LOGOS: dict[str, tuple[bytes, float, float]] = {  # and how large each is printed, in millimetres
    "very wide": (picture((4000, 200)), 110, 5.5),
    "very tall": (picture((300, 3000)), 1.4, 14),
    "clear ground": (picture((330, 140)), 33, 14),
    "palette": (picture((330, 140), "P"), 33, 14),
    "one bit": (picture((330, 140), "1"), 33, 14),
    "print colours": (picture((330, 140), "CMYK", "JPEG"), 33, 14),
    "a quarter turned": (picture((140, 330), "L", "JPEG", exif=TURNED), 33, 14),
    "16 million dots": (picture((4000, 4000), "L"), 14, 14),
}


@pytest.mark.parametrize("name", ODD_LOGOS)
def test_a_logo_of_any_shape_stands_whole_in_its_place_and_is_in_the_file_once(
    out: Path, tmp_path: Path, name: str
) -> None:
    content, width, height = ODD_LOGOS[name]
    stationery = stationeries.stationery(logo=images.drawn(content).content)
    made = rendering.render_box(stationeries.sheets(2), stationery, out)
    ink = seen(out, Rectangle(0, 0, 210, 31))
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
    stationery = stationeries.stationery(logo=picture((300, 120)), signature=picture((300, 90)))
    rendering.render_box([stationeries.sheet()], stationery, out)
    with pikepdf.open(out) as pdf:
        assert sorted(figures(pdf)) == sorted(
            ["Gemeente Voorbeeldstad", "Handtekening", "QR-code naar de aanmeldpagina", "Sorteercode voor de post"]
        )


def test_a_signature_stands_between_the_greeting_and_the_name(out: Path) -> None:
    rendering.render_box([stationeries.sheet()], stationeries.stationery(signature=picture((800, 110))), out)
    boxes = {word: box for word, box in words(out, 1) if word in ("groet,", "Berend")}
    room = Rectangle(30, boxes["groet,"].bottom, 200, boxes["Berend"].top)
    ink = seen(out, room)
    assert (ink.left, ink.width, ink.height) == pytest.approx((35, 80, 11), abs=0.4)


@pytest.mark.parametrize(
    "content", [b"", b"not an image", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\n"]
)
def test_a_logo_that_is_no_image_is_refused(out: Path, content: bytes) -> None:
    with pytest.raises(Refused, match="Het logo is geen bruikbare afbeelding"):
        rendering.render_box([stationeries.sheet()], stationeries.stationery(logo=content), out)
    assert not out.exists()


@pytest.mark.parametrize("profile", envelope.PROFILES.values(), ids=envelope.PROFILES)
def test_a_full_letterhead_and_long_lines_still_fit_and_no_two_words_touch(
    out: Path, profile: envelope.Profile
) -> None:
    stationery = stationeries.stationery(
        profile=profile,
        logo=picture((600, 200)),
        signature=picture((600, 200)),
        phone_hours="op maandag, dinsdag en donderdag van 9.00 tot 12.00 uur",
        service_about="STERN is een bezoekgroep van vrijwilligers en hoort bij welzijnsorganisatie SWOA.",
    )
    lines = ("De hoogwelgeboren heer", "Jhr. mr. A.B.C. van Velzen-in het Veld", "Havendijk 156-2", "1231 GF  DORP")
    made = rendering.render_box([stationeries.sheet(address_lines=lines)], stationery, out)
    assert made.pages == 2
    ink = [(word, Rectangle(box.left, box.top + 1, box.right - 0.1, box.bottom - 1)) for word, box in words(out, 1)]
    pairs = itertools.combinations([(word, box) for word, box in ink if box.height > 0], 2)
    assert [(one, other) for (one, here), (other, there) in pairs if here.touches(there)] == []


def test_the_two_age_variants_say_how_long_ago(out: Path, tmp_path: Path) -> None:
    rendering.render_box([stationeries.sheet(), stationeries.sheet(text_variant="oud")], stationeries.stationery(), out)
    assert "Uw partner is ongeveer een half jaar geleden overleden." in text(out, 1)
    assert "Uw partner is enige tijd geleden overleden." in text(out, 3)


def test_front_and_back_carry_the_code_and_the_ways_to_answer(out: Path) -> None:
    sheet = stationeries.sheet()
    rendering.render_box([sheet], stationeries.stationery(), out)
    shown = codes.shown(sheet.code)
    front, back = text(out, 1), text(out, 2)
    assert front.count(shown) == back.count(shown) == 1
    assert "000 123 45 67" in front.replace("\u00a0", " ")
    assert "aanmelden.stern.example" in front
    for line in (
        "Ik wil graag een gesprek.",
        "Ik wil eerst meer weten.",
        "Ik wil liever geen brieven meer.",
        "Antwoordnummer",
    ):
        assert line in back


def test_the_shipped_text_is_short_and_names_the_loss_once() -> None:
    words_ = wording.shipped()
    fields = stationeries.stationery().merge_fields("jong")
    front = " ".join(run.text for block in words_.front for run in wording.runs(block, fields))
    back = " ".join(run.text for block in words_.back for run in wording.runs(block, fields))
    assert len(front.split()) <= 190
    assert front.count("overleden") == 1
    assert back.count("overleden") == 0
    for word in ("verwerking", "rouwproces", "weduw", "uiterlijk", "snel", "%"):
        assert word not in (front + back).lower()


def test_the_qr_code_holds_the_page_with_the_code_in_its_fragment() -> None:
    import segno

    drawn = pictures.qr("https://aanmelden.stern.example/#CDFH2345")
    plain = segno.make_qr("https://aanmelden.stern.example/#CDFH2345", error="m", mask=4, boost_error=False)
    stride = (drawn.side + 7) // 8
    bits = [f"{int.from_bytes(drawn.rows[y * stride : (y + 1) * stride]):0{stride * 8}b}" for y in range(drawn.side)]
    dark = [[bits[y][x] == "0" for x in range(drawn.side)] for y in range(drawn.side)]
    assert dark == [[bool(module) for module in row] for row in plain.matrix_iter(border=4)]


def test_large_print_takes_two_sheets_beside_ordinary_letters(out: Path) -> None:
    sheets = [stationeries.sheet(), stationeries.sheet(2, large_print=True), stationeries.sheet(3)]
    made = rendering.render_box(sheets, stationeries.stationery(), out)
    assert made.pages == 8
    assert codes.shown(sheets[1].code) in text(out, 3)
    assert codes.shown(sheets[1].code) in text(out, 6)
    assert codes.shown(sheets[2].code) in text(out, 7)


def test_a_long_name_is_set_smaller_and_one_that_still_does_not_fit_is_refused(out: Path) -> None:
    profile = envelope.C5_LEFT
    sized = {
        count: fitting.setting(stationeries.sheet(address_lines=("n" * count, "X 1", "1234 AB  X")), profile).size
        for count in (30, 36, 42)
    }
    assert sized == {30: 11.0, 36: 10.5, 42: 9.0}
    long = stationeries.sheet(address_lines=("n" * 60, "X 1", "1234 AB  X"))
    assert [reason.text for reason in rendering.fits(long, profile)] == [
        "De adresregels passen niet in het venster van de envelop."
    ]
    with pytest.raises(Refused, match="passen niet in het venster"):
        rendering.render_box([stationeries.sheet(), long], stationeries.stationery(profile=profile), out)
    assert not out.exists()


def test_too_many_lines_lose_first_the_bars_and_then_the_letter() -> None:
    profile = envelope.C5_LEFT
    lines = [f"Regel {n}" for n in range(8)]
    settings = {n: fitting.setting(stationeries.sheet(address_lines=tuple(lines[:n])), profile) for n in (3, 4, 5, 7)}
    assert {n: (each.size, each.with_kix) for n, each in settings.items()} == {
        3: (11.0, True), 4: (11.0, True), 5: (11.0, False), 7: (9.0, False),
    }  # fmt: skip
    assert rendering.fits(stationeries.sheet(address_lines=tuple(lines)), profile)


@pytest.mark.parametrize("name", ["Jansen\u202e", "Jan\nsen", "山田", "Jan\u200bsen", "\ufffd"])
def test_a_character_that_can_not_be_printed_holds_the_letter(name: str) -> None:
    reasons = rendering.fits(stationeries.sheet(address_lines=(name, "X 1", "1234 AB  X")), envelope.DL_LEFT)
    assert reasons
    assert all(reason.rule == "L6" and "niet gedrukt" in reason.text for reason in reasons)


def test_a_code_that_is_no_code_holds_the_letter() -> None:
    reasons = rendering.fits(stationeries.sheet(code="CDFH2345"), envelope.DL_LEFT)
    assert [(reason.rule, reason.text) for reason in reasons] == [("A1", "De antwoordcode klopt niet.")]


@pytest.mark.parametrize("kix", ["", "1231 GF 156", "<b>", "1231GF156XTOOLONGX"])
def test_bars_that_are_no_kix_are_not_printed(kix: str) -> None:
    assert not fitting.setting(stationeries.sheet(kix=kix), envelope.DL_LEFT).with_kix


def test_a_letterhead_without_kix_prints_no_bars(out: Path) -> None:
    rendering.render_box([stationeries.sheet()], stationeries.stationery(with_kix=False), out)
    bare = out.read_bytes()
    rendering.render_box([stationeries.sheet(kix=None)], stationeries.stationery(), out)
    assert bare == out.read_bytes()


def test_large_print_of_a_short_text_still_takes_two_sheets(out: Path) -> None:
    short = tuple(dataclasses.replace(block, text="Kort.") for block in wording.shipped().front)
    words_ = dataclasses.replace(wording.shipped(), front=short)
    made = rendering.render_box([stationeries.sheet(large_print=True)], stationeries.stationery(words=words_), out)
    assert made.pages == 4
    assert text(out, 2) == ""


def test_letters_with_marks_of_their_own_are_composed_and_fit() -> None:
    sheet = stationeries.sheet(address_lines=("Zoe\u0308 S\u0327enol Łukasiewicz-Ørsted", "X 1", "1234 AB  X"))
    assert rendering.fits(sheet, envelope.DL_LEFT) == []


SENTENCE = "Nog een zin die er echt niet meer bij kan. "


def with_more(side: str, sentences: int) -> wording.Wording:
    """The shipped words with a paragraph more on the front or the back."""
    shipped = wording.shipped()
    more = (*getattr(shipped, side), wording.Block("extra", SENTENCE * sentences))
    return dataclasses.replace(shipped, **{side: more})


NOT_ON_PAPER: dict[str, tuple[dict[str, Any], str]] = {
    "too long a letter": (
        {"words": with_more("front", 20)},
        "De tekst van de brief past niet op het papier. Maak hem korter.",
    ),
    "rights that reach the card": (
        {"words": with_more("back", 9)},
        "De tekst over uw rechten loopt door in de antwoordkaart. Maak hem korter.",
    ),
    "a service with a long name": (
        {"service_name": "bezoekdienst van de stichting voor steun en troost na verlies in de wijken en dorpen " * 2},
        "Het blok met datum, telefoon en code loopt door in de tekst van de brief. "
        "Maak de naam van de dienst of van de coördinator korter.",
    ),
    "a coordinator whose name is one long word": (
        {"coordinator": "Verzonnen" * 5},
        "Het blok met datum, telefoon en code past niet op het papier. "
        "Maak de naam van de dienst of van de coördinator korter.",
    ),
    "a town of three lines": (
        {"municipality": "Voorbeeldstad aan de Verzonnen Rivier en " * 3},
        "Het briefhoofd loopt door in het blok met datum, telefoon en code. "
        "Gebruik een kortere naam of een kleiner logo.",
    ),
    "an address for the card without end": (
        {"reply_address": ("Gemeente Voorbeeldstad, afdeling verzonnen post en kaarten",) * 12},
        "De antwoordkaart past niet op het papier. Maak het antwoordadres of de aanwijzing erbij korter.",
    ),
}


@pytest.mark.parametrize("name", NOT_ON_PAPER)
def test_what_does_not_stand_where_it_may_is_named_and_leaves_no_file(out: Path, name: str) -> None:
    changes, said = NOT_ON_PAPER[name]
    with pytest.raises(Refused) as refused:
        rendering.render_box(stationeries.sheets(2), stationeries.stationery(**changes), out)
    assert refused.value.reasons[0].text == said
    assert not out.exists()


def test_rights_in_large_type_that_need_a_third_sheet_are_named(out: Path) -> None:
    stationery = stationeries.stationery(words=with_more("back", 16))
    with pytest.raises(Refused) as refused:
        rendering.render_box([stationeries.sheet(large_print=True), stationeries.sheet()], stationery, out)
    assert [reason.text for reason in refused.value.reasons] == [
        "De tekst over uw rechten past niet op het papier. Maak hem korter."
    ]


def test_every_word_and_picture_belongs_to_a_part_that_is_watched(out: Path) -> None:
    logo = picture((300, 120))
    stationery = stationeries.stationery(logo=logo, signature=logo)
    sheets = [stationeries.sheet(), stationeries.sheet(2, large_print=True)]
    page = markup.compose(sheets, stationery)
    made = rendering._typeset(page.html, page.styles, rendering._Library(stationery, page.images))
    assert [sorted(part.name for part in each) for each in made.pages] == [
        ["block", "body", "head", "return", "side"],
        ["rights", "slip", "slipcode"],
        ["block", "body", "head", "return", "side"],
        ["body"],
        ["rights"],
        ["slip", "slipcode"],
    ]


@pytest.mark.parametrize("key", sorted(wording.MANDATORY))
def test_no_mandatory_block_can_be_left_out(out: Path, key: str) -> None:
    shipped = wording.shipped()
    kept = dataclasses.replace(
        shipped,
        front=tuple(block for block in shipped.front if block.key != key),
        back=tuple(block for block in shipped.back if block.key != key),
    )
    with pytest.raises(Refused, match="ontbreekt"):
        rendering.render_box([stationeries.sheet()], stationeries.stationery(words=kept), out)


def test_an_unknown_field_is_named() -> None:
    shipped = wording.shipped()
    changed = dataclasses.replace(shipped, front=(*shipped.front, wording.Block("extra", "Dag {voornaam}")))
    assert [reason.text for reason in wording.reasons(changed)] == ["De brief gebruikt een onbekend veld: {voornaam}."]


@pytest.mark.parametrize("count", [0, 251])
def test_a_box_has_1_to_250_letters(out: Path, count: int) -> None:
    with pytest.raises(Refused, match="1 tot 250"):
        rendering.render_box([stationeries.sheet()] * count, stationeries.stationery(), out)


def test_a_full_disk_leaves_the_old_file_and_nothing_else(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        rendering.render_box([stationeries.sheet()], stationeries.stationery(), out)
    assert {path.name: path.read_bytes() for path in out.parent.iterdir()} == {"doos-1.pdf": b"old"}


def test_cover_sheet_and_pull_list_are_files_of_their_own(tmp_path: Path) -> None:
    stationery = stationeries.stationery()
    boxes = [
        lists.Box(1, 250, 500, "1231 AA", "1233 ZZ", "ab" * 32),
        lists.Box(2, 1, 2, "1234 AB", "1234 AB", "cd" * 32),
        lists.Box(3, 80, 0, "1234 AC", "1239 AB", ""),
        lists.Box(4, 25, 100, "1231 AA", "1239 AB", "ef" * 32),
    ]
    cover = rendering.cover_sheet(boxes, stationery, tmp_path / "cover.pdf", round_name="april 2027")
    pulls = [
        lists.Pull(2, 1, ("A. Voorbeeld", "Dorpsstraat 1", "1234 AB  DORP")),
        lists.Pull(1, 7, ("B. Voorbeeld", "Dorpsstraat 2", "1234 AB  DORP")),
    ]
    pulled = rendering.pull_list(pulls, stationery, tmp_path / "pulls.pdf", round_name="april 2027")
    assert (cover.pages, pulled.pages) == (1, 1)
    counted = text(tmp_path / "cover.pdf", 1)
    assert "276 brieven in 3 dozen. 1 doos is nog niet gemaakt" in counted
    assert {"Samen", "276", "602"} <= set(counted.split())
    assert "In doos 4 zijn de brieven in grote letters: twee vellen per brief" in " ".join(counted.split())
    found = text(tmp_path / "pulls.pdf", 1)
    assert "Haal 2 enveloppen eruit." in found
    assert found.index("B. Voorbeeld") < found.index("A. Voorbeeld")


def test_an_empty_pull_list_says_that_all_may_go(tmp_path: Path) -> None:
    rendering.pull_list([], stationeries.stationery(), tmp_path / "pulls.pdf", round_name="april 2027")
    assert "Er hoeft geen envelop uit." in text(tmp_path / "pulls.pdf", 1)


def test_no_template_puts_a_variable_in_a_style_or_an_address() -> None:
    for template in typesetting.FOLDER.glob("*.html"):
        for attribute in ("style=", "href=", "src="):
            assert attribute not in template.read_text("utf-8")


def test_the_module_loads_neither_weasyprint_nor_settings() -> None:
    code = "import sys, letters.rendering; print(sorted({'weasyprint', 'bezoekdienst.settings'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
