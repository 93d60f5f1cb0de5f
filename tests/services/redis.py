"""A real Redis on a free port, in memory only."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.services import programs


@contextmanager
def server(port: int | None = None) -> Iterator[str]:
    """Runs redis-server for as long as the block lasts; its URL. A test that restarts it gives the port."""
    port = port or programs.free_port()
    program = programs.find("redis-server", package="redis-server")
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with (
        programs.folder() as home,
        programs.running([program, *options, "--dir", str(home)], ready=lambda _: programs.answers(port)),
    ):
        yield f"redis://127.0.0.1:{port}/0"


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """One Redis for the whole run; who needs it empty, empties it; who wants to kill it, starts `redis.server()`."""
    with server() as url:
        yield url
