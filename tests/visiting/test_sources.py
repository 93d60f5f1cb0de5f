"""How somebody came to the service: put right when it was noted wrongly."""

import pytest

from bezoekdienst.audit import events
from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting import sources
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_a_source_that_was_noted_wrongly_is_put_right_with_a_trace(by):
    resident = factories.ResidentFactory(source="self")
    for _ in range(2):  # the same once more changes nothing
        sources.change(resident, source="gp", by=by, at=NOW)
    resident.refresh_from_db()
    assert resident.source == "gp"
    (event,) = Event.objects.filter(kind="resident.source_changed")
    assert events.sentence(event) == "verbeterde hoe iemand zich aanmeldde: van zelf naar huisarts"


@pytest.mark.parametrize(("now", "then"), [("letter", "gp"), ("gp", "letter"), ("gp", "newspaper")])
def test_an_answer_to_a_letter_is_neither_made_nor_taken_away_by_hand(by, now, then):
    resident = factories.ResidentFactory(source=now)
    with pytest.raises(Refused):
        sources.change(resident, source=then, by=by, at=NOW)
    resident.refresh_from_db()
    assert resident.source == now
