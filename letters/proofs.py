"""Proof pages: a handful of letters of the round as real pages, looked at before release (L8)."""

import hashlib
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused
from letters import rendering, sheets
from letters.models import Letter, Round
from letters.printing import making
from letters.states import LetterState


def chosen(frozen: Round) -> list[Letter]:
    """The longest name and address line, the first of each text variant and in large type, and one picked by hash."""
    letters = [
        letter
        for letter in frozen.letters.filter(state=LetterState.MADE).select_related("addressee").order_by("position")
        if letter.addressee
    ]
    if not letters:
        return []
    picked = [
        max(letters, key=lambda one: len(_sheet(one)["name"])),
        max(letters, key=lambda one: max(len(line) for line in _sheet(one)["address_lines"])),
        *(next((one for one in letters if one.text_variant == variant), letters[0]) for variant in ("jong", "oud")),
        *[one for one in letters if sheets.printed(one, frozen).large_print][:1],
        letters[int(hashlib.sha256(f"{frozen.pk}".encode()).hexdigest(), 16) % len(letters)],
    ]
    return list({letter.pk: letter for letter in picked}.values())


def opened(frozen: Round, *, by: User, at: datetime) -> bytes:
    """`pages` for somebody to look at; that she did is written down, and asked for before she may say so (L8)."""
    content = pages(frozen)
    with transaction.atomic():
        events.record("round.proof_opened", by=by, at=at, subject=frozen)
    return content


def pages(frozen: Round) -> bytes:
    """The chosen letters as one PDF, made the way the round will be. Raises Refused when the round has no letters."""
    letters = chosen(frozen)
    if not letters:
        raise Refused(Reason("L8", "Deze ronde heeft nog geen brieven om te bekijken."))
    with TemporaryDirectory() as folder:
        target = Path(folder) / "proef.pdf"
        made = [sheets.printed(letter, frozen) for letter in letters]
        rendering.render_box(made, making.stationery(frozen), target)
        return target.read_bytes()


def _sheet(letter: Letter) -> dict[str, str]:
    assert letter.addressee is not None
    sheet: dict[str, str] = letter.addressee.sheet
    return sheet
