"""A printer that says what a test wants it to say: a few lines of IPP over HTTP, and everything it was asked."""

import http.server
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from letters.printing import ippcodec

ASKED = {4: "validate", 5: "create", 6: "send", 8: "cancel", 9: "job", 11: "printer"}
IDLE = [
    ("enum", "printer-state", 3),
    ("keyword", "printer-state-reasons", "none"),
    ("boolean", "page-ranges-supported", True),
]


def job(state: int, *reasons: str, name: str = "") -> list[ippcodec.Attribute]:
    """What a printer answers about a job: 3 waits, 4 held, 5 printing, 6 stopped, 7 cancelled, 8 aborted, 9 done."""
    said: list[ippcodec.Attribute] = [("enum", "job-state", state), *([("name", "job-name", name)] if name else [])]
    return [*said, *(("keyword", "job-state-reasons", reason) for reason in reasons or ("none",))]


def printer(state: int, *reasons: str) -> list[ippcodec.Attribute]:
    """What a printer answers about itself: 3 idle, 4 printing, 5 stopped."""
    return [
        ("enum", "printer-state", state),
        *(("keyword", "printer-state-reasons", one) for one in reasons or ("none",)),
    ]


@dataclass
class Printer:
    """`says` an answer per question: attributes, a status with which it refuses, or None to hang up."""

    url: str = ""
    says: dict[str, Any] = field(default_factory=dict)
    ignores: list[str] = field(default_factory=list)  # what it leaves out of a job, and admits
    heard: list[str] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)

    def answer(self, message: bytes) -> bytes | None:
        operation, attributes = ippcodec.decode(message)
        question = ASKED[operation]
        self.heard.append(question)
        self.asked.append(attributes)
        usual = {"create": [("integer", "job-id", 7)], "printer": IDLE, "job": job(5)}
        said = self.says.get(question, usual.get(question, []))
        if said is None:
            return None
        status, found = (said, []) if isinstance(said, int) else (0, said)
        answered = ippcodec.encode(operation, found, [])
        left_out = b"".join(struct.pack(">BH", 0x10, len(name)) + name.encode() + bytes(2) for name in self.ignores)
        if left_out and question == "validate":
            answered, status = answered[:-1] + bytes([ippcodec.UNSUPPORTED_GROUP]) + left_out + answered[-1:], 1
        return answered[:2] + struct.pack(">H", status) + answered[4:]


@contextmanager
def running() -> Iterator[Printer]:
    there = Printer()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            answered = there.answer(self._body())
            if answered is None:
                self.close_connection = True
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(answered)))
            self.end_headers()
            self.wfile.write(answered)

        def _body(self) -> bytes:
            whole = b""
            while size := int(self.rfile.readline(), 16):
                whole += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return whole

        def log_message(self, *said: Any) -> None:
            """Keeps the test's output clean."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    there.url = f"ipp://127.0.0.1:{server.server_port}/ipp/print"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield there
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
