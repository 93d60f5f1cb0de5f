from datetime import UTC, date, datetime

from bezoekdienst.visiting import appointments
from bezoekdienst.visiting.models import Visit

ON = date(2026, 11, 23)


def visit(next_on, *, withdrawn=False):
    return Visit(next_on=next_on, withdrawn_at=datetime(2026, 11, 1, tzinfo=UTC) if withdrawn else None)


def test_the_latest_visit_that_agreed_on_anything_still_to_come_counts():
    later, sooner = date(2026, 12, 9), date(2026, 12, 1)
    assert appointments.next_on([visit(None), visit(later), visit(sooner)], ON) == later
    assert appointments.next_on([visit(later, withdrawn=True), visit(sooner)], ON) == sooner
    assert appointments.next_on([visit(ON)], ON) == ON
    assert appointments.next_on([visit(date(2026, 11, 22))], ON) is None
    assert appointments.next_on([], ON) is None
