"""Uploaded files stay in memory: an extract holds BSNs and must never touch the disk (05-letters, section 1)."""

from io import BytesIO
from typing import IO, Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload

MAX_BYTES = 256 * 1024 * 1024
PATIENCE = 4  # times MAX_BYTES: so much is let through unread, so that the page can say that it was too much


class MemoryOnlyUploadHandler(FileUploadHandler):
    """Collects what is uploaded in memory, up to 256 MB for one request.

    What is larger is dropped while it comes in, and the form refuses it by its size; only far beyond it is the
    connection cut, because then nobody waits for a sentence any more. No page asks a file of who isn't logged in: hers
    is dropped at once, or a handful of strangers could fill the memory.
    """

    _taken = 0  # by all files of this request

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.request is not None and not self.request.user.is_authenticated:
            raise SkipFile
        self.file = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._taken += len(raw_data)
        if self._taken > PATIENCE * MAX_BYTES:
            raise StopUpload(connection_reset=True)
        if self._taken <= MAX_BYTES:
            self.file.write(raw_data)
        else:
            self.file = BytesIO()

    def file_complete(self, file_size: int) -> "InMemoryUploadedFile":
        self.file.seek(0)
        content: IO[bytes] = self.file
        return InMemoryUploadedFile(
            file=content,
            field_name=self.field_name,
            name=self.file_name or "",
            content_type=self.content_type or "",
            size=file_size if self._taken <= MAX_BYTES else self._taken,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
