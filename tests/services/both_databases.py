"""One run on two databases, in three: beside the tests on SQLite, the database ones on a PostgreSQL of our own, and
when everything is run also what one database is enough for, such as all that happens in the browser.

The others are a pytest each (a Django process has one set of databases; a browser is mostly waited for) and run at the
same time: there are two cores. They hand their reports over a pipe, line by line; when ours are done they are counted
here as if they were ours too: one summary, one exit code.
"""

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from typing import IO, Any

import pytest

from tests.services import postgresql

TOO, REPORTS, PART = "--on-postgresql-too", "--reports-to", "--part"
POSTGRESQL, ONCE = "postgresql", "once"
HEADINGS = {
    POSTGRESQL: "the database tests on PostgreSQL",
    ONCE: "the tests that one database is enough for, and those in the browser",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("bezoekdienst")
    group.addoption(TOO, action="store_true", help="run the database tests again on PostgreSQL")
    group.addoption(REPORTS, type=int, metavar="FD", help="only one part, and its reports to this open file")
    group.addoption(PART, choices=sorted(HEADINGS), help="which part that is")


def pytest_configure(config: pytest.Config) -> None:
    if (pipe := config.getoption(REPORTS)) is not None:
        config.pluginmanager.register(_Teller(config.getoption(PART), config, os.fdopen(pipe, "w")))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption(TOO) and _is_everything(config):
        items[:] = [item for item in items if not _is_once(item)]


def _is_everything(config: pytest.Config) -> bool:
    """Nobody named a file: who did wants to see what it prints."""
    return config.args_source is not pytest.Config.ArgsSource.ARGS


def _is_once(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(name) for name in ("journey", "one_database"))


class _Teller:
    """In another run: tells the first one what is coming and what came of it."""

    def __init__(self, part: str, config: pytest.Config, pipe: IO[str]) -> None:
        self.part = part
        self.config = config
        self.pipe = pipe

    def tell(self, **message: object) -> None:
        self.pipe.write(json.dumps(message) + "\n")
        self.pipe.flush()

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        config.hook.pytest_deselected(items=[item for item in items if not self._is_ours(item)])
        items[:] = [item for item in items if self._is_ours(item)]

    def _is_ours(self, item: pytest.Item) -> bool:
        return _is_once(item) if self.part == ONCE else item.get_closest_marker("database") is not None

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.tell(collected=len(session.items))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        said = self.config.hook.pytest_report_to_serializable(config=self.config, report=report)
        self.tell(report=said, again=self.part == POSTGRESQL)


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Iterator[None]:
    if not session.config.getoption(TOO) or session.config.getoption("collectonly"):
        return (yield)
    parts = [POSTGRESQL, ONCE] if _is_everything(session.config) else [POSTGRESQL]
    with ExitStack() as runs:
        beside = [runs.enter_context(_Beside(session, part)) for part in parts]
        ours = yield
        if not (session.shouldstop or session.shouldfail):
            for one in beside:
                one.hear()
    return ours


class _Beside:
    """Another run. Its reports are kept until they are heard; without that it is broken off at the end."""

    def __init__(self, session: pytest.Session, part: str) -> None:
        self._session = session
        self._part = part
        self._messages: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._open = ExitStack()

    def __enter__(self) -> "_Beside":
        env = dict(os.environ)
        if self._part == POSTGRESQL:
            env["DATABASE_URL"] = self._open.enter_context(postgresql.cluster())
        self._said = self._open.enter_context(tempfile.TemporaryFile("w+"))
        reading, writing = os.pipe()
        asked = [str(argument) for argument in self._session.config.invocation_params.args if argument != TOO]
        # Its own words matter only when it breaks down: what the tests said travels in the reports.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pytest", *asked, f"{PART}={self._part}", f"{REPORTS}={writing}"],
            env=env, pass_fds=[writing], stdin=subprocess.DEVNULL, stdout=self._said, stderr=self._said,
        )  # fmt: skip
        os.close(writing)
        threading.Thread(target=self._collect, args=(reading,), daemon=True).start()
        return self

    def _collect(self, reading: int) -> None:
        with os.fdopen(reading) as lines:
            for line in lines:
                self._messages.put(line)
        self._messages.put(None)

    def hear(self) -> None:
        """Count what it told, and wait for the rest."""
        reporter = self._session.config.pluginmanager.get_plugin("terminalreporter")
        if reporter is not None:
            reporter.write("\n")
            reporter.write_sep("-", HEADINGS[self._part])
        while (line := self._messages.get()) is not None:
            _hear(self._session, json.loads(line))
        if self._process.wait() not in (
            pytest.ExitCode.OK,
            pytest.ExitCode.TESTS_FAILED,
            pytest.ExitCode.NO_TESTS_COLLECTED,
        ):
            self._said.seek(0)
            _hear_breakdown(self._session, self._part, self._said.read()[-5000:])

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()
        self._open.close()


def _hear(session: pytest.Session, message: dict[str, Any]) -> None:
    if "collected" in message:
        session.testscollected += message["collected"]
        return
    hook = session.config.hook
    report = hook.pytest_report_from_serializable(config=session.config, data=message["report"])
    if message["again"]:
        report.nodeid += " [postgresql]"
    if isinstance(report.longrepr, list):  # where and why of a skip: JSON has no tuples
        report.longrepr = tuple(report.longrepr)
    if report.when == "setup":
        hook.pytest_runtest_logstart(nodeid=report.nodeid, location=report.location)
    hook.pytest_runtest_logreport(report=report)
    if report.when == "teardown":
        hook.pytest_runtest_logfinish(nodeid=report.nodeid, location=report.location)


def _hear_breakdown(session: pytest.Session, part: str, said: str) -> None:
    place = (HEADINGS[part], None, "the run itself")
    report = pytest.TestReport(f"the run itself: {part}", place, {}, "failed", said, "call")
    session.config.hook.pytest_runtest_logreport(report=report)
