from datetime import timedelta

import pytest

from bezoekdienst.lib.errors import Refused
from bezoekdienst.reports import figures
from bezoekdienst.retention import tallies
from bezoekdienst.visiting import activities, counted, endings
from bezoekdienst.visiting.models import Activity, Pointer, Resident
from tests import factories
from tests.refusals import texts

pytestmark = pytest.mark.django_db

TODAY, NOW = factories.TODAY, factories.NOW


@pytest.fixture
def walk(by):
    return activities.add(name=" Wandelgroep ", details="Dinsdag, tien uur", by=by, at=NOW)


def test_the_list_is_kept(walk, by):
    activities.change(walk, name="Wandelgroep Noord", details="Woensdag", by=by, at=NOW)
    activities.add(name="Wandelgroep", by=by, at=NOW)
    activities.stop(walk, by=by, at=NOW)
    assert list(Activity.objects.filter(stopped_on=None).values_list("name", flat=True)) == ["Wandelgroep"]
    with pytest.raises(Refused) as refusal:
        activities.stop(walk, by=by, at=NOW)
    assert texts(refusal) == ["“Wandelgroep Noord” staat sinds 23 november 2026 niet meer op de lijst."]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (" ", "Schrijf op wat er te doen is."),
        ("wandelGROEP", "“wandelGROEP” staat al op de lijst."),
        ("w" * 81, "Houd het kort: 80 tekens, en 300 voor wanneer en waar."),
    ],
)
def test_a_line_that_does_not_fit_is_not_added(walk, by, name, text):
    with pytest.raises(Refused) as refusal:
        activities.add(name=name, by=by, at=NOW)
    assert texts(refusal) == [text]


def test_pointing_somebody_to_it_is_noted_once_and_counted_also_when_she_is_erased(walk, by):
    resident = factories.ResidentFactory()
    for _ in range(2):
        activities.point(walk, resident, pointed_on=TODAY, by=by, at=NOW)
    assert Pointer.objects.count() == 1
    assert (2026, "pointer", "") in list(counted.of(resident))
    line = figures.Figure("op een activiteit gewezen", 1, "pointer")
    assert line in figures.of(2026, {}).people
    tallies.add_up([resident])
    Resident.objects.all().delete()
    assert line in figures.of(2026, tallies.of(2026)).people


def test_nobody_is_pointed_tomorrow_nor_to_what_stopped_nor_after_her_death(walk, by):
    resident = factories.ResidentFactory()
    endings.note_death(resident, died_on=TODAY, by=by, at=NOW)
    activities.stop(walk, by=by, at=NOW)
    with pytest.raises(Refused) as refusal:
        activities.point(walk, resident, pointed_on=TODAY + timedelta(days=1), by=by, at=NOW)
    assert texts(refusal) == [
        "“Wandelgroep” staat sinds 23 november 2026 niet meer op de lijst.",
        "De datum ligt in de toekomst. Kies vandaag of eerder.",
        "Deze bezoeker is overleden op 23 november 2026.",
    ]
