"""One run on two databases: after the tests on SQLite, the database ones again on a PostgreSQL of our own.

The second run is a pytest of its own (a Django process has one set of databases). It hands its reports over a pipe,
line by line, and they are counted here as if they were ours: one summary, one exit code.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import IO, Any

import pytest

from tests.services import postgresql

TOO, REPORTS = "--on-postgresql-too", "--reports-to"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("bezoekdienst")
    group.addoption(TOO, action="store_true", help="run the database tests again on PostgreSQL")
    group.addoption(
        REPORTS, type=int, metavar="FD", help="only the database tests, and their reports to this open file"
    )


def pytest_configure(config: pytest.Config) -> None:
    if (pipe := config.getoption(REPORTS)) is not None:
        config.pluginmanager.register(_Teller(config, os.fdopen(pipe, "w")))


class _Teller:
    """In the second run: tells the first one what is coming and what came of it."""

    def __init__(self, config: pytest.Config, pipe: IO[str]) -> None:
        self.config = config
        self.pipe = pipe

    def tell(self, **message: object) -> None:
        self.pipe.write(json.dumps(message) + "\n")
        self.pipe.flush()

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        kept = [item for item in items if item.get_closest_marker("database")]
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.tell(collected=len(session.items))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.tell(report=self.config.hook.pytest_report_to_serializable(config=self.config, report=report))


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Iterator[None]:
    ours = yield
    wanted = session.config.getoption(TOO) and not session.config.getoption("collectonly")
    if wanted and not (session.shouldstop or session.shouldfail):
        _again(session)
    return ours


def _again(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        reporter.write("\n")
        reporter.write_sep("-", "the database tests again, on PostgreSQL")
    reading, writing = os.pipe()
    arguments = [str(argument) for argument in session.config.invocation_params.args if argument != TOO]
    command = [sys.executable, "-m", "pytest", *arguments, f"{REPORTS}={writing}"]
    with postgresql.cluster() as url, tempfile.TemporaryFile("w+") as said:
        environment = {**os.environ, "DATABASE_URL": url}
        # Its own words matter only when it breaks down: what the tests said travels in the reports.
        process = subprocess.Popen(
            command, env=environment, pass_fds=[writing], stdout=said, stderr=said, stdin=subprocess.DEVNULL
        )
        os.close(writing)
        with os.fdopen(reading) as lines:
            for line in lines:
                _hear(session, json.loads(line))
        if process.wait() not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED):
            said.seek(0)
            _hear_breakdown(session, said.read()[-5000:])


def _hear(session: pytest.Session, message: dict[str, Any]) -> None:
    if "collected" in message:
        session.testscollected += message["collected"]
        return
    hook = session.config.hook
    report = hook.pytest_report_from_serializable(config=session.config, data=message["report"])
    report.nodeid += " [postgresql]"
    if isinstance(report.longrepr, list):  # where and why of a skip: JSON has no tuples
        report.longrepr = tuple(report.longrepr)
    if report.when == "setup":
        hook.pytest_runtest_logstart(nodeid=report.nodeid, location=report.location)
    hook.pytest_runtest_logreport(report=report)
    if report.when == "teardown":
        hook.pytest_runtest_logfinish(nodeid=report.nodeid, location=report.location)


def _hear_breakdown(session: pytest.Session, said: str) -> None:
    place = ("on PostgreSQL", None, "the run itself")
    report = pytest.TestReport("the run on PostgreSQL", place, {}, "failed", said, "call")
    session.config.hook.pytest_runtest_logreport(report=report)
