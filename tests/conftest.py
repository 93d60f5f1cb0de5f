"""What every test gets: its kind as a marker, real services on request, a folder of its own for what it writes."""

import gc
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import hypothesis
import pytest
import pytest_django
from django.conf import LazySettings
from django.core.cache import cache
from django.db import connection, connections
from django.test import TransactionTestCase
from time_machine import TimeMachineFixture

from bezoekdienst.audit import triggers

pytest_plugins = [
    "tests.services.both_databases",
    "tests.services.browser",
    "tests.services.printer",
    "tests.services.redis",
    "tests.services.worker",
]

DATABASE_FIXTURES = {
    "db",
    "transactional_db",
    "django_db_reset_sequences",
    "django_db_serialized_rollback",
    "live_server",
}

hypothesis.settings.register_profile("usual", deadline=None, print_blob=True)
hypothesis.settings.register_profile("long", deadline=None, print_blob=True, max_examples=5_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long", action="store_true", help="also what takes long: tests marked so, many more random examples"
    )


def pytest_configure(config: pytest.Config) -> None:
    if not config.getoption("--hypothesis-profile", default=None):
        hypothesis.settings.load_profile("long" if config.getoption("--long") else "usual")


def pytest_collection_finish() -> None:
    """What was loaded stays: sweeping through all of it again and again took a tenth of the time."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        journey = not fixtures.isdisjoint({"page", "context", "new_context", "browser"})
        if journey:
            item.add_marker("journey")
        if fixtures & DATABASE_FIXTURES or item.get_closest_marker("django_db"):
            _bring_back_what_migrations_wrote(item)
            if not journey and not item.get_closest_marker("journey") and not item.get_closest_marker("one_database"):
                item.add_marker("database")
    if not config.getoption("--long"):
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("long")])
        items[:] = [item for item in items if not item.get_closest_marker("long")]


def _bring_back_what_migrations_wrote(item: pytest.Item) -> None:
    """A transactional test empties every table; the next one needs the first policy all the same."""
    marker = item.get_closest_marker("django_db")
    if marker is None:
        item.add_marker(pytest.mark.django_db(serialized_rollback=True))
    else:
        item.add_marker(
            pytest.mark.django_db(*marker.args, **{**marker.kwargs, "serialized_rollback": True}), append=False
        )


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory) -> None:
    """SQLite in a file, not in memory: locks are real, and a worker in another process sees the same rows."""
    database = connections.settings["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        options = database["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> None:
    """What the migrations wrote is kept on the connection; beside Playwright's running loop there is another one."""
    with django_db_blocker.unblock():
        wrapper = connections["default"]
        if hasattr(wrapper, "_test_serialized_contents"):
            type(wrapper)._test_serialized_contents = wrapper._test_serialized_contents  # type: ignore[attr-defined]


@pytest.fixture(scope="session", autouse=True)
def emptying_past_the_guard() -> Iterator[None]:
    """Nobody deletes an event, so says the database; emptying the tables after a transactional test does just that."""
    empty = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def unguarded(case: TransactionTestCase) -> None:
        triggers.drop(connection)
        empty(case)
        triggers.create(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", unguarded)
        yield


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: LazySettings) -> Path:
    """What a test writes stays with the test."""
    settings.VAR_DIR = tmp_path / "var"
    settings.MEDIA_ROOT = settings.VAR_DIR / "media"
    settings.EXTRACT_INBOX = settings.VAR_DIR / "inbox"
    settings.EXTRACT_INBOX.mkdir(parents=True)
    return tmp_path / "var"


@pytest.fixture
def now(db: None, time_machine: TimeMachineFixture) -> datetime:
    """The clock stands at `factories.NOW` and goes on from there; nobody has tried anything too often yet."""
    from tests.factories import NOW  # models: only once Django is there

    cache.clear()
    time_machine.move_to(NOW, tick=True)
    return NOW
