"""Who answers, and whether the service knows her already: what makes an answer count once, however often sent (A3)."""

from collections.abc import Callable
from typing import NamedTuple

from django.db import connection, transaction

from bezoekdienst.lib import pseudonyms, spelling
from bezoekdienst.visiting.mergers import doubles, likeness
from bezoekdienst.visiting.models import Intake, Resident
from bezoekdienst.visiting.states import INTAKE_OPEN

_LOCK = 0x616E7477  # PostgreSQL advisory lock: one sign-up at a time sees the one before it


class Person(NamedTuple):
    """What somebody tells of herself when she answers; all optional on a letter, as the letter knows her name."""

    name: str = ""
    phone: str = ""
    email: str = ""
    best_time: str = ""
    postcode: str = ""  # this and the house number only for a "never" on a letter whose name is gone already
    number: str = ""


def one_at_a_time() -> None:
    """In the caller's transaction: two clicks at once, and the second finds what the first made."""
    # SQLite needs none: its IMMEDIATE transactions already let in one writer at a time.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def known(person: Person) -> Intake | None:
    """The open intake of somebody with this very name and telephone number, or None. Few are open at a time."""
    name, phone = pseudonyms.folded(person.name), likeness.phone(person.phone)
    if not (name and phone):
        return None
    open_ones = Intake.objects.filter(state__in=INTAKE_OPEN).select_related("resident").order_by("-pk")
    # all of them are looked at, and the first holds: who was found early would be answered sooner
    people = {(pseudonyms.folded(one.resident.name), likeness.phone(one.resident.phone)): one for one in open_ones}
    return people.get((name, phone))


def once(person: Person, open_hers: Callable[[], Intake]) -> Intake:
    """The intake of who is known already, else the one that `open_hers` opens; in the caller's transaction.

    It is opened whoever it is, and taken back of who is known: the same work, so that how long it takes tells nobody
    that she signed up (A2).
    """
    intake, point = known(person), transaction.savepoint()
    opened = open_hers()
    if intake is None:
        transaction.savepoint_commit(point)
        return opened
    transaction.savepoint_rollback(point)
    return intake


def is_like(resident: Resident, person: Person) -> bool:
    """Whether `person` may be this resident: a surname, the telephone number or the mail address is the same."""
    if likeness.phone(person.phone) and likeness.phone(person.phone) == likeness.phone(resident.phone):
        return True
    if person.email and person.email.strip().casefold() == resident.email.casefold():
        return True
    return bool(set(spelling.surnames(person.name)) & set(spelling.surnames(resident.name)))


def complete(resident: Resident, person: Person, **address: str) -> None:
    """A second answer fills in what the first one left open, and writes over nothing."""
    told = {"phone": person.phone, "email": person.email, "best_time": person.best_time, **address}
    filled = [name for name, value in told.items() if value.strip() and not getattr(resident, name)]
    before = doubles.entry(resident)
    for name in filled:
        setattr(resident, name, told[name].strip())
    resident.save(update_fields=filled)
    doubles.look_again(before, resident)
