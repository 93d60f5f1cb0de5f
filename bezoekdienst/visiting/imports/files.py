"""The table with who signed up, was talked to, or waits for a volunteer: what becomes of every row (I1, I2)."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from bezoekdienst.accounts.models import User
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.lib.spreadsheets.columns import Row
from bezoekdienst.paper import NEW, WRONG, Judged, Known, Line, Table
from bezoekdienst.visiting import intakes, takeovers
from bezoekdienst.visiting.imports import persons
from bezoekdienst.visiting.imports.columns import AT_MOST, COLUMNS, NAME, NEEDS
from bezoekdienst.visiting.imports.persons import Values, Volunteers
from bezoekdienst.visiting.models import Intake, Resident
from bezoekdienst.visiting.states import INTAKE_OPEN
from bezoekdienst.visiting.takeovers import Talk, Year


def judge(rows: Sequence[Row], by: User, at: datetime) -> Iterator[Judged]:
    """Who is there already is left alone; whoever is new stands where she stood on paper."""
    people, volunteers = persons.known(), Volunteers()
    for row in rows:
        yield persons.already(row, people) or _judged(row, people, volunteers, by, at)


def _judged(row: Row, people: Known[Resident], volunteers: Volunteers, by: User, at: datetime) -> Judged:
    name = persons.name(row.values)
    if row.faults:
        return WRONG, Line(row.number, name, row.faults)
    try:
        intake = _taken_over(row.values, volunteers, by=by, at=at)
    except Refused as refused:
        return WRONG, Line(row.number, name, tuple(reason.text for reason in refused.reasons))
    people.add(intake.resident, persons.own(intake.resident), row.number)
    return NEW, Line(row.number, name, (), intake, intake.get_state_display())


def _taken_over(said: Values, volunteers: Volunteers, *, by: User, at: datetime) -> Intake:
    """One person with her true days, in one savepoint: what is refused leaves nothing of her."""
    not_with = volunteers.named(said["not_with"]) if "not_with" in said else None
    visited_on, since = said.get("visited_on") or said.get("waiting_since"), said.get("waiting_since")
    refuse_if(_contradictions(said))
    with transaction.atomic():
        intake = persons.sign_up(said, (visited_on, since, said.get("year_on")), by=by, at=at)
        persons.exclude(intake, not_with, by=by, at=at)
        if "year_on" in said:
            takeovers.run_year(intake.bereavement, Year(said["year_on"]), by=by, at=at)
        answers, consents = persons.answers(said), persons.consents(said)
        urgency, reason = int(said.get("urgency", 0)), said.get("urgency_reason", "")
        if visited_on:
            takeovers.talk(intake, Talk(visited_on, since, answers, consents, urgency, reason), by=by, at=at)
        elif answers or consents:
            intakes.save_answers(intake, answers=answers, consents=consents, by=by, at=at)
    return intake


def _contradictions(said: Values) -> list[Reason]:
    if "waiting_since" in said or (said.get("urgency", "0") == "0" and "urgency_reason" not in said):
        return []
    return [Reason("I1", "“Dringend” hoort bij wie wacht. Vul ook “Wacht sinds” in.")]


TABLE = Table(
    NAME,
    COLUMNS,
    NEEDS,
    AT_MOST,
    tried="intakes.tried",
    taken="intakes.taken_over",
    handed_back="intakes.handed_back",
    judge=judge,
    count=Intake.objects.filter(state__in=INTAKE_OPEN).count,
)
