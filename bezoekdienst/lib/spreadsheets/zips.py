"""What is true of every zip, be it a workbook or the wrapping of a delivery: nothing that it says may be trusted."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import BinaryIO

from bezoekdienst.lib.errors import Refused

MAX_READ = 1024 * 1024  # bytes at once of the zip itself; no delivery has a directory of millions of files
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others unpack without bounds
BROKEN = (  # what the standard library raises over a zip that is not one all the way through
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(ValueError, RuntimeError, LookupError, ArithmeticError),
)


class Measured(io.BufferedIOBase):
    """The stream as zipfile sees it: a read that takes in more than is reasonable is an attack, and refused."""

    def __init__(self, stream: BinaryIO, damaged: Callable[[], Refused]) -> None:
        self._stream, self._damaged = stream, damaged

    def read(self, size: int | None = -1, /) -> bytes:
        asked = MAX_READ + 1 if size is None or size < 0 else size
        data = self._stream.read(min(asked, MAX_READ + 1))
        if len(data) > MAX_READ:
            raise self._damaged()
        return data

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def seekable(self) -> bool:
        return True
