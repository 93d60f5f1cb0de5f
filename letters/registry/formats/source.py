"""Bytes in, text lines out, whatever the encoding and however long; nothing larger than one line stays in memory."""

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
    last = b"\n"
    while chunk := stream.read(_CHUNK):
        size, newlines, last = size + len(chunk), newlines + chunk.count(b"\n"), chunk[-1:]
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
        self._marked = self.head.startswith(codecs.BOM_UTF8) or self.head.startswith(_UTF16)

    def _chunk(self) -> bytes:
        chunk = self._stream.read(_CHUNK)
        self._read += len(chunk)
        if self._read > MAX_BYTES:
            raise too_big()
        return chunk

    def _chunks(self) -> Iterator[bytes]:
        rest = itertools.chain([self.head], iter(self._chunk, b""))
        if not self.head.startswith(_UTF16):
            yield from rest
            return
        decoder = codecs.getincrementaldecoder("utf-16")("replace")
        for chunk in rest:
            yield decoder.decode(chunk).encode()

    def lines(self) -> Iterator[str | None]:
        """Each line without its end; None for one that is longer than MAX_LINE."""
        carry, skipping = b"", False
        for chunk in self._chunks():
            *whole, carry = (carry + chunk).split(b"\n")
            for line in whole:
                yield None if skipping or len(line) > MAX_LINE else self._text(line)
                skipping = False
            if len(carry) > MAX_LINE:
                carry, skipping = b"", True
        if carry or skipping:
            yield None if skipping else self._text(carry)

    def _text(self, line: bytes) -> str:
        """UTF-8; where a line is not and no mark promised it, windows-1252: that is what Dutch offices still send."""
        line = line.removesuffix(b"\r")
        try:
            return line.decode()
        except UnicodeDecodeError:
            return line.decode("utf-8" if self._marked else "cp1252", "replace")
