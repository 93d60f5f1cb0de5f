"""The sheet as it comes out: pages, what shows in the window, what is printed literally, the same bytes twice."""

import dataclasses
import errno
import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from bezoekdienst.lib.errors import Refused
from letters import codes, envelope, rendering
from letters.sheet import fitting, typesetting, wording
from tests.letters import paper, stationeries

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("count", [1, 3])
def test_every_letter_has_exactly_two_pages(out: Path, count: int) -> None:
    made = rendering.render_box(stationeries.sheets(count), stationeries.stationery(), out)
    assert (made.letters, made.pages, made.slow_path, made.refused_fetches) == (count, count * 2, True, ())
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages) == count * 2


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
    printed = paper.text(out, 1)
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


def test_the_two_age_variants_say_how_long_ago(out: Path, tmp_path: Path) -> None:
    rendering.render_box([stationeries.sheet(), stationeries.sheet(text_variant="oud")], stationeries.stationery(), out)
    assert "Uw partner is ongeveer een half jaar geleden overleden." in paper.text(out, 1)
    assert "Uw partner is enige tijd geleden overleden." in paper.text(out, 3)


def test_front_and_back_carry_the_code_and_the_ways_to_answer(out: Path) -> None:
    sheet = stationeries.sheet()
    rendering.render_box([sheet], stationeries.stationery(), out)
    shown = codes.shown(sheet.code)
    front, back = paper.text(out, 1), paper.text(out, 2)
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


def test_letters_with_marks_of_their_own_are_composed_and_fit() -> None:
    sheet = stationeries.sheet(address_lines=("Zoe\u0308 S\u0327enol Łukasiewicz-Ørsted", "X 1", "1234 AB  X"))
    assert rendering.fits(sheet, envelope.DL_LEFT) == []


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


def test_no_template_puts_a_variable_in_a_style_or_an_address() -> None:
    for template in typesetting.FOLDER.glob("*.html"):
        for attribute in ("style=", "href=", "src="):
            assert attribute not in template.read_text("utf-8")


def test_the_module_loads_neither_weasyprint_nor_settings() -> None:
    code = "import sys, letters.rendering; print(sorted({'weasyprint', 'bezoekdienst.settings'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
