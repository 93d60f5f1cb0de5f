"""A small client for printing over IPP: ask, hand over a file as a stream, follow the job until it is done.

Only what a print queue needs (RFC 8011): Validate-Job, Create-Job, Send-Document, Get-Job-Attributes,
Get-Printer-Attributes, Cancel-Job. The file is never read whole into memory.
"""

import http.client
import itertools
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from letters.printing import ippcodec

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
FIRST_ERROR, NOT_POSSIBLE, NOT_FOUND, GONE, NOT_SUPPORTED = 0x0100, 0x0404, 0x0406, 0x0407, 0x040B
PDF, TWO_SIDED = "application/pdf", "two-sided-long-edge"
CHUNK = 64 * 1024
FIRST_SECONDS = 5.0  # whoever pressed the button need not wait longer to hear that the printer is off

# the address must stand in the window: asked of every printer that knows what it means
TRUE_SIZE = (("media", "iso_a4_210x297mm"), ("print-scaling", "none"))
_REFUSALS = {  # by status (RFC 8011, 4.1.6 and appendix B)
    0x0401: "De printer laat ons niet toe. Vraag de beheerder om toegang.",
    0x0402: "De printer laat ons niet toe. Vraag de beheerder om toegang.",
    0x0403: "De printer laat ons niet toe. Vraag de beheerder om toegang.",
    0x040A: "De printer kan dit soort bestand (pdf) niet printen.",
    0x0506: "De printer neemt nu geen opdrachten aan.",
    0x0507: "De printer is bezig met een andere opdracht.",
}

_Attributes = Sequence[ippcodec.Attribute]


class PrintError(Exception):
    """The queue could not be reached, or said no. The text is a Dutch sentence; `status` the IPP status, if any."""

    def __init__(self, text: str, status: int | None = None) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True, slots=True)
class State:
    """How a job or a printer is: its state by IPP's name, reasons such as `media-empty`; of a job also its name."""

    state: str
    reasons: tuple[str, ...]
    message: str = ""
    name: str = ""

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

    def open(self, name: str, *, sides: str = TWO_SIDED, pages: tuple[int, int] | None = None) -> int:
        """A new job, still without its file; its number. `pages` (first and last, from 1) prints only those.

        Raises `PrintError`; also when the printer can't do `sides` or `pages`: a letter whose back lies on another
        sheet must not go out, and one damaged sheet must not become a whole box.
        """
        can = replace(self, timeout=min(self.timeout, FIRST_SECONDS))._ask(GET_PRINTER, [])
        template: list[ippcodec.Attribute] = [("keyword", "sides", sides)]
        template += [("keyword", key, value) for key, value in TRUE_SIZE if value in can.get(f"{key}-supported", [])]
        if pages:
            if can.get("page-ranges-supported") != [True]:
                raise PrintError("Deze printer kan geen losse bladzijden printen.", NOT_SUPPORTED)
            template.append(("range", "page-ranges", pages))
        asked: _Attributes = [("name", "job-name", name), ("boolean", "ipp-attribute-fidelity", True)]
        self._ask(VALIDATE_JOB, [*asked, ("mime", "document-format", PDF)], template)
        return int(str(self._ask(CREATE_JOB, asked, template)["job-id"][0]))

    def fill(self, job: int, path: Path, *, name: str) -> None:
        """Hand over the file of a job. Raises `PrintError`: with a `status` the printer said no and the job is gone,
        without one the connection broke and the job has to be asked after. OSError when the file can't be read."""
        details: _Attributes = [("name", "document-name", name), ("mime", "document-format", PDF)]
        asked: _Attributes = [("integer", "job-id", job), *details, ("boolean", "last-document", True)]
        try:
            with path.open("rb") as content:
                self._ask(SEND_DOCUMENT, asked, content=content)
        except PrintError as failure:
            if failure.status is not None:
                self.give_up(job)
            raise
        except OSError:
            self.give_up(job)
            raise

    def submit(self, path: Path, *, name: str, sides: str = TWO_SIDED, pages: tuple[int, int] | None = None) -> int:
        """Open a job and fill it; its number. Raises `PrintError`."""
        job = self.open(name, sides=sides, pages=pages)
        self.fill(job, path, name=name)
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

    def give_up(self, job_id: int) -> None:
        """Take a job off the queue that will get no file; a printer that can't be told drops it by itself."""
        with suppress(PrintError):
            self.cancel(job_id)

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
        left_out = {name for _, name, _ in template or []} & set(map(str, found.get(ippcodec.UNSUPPORTED, [])))
        if template and (status == NOT_SUPPORTED or left_out):
            raise PrintError("De printer kan niet dubbelzijdig printen.", NOT_SUPPORTED)
        if status >= FIRST_ERROR:
            refused = f"De printer nam de opdracht niet aan (code {status:04x})."
            raise PrintError(_REFUSALS.get(status, refused), status)
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
    value = int(str(found.get(name, [0])[0]))
    reasons = tuple(str(reason) for reason in found.get(f"{name}-reasons", []) if reason != "none")
    message = str(found.get(f"{name}-message", [""])[0])
    return State(names.get(value, "unknown"), reasons, message, str(found.get("job-name", [""])[0]))


def _answer(message: bytes) -> tuple[int, ippcodec.Found]:
    try:
        return ippcodec.decode(message)
    except ValueError as error:
        raise PrintError("De printer gaf een antwoord dat niet te lezen is.") from error
