"""The table with volunteers: who of it is known already, and what becomes of everybody else."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from bezoekdienst.accounts.models import User
from bezoekdienst.lib.errors import Refused
from bezoekdienst.lib.spreadsheets import values
from bezoekdienst.lib.spreadsheets.columns import Row
from bezoekdienst.paper import KNOWN, NEW, WRONG, Judged, Known, Line, Table
from volunteers import roster
from volunteers.imports import persons
from volunteers.imports.columns import AT_MOST, COLUMNS, NAME, NEEDS
from volunteers.models import Volunteer
from volunteers.states import GONE


def judge(rows: Sequence[Row], by: User, at: datetime) -> Iterator[Judged]:
    """Who is known is left alone, also who left; the same e-mail address, phone number, or name and year of birth."""
    known = Known[Volunteer]()
    people = Volunteer.objects.only("name", "first_name", "phone", "email", "birth_year", "state")
    for one in people.order_by("-pk"):
        known.add(one, _own(one))
    for row in rows:
        yield _judged(row, known, by, at)


def _judged(row: Row, known: Known[Volunteer], by: User, at: datetime) -> Judged:
    name = persons.name(row.values)
    if match := known.match(_keys({**row.values, "name": name})):
        one, same, line = match
        if line is None:
            gone = one.get_state_display() if one.state in GONE else ""
            return KNOWN, Line(row.number, name, (f"{same.capitalize()} als {one.name}.",), one, gone)
        return WRONG, Line(row.number, name, (*row.faults, f"Staat ook op regel {line}: {same}."))
    if row.faults:
        return WRONG, Line(row.number, name, row.faults)
    try:
        taken = persons.take_over(row.values, by=by, at=at)
    except Refused as refused:
        return WRONG, Line(row.number, name, tuple(reason.text for reason in refused.reasons))
    known.add(taken.volunteer, _own(taken.volunteer), row.number)
    return NEW, Line(row.number, name, taken.missing, taken.volunteer, taken.volunteer.get_state_display())


def _own(one: Volunteer) -> list[tuple[str, str]]:
    return _keys({"name": one.name, "phone": one.phone, "email": one.email, "birth_year": one.birth_year})


def _keys(of: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What somebody is known by, the surest first, each with its name."""
    keys = []
    if address := of.get("email", "").strip().casefold():
        keys.append((f"mail {address}", "hetzelfde e-mailadres"))
    if number := roster.dialled(of.get("phone", "")):
        keys.append((f"call {number}", "hetzelfde telefoonnummer"))
    if (name := of["name"].strip()) and (born := of.get("birth_year")):
        keys.append((f"name {values.plain(name)} {born}", "dezelfde naam en hetzelfde geboortejaar"))
    return keys


TABLE = Table(
    NAME,
    COLUMNS,
    NEEDS,
    AT_MOST,
    tried="volunteers.tried",
    taken="volunteers.taken_over",
    handed_back="volunteers.handed_back",
    judge=judge,
    count=Volunteer.objects.exclude(state__in=GONE).count,
)
