"""A small client for printing over IPP: ask, hand over a file as a stream, follow the job until it is done.

Only what a print queue needs (RFC 8011): Validate-Job, Create-Job, Send-Document, Get-Job-Attributes,
Get-Printer-Attributes, Cancel-Job. The file is never read whole into memory.
"""

import http.client
import itertools
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from letters import ippcodec

VALIDATE_JOB, CREATE_JOB, SEND_DOCUMENT, CANCEL_JOB, GET_JOB, GET_PRINTER = 0x04, 0x05, 0x06, 0x08, 0x09, 0x0B
JOB_STATES = {
    3: "pending",
    4: "held",
    5: "processing",
    6: "stopped",
    7: "canceled",
    8: "aborted",
    9: "completed",
}
FINAL = frozenset({"canceled", "aborted", "completed"})
PRINTER_STATES = {3: "idle", 4: "processing", 5: "stopped"}
FIRST_ERROR, NOT_SUPPORTED = 0x0100, 0x040B
PDF = "application/pdf"
CHUNK = 64 * 1024

_Attributes = Sequence[ippcodec.Attribute]


class PrintError(Exception):
    """The queue could not be reached, or said no. The text is a Dutch sentence; `status` the IPP status, if any."""

    def __init__(self, text: str, status: int | None = None) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True, slots=True)
class State:
    """How a job or a printer is: its state by IPP's name, and reasons such as `media-empty`."""

    state: str
    reasons: tuple[str, ...]
    message: str = ""

    @property
    def is_final(self) -> bool:
        """Whether nothing will happen any more (of a job)."""
        return self.state in FINAL


@dataclass(frozen=True, slots=True)
class Queue:
    """A print queue by its URI, `ipp://host:631/ipp/print` or `ipps://`; `timeout` in seconds for each exchange."""

    uri: str
    user: str = "bezoekdienst"
    timeout: float = 30.0

    def submit(self, path: Path, *, name: str, sides: str = "two-sided-long-edge") -> int:
        """Hand over a PDF file and give the job's number. Raises `PrintError`; a job that got no file is cancelled.

        A printer that can't do `sides` is refused: a letter whose back lies on another sheet must not go out.
        """
        asked = [("name", "job-name", name)]
        template = [("keyword", "sides", sides)]
        self._ask(VALIDATE_JOB, [*asked, ("mime", "document-format", PDF)], template)
        job = int(str(self._ask(CREATE_JOB, asked, template)["job-id"][0]))
        sending: _Attributes = [("integer", "job-id", job)]
        details: _Attributes = [("name", "document-name", name), ("mime", "document-format", PDF)]
        try:
            with path.open("rb") as content:
                self._ask(SEND_DOCUMENT, [*sending, *details, ("boolean", "last-document", True)], content=content)
        except (PrintError, OSError):
            self._give_up(job)
            raise
        return job

    def job(self, job_id: int) -> State:
        """How the job is now."""
        found = self._ask(GET_JOB, [("integer", "job-id", job_id)])
        return _state(found, "job-state", JOB_STATES)

    def printer(self) -> State:
        """How the printer is now."""
        return _state(self._ask(GET_PRINTER, []), "printer-state", PRINTER_STATES)

    def cancel(self, job_id: int) -> None:
        """Take a job off the queue."""
        self._ask(CANCEL_JOB, [("integer", "job-id", job_id)])

    def follow(self, job_id: int, *, seconds: float, pause: float = 0.5) -> State:
        """Wait until the job is final, at most `seconds`; the last state seen either way."""
        until = time.monotonic() + seconds
        while not (seen := self.job(job_id)).is_final and time.monotonic() < until:
            time.sleep(pause)
        return seen

    def _give_up(self, job_id: int) -> None:
        try:
            self.cancel(job_id)
        except PrintError:
            return  # it was the connection that failed: the printer drops a job without a document by itself

    def _ask(
        self,
        operation: int,
        attributes: _Attributes,
        template: _Attributes | None = None,
        content: IO[bytes] | None = None,
    ) -> ippcodec.Found:
        head: _Attributes = [("uri", "printer-uri", self.uri)]
        # the target stands first: printer, then job; who asks comes after
        jobs = [attribute for attribute in attributes if attribute[1] == "job-id"]
        rest = [attribute for attribute in attributes if attribute[1] != "job-id"]
        user: _Attributes = [("name", "requesting-user-name", self.user)]
        message = ippcodec.encode(operation, [*head, *jobs, *user, *rest], template or [])
        status, found = _answer(self._exchange(message, content))
        if status == NOT_SUPPORTED and template:
            raise PrintError("De printer kan niet dubbelzijdig printen.", status)
        if status >= FIRST_ERROR:
            raise PrintError(f"De printer nam de opdracht niet aan (code {status:04x}).", status)
        return found

    def _exchange(self, message: bytes, content: IO[bytes] | None) -> bytes:
        connection, path = self._connection()
        try:
            connection.request("POST", path, body=_body(message, content), headers=_HEADERS, encode_chunked=True)
            response = connection.getresponse()
            answer = response.read()
        except (OSError, http.client.HTTPException) as error:
            raise PrintError("De printer is niet bereikbaar.") from error
        finally:
            connection.close()
        if response.status != http.client.OK:
            raise PrintError(f"De printer gaf een fout (HTTP {response.status}).")
        return answer

    def _connection(self) -> tuple[http.client.HTTPConnection, str]:
        parts = urlsplit(self.uri)
        kinds = {"ipp": http.client.HTTPConnection, "ipps": http.client.HTTPSConnection}
        if parts.scheme not in kinds or not parts.hostname:
            raise PrintError("Het adres van de printer klopt niet. Het begint met ipp:// of ipps://.")
        return kinds[parts.scheme](parts.hostname, parts.port or 631, timeout=self.timeout), parts.path or "/"


_HEADERS = {"Content-Type": "application/ipp", "Transfer-Encoding": "chunked"}


def _body(message: bytes, content: IO[bytes] | None) -> Iterator[bytes]:
    chunks = iter(lambda: content.read(CHUNK), b"") if content else iter(())
    return itertools.chain((message,), chunks)


def _state(found: ippcodec.Found, name: str, names: dict[int, str]) -> State:
    value = found.get(name, [0])[0]
    reasons = tuple(str(reason) for reason in found.get(f"{name}-reasons", []) if reason != "none")
    message = str(found.get(f"{name}-message", [""])[0])
    return State(names.get(int(value), "unknown"), reasons, message)


def _answer(message: bytes) -> tuple[int, ippcodec.Found]:
    try:
        return ippcodec.decode(message)
    except ValueError as error:
        raise PrintError("De printer gaf een antwoord dat niet te lezen is.") from error
