"""A real Celery worker in a process of its own, on the test's own database and broker."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from subprocess import Popen

import pytest
import redis
from django.db import connection

from bezoekdienst.celery import app
from tests.services import programs

Start = Callable[..., AbstractContextManager[Popen[bytes]]]


def database_url() -> str:
    """The URL of the test database itself, for a process that knows nothing of pytest."""
    there = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{there['NAME']}"
    return f"postgres://{there['USER']}@{there['HOST']}:{there['PORT']}/{there['NAME']}"


@contextmanager
def running(redis_url: str, *, database: str, beat: bool = False, **env: str) -> Iterator[Popen[bytes]]:
    """Runs a worker (with `beat` also the clock) for as long as the block lasts. Env holds further settings."""
    command = [sys.executable, "-m", "celery", "-A", "bezoekdienst.celery", "worker", "--loglevel", "INFO"]
    command += ["--concurrency", "2", "--without-gossip", "--without-mingle", *(["--beat"] if beat else [])]
    settings = {"DATABASE_URL": database, "REDIS_URL": redis_url, "LOG_LEVEL": "INFO", **env}
    with programs.running(command, ready=lambda said: " ready." in said, within=60, env=settings) as process:
        yield process


@pytest.fixture
def start_worker(redis_url: str, transactional_db: None, own_folder: Path) -> Iterator[Start]:
    """`with start_worker() as process:` a worker that hears this test's bells, which then ring on real Redis."""
    with redis.Redis.from_url(redis_url) as client:
        client.flushall()
    usual = app.conf.broker_url, app.conf.broker_transport_options
    _ring_on(redis_url, {})
    yield lambda **env: running(redis_url, database=database_url(), **{"VAR_DIR": str(own_folder), **env})
    _ring_on(*usual)


def _ring_on(url: str, options: dict[str, object]) -> None:
    app.conf.update(broker_url=url, broker_transport_options=options)
    app._after_fork()  # type: ignore[attr-defined]  # forgets the pooled connections to where it rang before
