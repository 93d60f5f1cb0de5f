"""What is looked at before anything is printed, as PDF: the letter to nobody, and the page to measure an envelope."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from letters import envelope, letterheads, rendering, sheets
from letters.models import Letterhead
from letters.sheet.stationery import Sheet

# In which forms the letter exists, and what they are called on screen.
KINDS: dict[str, str] = {
    "jong": "Ongeveer een half jaar geleden",
    "oud": "Langer geleden",
    "groot": "In grote letters",
}


def letter(letterhead: Letterhead, kinds: Iterable[str] = KINDS, *, dated_on: date, silent_weeks: int) -> bytes:
    """The letter of a person who doesn't exist, in these forms, on this version (kept or not) of the letterhead.

    Raises Refused when it can't be made or doesn't fit.
    """
    stationery = letterheads.stationery(letterhead, dated_on=dated_on, silent_weeks=silent_weeks)
    with TemporaryDirectory() as folder:
        target = Path(folder) / "voorbeeld.pdf"
        rendering.render_box([_sheet(kind) for kind in kinds], stationery, target)
        return target.read_bytes()


def ruler(profile: envelope.Profile, *, made_on: date) -> bytes:
    """The page that is folded into an envelope to read its measures through the window."""
    with TemporaryDirectory() as folder:
        target = Path(folder) / "meetblad.pdf"
        rendering.ruler_page(profile, target, made_on=made_on)
        return target.read_bytes()


def _sheet(kind: str) -> Sheet:
    return sheets.invented("oud" if kind == "oud" else "jong", large_print=kind == "groot")
