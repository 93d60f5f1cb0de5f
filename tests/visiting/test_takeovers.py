"""What began on paper runs here once, from its true first day (T2)."""

from datetime import date

import pytest

from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting import takeovers
from tests import cast, factories
from tests.factories import NOW
from tests.refusals import reasons

pytestmark = pytest.mark.django_db

BEGAN = takeovers.Year(date(2026, 9, 1))


def test_a_year_from_paper_runs_from_its_true_first_day():
    loss = factories.BereavementFactory()
    takeovers.run_year(loss, BEGAN, by=cast.coordinator(), at=NOW)
    loss.refresh_from_db()
    assert (loss.year_started_on, loss.limit_on) == (date(2026, 9, 1), date(2027, 8, 31))


def test_a_loss_whose_year_runs_here_gets_no_second_one_from_paper():
    loss = factories.BereavementFactory(year_started_on=date(2026, 3, 1))
    with pytest.raises(Refused) as refusal:
        takeovers.run_year(loss, BEGAN, by=cast.coordinator(), at=NOW)
    name = loss.resident.name
    assert reasons(refusal) == [("T2", f"Het jaar van {name} loopt hier al. Er komt geen tweede bij.")]
    loss.refresh_from_db()
    assert loss.year_started_on == date(2026, 3, 1)
