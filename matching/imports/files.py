"""The table with running trajectories: what becomes of every row. Rows about one person stand or fall together (T2)."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bezoekdienst.accounts.models import User
from bezoekdienst.lib import wording
from bezoekdienst.lib.spreadsheets.columns import Row
from bezoekdienst.paper import NEW, WRONG, Judged, Known, Line, Table
from bezoekdienst.visiting.imports import persons
from bezoekdienst.visiting.mergers import likeness
from bezoekdienst.visiting.models import Resident, Trajectory
from bezoekdienst.visiting.states import TRAJECTORY_OPEN
from matching.imports import course
from matching.imports.columns import AT_MOST, COLUMNS, NAME, NEEDS

_PERHAPS_HERS = (
    "Op regel {} staat een eerder bezoek, misschien aan dezelfde persoon. Is dat zo? Zet dan op alle regels hetzelfde "
    "telefoonnummer. Is het iemand anders? Haal die regel dan weg."
)
_FILLED = {"volunteer": "Vrijwilliger", "started_on": "Begonnen op"}


def judge(rows: Sequence[Row], by: User, at: datetime) -> Iterator[Judged]:
    """Who is there already is left alone; whoever is new is visited since her true day."""
    people, desk = persons.known(), course.Desk(by, at)
    groups = list(_by_person(rows))
    earlier = _visited_before(groups)
    for group in groups:
        if number := earlier.get(group[0].number):
            yield from ((WRONG, _line(row, (*row.faults, _PERHAPS_HERS.format(number)))) for row in group)
        else:
            yield from _judged(group, people, desk)


def _by_person(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows of each person, the earliest start first."""
    seen, groups = Known[list[Row]](), list[list[Row]]()
    for row in rows:
        keys = persons.keys({**row.values, "name": persons.name(row.values)})
        match = seen.match(keys)
        group = match[0] if match else []
        if not match:
            groups.append(group)
        group.append(row)
        seen.add(group, keys)
    for group in groups:
        yield sorted(group, key=lambda row: (str(row.values.get("started_on", "")), row.number))


def _visited_before(groups: list[list[Row]]) -> dict[int, int]:
    """First row of somebody who is visited -> row of a visit that ended, perhaps to her: then her year is longer under
    way than her own rows say, and nobody would ever know (T2)."""
    over = {group[0].number: "ended_on" in group[-1].values for group in groups}
    alike = likeness.pairs([_entry(group[0]) for group in groups])
    pairs = [pair for one in alike for pair in ((one.one, one.other), (one.other, one.one))]
    return {runs: ended for runs, ended in pairs if over[ended] and not over[runs]}


def _entry(row: Row) -> likeness.Entry:
    told = {key: row.values.get(key, "") for key in ("phone", "email", "street", "postcode")}
    return likeness.Entry(row.number, persons.name(row.values), **told)


def _judged(group: list[Row], people: Known[Resident], desk: course.Desk) -> Iterator[Judged]:
    if heap := [persons.already(row, people) for row in group]:
        there = [one for one in heap if one is not None]
        if len(there) == len(group):
            yield from there
            return
        if there:  # one of her rows names a telephone that is somebody's: none of them is taken for a new person
            why = f"Op regel {there[0][1].number} staat: {there[0][1].said[0]}"
            yield from ((WRONG, _line(row, (*row.faults, why))) for row in group)
            return
    faults: dict[int, tuple[str, ...]] = {row.number: (*row.faults, *_missing(row)) for row in group}
    if any(faults.values()):
        yield from _all_wrong(group, faults)
        return
    try:
        taken = course.take_over([row.values for row in group], desk)
    except course.Broken as broken:
        said = tuple(reason.text for reason in broken.refused.reasons)
        yield from _all_wrong(group, {group[broken.place].number: said})
        return
    people.add(taken[0].trajectory.resident, persons.own(taken[0].trajectory.resident), group[0].number)
    yield from ((NEW, _told(row, one)) for row, one in zip(group, taken, strict=True))


def _missing(row: Row) -> list[str]:
    """Nothing is said twice of a cell that couldn't be read."""
    told = " ".join(row.faults)
    return [f"Vul “{heading}” in." for key, heading in _FILLED.items() if key not in row.values and heading not in told]


def _all_wrong(group: list[Row], faults: dict[int, tuple[str, ...]]) -> Iterator[Judged]:
    numbers = wording.listed(str(number) for number, said in faults.items() if said)
    beside = (f"Regel {numbers} gaat over dezelfde persoon en klopt niet. Deze regels gaan samen.",)
    for row in group:
        yield WRONG, _line(row, faults.get(row.number) or beside)


def _line(row: Row, said: tuple[str, ...]) -> Line:
    return Line(row.number, persons.name(row.values), said)


def _told(row: Row, taken: course.Taken) -> Line:
    one = taken.trajectory
    stands = f"bezocht door {one.volunteer.name}"
    if one.hard_stop_on:
        stands += f", uiterlijk tot en met {wording.day(one.hard_stop_on)}"
    if one.ended_on:
        stands = f"eerder bezocht door {one.volunteer.name}, tot en met {wording.day(one.ended_on)}"
    return Line(row.number, one.resident.name, taken.warnings, one, stands)


TABLE = Table(
    NAME,
    COLUMNS,
    NEEDS,
    AT_MOST,
    tried="trajectories.tried",
    taken="trajectories.taken_over",
    handed_back="trajectories.handed_back",
    judge=judge,
    count=Trajectory.objects.filter(state__in=TRAJECTORY_OPEN).count,
)
