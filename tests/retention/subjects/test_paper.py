"""How it reads on paper: a few of a kind in full, many in a line each, and what is the same only once."""

from datetime import timedelta

import pytest
from django.db import transaction

from bezoekdienst.audit import events
from bezoekdienst.retention.subjects import dossier, paper
from letters import letterheads
from letters.sheet.dossiers import Section
from tests import factories
from tests.factories import NOW, TODAY
from tests.letters import chain

pytestmark = pytest.mark.django_db


def sections(person: dossier.Person) -> dict[str, Section]:
    return {one.heading: one for one in paper.laid_out(dossier.of(person, on=TODAY)).sections}


def test_a_few_stand_in_full_and_many_in_a_line_each() -> None:
    trajectory = factories.TrajectoryFactory()
    for weeks in range(3):
        factories.VisitFactory(trajectory=trajectory, on=trajectory.started_on + timedelta(weeks=weeks), note="")
    assert [names[0] for names in sections(trajectory.resident)["Bezoeken"].lists] == [
        ("Datum", "15 september 2026"),
        ("Datum", "8 september 2026"),
        ("Datum", "1 september 2026"),
    ]
    factories.VisitFactory(trajectory=trajectory, on=TODAY, note="een fijn gesprek", minutes=30)
    found = sections(trajectory.resident)["Bezoeken"]
    day, said, below = found.lines[0]
    assert (found.lists, day, below) == ((), "23 november 2026", ("Bezoekverslag: een fijn gesprek",))
    assert said == "thuis · minuten: 30 · genoteerd op: 23 november 2026, 10.00 uur"


def test_what_is_the_same_on_one_day_stands_there_once() -> None:
    her = factories.ResidentFactory()
    with transaction.atomic():
        for minutes in (0, 1, 2, 60 * 24):
            at = NOW + timedelta(minutes=minutes)
            events.record("person.read", by=None, at=at, about=her.pseudonym, what="bezoeker")
    assert [line[:2] for line in sections(her)["Wie wat deed, en wie keek"].lines] == [
        (
            "23 november 2026, 10.00 uur",
            "de bezoekdienst bekeek de gegevens (bezoeker) · waar: op de computer (3 keer)",
        ),
        ("24 november 2026, 10.00 uur", "de bezoekdienst bekeek de gegevens (bezoeker) · waar: op de computer"),
    ]


def test_how_long_is_said_once_for_all_that_stays_as_long() -> None:
    found = sections(factories.TrajectoryFactory().resident)["Hoe lang wij het bewaren, en waarom dat mag"]
    together, *_ = found.rows
    assert together[0] == (
        "Naam, adres en aanmelding. Het verlies, en het jaar van bezoek. "
        "Het gesprek aan huis en het wachten. Het bezoek: van kennismaking tot afscheid."
    )
    assert together[2].startswith("12 maanden na het einde;")


def test_it_says_who_sends_it_and_whom_to_call() -> None:
    letterheads.save(texts=chain.LETTERHEAD, profile="c5_left", by=None, at=chain.at())
    made = paper.laid_out(dossier.of(factories.ResidentFactory(name="mevrouw Verzonnen"), on=TODAY))
    assert made.sender.casefold() == str(chain.LETTERHEAD["service_name"]).casefold()
    assert (made.about, made.dated) == ("Over mevrouw Verzonnen", "23 november 2026")
    assert any(str(chain.LETTERHEAD["phone"]) in point for point in made.sections[-1].points)
