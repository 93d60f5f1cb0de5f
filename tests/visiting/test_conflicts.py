"""Two logs under one id: both are kept until somebody chose (B3)."""

import uuid
from datetime import date

import pytest

from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting import conflicts, visits
from bezoekdienst.visiting.models import Visit, VisitConflict
from tests import factories
from tests.refusals import reasons

pytestmark = pytest.mark.django_db

USUAL = {"on": date(2026, 11, 20), "kind": "walk", "minutes": 45, "mood": "well", "note": "Gelopen."}
USUAL |= {"kilometres": 3, "next_on": date(2026, 12, 4)}
OTHER = {**USUAL, "on": date(2026, 11, 21), "minutes": 60, "note": "Thee gedronken."}


@pytest.fixture
def twice(by):
    """A visit that the phone sent a second time, with something else in it."""
    trajectory = factories.TrajectoryFactory()
    known, _ = visits.log(uuid.uuid4(), trajectory=trajectory, **USUAL, by=by, at=factories.NOW)
    with pytest.raises(visits.ConflictingVisit):
        visits.log(known.pk, trajectory=trajectory, **OTHER, by=by, at=factories.NOW)
    return known


def test_the_first_one_stands_and_what_lay_beside_it_goes(by, twice):
    conflicts.settle(twice, take=None, by=by, at=factories.NOW)
    twice.refresh_from_db()
    assert visits.content_of(twice) == USUAL
    assert not VisitConflict.objects.exists()


def test_the_other_one_is_taken_and_shown_as_corrected(by, twice):
    conflicts.settle(twice, take=twice.conflicts.get(), by=by, at=factories.NOW)
    twice.refresh_from_db()
    assert visits.content_of(twice) == OTHER
    assert twice.corrected_at == factories.NOW
    assert not VisitConflict.objects.exists()


def test_what_was_settled_by_somebody_else_is_refused(by, twice):
    other = twice.conflicts.get()
    conflicts.settle(twice, take=None, by=by, at=factories.NOW)
    with pytest.raises(Refused) as refusal:
        conflicts.settle(twice, take=other, by=by, at=factories.NOW)
    assert reasons(refusal) == [("B3", "Hier is al gekozen. Kijk de pagina nog eens na.")]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"on": "2026-08-01"}, ("B1", "De datum ligt voor het begin op 1 september 2026.")),
        ({"on": "2027-09-01", "next_on": None}, ("B1", "De datum ligt na het einde op 31 augustus 2027.")),
        ({"trajectory": 0}, ("B3", "Dat verslag ging over iemand anders. Er is niets veranderd.")),
    ],
)
def test_a_log_that_never_was_a_visit_here_is_not_taken(by, twice, given, reason):
    other = twice.conflicts.get()
    other.content |= given
    other.save()
    with pytest.raises(Refused) as refusal:
        conflicts.settle(twice, take=other, by=by, at=factories.NOW)
    assert reasons(refusal) == [reason]
    assert visits.content_of(Visit.objects.get()) == USUAL
    assert VisitConflict.objects.count() == 1
