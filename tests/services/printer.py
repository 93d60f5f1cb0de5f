"""A real IPP printer on loopback that keeps what it is sent."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.services import programs

# Prints nothing, as the real ones do when they are out of paper: it waits for as long as a file called "leeg" lies
# there, says so in the printer's own state, and writes down how each job was asked.
COMMAND = """#!/bin/sh
env | grep ^IPP_ >>"{home}/asked"
while [ -e "{home}/leeg" ]; do echo "STATE: +media-empty-error" >&2; sleep 0.1; done
echo "STATE: -media-empty-error" >&2
"""


@dataclass(frozen=True)
class Printer:
    url: str
    home: Path
    process: subprocess.Popen[bytes] = field(repr=False)

    @property
    def spool(self) -> Path:
        return self.home / "spool"

    def asked(self, name: str) -> list[str]:
        """What each job that came out asked of `name`, such as page-ranges."""
        key = f"IPP_{name.upper().replace('-', '_')}="
        lines = (self.home / "asked").read_text().splitlines()
        return [line.removeprefix(key) for line in lines if line.startswith(key)]

    def switch_off(self) -> None:
        """At once, in the middle of whatever it prints."""
        os.killpg(os.getpgid(self.process.pid), signal.SIGKILL)
        self.process.wait()

    @contextmanager
    def out_of_paper(self) -> Iterator[None]:
        """Every job waits for paper until the block ends."""
        (self.home / "leeg").touch()
        try:
            yield
        finally:
            (self.home / "leeg").unlink()

    def papers(self) -> list[Path]:
        """The files that were printed, oldest first."""
        return sorted(self.spool.glob("*.pdf"), key=lambda path: path.stat().st_mtime_ns)


@contextmanager
def running(port: int | None = None) -> Iterator[Printer]:
    """Runs ippeveprinter for as long as the block lasts; it insists on a message bus, so it gets a private one.

    A test that switches it off and on again gives the port.
    """
    dbus = programs.find("dbus-daemon", package="dbus-daemon")
    program = programs.find("ippeveprinter", package="cups-ipp-utils")
    port = port or programs.free_port()
    with programs.folder() as home:
        bus, spool = home / "bus", home / "spool"
        spool.mkdir()
        command = home / "print"
        command.write_text(COMMAND.format(home=home))
        command.chmod(0o755)
        options = ["-2", "-p", str(port), "-n", "localhost", "-r", "off"]
        options += ["-d", str(spool), "-k", "-f", "application/pdf", "-c", str(command)]
        with (
            programs.running(
                [dbus, "--session", "--nofork", f"--address=unix:path={bus}"], ready=lambda _: bus.exists()
            ),
            programs.running(
                [program, *options, "Testprinter"],
                ready=lambda _: programs.answers(port),
                cwd=home,
                env={"DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={bus}"},
            ) as process,
        ):
            yield Printer(f"ipp://localhost:{port}/ipp/print", home, process)


@pytest.fixture
def printer() -> Iterator[Printer]:
    with running() as there:
        yield there
