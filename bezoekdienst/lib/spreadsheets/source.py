"""Bytes in, text lines out, whatever the encoding and however long; nothing larger than a chunk stays in memory."""

import codecs
import itertools
from collections.abc import Iterator
from typing import BinaryIO

from bezoekdienst.lib.errors import Reason, Refused

MAX_BYTES = 256 * 1024 * 1024
MAX_ROWS = 250_000
MAX_LINE = 256 * 1024  # bytes; a line of 257 columns is about 2 kB
_CHUNK = 256 * 1024
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def too_big() -> Refused:
    return Refused(Reason("L12", f"Het bestand is te groot: meer dan {MAX_BYTES // 1024**2} MB. Lever het in delen."))


def too_many() -> Refused:
    limit = f"{MAX_ROWS:,}".replace(",", ".")
    return Refused(Reason("L12", f"Het bestand heeft te veel regels: meer dan {limit}. Lever het in delen."))


def measured(stream: BinaryIO) -> None:
    """Refuse a stream that can be rewound and passes a limit, before anything is read for real."""
    if not stream.seekable():
        return
    start = stream.tell()
    size = newlines = 0
    row_end = last = b"\n"
    while chunk := stream.read(_CHUNK):
        if not size and chunk.removeprefix(codecs.BOM_UTF8).lstrip()[:1] in (b"{", b"["):
            row_end = b"\n{"  # one object may go over many lines
        size, newlines, last = size + len(chunk), newlines + chunk.count(row_end), chunk[-1:]
        if size > MAX_BYTES:
            raise too_big()
    stream.seek(start)
    if newlines + (last != b"\n") > MAX_ROWS + 1:  # the heading is a line too
        raise too_many()


class Source:
    """A stream of which the head was looked at; `lines()` gives every line once, the heading first."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._read = 0
        self.head = self._chunk()
        self.encoding = _encoding(self.head)
        # An old program's line ends with CR alone: then there is no LF in all of the first 256 kB.
        self._ends_with_cr = b"\n" not in self.head and b"\r" in self.head

    def _chunk(self) -> bytes:
        chunk = self._stream.read(_CHUNK)
        self._read += len(chunk)
        if self._read > MAX_BYTES:
            raise too_big()
        return chunk

    def chunks(self) -> Iterator[bytes]:
        """The bytes from the start, as they came."""
        return itertools.chain([self.head], iter(self._chunk, b""))

    def first_line(self) -> str:
        """The first line as far as it lies in the head, without a mark or an end."""
        text = self.head.decode(self.encoding or "utf-8-sig", "replace").removeprefix("\ufeff")
        return text.partition("\r" if self._ends_with_cr else "\n")[0]

    def lines(self) -> Iterator[str | None]:
        """Each line without its end; None for one that is longer than MAX_LINE."""
        carry, skipping = b"", False
        for chunk in self._eight_bits():
            whole, newline, rest = chunk.rpartition(b"\n")
            if not newline:
                carry += rest
            elif skipping:
                yield None
                yield from self._texts(whole.partition(b"\n")[2]) if b"\n" in whole else ()
                carry, skipping = rest, False
            else:
                yield from self._texts(carry + whole)
                carry = rest
            if len(carry) > MAX_LINE:
                carry, skipping = b"", True
        if carry or skipping:
            yield from [None] if skipping else self._texts(carry)

    def _eight_bits(self) -> Iterator[bytes]:
        """UTF-16 becomes UTF-8 on the way, so that a line ends with one byte in whatever comes."""
        chunks = self.chunks()
        if self.encoding is not None and self.encoding.startswith("utf-16"):
            decoder = codecs.getincrementaldecoder(self.encoding)("replace")
            chunks = (decoder.decode(chunk).encode("utf-8", "replace") for chunk in chunks)
        yield from (chunk.replace(b"\r", b"\n") for chunk in chunks) if self._ends_with_cr else chunks

    def _texts(self, lines: bytes) -> Iterator[str | None]:
        """Whole lines, decoded together while they are what nearly all are: UTF-8 and not endless."""
        try:
            texts: list[str] = lines.decode().replace("\r\n", "\n").removesuffix("\r").split("\n")
        except UnicodeDecodeError:
            return (None if len(line) > MAX_LINE else self._text(line) for line in lines.split(b"\n"))
        return iter(texts) if len(texts[0]) <= MAX_LINE else itertools.chain([None], texts[1:])

    def _text(self, line: bytes) -> str:
        """UTF-8; where a line is not and no mark promised it, windows-1252: that is what Dutch offices still send."""
        line = line.removesuffix(b"\r")
        try:
            return line.decode()
        except UnicodeDecodeError:
            return line.decode("utf-8" if self.encoding else "cp1252", "replace")


def _encoding(head: bytes) -> str | None:
    """What a mark at the start promises, or every other byte being 0 betrays; None when nothing does."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith(_UTF16):
        return "utf-16"
    sample = head[: len(head) // 2 * 2][:1000]
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(sample) > 20 and sample[start::2].count(0) * 10 > len(sample[start::2]) * 9:
            return encoding
    return None
