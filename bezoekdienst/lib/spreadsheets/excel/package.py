"""The parts of an Excel file, unpacked as a stream: it is a zip of XML parts, and nothing about it may be trusted.

What a zip declares is checked before it is unpacked and counted while it is; no part is ever whole in memory.
Everything that is wrong raises Refused (rule "L12") with a sentence for the clerk.
"""

import zipfile
from collections.abc import Callable, Iterator
from typing import BinaryIO
from xml.parsers import expat

from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.lib.spreadsheets import zips

MAX_UNPACKED = 1024 * 1024 * 1024  # 250,000 rows x 45 filled columns are 300 to 850 MB of XML
MAX_SMALL = 16 * 1024 * 1024  # the list of sheets, the styles
MAX_PENDING = 2 * 1024 * 1024  # bytes of XML without a finished row or string; a row of 1,000 columns is about 60 kB
_CHUNK = 64 * 1024
_OLE2 = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class Reader:
    """What a part is read with: `start` and `end` see its elements, `text` gathers what stands between them.

    They set `advanced` whenever something is finished: memory holds what is not, so that may not be much.
    """

    def __init__(self) -> None:
        self.text: list[str] = []
        self.advanced = False

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...


def refused(text: str) -> Refused:
    return Refused(Reason("L12", text))


def damaged() -> Refused:
    return refused(
        "Dit Excel-bestand is beschadigd. Open het in Excel, sla het opnieuw op en lever het nog een keer aan."
    )


def locked() -> Refused:
    return refused(
        "Dit bestand is met een wachtwoord beveiligd. Sla het op zonder wachtwoord en lever het opnieuw aan."
    )


def no_workbook() -> Refused:
    return refused(
        "Dit is geen Excel-werkmap van het soort .xlsx. Open het bestand in Excel, sla het op als Excel-werkmap "
        "(.xlsx) en lever dat bestand aan."
    )


def too_large(limit: int) -> Refused:
    size = f"{limit // 1024**2:,}".replace(",", ".")
    return refused(f"Uitgepakt is dit Excel-bestand te groot: meer dan {size} MB. Lever het in delen.")


def resembles(head: bytes) -> bool:
    """Whether `head`, the start of a file, is that of an Office file: also of one that `Package` will refuse."""
    if not head.startswith(b"PK\x03\x04"):
        return head.startswith(_OLE2)
    name = head[30 : 30 + int.from_bytes(head[26:28], "little")]
    return name.startswith((b"xl/", b"docProps/", b"_rels/", b"[Content_Types].xml", b"customXml/", b"mimetype"))


class Package:
    """An .xlsx of which parts can be read. Raises Refused for what is none, is locked, broken or too big unpacked."""

    def __init__(self, stream: BinaryIO) -> None:
        if stream.read(4) == _OLE2:
            raise _old_or_locked(stream)
        try:
            self._zip = zipfile.ZipFile(zips.Measured(stream, damaged))
        except zips.BROKEN:
            raise damaged() from None
        if "xl/workbook.xml" not in self:
            raise no_workbook()
        if sum(part.file_size for part in self._zip.infolist()) > MAX_UNPACKED:
            raise too_large(MAX_UNPACKED)

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def size(self, name: str) -> int:
        """What the zip says that this part is unpacked."""
        return self._zip.getinfo(name).file_size

    def chunks(self, name: str, limit: int = MAX_UNPACKED) -> Iterator[bytes]:
        """The part piece by piece. Its checksum stands at its end: what came before is only certain then."""
        info = self._zip.NameToInfo.get(name)
        if info is None or info.compress_type not in zips.PACKINGS:
            raise damaged()
        if info.flag_bits & 1:
            raise locked()
        unpacked = 0
        try:
            with self._zip.open(info) as part:
                while chunk := part.read(_CHUNK):
                    unpacked += len(chunk)
                    if unpacked > limit:
                        raise too_large(limit)
                    yield chunk
        except zips.BROKEN:
            raise damaged() from None

    def read(self, name: str, reader: Reader, limit: int = MAX_SMALL) -> None:
        """Feed all of the part to `reader`."""
        feed, since = feeder(reader), 0
        for chunk in self.chunks(name, limit):
            feed(chunk, False)
            since = 0 if reader.advanced else since + len(chunk)
            reader.advanced = False
            check_pending(since)
        feed(b"", True)


def check_pending(size: int) -> None:
    """Refuse when this much was read without anything being finished: memory holds what is not."""
    if size > MAX_PENDING:
        limit = MAX_PENDING // 1024**2
        raise refused(f"In dit Excel-bestand is een regel of tekst veel te lang: meer dan {limit} MB.")


def feeder(reader: Reader) -> Callable[[bytes, bool], object]:
    """A function that feeds bytes to `reader`; its second argument says whether they are the last."""
    parser = _parser(reader)

    def feed(data: bytes, last: bool) -> None:
        try:
            parser.Parse(data, last)
        except expat.ExpatError:
            raise damaged() from None

    return feed


def _parser(reader: Reader) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def begin(name: str, attributes: dict[str, str]) -> None:
        """Some programs write `x:row` for `row`; only for those each name is taken apart."""
        if ":" in name:
            parser.StartElementHandler = lambda name, attributes: reader.start(name.rpartition(":")[2], attributes)
            parser.EndElementHandler = lambda name: reader.end(name.rpartition(":")[2])
        else:
            parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
        parser.StartElementHandler(name, attributes)

    parser.StartElementHandler = begin
    parser.CharacterDataHandler = reader.text.append
    # No entities of its own, so none that grow; and in UTF-8, as every spreadsheet program writes it: then what is
    # searched for among the bytes is what the parser sees.
    parser.StartDoctypeDeclHandler = _refuse
    parser.XmlDeclHandler = _only_utf8
    return parser


def _refuse(*_: object) -> None:
    raise damaged()


def _only_utf8(_: str, encoding: str | None, __: int) -> None:
    if encoding is not None and encoding.lower() not in ("utf-8", "utf8", "us-ascii"):
        raise damaged()


def _old_or_locked(stream: BinaryIO) -> Refused:
    """An OLE2 file: the wrapping around an .xlsx with a password, or a program's own form from before 2007."""
    carry = b""
    while chunk := stream.read(zips.MAX_READ):
        if _ENCRYPTED in carry + chunk:
            return locked()
        carry = chunk[-len(_ENCRYPTED) :]
    return refused(
        "Dit is een bestand van een oude versie van Excel (.xls). Open het in Excel, sla het op als Excel-werkmap "
        "(.xlsx) en lever dat bestand aan."
    )
