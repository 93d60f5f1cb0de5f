"""What the first screen makes of a few facts."""

import uuid
from datetime import date, timedelta

from bezoekdienst.web.today import worklist
from bezoekdienst.web.today import worklist_facts as facts
from bezoekdienst.web.today.need import Need
from tests.factories import TODAY

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


def needs(**told: object) -> list[Need]:
    return worklist.needs(facts.Facts(today=TODAY, **told))


def only(**told: object) -> Need:
    (need,) = needs(**told)
    return need


def active(**more: object) -> facts.TrajectoryFacts:
    """Since a month; nothing is due."""
    given = {
        "started_on": TODAY - 4 * WEEK, "matched_on": TODAY - 4 * WEEK, "visited_on": TODAY,
        "planned_end_on": TODAY + 30 * WEEK, "hard_stop_on": TODAY + 40 * WEEK,
    }  # fmt: skip
    return facts.TrajectoryFacts(pk=7, person="mevrouw A", volunteer="Mia", state="active", **{**given, **more})


def signal(*, urgent: bool, due_on: date, **more: bool) -> facts.SignalFacts:
    given = {"is_late": due_on < TODAY, **more}
    return facts.SignalFacts(uuid.UUID(int=1), "mevrouw A", "Mia", urgent, TODAY, due_on, "14.30", **given)


def sign_up(**more: object) -> facts.IntakeFacts:
    return facts.IntakeFacts(**{"pk": 3, "person": "de heer B", "state": "signed_up", "opened_on": TODAY, **more})
