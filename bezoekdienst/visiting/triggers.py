"""What the database itself holds about the year, whoever writes (T4, T5).

A check constraint can't compare dates by a number of days on both databases, nor look at another table; these triggers
do: no hard stop later than 457 days after the start (a leap year and 13 weeks), no visit before the start or after the
end or the hard stop; a withdrawn visit no longer counts.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

LONGEST_DAYS = 457

_STOP_TOO_LATE = "a trajectory may not outlive its year"
_VISIT_OUTSIDE = "a visit lies inside its trajectory"

_SQLITE_CREATE = tuple(
    statement
    for when in ("INSERT", "UPDATE")
    for statement in (
        f"""CREATE TRIGGER visiting_stop_{when.lower()} BEFORE {when} ON visiting_trajectory
            WHEN julianday(NEW.hard_stop_on) - julianday(NEW.started_on) > {LONGEST_DAYS}
            BEGIN SELECT RAISE(ABORT, '{_STOP_TOO_LATE}'); END""",
        f"""CREATE TRIGGER visiting_visit_{when.lower()} BEFORE {when} ON visiting_visit
            WHEN NEW.withdrawn_at IS NULL
                 AND EXISTS (SELECT 1 FROM visiting_trajectory t WHERE t.id = NEW.trajectory_id AND (
                 NEW."on" < COALESCE(t.started_on, t.matched_on)
                 OR NEW."on" > COALESCE(t.ended_on, t.hard_stop_on, '9999-12-31')))
            BEGIN SELECT RAISE(ABORT, '{_VISIT_OUTSIDE}'); END""",  # noqa: S608 (constants of ours)
    )
)
_SQLITE_DROP = tuple(
    f"DROP TRIGGER IF EXISTS visiting_{what}_{when}" for what in ("stop", "visit") for when in ("insert", "update")
)
_POSTGRESQL_CREATE = (
    f"""CREATE OR REPLACE FUNCTION visiting_stop_guard() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF NEW.hard_stop_on - NEW.started_on > {LONGEST_DAYS} THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = '{_STOP_TOO_LATE}';
          END IF;
          RETURN NEW;
        END $$""",
    """CREATE TRIGGER visiting_stop_guard BEFORE INSERT OR UPDATE ON visiting_trajectory
       FOR EACH ROW EXECUTE FUNCTION visiting_stop_guard()""",
    f"""CREATE OR REPLACE FUNCTION visiting_visit_guard() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE t visiting_trajectory%ROWTYPE;
        BEGIN
          SELECT * INTO t FROM visiting_trajectory WHERE id = NEW.trajectory_id;
          IF NEW.withdrawn_at IS NULL AND (NEW."on" < COALESCE(t.started_on, t.matched_on)
             OR NEW."on" > COALESCE(t.ended_on, t.hard_stop_on, DATE '9999-12-31')) THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = '{_VISIT_OUTSIDE}';
          END IF;
          RETURN NEW;
        END $$""",  # noqa: S608 (constants of ours)
    """CREATE TRIGGER visiting_visit_guard BEFORE INSERT OR UPDATE ON visiting_visit
       FOR EACH ROW EXECUTE FUNCTION visiting_visit_guard()""",
)
_POSTGRESQL_DROP = (
    "DROP TRIGGER IF EXISTS visiting_stop_guard ON visiting_trajectory",
    "DROP TRIGGER IF EXISTS visiting_visit_guard ON visiting_visit",
)


def create(connection: BaseDatabaseWrapper) -> None:
    """Put the guards in place, on SQLite and PostgreSQL."""
    _run(connection, _SQLITE_CREATE if connection.vendor == "sqlite" else _POSTGRESQL_CREATE)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take the guards away, for the backwards migration."""
    _run(connection, _SQLITE_DROP if connection.vendor == "sqlite" else _POSTGRESQL_DROP)


def _run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
