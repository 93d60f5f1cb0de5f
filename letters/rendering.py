"""One function: a box of letters becomes one print-ready file. The only module that knows WeasyPrint.

Equal input gives an equal file, byte for byte (L10); nothing is fetched but the shipped fonts and the letterhead's own
images; a letter that doesn't fit is refused before anything is laid out.
"""

import dataclasses
import hashlib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from letters import codes, envelope
from letters.sheet import fitting, layout, lists, pictures, ruler, storage, typesetting, wording
from letters.sheet.fitting import fits
from letters.sheet.stationery import Sheet, Stationery, TextVariant

__all__ = [
    *("BOX_LIMIT", "BOX_SIZE", "Rendering", "Sheet", "Stationery", "TextVariant"),
    *("cover_sheet", "fits", "pull_list", "render_box", "ruler_page"),
]

BOX_LIMIT = 250  # the most a box may hold (05-letters, section 4)
BOX_SIZE = 100  # what we fill one with: a larger document costs more time and memory a letter
FONT_STYLES = ("sans-Regular", "sans-Semibold", "serif-Regular", "serif-Semibold")


@dataclass(frozen=True, slots=True)
class Rendering:
    """A written file: its pages (sides), size and SHA-256, and what was asked for and refused while making it."""

    path: Path
    letters: int
    pages: int
    size: int
    sha256: str
    slow_path: bool
    refused_fetches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of text with its fields filled in."""

    heading: str
    runs: tuple[wording.Run, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """One sheet as the templates need it."""

    sheet: Sheet
    address_lines: tuple[str, ...]
    salutation: str
    code: str
    size: str
    qr: str
    kix: str
    front: tuple[Paragraph, ...]
    back: tuple[Paragraph, ...]


def render_box(sheets: Sequence[Sheet], stationery: Stationery, out_path: Path) -> Rendering:
    """Write the letters of one box, in the order given, to `out_path` as one tagged PDF; two sides a letter.

    Raises `Refused` when a letter doesn't fit, the text doesn't fit its side, or a picture is none; then no file is
    written. Raises OSError when the disk is full; then none is left behind.
    """
    refuse_if(_reasons(sheets, stationery))
    images: dict[str, object] = {}
    letters = [_letter(index, sheet, stationery, images) for index, sheet in enumerate(sheets)]
    html = typesetting.render("box.html", letters=letters, subject=stationery.words.subject, **_about(stationery))
    styles = typesetting.stylesheet("letter.css") + layout.css(
        stationery.profile, fitting.return_size(stationery) or fitting.RETURN_SIZES[-1]
    )
    made = _typeset(html, styles, _Library(stationery, images))
    if made.marks != _expected_marks(sheets):
        raise Refused(Reason("L10", "De tekst van de brief past niet op het papier. Maak de tekst korter."))
    return _written(made, out_path, letters=len(sheets))


def cover_sheet(boxes: Sequence[lists.Box], stationery: Stationery, out_path: Path, *, round_name: str) -> Rendering:
    """Write the cover sheet of a round's boxes as a file of its own: counts and hashes, no names."""
    return _listing(lists.cover(boxes, round_name=round_name), stationery, out_path, count=len(boxes))


def pull_list(pulls: Sequence[lists.Pull], stationery: Stationery, out_path: Path, *, round_name: str) -> Rendering:
    """Write the list of envelopes to take out as a file of its own."""
    return _listing(lists.pulls(pulls, round_name=round_name), stationery, out_path, count=len(pulls))


def ruler_page(profile: envelope.Profile, out_path: Path, *, made_on: date) -> Rendering:
    """Write the page on which the measures of an envelope are read through its window (sheet/ruler)."""
    html = typesetting.render("ruler.html", drawing=ruler.drawing(profile), moment=made_on.isoformat())
    made = _typeset(html, typesetting.stylesheet("ruler.css") + ruler.css(profile), _Library())
    return _written(made, out_path, letters=1)


def _listing(listing: lists.Listing, stationery: Stationery, out_path: Path, *, count: int) -> Rendering:
    html = typesetting.render(
        "listing.html",
        sender=stationery.sender,
        moment=stationery.dated_on.isoformat(),
        **dataclasses.asdict(listing),
    )
    made = _typeset(html, typesetting.stylesheet("list.css"), _Library())
    return _written(made, out_path, letters=count)


def _reasons(sheets: Sequence[Sheet], stationery: Stationery) -> list[Reason]:
    if not 0 < len(sheets) <= BOX_LIMIT:
        return [Reason("L10", f"Een doos heeft 1 tot {BOX_LIMIT} brieven.")]
    reasons = wording.reasons(stationery.words) + pictures.reasons(stationery) + fitting.return_line(stationery)
    return reasons + [reason for sheet in sheets for reason in fits(sheet, stationery.profile)]


def _expected_marks(sheets: Sequence[Sheet]) -> tuple[int, ...]:
    ends = itertools.accumulate(sheet.pages for sheet in sheets)
    return tuple(page for sheet, end in zip(sheets, ends, strict=True) for page in (end - sheet.pages, end - 1))


def _letter(index: int, sheet: Sheet, stationery: Stationery, images: dict[str, object]) -> Letter:
    setting = fitting.setting(sheet, stationery.profile)
    qr, bars = f"qr-{index}", f"kix-{index}" if stationery.with_kix and setting.with_kix else ""
    images[f"letter:{qr}"] = pictures.qr(f"{stationery.sign_up_url}#{sheet.code}")
    if bars:
        images[f"letter:{bars}"] = pictures.Bars(sheet.kix or "")
    return Letter(
        sheet=sheet,
        address_lines=tuple(fitting.plain(line) for line in sheet.address_lines),
        salutation=fitting.plain(sheet.salutation),
        code=codes.shown(sheet.code),
        size=f"{setting.size * 10:.0f}",
        qr=qr,
        kix=bars,
        front=_paragraphs(stationery.words.front, stationery, sheet.text_variant),
        back=_paragraphs(stationery.words.back, stationery, sheet.text_variant),
    )


@cache
def _paragraphs(
    blocks: tuple[wording.Block, ...], stationery: Stationery, variant: TextVariant
) -> tuple[Paragraph, ...]:
    fields = stationery.merge_fields(variant)
    return tuple(Paragraph(block.heading, wording.runs(block, fields)) for block in blocks)


def _about(stationery: Stationery) -> dict[str, object]:
    return {
        "stationery": stationery,
        "title": f"Brieven {stationery.service_name}, {stationery.dated}",
        "moment": stationery.dated_on.isoformat(),
    }


class _Library:
    """What WeasyPrint may have: fonts and the letterhead's images. Everything else is refused and written down."""

    def __init__(self, stationery: Stationery | None = None, images: dict[str, object] | None = None) -> None:
        self.refused: list[str] = []
        self.images = images or {}
        own = {"logo": stationery.logo, "signature": stationery.signature} if stationery else {}
        self._own = {f"letter:{name}": content for name, content in own.items() if content is not None}
        self._fonts = {f"letter:{name}": fitting.font_path(*name.split("-")) for name in FONT_STYLES}

    def fetch(self, url: str) -> bytes:
        if url in self._fonts:
            return self._fonts[url].read_bytes()
        if url in self._own:
            return self._own[url]
        self.refused.append(url)
        raise ValueError("refused")


@dataclass(frozen=True, slots=True)
class _Made:
    content: bytes
    pages: int
    marks: tuple[int, ...]  # the page of every bookmark, from 0
    refused: tuple[str, ...]


def _typeset(html: str, styles: str, library: _Library) -> _Made:
    from weasyprint import CSS, HTML, URLFetcher
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> Any:
            return URLFetcherResponse(url, library.fetch(url))

    fonts, fetcher = FontConfiguration(), Fetcher()
    sheet = CSS(string=styles, font_config=fonts, url_fetcher=fetcher)
    page = HTML(string=html, base_url="letter:", url_fetcher=fetcher)
    options = {"font_config": fonts, "stylesheets": [sheet], "cache": dict(library.images), "pdf_variant": "pdf/ua-1"}
    document = page.render(**options)
    identifier = hashlib.sha256((html + styles).encode()).hexdigest()[:32].encode()
    content = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier)
    marks = tuple(number for number, each in enumerate(document.pages) for _ in each.bookmarks)
    return _Made(content, len(document.pages), marks, tuple(library.refused))


def _written(made: _Made, path: Path, *, letters: int) -> Rendering:
    storage.write(made.content, path)
    digest = hashlib.sha256(made.content).hexdigest()
    return Rendering(path, letters, made.pages, len(made.content), digest, True, made.refused)
