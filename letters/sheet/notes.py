"""A letter to somebody the service knows already: one page on the letterhead, in large type, without a code."""

from dataclasses import dataclass

from letters import codes
from letters.sheet import fitting, layout, typesetting
from letters.sheet.stationery import Sheet, Stationery

_NO_CODE = codes.ALPHABET[0] * codes.LENGTH  # none is printed


@dataclass(frozen=True, slots=True)
class Note:
    """What stands on it; `marked` are the lines that are read first, after the first paragraph."""

    address_lines: tuple[str, ...]
    salutation: str
    subject: str
    paragraphs: tuple[str, ...]
    marked: tuple[str, ...] = ()
    large: bool = True


def compose(note: Note, stationery: Stationery) -> tuple[str, str]:
    """Its page as HTML and its stylesheet. Raises Refused when the address doesn't fit the window."""
    probe = Sheet(note.address_lines, note.salutation, _NO_CODE, "oud", large_print=note.large)
    setting = fitting.setting(probe, stationery.profile)
    html = typesetting.render(
        "note.html",
        note=note,
        stationery=stationery,
        size=f"{setting.size * 10:.0f}",
        moment=stationery.dated_on.isoformat(),
    )
    return_size = fitting.return_size(stationery) or fitting.RETURN_SIZES[-1]
    styles = typesetting.stylesheet("letter.css") + typesetting.stylesheet("note.css")
    return html, styles + layout.css(stationery.profile, return_size)
