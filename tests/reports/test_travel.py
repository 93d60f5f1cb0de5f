"""How far each volunteer went in a quarter."""

from datetime import date

import pytest

from bezoekdienst.reports import travel
from tests import factories

pytestmark = pytest.mark.django_db
QUARTER = date(2026, 10, 1)


def visit(trajectory, on, kilometres=4, **given):
    factories.VisitFactory(trajectory=trajectory, on=date.fromisoformat(on), kilometres=kilometres, **given)


def test_a_quarter_is_added_up_by_volunteer():
    one = factories.TrajectoryFactory(volunteer__name="Aafje Verzonnen")
    other = factories.TrajectoryFactory(volunteer=one.volunteer)
    third = factories.TrajectoryFactory(volunteer__name="Zus Verzonnen")
    visit(one, "2026-09-30", 100)
    visit(one, "2026-10-01")
    visit(other, "2026-12-31", 7)
    visit(other, "2026-11-01", None)
    visit(one, "2026-11-02", 50, withdrawn_at=factories.NOW)
    visit(one, "2026-11-03", 50, kind="phone")
    visit(third, "2027-01-01", 9)
    assert travel.of(QUARTER) == [travel.Line("Aafje Verzonnen", one.volunteer_id, 3, 11, 1)]
    assert travel.of(date(2027, 1, 1)) == [travel.Line("Zus Verzonnen", third.volunteer_id, 1, 9, 0)]
