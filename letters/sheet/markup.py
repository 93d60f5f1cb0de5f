"""A box of sheets as one page of HTML, its stylesheet and the pictures that stand on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from letters import codes
from letters.sheet import fitting, layout, pictures, typesetting, wording
from letters.sheet.stationery import Sheet, Stationery, TextVariant


@dataclass(frozen=True, slots=True)
class Composed:
    """What goes to the typesetter; `images` are drawings by the address that the page gives them."""

    html: str
    styles: str
    images: dict[str, object]


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


def compose(sheets: Sequence[Sheet], stationery: Stationery) -> Composed:
    """The letters of one box, in the order given. Raises `Refused` when a letter doesn't fit its window."""
    images: dict[str, object] = {"letter:cut": pictures.Cut()}
    html = typesetting.render(
        "box.html",
        letters=[_letter(index, sheet, stationery, images) for index, sheet in enumerate(sheets)],
        stationery=stationery,
        subject=stationery.words.subject,
        title=f"Brieven {stationery.service_name}, {stationery.dated}",
        moment=stationery.dated_on.isoformat(),
    )
    return_size = fitting.return_size(stationery) or fitting.RETURN_SIZES[-1]
    return Composed(html, typesetting.stylesheet("letter.css") + layout.css(stationery.profile, return_size), images)


def _letter(index: int, sheet: Sheet, stationery: Stationery, images: dict[str, object]) -> Letter:
    setting = fitting.setting(sheet, stationery.profile)
    front, back = paragraphs(stationery, sheet.text_variant, large_print=sheet.large_print)
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
        front=front,
        back=back,
    )


@lru_cache(maxsize=32)
def paragraphs(
    stationery: Stationery, variant: TextVariant, *, large_print: bool
) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """The text of front and back, in lines; the same for everybody who gets this variant."""
    fields, words = stationery.merge_fields(variant), stationery.words
    sizes = (fitting.LARGE_SIZE,) * 2 if large_print else (fitting.BODY_SIZE, fitting.RIGHTS_SIZE)
    front, back = (
        tuple(Paragraph(one.heading, fitting.broken(wording.runs(one, fields), family, size)) for one in blocks)
        for blocks, family, size in zip((words.front, words.back), ("serif", "sans"), sizes, strict=True)
    )
    return front, back
