"""One function: a box of letters becomes one print-ready file. The only module that knows WeasyPrint.

Equal input gives an equal file, byte for byte (L10); nothing is fetched but the shipped fonts and the letterhead's own
images; a letter that doesn't fit is refused before anything is laid out, and a page on which a part stands where it may
not before anything is written.
"""

import contextlib
import dataclasses
import gc
import hashlib
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bezoekdienst.lib.errors import Reason, refuse_if
from letters import envelope
from letters.envelope import Rectangle
from letters.sheet import (
    dossiers,
    fitting,
    lists,
    markup,
    notes,
    pictures,
    places,
    ruler,
    storage,
    typesetting,
    wording,
)
from letters.sheet.fitting import fits
from letters.sheet.stationery import Sheet, Stationery

__all__ = [
    *("BOX_LIMIT", "BOX_SIZE", "Rendering", "Sheet", "Stationery"),
    *("cover_sheet", "dossier", "empty_form", "fits", "note", "pull_list", "render_box", "ruler_page"),
]

BOX_LIMIT = 250  # the most a box may hold (05-letters, section 4)
BOX_SIZE = 50  # what we fill one with: measured; a larger document takes more memory, and more time a letter
_kept = threading.local()
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


def render_box(sheets: Sequence[Sheet], stationery: Stationery, out_path: Path) -> Rendering:
    """Write the letters of one box, in the order given, to `out_path` as one tagged PDF; two sides a letter.

    Raises `Refused` when a letter doesn't fit, the text doesn't fit its side, or a picture is none; then no file is
    written. Raises OSError when the disk is full; then none is left behind.
    """
    refuse_if(_reasons(sheets, stationery))
    page = markup.compose(sheets, stationery)
    with _uncollected():
        made = _typeset(page.html, page.styles, _Library(stationery, page.images))
    refuse_if(places.reasons(made.pages, sheets, stationery.profile))
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


def note(written: notes.Note, stationery: Stationery, out_path: Path) -> Rendering:
    """Write one letter to somebody the service knows (sheet/notes). Raises Refused when it doesn't fit."""
    html, styles = notes.compose(written, stationery)
    made = _typeset(html, styles, _Library(stationery))
    refuse_if(places.of_note(made.pages, stationery.profile))
    return _written(made, out_path, letters=1)


def empty_form(form: lists.Form, out_path: Path, *, sender: str, made_on: date) -> Rendering:
    """Write a form to fill in by hand."""
    html = typesetting.render("form.html", form=form, sender=sender, moment=made_on.isoformat())
    return _written(_typeset(html, typesetting.stylesheet("form.css"), _Library()), out_path, letters=1)


def dossier(paper: dossiers.Paper, *, made_on: date) -> bytes:
    """What is held of one person, as a tagged PDF that is handed over and kept nowhere."""
    html = typesetting.render("dossier.html", paper=paper, moment=made_on.isoformat())
    return _typeset(html, typesetting.stylesheet("dossier.css"), _Library()).content


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


class _Library:
    """What WeasyPrint may have: fonts and the letterhead's images. Everything else is refused and written down."""

    def __init__(self, stationery: Stationery | None = None, images: dict[str, object] | None = None) -> None:
        self.refused: list[str] = []
        self.images = images or {}
        own = pictures.own(stationery) if stationery else {}
        self._own = {f"letter:{name}": content for name, content in own.items()}
        self._fonts = {f"letter:{name}": fitting.font_path(*name.split("-")) for name in FONT_STYLES}

    def fetch(self, url: str) -> bytes:
        if url in self._fonts:
            return self._fonts[url].read_bytes()
        if url in self._own:
            return self._own[url]
        self.refused.append(url)
        raise ValueError("refused")


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """A document is a million objects that all stay until it is written: looking for garbage meanwhile is a fifth of
    the time. Afterwards what it left is swept up at once, so that the next box finds the same room."""
    enabled = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        gc.collect()
        gc.unfreeze()
        if enabled:
            gc.enable()


@dataclass(frozen=True, slots=True)
class _Made:
    content: bytes
    pages: tuple[places.Page, ...]
    refused: tuple[str, ...]


def _typeset(html: str, styles: str, library: _Library) -> _Made:
    from weasyprint import CSS, HTML, URLFetcher
    from weasyprint.urls import URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> Any:
            return URLFetcherResponse(url, library.fetch(url))

    fonts, fetcher = _fonts(), Fetcher()
    sheet = CSS(string=styles, font_config=fonts, url_fetcher=fetcher)
    page = HTML(string=html, base_url="letter:", url_fetcher=fetcher)
    options = {"font_config": fonts, "stylesheets": [sheet], "cache": dict(library.images), "pdf_variant": "pdf/ua-1"}
    document = page.render(**options)
    content = document.write_pdf(pdf_variant="pdf/ua-1")
    return _Made(content, tuple(_parts(page) for page in document.pages), tuple(library.refused))


def _fonts() -> Any:
    """The loaded fonts, once for each thread: what a set of them takes is never given back, a quarter of a megabyte a
    document, and two threads may not use one."""
    from weasyprint.text.fonts import FontConfiguration

    if not hasattr(_kept, "fonts"):
        _kept.fonts = FontConfiguration()
    return _kept.fonts


def _parts(page: Any) -> places.Page:
    """The parts of a laid out page: the nearest class that names one, and the ink of all text and pictures in it."""
    found: dict[str, list[Rectangle]] = {}
    stack = [(page._page_box, "")]
    while stack:
        box, name = stack.pop()
        if box.element is not None:
            name = next((each for each in box.element.get("class", "").split() if each in places.PARTS), name)
        if hasattr(box, "text"):
            if name and box.text.strip():
                found.setdefault(name, []).append(_ink(box))
        elif hasattr(box, "replacement"):
            found.setdefault(name, []).append(
                _millimetres(box.content_box_x(), box.content_box_y(), box.width, box.height)
            )
        else:
            stack.extend((child, name) for child in getattr(box, "children", ()))
    return [places.Part(name, tuple(lines)) for name, lines in found.items()]


def _ink(line: Any) -> Rectangle:
    """What letters reach above and below the line they stand on: less than what the font reserves."""
    size = line.style["font_size"]
    top = line.position_y + line.baseline - fitting.ASCENT * size
    return _millimetres(line.position_x, top, line.width, (fitting.ASCENT + fitting.DESCENT) * size)


def _millimetres(left: float, top: float, width: float, height: float) -> Rectangle:
    return Rectangle(*(px / pictures.PX_PER_MM for px in (left, top, left + width, top + height)))


def _written(made: _Made, path: Path, *, letters: int) -> Rendering:
    storage.write(made.content, path)
    digest = hashlib.sha256(made.content).hexdigest()
    return Rendering(path, letters, len(made.pages), len(made.content), digest, True, made.refused)
