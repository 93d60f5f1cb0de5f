"""The sheet as it comes out: pages, what shows in the window, what is printed literally, the same bytes twice."""

import dataclasses
import errno
import io
import itertools
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest
from PIL import Image

from bezoekdienst.lib.errors import Refused
from letters import codes, envelope, rendering
from letters.envelope import Rectangle
from letters.sheet import fitting, lists, pictures, typesetting, wording
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


@pytest.mark.parametrize("profile", envelope.PROFILES.values(), ids=envelope.PROFILES)
def test_the_window_shows_return_line_and_address_and_nothing_else_wherever_the_sheet_lies(
    out: Path, profile: envelope.Profile
) -> None:
    sheet, stationery = stationeries.sheet(), stationeries.stationery(profile=profile)
    rendering.render_box([sheet], stationery, out)
    seen, always = envelope.union(profile), envelope.safe(profile)
    inside = [(word, box) for word, box in words(out, 1) if box.touches(seen)]
    assert [word for word, _ in inside] == [*stationery.return_line.split(), *" ".join(sheet.address_lines).split()]
    for _, box in inside:
        # a word's box reaches beyond its ink by what the font reserves above and below
        assert always.contains(Rectangle(box.left, box.top + 0.4, box.right, box.bottom - 0.4))


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


def test_the_logo_is_in_the_file_once(out: Path) -> None:
    content = io.BytesIO()
    Image.new("RGB", (300, 120), "navy").save(content, "PNG")
    rendering.render_box(stationeries.sheets(3), stationeries.stationery(logo=content.getvalue()), out)
    with pikepdf.open(out) as pdf:
        images = [each for each in pdf.objects if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"]
        assert len(images) == 1


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
    content = io.BytesIO()
    Image.new("RGB", (600, 200), "navy").save(content, "PNG")
    stationery = stationeries.stationery(
        profile=profile,
        logo=content.getvalue(),
        signature=content.getvalue(),
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


def test_a_text_that_does_not_fit_its_side_is_refused_and_leaves_no_file(out: Path) -> None:
    long = wording.Block("extra", "Nog een zin die er echt niet meer bij kan. " * 20)
    words_ = dataclasses.replace(wording.shipped(), front=(*wording.shipped().front, long))
    with pytest.raises(Refused, match="past niet op het papier"):
        rendering.render_box([stationeries.sheet()], stationeries.stationery(words=words_), out)
    assert not out.exists()


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
    ]
    cover = rendering.cover_sheet(boxes, stationery, tmp_path / "cover.pdf", round_name="april 2027")
    pulls = [
        lists.Pull(2, 1, ("A. Voorbeeld", "Dorpsstraat 1", "1234 AB  DORP"), "Verhuisd."),
        lists.Pull(1, 7, ("B. Voorbeeld", "Dorpsstraat 2", "1234 AB  DORP"), "Wil geen brief."),
    ]
    pulled = rendering.pull_list(pulls, stationery, tmp_path / "pulls.pdf", round_name="april 2027")
    assert (cover.pages, pulled.pages) == (1, 1)
    counted = text(tmp_path / "cover.pdf", 1)
    assert "251 brieven in 2 dozen. 1 doos is nog niet gemaakt" in counted
    assert {"Samen", "251", "502"} <= set(counted.split())
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
