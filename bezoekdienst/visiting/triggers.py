"""What the database itself holds about the year, whoever writes: a verb, the ORM, a statement by hand (T2 to T5, T8).

A check constraint sees one row, and can't count days on both databases; these guards look further. The year of a loss
is never longer than twelve months, its extension never than thirteen weeks (together at most 456 days after the start),
and it never moves to later; a trajectory lies inside the year of its own loss, and its visits inside the trajectory.
A loss that was written down twice has one year, that of the earliest start: under the other nothing is open (I4).
Nobody is visited after her death (T8).

SQLite makes a table anew for most changes, and loses the guards on it: a migration that alters one of these tables
calls `drop` before and `create` after.
"""

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

EXTENSION_DAYS = 91
_FAR = "'9999-12-31'"

# The last day of a full year; SQLite takes 29 February plus a year for 1 March, the calendar clamps it to the 28th.
_DAYS = {
    "sqlite": {
        "year_end": """date(NEW.year_started_on, '+12 months',
            CASE strftime('%m-%d', NEW.year_started_on) WHEN '02-29' THEN '-2 days' ELSE '-1 day' END)""",
        "extension_end": f"date(NEW.limit_on, '+{EXTENSION_DAYS} days')",
    },
    "postgresql": {
        "year_end": "NEW.year_started_on + INTERVAL '12 months' - INTERVAL '1 day'",
        "extension_end": f"NEW.limit_on + {EXTENSION_DAYS}",
    },
}


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuses a row of `table` at `moments` when `broken` is true, with `says`; its `{days}` differ by database."""

    name: str
    table: str
    moments: tuple[str, ...]
    broken: str
    says: str
    since: str = "id"  # a column of the losses: before the migration that adds it there is nothing to guard


_ALWAYS = ("INSERT", "UPDATE")
GUARDS = (
    Guard(
        "year",
        "visiting_bereavement",
        _ALWAYS,
        # a check constraint lets through what is unknown, so a year with a gap is named here
        """NEW.limit_on > {year_end} OR NEW.extended_to_on > {extension_end}
           OR (NEW.year_started_on IS NULL) <> (NEW.limit_on IS NULL)
           OR NEW.extended_to_on IS NOT NULL AND NEW.limit_on IS NULL""",
        "a year has twelve months, and an extension thirteen weeks",
    ),
    Guard(
        "moved",
        "visiting_bereavement",
        ("UPDATE",),
        """OLD.year_started_on IS NOT NULL AND (NEW.year_started_on IS NULL OR NEW.year_started_on > OLD.year_started_on
           OR NEW.limit_on > OLD.limit_on OR OLD.extended_to_on IS NOT NULL
              AND (NEW.extended_to_on IS NULL OR NEW.extended_to_on > OLD.extended_to_on))""",
        "a year that runs does not move to later, nor is it extended twice",
    ),
    Guard(
        "shorter",
        "visiting_bereavement",
        ("UPDATE",),
        """EXISTS (SELECT 1 FROM visiting_trajectory t WHERE t.bereavement_id = NEW.id
           AND t.hard_stop_on > COALESCE(NEW.extended_to_on, NEW.limit_on, {far}))""",
        "a trajectory may not outlive its year",
    ),
    Guard(
        "stop",
        "visiting_trajectory",
        _ALWAYS,
        # an acquaintance that came to nothing never had a stop; the year began later, with somebody else
        """NOT EXISTS (SELECT 1 FROM visiting_bereavement b
           WHERE b.id = NEW.bereavement_id AND b.resident_id = NEW.resident_id
           AND (NEW.state = 'ended' AND NEW.started_on IS NULL AND NEW.hard_stop_on IS NULL
                OR COALESCE(NEW.hard_stop_on, {far}) <= COALESCE(b.extended_to_on, b.limit_on, {far}))
           AND (NEW.started_on IS NULL
                OR (b.year_started_on <= NEW.started_on AND NEW.started_on <= NEW.hard_stop_on)))""",
        "a trajectory may not outlive its year",
    ),
    Guard(
        "dead",
        "visiting_trajectory",
        _ALWAYS,
        """NEW.state <> 'ended' AND EXISTS (SELECT 1 FROM visiting_resident r
           WHERE r.id = NEW.resident_id AND r.died_on IS NOT NULL)""",
        "nobody is visited after her death",
    ),
    Guard(
        "around",
        "visiting_trajectory",
        ("UPDATE",),
        """EXISTS (SELECT 1 FROM visiting_visit v WHERE v.trajectory_id = NEW.id AND v.withdrawn_at IS NULL
           AND (NEW.started_on IS NULL OR v."on" < NEW.started_on
                OR v."on" > COALESCE(NEW.ended_on, NEW.hard_stop_on)))""",
        "a visit lies inside its trajectory",
    ),
    Guard(
        "visit",
        "visiting_visit",
        _ALWAYS,
        """NEW.withdrawn_at IS NULL AND NOT EXISTS (SELECT 1 FROM visiting_trajectory t WHERE t.id = NEW.trajectory_id
           AND NEW."on" BETWEEN t.started_on AND COALESCE(t.ended_on, t.hard_stop_on))""",
        "a visit lies inside its trajectory",
    ),
    Guard(
        "same",
        "visiting_bereavement",
        _ALWAYS,
        """NEW.same_as_id IS NOT NULL AND (
           NEW.same_as_id = NEW.id OR NOT EXISTS (SELECT 1 FROM visiting_bereavement b
              WHERE b.id = NEW.same_as_id AND b.same_as_id IS NULL AND b.resident_id = NEW.resident_id
              AND (NEW.year_started_on IS NULL OR b.year_started_on <= NEW.year_started_on))
           OR EXISTS (SELECT 1 FROM visiting_bereavement d WHERE d.same_as_id = NEW.id)
           OR EXISTS (SELECT 1 FROM visiting_trajectory t WHERE t.bereavement_id = NEW.id AND t.state <> 'ended'))""",
        "a loss has one year, from its earliest start",
        since="same_as_id",
    ),
    Guard(
        "double",
        "visiting_trajectory",
        _ALWAYS,
        """NEW.state <> 'ended' AND EXISTS (SELECT 1 FROM visiting_bereavement b
           WHERE b.id = NEW.bereavement_id AND b.same_as_id IS NOT NULL)""",
        "a loss has one year, from its earliest start",
        since="same_as_id",
    ),
)  # fmt: skip


def create(connection: BaseDatabaseWrapper) -> None:
    """Put the guards in place, on SQLite and PostgreSQL; those that stand are made anew."""
    drop(connection)
    make = _sqlite if connection.vendor == "sqlite" else _postgresql
    with connection.cursor() as cursor:
        columns = {one.name for one in connection.introspection.get_table_description(cursor, "visiting_bereavement")}
    guards = [guard for guard in GUARDS if guard.since in columns]
    _run(connection, [statement for guard in guards for statement in make(guard)])


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take the guards away: backwards, or before a table is altered."""
    if connection.vendor == "sqlite":
        names = [_name(guard, moment) for guard in GUARDS for moment in guard.moments]
        _run(connection, [f"DROP TRIGGER IF EXISTS {name}" for name in names])
    else:
        _run(connection, [f"DROP TRIGGER IF EXISTS {_name(guard, 'guard')} ON {guard.table}" for guard in GUARDS])


def _name(guard: Guard, last: str) -> str:
    return f"visiting_{guard.name}_{last.lower()}"


def _sqlite(guard: Guard) -> list[str]:
    broken = guard.broken.format(far=_FAR, **_DAYS["sqlite"])
    return [
        f"""CREATE TRIGGER {_name(guard, moment)} BEFORE {moment} ON {guard.table} WHEN {broken}
            BEGIN SELECT RAISE(ABORT, '{guard.says}'); END"""
        for moment in guard.moments
    ]


def _postgresql(guard: Guard) -> list[str]:
    broken = guard.broken.format(far=_FAR, **_DAYS["postgresql"])
    name = _name(guard, "guard")
    return [
        f"""CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF {broken} THEN
                RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = '{guard.says}';
              END IF;
              RETURN NEW;
            END $$""",
        f"""CREATE TRIGGER {name} BEFORE {" OR ".join(guard.moments)} ON {guard.table}
            FOR EACH ROW EXECUTE FUNCTION {name}()""",
    ]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
