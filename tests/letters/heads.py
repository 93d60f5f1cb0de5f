"""Versions of a letterhead for the tests: one that is kept, its words, its pictures, an envelope of its own."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from bezoekdienst.lib.errors import Refused
from letters import images, letterheads
from letters.models import Letterhead, Picture
from letters.sheet import wording
from letters.sheet.wording import Block
from tests.letters import chain
from tests.refusals import texts

THREE = tuple(chain.widow(number) for number in range(3))
SHIPPED = wording.shipped()
OWN_ENVELOPE = {
    "width": 220.0, "height": 110.0, "window_left": 20.0, "window_bottom": 15.0, "window_width": 100.0,
    "window_height": 40.0, "fold_height": 105.0,
}  # fmt: skip


def save(**changes) -> Letterhead:
    if letterheads.current() is None:
        changes = {"texts": chain.LETTERHEAD, "profile": "c5_left"} | changes
    return letterheads.save(by=None, at=chain.at(), **changes)


def written(text: str) -> wording.Wording:
    """The shipped text with one paragraph more."""
    return replace(SHIPPED, front=(*SHIPPED.front, Block("eigen-1", text)))


def logo(colour=(20, 90, 90)) -> Picture:
    target = io.BytesIO()
    Image.new("RGB", (300, 60), colour).save(target, "PNG")
    return images.drawn(target.getvalue())


def said(**changes) -> list[str]:
    with pytest.raises(Refused) as refusal:
        save(**changes)
    return texts(refusal)
