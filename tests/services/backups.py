"""A real backup of the test database, and putting it back: the file itself, or on PostgreSQL a copy of the database."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection


class Backup:
    """As the database is at this moment. What stands beside the database is no part of it."""

    def __init__(self, folder: Path) -> None:
        self._name, self._kept = str(connection.settings_dict["NAME"]), folder / "backup.sqlite3"
        self._copy = f"{self._name}_backup"
        connection.close()
        if connection.vendor == "sqlite":
            shutil.copy(self._name, self._kept)
        else:
            with _server() as server:
                server.execute(f'CREATE DATABASE "{self._copy}" TEMPLATE "{self._name}"')

    def put_back(self) -> None:
        """All that was written since is gone. Once: the copy becomes the database."""
        connection.close()
        if connection.vendor == "sqlite":
            for beside in ("-wal", "-shm"):
                Path(self._name + beside).unlink(missing_ok=True)
            shutil.copy(self._kept, self._name)
        else:
            with _server() as server:
                server.execute(f'DROP DATABASE "{self._name}"')
                server.execute(f'ALTER DATABASE "{self._copy}" RENAME TO "{self._name}"')


@contextmanager
def _server() -> Iterator[Any]:
    told = {name: connection.settings_dict[name.upper()] for name in ("host", "port", "user", "password")}
    with psycopg.connect(dbname="postgres", autocommit=True, **told) as server:
        yield server
