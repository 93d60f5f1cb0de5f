"""Real programs for tests: found, started, waited for, stopped. A missing one fails the test; it never skips."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path


class StartError(Exception):
    """A program is missing, or ended or kept silent while we waited for it; the message is a sentence for a person."""


def find(*names: str, package: str, folders: Sequence[Path] = ()) -> str:
    """The path of the first of these programs that is there: in `folders`, else on the PATH."""
    for name in names:
        for folder in folders:
            if (folder / name).exists():
                return str(folder / name)
        if path := shutil.which(name):
            return path
    raise StartError(
        f"This test needs the program {names[0]}: run ./dev install, or install what Debian calls {package}."
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def folder(owner: str | None = None) -> Iterator[Path]:
    """A folder for one server, gone afterwards. Short, since a socket's path has at most 107 bytes."""
    path = Path(tempfile.mkdtemp(prefix="bzd-"))
    try:
        if owner:
            shutil.chown(path, owner, owner)
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def running(
    command: Sequence[str],
    *,
    ready: Callable[[str], bool],
    within: float = 30,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    user: str | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Runs a server until the block ends. `ready` is asked with what it printed so far; `user` counts only for root."""
    identity = {"user": user, "group": user, "extra_groups": []} if user else {}
    with tempfile.NamedTemporaryFile(prefix="bzd-log-") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env={**os.environ, **(env or {})},
            start_new_session=True,  # a group of its own: a test may kill all of a server at once
            **identity,  # type: ignore[call-overload]
        )
        try:
            _wait(process, ready, Path(log.name), within)
            yield process
        finally:
            stop(process)


def _wait(process: subprocess.Popen[bytes], ready: Callable[[str], bool], log: Path, within: float) -> None:
    deadline = time.monotonic() + within
    while True:
        said = log.read_text(errors="replace")
        if process.poll() is not None:
            raise StartError(f"{process.args!r} ended with {process.returncode}:\n{said[-2000:]}")
        if ready(said):
            return
        if time.monotonic() > deadline:
            raise StartError(f"{process.args!r} was not ready within {within:.0f} s:\n{said[-2000:]}")
        time.sleep(0.05)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Asks it to stop, and no longer asks after ten seconds."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
