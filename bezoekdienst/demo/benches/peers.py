"""What our letters are measured against: one plain WeasyPrint call a letter, and typst. For the bench alone."""

import base64
import dataclasses
import importlib.util
import json
import re
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from letters import codes
from letters.sheet import fitting, markup
from letters.sheet.stationery import Sheet, Stationery

FONTS = ("sans-Regular", "sans-Semibold", "serif-Regular", "serif-Semibold")
_LINES = re.compile(r"(\.(?:body|rights) \{[^}]*)white-space: pre;")
_CUT = ('background: url("letter:cut") no-repeat;', "border-top: 0.25mm dashed #6b757c;")
TYPST = Path(__file__).with_name("letter.typ")


def plain(sheet: Sheet, stationery: Stationery) -> bytes:
    """One letter as one would write it: our page and stylesheet, fonts by their files, pictures as data. What we worked
    out ourselves is left to WeasyPrint again: where lines end, and the line to cut along."""
    import segno
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    page = markup.compose([sheet], stationery)
    pictures = {
        "qr-0": segno.make_qr(_address(sheet, stationery), error="m").png_data_uri(scale=8),
        "logo": _data(stationery.logo),
        "signature": _data(stationery.signature),
    }
    html, styles = page.html, _LINES.sub(r"\1", page.styles).replace(*_CUT)
    for name, picture in pictures.items():
        html = html.replace(f'"letter:{name}"', f'"{picture}"')
    for name in FONTS:
        styles = styles.replace(f"letter:{name}", fitting.font_path(*name.split("-")).as_uri())
    fonts = FontConfiguration()
    sheets = [CSS(string=styles, font_config=fonts)]
    content: bytes = HTML(string=html).write_pdf(stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1")
    return content


def has_typst() -> bool:
    """Whether typst is installed (requirements/bench.txt)."""
    return importlib.util.find_spec("typst") is not None


def typst(sheets: Sequence[Sheet], stationery: Stationery) -> bytes:
    """All letters as one document, PDF/UA-1, with the same fonts and pictures."""
    import typst as typesetter

    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "letter.typ").write_bytes(TYPST.read_bytes())
        (folder / "data.json").write_text(json.dumps(_data_of(sheets, stationery, folder)), "utf-8")
        content: bytes = typesetter.compile(
            folder / "letter.typ",
            root=folder,
            font_paths=[fitting.font_path(family).parent for family in fitting.FONT_FILES],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards="ua-1",
        )
        return content


def _data_of(sheets: Sequence[Sheet], stationery: Stationery, folder: Path) -> dict[str, object]:
    import segno

    for name, content in (("logo.png", stationery.logo), ("signature.png", stationery.signature)):
        (folder / name).write_bytes(content or b"")
    letters = []
    for number, sheet in enumerate(sheets):
        code = segno.make_qr(_address(sheet, stationery), error="m", mask=4, boost_error=False)
        code.save(str(folder / f"{number}.png"), scale=1)
        front, back = markup.paragraphs(stationery, sheet.text_variant, large_print=False)
        letters.append(
            {
                "address_lines": sheet.address_lines,
                "salutation": f"{sheet.salutation},",
                "code": codes.shown(sheet.code),
                "qr": f"{number}.png",
                "front": [dataclasses.asdict(paragraph) for paragraph in front],
                "back": [dataclasses.asdict(paragraph) for paragraph in back],
            }
        )
    return _about(stationery) | {"letters": letters}


def _about(stationery: Stationery) -> dict[str, object]:
    return {
        "title": f"Brieven {stationery.service_name}",
        "sender": stationery.sender,
        "return_line": stationery.return_line,
        "dated": f"{stationery.municipality}, {stationery.dated}",
        "service": stationery.service_name,
        "coordinator": stationery.coordinator,
        "phone": stationery.phone,
        "subject": stationery.words.subject,
        "signatory": stationery.signatory,
        "role": stationery.signatory_role,
        "how": f"Knip de kaart af en stuur hem op in de antwoordenvelop. {stationery.reply_hint}",
        "to": f"Geen antwoordenvelop? Stuur de kaart naar {', '.join(stationery.reply_address)}",
    }


def _address(sheet: Sheet, stationery: Stationery) -> str:
    return f"{stationery.sign_up_url}#{sheet.code}"


def _data(content: bytes | None) -> str:
    return f"data:image/png;base64,{base64.b64encode(content or b'').decode()}"
