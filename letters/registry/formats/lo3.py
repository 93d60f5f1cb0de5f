"""LO3 selections: messages Sv01 (a person) and Sv11 (nobody), one after another in one file, with or without line ends.

`00000000Sv01`, status (1), date (8), length of the rest (5); then per category its number (2) and length (3), and in it
per element its number (4), length (3) and value. `00000000Sv11` is followed by its length only. Characters are teletex
or UTF-8, seen a message; in UTF-8 suppliers count bytes or characters, and whichever fits exactly is meant.
A message that does not fit costs itself and no other: reading goes on at the next message header.
"""

import functools
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.lib.spreadsheets.source import MAX_ROWS, Source, too_many
from letters.registry.formats import selections, teletex
from letters.registry.formats.records import Record
from letters.registry.rows import RegistryPerson, Rejected

NAME = "LO3-selectie"

_HEADER = re.compile(rb"0{8}([A-Z][a-z][0-9]{2})")
_PERSON = re.compile(rb"0{8}Sv01(.)(.{8})([0-9]{5})", re.DOTALL)
_NOBODY = re.compile(rb"0{8}Sv11([0-9]{5})")
_BETWEEN = re.compile(rb"(?:\s|\x1a|\xef\xbb\xbf)*")
_NEXT_CATEGORY = re.compile(rb"(?:0[1-9]|1[0-6]|5[1-9]|6[0-6])(?!000)[0-9]{10}")
# There is no category 00, no group 00: the zeros that begin the next message are never taken for one.
_CATEGORY, _ELEMENT = re.compile(r"(?!00)[0-9]{5}"), re.compile(r"(?!00)[0-9]{7}")
_USED = frozenset((*selections.CATEGORIES, *selections.HISTORIES))
_FIRST_CATEGORY = re.compile(rb"(?!00)[0-9]{5}(?:(?!00)[0-9]{7}|\Z|[^0-9]|0)")
_HEADER_LENGTH = 12
_EFFORT = 512 * 1024 * 1024  # characters of messages that did not fit
_REACH = 4 * 100_000 + 100  # bytes: the longest message there can be, in characters of four bytes

Row = RegistryPerson | Rejected
Decode = Callable[[str], str]  # from a value with a byte a character to its text


def recognises(head: bytes) -> bool:
    """A message header at the start, or a selection's a little further (the start may be damaged)."""
    start = _BETWEEN.match(head)
    return bool(start and _HEADER.match(head, start.end())) or b"00000000Sv01" in head or b"00000000Sv11" in head


def prepared(source: Source) -> "Messages":
    """The messages of `source`, read while they are iterated."""
    return Messages(source)


@dataclass(frozen=True, slots=True)
class Messages:
    """The messages of one delivery; read once."""

    source: Source
    ignored: tuple[str, ...] = ()

    def rows(self) -> Iterator[Row]:
        """Every message as a person or rejected, in order; its line is its number in the delivery, from 1."""
        buffer = _Buffer(self.source.chunks())
        number = 0
        while buffer.has_more():
            number += 1
            if number > MAX_ROWS:
                raise too_many()
            yield _row(buffer, number)

    def texts(self) -> Iterator[str]:
        """Every message as it stands there; of one that does not fit at most its beginning."""
        buffer = _Buffer(self.source.chunks())
        for number in itertools.count(1):
            if not buffer.has_more():
                return
            content, start = buffer.content, buffer.at
            _row(buffer, number)
            end = buffer.at if buffer.content is content else len(content)
            raw = content[start : min(end, start + _REACH)].strip()
            yield raw.decode() if _is_utf8(raw) else teletex.decode(raw)


class _Buffer:
    """The bytes from where reading has come; at least a whole message, at most a few."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self.content, self.at = b"", 0
        self._ended = False
        self._effort = 0

    def has_more(self) -> bool:
        """Whether something follows the blanks and line ends here; then a whole message of it is in reach."""
        while True:
            self._fill()
            between = _BETWEEN.match(self.content, self.at)
            self.at = between.end() if between else self.at
            if self.at < len(self.content):
                self._fill()
                return True
            if self._ended:
                return False

    def skip(self) -> bool:
        """Go to the next message header after here, or to the end; whether there was one."""
        self.at += 1
        while True:
            header = _HEADER.search(self.content, self.at)
            if header or self._ended:
                self.at = header.start() if header else len(self.content)
                return header is not None
            self.at = max(self.at, len(self.content) - _HEADER_LENGTH + 1)
            self._fill()

    def fail(self, length: int) -> None:
        """Count what was looked at in vain. Raises Refused when that is too much: that is an attack."""
        self._effort += length
        if self._effort > _EFFORT:
            raise Refused(Reason("L12", "Het bestand is te erg beschadigd om te kunnen lezen."))

    def _fill(self) -> None:
        if self._ended or len(self.content) - self.at >= _REACH:
            return
        parts, size = [self.content[self.at :]], len(self.content) - self.at
        while size < 2 * _REACH and not self._ended:
            chunk = next(self._chunks, b"")
            self._ended = not chunk
            parts.append(chunk)
            size += len(chunk)
        self.content, self.at = b"".join(parts), 0


class _Read(NamedTuple):
    """A message whose structure fits: its categories in order, where it ends, and whether an element came twice."""

    categories: list[tuple[str, Record]]
    end: int
    doubled: bool


def _row(buffer: _Buffer, number: int) -> Row:
    header = _HEADER.match(buffer.content, buffer.at)
    kind = header[1].decode() if header else ""
    if kind == selections.PERSON and (found := _fitting(buffer.content, buffer.at)):
        status = chr(buffer.content[buffer.at + _HEADER_LENGTH]).strip()
        buffer.at = found.end
        return selections.person(number, status, found.categories, [selections.DOUBLED] * found.doubled)
    if header_read := _PERSON.match(buffer.content, buffer.at):
        buffer.fail(int(header_read[3]))
    nobody = _NOBODY.match(buffer.content, buffer.at)
    if nobody and nobody.end() + int(nobody[1]) <= len(buffer.content):
        buffer.at = nobody.end() + int(nobody[1])
        return Rejected(number, 1, selections.NO_PERSON)
    more = buffer.skip()
    if not kind:
        return Rejected(number, 1, selections.NO_MESSAGE)
    if kind not in (selections.PERSON, selections.NOBODY):
        return Rejected(number, 1, selections.other_kind(kind))
    return Rejected(number, 1, "De opbouw van dit bericht klopt niet." if more else _LAST)


_LAST = "De opbouw van dit bericht klopt niet, of het einde ontbreekt."


def _fitting(content: bytes, start: int) -> _Read | None:
    """The Sv01 message at `start`: counted in bytes or in characters, and rather what ends where something can end."""
    header = _PERSON.match(content, start)
    if header is None or (int(header[3]) and not _FIRST_CATEGORY.match(content, header.end())):
        return None  # seen before anything is copied
    counted = (_counted_in_bytes, _counted_in_characters)
    found = [read for count in counted if (read := count(content, header.end(), int(header[3])))]
    for read in found:
        if read.end == len(content) or content[read.end : read.end + 1].isspace() or _HEADER.match(content, read.end):
            return read
    # Something else follows. A damaged header of the next message is that message's loss, a category is this one's.
    return next((read for read in found if not _NEXT_CATEGORY.match(content, read.end)), None)


def _counted_in_bytes(content: bytes, start: int, length: int) -> _Read | None:
    body = content[start : start + length]
    if len(body) < length:
        return None
    return _read(body.decode("latin-1"), start + length, _from_utf8 if _is_utf8(body) else _from_teletex)


def _counted_in_characters(content: bytes, start: int, length: int) -> _Read | None:
    if content[start : start + length].isascii():
        return None  # the same as bytes
    text = content[start : start + 4 * length].decode("utf-8", "replace")[:length]
    body = text.encode()
    if len(text) < length or not content.startswith(body, start):
        return None
    return _read(text, start + len(body), str)


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _from_utf8(value: str) -> str:
    return value.encode("latin-1").decode("utf-8", "replace")


def _from_teletex(value: str) -> str:
    return teletex.decode(value.encode("latin-1"))


def _read(text: str, end: int, decode: Decode) -> _Read | None:
    """The categories that fill `text` exactly; None when it is not made so."""
    categories: list[tuple[str, Record]] = []
    at, doubled = 0, False
    while at < len(text):
        name, size = _category(text[at : at + 5])
        start, at = at + 5, at + 5 + size
        elements = _elements(text, start, at) if name and at <= len(text) else None
        if elements is None:
            return None
        if name in _USED:
            record = {element: value if value.isascii() else decode(value) for element, value in elements}
            doubled = doubled or len(record) < len(elements)
            categories.append((name, record))
    return _Read(categories, end, doubled)


def _elements(text: str, at: int, stop: int) -> list[tuple[str, str]] | None:
    """The elements that fill `text` from `at` to `stop` exactly, as (`02.40`, value); None when they don't."""
    elements = []
    while at < stop:
        name, size = _element(text[at : at + 7])
        start, at = at + 7, at + 7 + size
        if not name or at > stop:
            return None
        elements.append((name, text[start:at]))
    return elements


@functools.lru_cache(maxsize=10_000)  # a delivery repeats its headers all the time
def _category(header: str) -> tuple[str, int]:
    """`01183` -> (`01`, 183); ("", 0) for anything else."""
    return (header[:2], int(header[2:])) if _CATEGORY.fullmatch(header) else ("", 0)


@functools.lru_cache(maxsize=10_000)
def _element(header: str) -> tuple[str, int]:
    """`0240006` -> (`02.40`, 6); ("", 0) for anything else."""
    return (f"{header[:2]}.{header[2:4]}", int(header[4:])) if _ELEMENT.fullmatch(header) else ("", 0)
