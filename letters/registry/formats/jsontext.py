"""JSON in pieces: objects one by one out of whatever holds them, with no more in memory than a few of them.

They stand a line each, in an array, in a list inside an answer (`{"personen": [...]}`) or just one after another. In
lines every line is one piece, whatever is wrong with it. Otherwise a damaged object costs itself only: reading goes on
at the next place where an object of the expected kind can be read. Numbers stay the text they are.
"""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.lib.spreadsheets.source import Source
from letters.registry.formats.jsondecoding import MAX_OBJECT, Decoder, Object

BROKEN = "Dit bericht is beschadigd of niet compleet."
CUT_OFF = "Het bestand houdt hier plotseling op."
NOTHING = "Dit antwoord bevat geen persoon."
ODD_VALUE = "Een gegeven van deze persoon is anders opgeschreven dan is afgesproken."
NO_OBJECT = "Hier staat iets dat geen bericht is."
_BACK = 100  # characters that stay in reach behind
_EFFORT = 64 * 1024 * 1024  # characters looked at in vain before a file is given up: a second or two
_LEAST = 1000  # of that for every failure, however soon it was seen

_BETWEEN = re.compile(
    r"(?:[\s,\[]|\](?:\s*+(?:,\s*+\"[^\"\\]*+\"\s*+:\s*+(?:\"[^\"\\]*+\"|[\w.+-]++)\s*+)*+\})?)*+"
)  # what may stand between objects; after a list inside an answer also the rest of that answer
_AFTER_KEY = re.compile(r"\"\s*:\s*\Z")
_SURROGATE = re.compile("[\ud800-\udfff]")


class Piece(NamedTuple):
    """One object, or why there is none; `doubled`: a key in it came twice, so that one of the two is lost."""

    value: Object | None
    reason: str = ""
    doubled: bool = False

    def __repr__(self) -> str:
        return f"Piece(reason={self.reason!r})"


class Kind:
    """What is looked for: the `keys` an object can begin with, `alike` to tell it from the objects inside it, and under
    which keys (`lists`) an answer holds several of them."""

    def __init__(self, keys: Iterable[str], alike: Callable[[Object], bool], lists: tuple[str, ...] = ()) -> None:
        scalars = r"(?:\"[^\"\\]*+\"\s*+:\s*+(?:\"[^\"\\]*+\"|[\w.+-]++)\s*+,\s*+)*?"
        self.alike, self.lists, self.decoder = alike, lists, Decoder()
        self.start = re.compile(rf'\{{\s*+"(?:{"|".join(map(re.escape, keys))})"\s*+:')
        self.answer = re.compile(rf'\{{\s*+{scalars}"(?:{"|".join(lists) or "(?!)"})"\s*+:\s*+(?=\[)')


def head_text(head: bytes) -> str:
    """The head of a delivery as text, for recognising what it is."""
    marked = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return head.decode("utf-16" if marked else "utf-8-sig", "replace")


def pieces(source: Source, kind: Kind) -> Iterator[Piece]:
    """Every object of `source` in order. Raises Refused when it is too damaged to find anything in it."""
    if _is_lines(source):
        for line in source.lines():
            yield from _of_line(line, kind)
    else:
        texts = codecs.iterdecode(source.chunks(), source.encoding or "utf-8", "replace")
        yield from _Document(texts, kind).pieces()


def text(value: object) -> str | None:
    """A single value as text; "" for null; None for what holds others, true and false. Half characters are damage."""
    if isinstance(value, str):
        return value if value.isascii() else _SURROGATE.sub("\ufffd", value)
    return "" if value is None else None


def _is_lines(source: Source) -> bool:
    """Whether most lines hold an object each; one line is read as a document, that comes to the same."""
    lines = head_text(source.head).split("\n")[:100]
    filled = [line for raw in lines if (line := raw.strip())]
    whole = [line for line in filled if line[0] == "{" and line[-1] == "}"]
    return len(filled) > 1 and 2 * len(whole) > len(filled)


def _of_line(line: str | None, kind: Kind) -> Iterator[Piece]:
    if line is None:
        yield Piece(None, "Deze regel is te lang om te kunnen lezen.")
        return
    plain = line.strip().removeprefix("\ufeff")
    if not plain:
        yield Piece(None, "Deze regel is leeg.")
        return
    try:
        value, doubled, end = kind.decoder.at(plain, 0)
    except (ValueError, RecursionError):
        broken_answer = kind.answer.match(plain)
        yield from _Document(iter([plain]), kind).pieces() if broken_answer else [Piece(None, BROKEN)]
        return
    yield from _unpacked(value, doubled, kind) if end == len(plain) else [Piece(None, BROKEN)]


def _unpacked(value: object, doubled: bool, kind: Kind) -> Iterator[Piece]:
    """A value as one piece, or as many as the list in it has."""
    found = _listed(value, kind)
    for item in [value] if found is None else found:
        yield Piece(item, "", doubled) if isinstance(item, dict) else Piece(None, NO_OBJECT)
    if found == []:
        yield Piece(None, NOTHING)


def _listed(value: object, kind: Kind) -> list[object] | None:
    """The list in an answer; None when `value` is none."""
    inside = value.get("_embedded", value) if isinstance(value, dict) else None
    found = [inside[key] for key in kind.lists if key in inside] if isinstance(inside, dict) else []
    return found[0] if found and isinstance(found[0], list) else None


class _Document:
    """Text from where reading has come: at least the longest object there can be, at most a few of them."""

    def __init__(self, texts: Iterator[str], kind: Kind) -> None:
        self._texts, self._kind = texts, kind
        self._content, self._at = "", 0
        self._ended = False
        self._open = 0  # lists begun and not ended
        self._effort = 0

    def pieces(self) -> Iterator[Piece]:
        while self._has_more():
            answer = self._kind.answer.match(self._content, self._at)
            if answer:
                self._at = answer.end()
                continue
            decoded = self._decoded()
            if decoded is None:
                yield Piece(None, BROKEN if self._content[self._at] == "{" else NO_OBJECT)
                self._resume()
            else:
                value, doubled, end = decoded
                yield from _unpacked(value, doubled, self._kind)
                self._at = end if self._kind.alike(value) or _listed(value, self._kind) else self._inside(end)
        if self._open > 0:
            yield Piece(None, CUT_OFF)

    def _decoded(self) -> tuple[Any, bool, int] | None:
        """The object here, as the decoder gives it; None when there is none. Raises Refused after too much of that."""
        if not self._content.startswith("{", self._at):
            return None  # also no text: its first quote may be what is damaged
        try:
            return self._kind.decoder.at(self._content, self._at)
        except (ValueError, RecursionError):
            self._effort += max(_LEAST, self._kind.decoder.cost)
        if self._effort > _EFFORT:
            raise Refused(Reason("L12", "Het bestand is te erg beschadigd om te kunnen lezen."))
        return None

    def _has_more(self) -> bool:
        """Whether something is left after what may stand between objects; it is in reach then."""
        while True:
            self._fill()
            between = _BETWEEN.match(self._content, self._at)
            end = between.end() if between else self._at
            self._open += self._content.count("[", self._at, end) - self._content.count("]", self._at, end)
            self._at = end
            if self._at < len(self._content):
                self._fill()
                return True
            if self._ended:
                return False

    def _inside(self, end: int) -> int:
        """Where the first object of the right kind stands inside one of another kind that ends at `end`; else `end`.

        Then it is an answer of a shape that we don't know, or the key over its list is damaged.
        """
        for start in self._kind.start.finditer(self._content, self._at + 1, end):
            self._at = start.start()
            self._effort += (end - self._at) // 8  # decoded again, though it succeeds
            if not self._is_after_key() and (decoded := self._decoded()) and self._kind.alike(decoded[0]):
                return self._at
        return end

    def _is_after_key(self) -> bool:
        return _AFTER_KEY.search(self._content, max(0, self._at - _BACK), self._at) is not None

    def _resume(self) -> None:
        """Go to the next object of the right kind; to the end when there is none."""
        self._at += 1
        while self._next_start():
            self._fill()
            decoded = self._decoded()
            if decoded and self._kind.alike(decoded[0]):
                return
            self._at += 1
        self._open = 0

    def _next_start(self) -> bool:
        """Whether somewhere from here an object begins as the right kind can, and is not the value of a key."""
        while True:
            self._fill()
            start = self._kind.start.search(self._content, self._at)
            if start is None:
                self._at = max(self._at, len(self._content) - _BACK)
                if self._ended:
                    self._at = len(self._content)
                    return False
                continue
            self._at = start.start()
            if not self._is_after_key():
                return True
            self._at += 1

    def _fill(self) -> None:
        if self._ended or len(self._content) - self._at >= MAX_OBJECT:
            return
        parts, size = [self._content[max(0, self._at - _BACK) : self._at], self._content[self._at :]], 0
        while size < 2 * MAX_OBJECT and not self._ended:
            part = next(self._texts, None)
            self._ended = part is None
            parts.append(part or "")
            size += len(part or "")
        self._at = len(parts[0])
        self._content = "".join(parts)
