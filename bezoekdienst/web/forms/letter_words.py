"""The text of the letter as a form: a field for every block, in the order in which they are printed.

Blocks are added, removed and moved by buttons of the same form, so that it works without script and nothing that was
typed gets lost on the way: `posted` reads what stands in the fields, `edited` does what the button says.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from letters.sheet import duties, wording
from letters.sheet.wording import Block, Wording

SIDES = {"front": "Voorkant", "back": "Achterkant"}
SAVE = "bewaren"
_KEY = re.compile(r"[a-z0-9-]{1,20}")
_WHITE = re.compile(r"[ \t\r\n\f\v\u00a0]+")  # a block is one paragraph, whatever was pasted into it
_MOST = 30  # blocks of one side that are read; how many there may be says `duties`


@dataclass(frozen=True, slots=True)
class Row:
    """One block on the page: its fields, and what its buttons may do."""

    side: str
    index: int
    key: str
    title: str
    must: str  # what it must say, "" for an own paragraph
    text: BoundField
    heading: BoundField | None
    is_shipped: bool
    is_first: bool
    is_last: bool

    @property
    def place(self) -> str:
        return f"{self.side}:{self.index}"


class WordsForm(forms.Form):
    """The subject and the blocks of `words`; `judged`: with what is wrong at each block."""

    subject = forms.CharField(label="Onderwerp", required=False)

    def __init__(self, words: Wording, *, judged: bool = False) -> None:
        super().__init__(_filled(words) if judged else None, initial=_filled(words))
        self.words = words
        for side in SIDES:
            for index, block in enumerate(getattr(words, side)):
                self._add(side, index, block)

    def _add(self, side: str, index: int, block: Block) -> None:
        title = duties.title(block.key)
        area = forms.Textarea(attrs={"rows": 3})
        self.fields[f"{side}-{index}-text"] = forms.CharField(label=title, required=False, widget=area)
        if side == "back":
            label = f"Kop boven “{title}”"
            self.fields[f"{side}-{index}-heading"] = forms.CharField(label=label, required=False)

    def clean(self) -> dict[str, Any]:
        """Every sentence stands at the block that it is about; what is about all of them, `letterheads.save` tells."""
        for reason in duties.line(self.words.subject, "Het onderwerp"):
            self.add_error("subject", reason.text)
        for side in SIDES:
            for index, block in enumerate(getattr(self.words, side)):
                for reason in duties.of_block(block):
                    self.add_error(f"{side}-{index}-text", reason.text)
        return super().clean() or {}

    def sides(self) -> list[tuple[str, str, list[Row]]]:
        """Front and back as (name, title, rows)."""
        return [(side, title, self._rows(side)) for side, title in SIDES.items()]

    def _rows(self, side: str) -> list[Row]:
        blocks: tuple[Block, ...] = getattr(self.words, side)
        return [
            Row(
                side=side,
                index=index,
                key=block.key,
                title=duties.title(block.key),
                must=wording.MANDATORY.get(block.key, ""),
                text=self[f"{side}-{index}-text"],
                heading=self[f"{side}-{index}-heading"] if side == "back" else None,
                is_shipped=shipped(block) in (None, block),
                is_first=index == 0,
                is_last=index == len(blocks) - 1,
            )
            for index, block in enumerate(blocks)
        ]


def posted(data: Mapping[str, Any]) -> Wording:
    """What stands in the fields of a sent form; blocks with an impossible name are none of ours."""
    front, back = (tuple(_blocks(data, side)) for side in SIDES)
    return Wording("", _one_line(data.get("subject", "")), front, back)


def edited(words: Wording, act: str) -> Wording:
    """`words` after a button: "omhoog:front:2", "omlaag:…", "weg:…", "meegeleverd:…", "erbij:back"."""
    verb, _, place = act.partition(":")
    side, _, number = place.partition(":")
    if side not in SIDES:
        return words
    blocks: list[Block] = list(getattr(words, side))
    if verb == "erbij":
        blocks.append(Block(_new_key(words), ""))
    elif number.isdecimal() and len(number) < 3 and int(number) < len(blocks):
        _change(blocks, verb, int(number))
    return replace(words, front=tuple(blocks)) if side == "front" else replace(words, back=tuple(blocks))


def without_empty(words: Wording) -> Wording:
    """Own paragraphs in which nothing was written are not kept."""
    return replace(words, front=_written(words.front), back=_written(words.back))


def _written(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(one for one in blocks if one.text or one.heading or one.key in wording.MANDATORY)


def shipped(block: Block) -> Block | None:
    """The block that came with the system under this name; None for an own paragraph."""
    return next((one for one in wording.shipped().blocks if one.key == block.key), None)


def _filled(words: Wording) -> dict[str, str]:
    found = {"subject": words.subject}
    for side in SIDES:
        for index, block in enumerate(getattr(words, side)):
            found |= {f"{side}-{index}-text": block.text, f"{side}-{index}-heading": block.heading}
    return found


def _change(blocks: list[Block], verb: str, at: int) -> None:
    block = blocks[at]
    if verb == "meegeleverd":
        blocks[at] = shipped(block) or block
    elif verb == "weg" and block.key not in wording.MANDATORY:
        del blocks[at]
    elif verb in ("omhoog", "omlaag"):
        to = at - 1 if verb == "omhoog" else at + 1
        if 0 <= to < len(blocks):
            blocks[at], blocks[to] = blocks[to], blocks[at]


def _blocks(data: Mapping[str, Any], side: str) -> list[Block]:
    return [
        Block(
            data[f"{side}-{index}-key"],
            _one_line(data.get(f"{side}-{index}-text", "")),
            _one_line(data.get(f"{side}-{index}-heading", "")) if side == "back" else "",
        )
        for index in range(_MOST)
        if _KEY.fullmatch(data.get(f"{side}-{index}-key", ""))
    ]


def _one_line(text: str) -> str:
    return _WHITE.sub(" ", text).strip(" ")


def _new_key(words: Wording) -> str:
    taken = {block.key for block in words.blocks}
    return next(key for number in range(1, 100) if (key := f"eigen-{number}") not in taken)
