"""A real PostgreSQL of our own: a new cluster in a passing folder, careless about power cuts and so fast."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services import programs

CARELESS = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]


@contextmanager
def cluster() -> Iterator[str]:
    """Runs a cluster for as long as the block lasts; its DATABASE_URL, beside which Django makes a test database."""
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True
    )
    initdb, postgres = (programs.find(name, package="postgresql", folders=installed) for name in ("initdb", "postgres"))
    user = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    port = programs.free_port()
    with programs.folder(owner=user) as home:
        _create(initdb, home, user)
        command = [postgres, "-D", str(home / "data"), "-p", str(port), "-h", "127.0.0.1", "-k", str(home), *CARELESS]
        with programs.running(command, ready=lambda said: "ready to accept" in said, cwd=home, user=user):
            yield f"postgres://bezoekdienst@127.0.0.1:{port}/postgres"


def _create(initdb: str, home: Path, user: str | None) -> None:
    command = [
        initdb,
        "-D",
        str(home / "data"),
        "-U",
        "bezoekdienst",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-N",
    ]
    made = subprocess.run(
        command,
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        **({"user": user, "group": user, "extra_groups": []} if user else {}),  # type: ignore[call-overload]
    )
    if made.returncode:
        raise programs.StartError(f"initdb could not make a cluster:\n{made.stderr}")
