"""Append-only, kept by the database itself: no event is changed, and none deleted before its five years are over."""

from django.db.backends.base.base import BaseDatabaseWrapper

TERM_YEARS = 5

_SQLITE_CREATE = (
    """CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event
       BEGIN SELECT RAISE(ABORT, 'events are append-only'); END""",
    f"""CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
        WHEN OLD.at > datetime('now', '-{TERM_YEARS} years')
        BEGIN SELECT RAISE(ABORT, 'events are kept {TERM_YEARS} years'); END""",
)
_SQLITE_DROP = (
    "DROP TRIGGER IF EXISTS audit_event_no_update",
    "DROP TRIGGER IF EXISTS audit_event_no_delete",
)
_POSTGRESQL_CREATE = (
    f"""CREATE OR REPLACE FUNCTION audit_event_guard() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'DELETE' AND OLD.at <= now() - interval '{TERM_YEARS} years' THEN RETURN OLD; END IF;
          RAISE EXCEPTION 'events are append-only and kept {TERM_YEARS} years';
        END $$""",
    """CREATE TRIGGER audit_event_guard BEFORE UPDATE OR DELETE ON audit_event
       FOR EACH ROW EXECUTE FUNCTION audit_event_guard()""",
)
_POSTGRESQL_DROP = ("DROP TRIGGER IF EXISTS audit_event_guard ON audit_event",)


def create(connection: BaseDatabaseWrapper) -> None:
    """Put the guard in place, on SQLite and PostgreSQL."""
    _run(connection, _SQLITE_CREATE if connection.vendor == "sqlite" else _POSTGRESQL_CREATE)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take the guard away: for the backwards migration, and for tests that empty the table."""
    _run(connection, _SQLITE_DROP if connection.vendor == "sqlite" else _POSTGRESQL_DROP)


def _run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
