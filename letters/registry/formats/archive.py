"""A zip around a delivery, as alternative media come: the one file with data in it, unpacked as a stream.

Nothing a zip declares is trusted: what comes out is counted while it is unpacked (by `source.measured`), its directory
is read with a limit, and only the two usual ways of packing are taken, because the others unpack without bounds.
"""

import io
import zipfile
from pathlib import PurePosixPath
from typing import IO, BinaryIO, cast

from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.lib.spreadsheets import zips

_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
_EXCEL = ("[Content_Types].xml", "xl/workbook.xml")
_MESSAGES, _METADATA = "berichtregels.jsonl", "am-metadata.json"
_DATA = (".json", ".jsonl", ".csv", ".gba", ".txt")
_LOCKED = 0x1 | 0x40 | 0x2000  # flag bits of the three ways to encrypt


def opened(stream: BinaryIO) -> BinaryIO:
    """The data file inside when `stream` (at its start, able to rewind) is a zip; an Excel file and all else as it is.

    Raises Refused (rule "L12") when it is not clear which file is meant, or when that can't be unpacked.
    """
    if not stream.seekable():
        return stream
    start = stream.tell()
    packed = stream.read(4) in _STARTS
    stream.seek(start)
    if not packed:
        return stream
    try:
        archive = zipfile.ZipFile(zips.Measured(stream, _damaged))
        if any(name in archive.NameToInfo for name in _EXCEL):
            stream.seek(start)
            return stream
        return cast(BinaryIO, _Member(archive.open(_chosen(archive.infolist()))))
    except zips.BROKEN:
        raise _damaged() from None


def _chosen(members: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    """The one with the data. Raises Refused when there is none, or more than one."""
    files = [(_name(member), member) for member in members if not member.is_dir() and not _is_aside(member)]
    if any(name.endswith(".zip") for name, _ in files):
        raise _refused("In dit zip-bestand zit nog een zip-bestand. Pak het uit en lever het bestand met de gegevens.")
    found = [member for name, member in files if name == _MESSAGES]
    found = found or [member for name, member in files if name.endswith(_DATA)]
    if not found:
        raise _refused("In dit zip-bestand zit geen bestand met gegevens: json, jsonl, csv, gba of txt.")
    if len(found) > 1:
        raise _refused("In dit zip-bestand zitten meer bestanden met gegevens. Lever ze een voor een.")
    if found[0].flag_bits & _LOCKED:
        raise _refused("Dit zip-bestand is met een wachtwoord beveiligd. Lever het zonder wachtwoord.")
    if found[0].compress_type not in zips.PACKINGS:
        raise _refused("Dit zip-bestand is ingepakt op een manier die we niet kunnen lezen. Lever een gewone zip.")
    return found[0]


def _name(member: zipfile.ZipInfo) -> str:
    return PurePosixPath(member.filename).name.lower()


def _is_aside(member: zipfile.ZipInfo) -> bool:
    """What comes along without being data: the metadata, and what a Mac adds."""
    return _name(member) == _METADATA or _name(member).startswith(".") or member.filename.startswith("__MACOSX/")


def _refused(text: str) -> Refused:
    return Refused(Reason("L12", text))


def _damaged() -> Refused:
    return _refused("Dit zip-bestand is beschadigd. Maak het opnieuw en lever het nog een keer aan.")


class _Member(io.BufferedIOBase):
    """The data file; what turns out to be damaged only while it is unpacked raises Refused."""

    def __init__(self, member: IO[bytes]) -> None:
        self._member = member

    def read(self, size: int | None = -1, /) -> bytes:
        try:
            return self._member.read(-1 if size is None else size)
        except zips.BROKEN:
            raise _damaged() from None

    def seek(self, offset: int, whence: int = 0, /) -> int:
        try:
            return self._member.seek(offset, whence)
        except zips.BROKEN:
            raise _damaged() from None

    def tell(self) -> int:
        return self._member.tell()

    def seekable(self) -> bool:
        return True
