"""Somebody logged in, and a letterhead, for the tests of pages."""

from datetime import date

import pytest
import time_machine

from bezoekdienst.accounts.roles import Role
from bezoekdienst.visiting.models import Resident
from letters import letterheads
from tests import factories
from tests.factories import NOW
from tests.letters import chain
from tests.web import clients


@pytest.fixture
def coordinator(db):
    return clients.logged_in(Role.COORDINATOR)


@pytest.fixture
def clerk(db, time_machine):
    """On the day of a delivery."""
    time_machine.move_to(chain.at())
    return clients.logged_in(Role.CLERK)


@pytest.fixture
def version(db):
    return letterheads.save(texts=chain.LETTERHEAD, profile="c5_left", by=None, at=chain.at())


@pytest.fixture
def still():
    """The clock stands still at `factories.NOW`."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def two() -> tuple[Resident, Resident]:
    """Signed up by letter in January, and through the GP in October, under nearly the same name."""
    given = {"bereavement__resident__phone": "026-1234567", "bereavement__resident__postcode": "6811 AA"}
    letter = {"name": "mevrouw T. Verzonnen", "signed_up_on": date(2026, 1, 5), "street": "Weg 1"}
    gp = {"name": "Truus Verzonnen", "signed_up_on": date(2026, 10, 20), "source": "gp", "street": "Laan 2"}
    made = [
        factories.IntakeFactory(**given, **{f"bereavement__resident__{name}": said for name, said in told.items()})
        for told in (letter, gp)
    ]
    return made[0].resident, made[1].resident
