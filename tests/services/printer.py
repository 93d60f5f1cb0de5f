"""A real IPP printer on loopback that keeps what it is sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.services import programs


@dataclass(frozen=True)
class Printer:
    url: str
    spool: Path

    def papers(self) -> list[Path]:
        """The files that were printed, oldest first."""
        return sorted(self.spool.glob("*.pdf"), key=lambda path: path.stat().st_mtime_ns)


@contextmanager
def running() -> Iterator[Printer]:
    """Runs ippeveprinter for as long as the block lasts; it insists on a message bus, so it gets a private one."""
    dbus = programs.find("dbus-daemon", package="dbus-daemon")
    program = programs.find("ippeveprinter", package="cups-ipp-utils")
    port = programs.free_port()
    with programs.folder() as home:
        bus, spool = home / "bus", home / "spool"
        spool.mkdir()
        options = [
            "-2",
            "-p",
            str(port),
            "-n",
            "localhost",
            "-r",
            "off",
            "-d",
            str(spool),
            "-k",
            "-f",
            "application/pdf",
        ]
        with (
            programs.running(
                [dbus, "--session", "--nofork", f"--address=unix:path={bus}"], ready=lambda _: bus.exists()
            ),
            programs.running(
                [program, *options, "Testprinter"],
                ready=lambda _: programs.answers(port),
                cwd=home,
                env={"DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={bus}"},
            ),
        ):
            yield Printer(f"ipp://localhost:{port}/ipp/print", spool)


@pytest.fixture
def printer() -> Iterator[Printer]:
    with running() as there:
        yield there
