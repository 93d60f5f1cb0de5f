"""The kilometres of a quarter on the screen."""

import pytest
from django.test import Client

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from tests import factories
from tests.web import clients

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(now) -> Client:
    return clients.logged_in(Role.COORDINATOR)


def test_the_quarter_that_runs_is_shown_and_another_one_stands_in_the_address(client: Client) -> None:
    factories.VisitFactory(trajectory__volunteer__name="Aafje Verzonnen", kilometres=12)  # on 1 September
    assert "Aafje Verzonnen" not in client.get("/trajecten/kilometers/").content.decode()
    page = client.get("/trajecten/kilometers/?kwartaal=2026-3").content.decode()
    assert "Kilometers in het 3e kwartaal van 2026" in page
    assert "Aafje Verzonnen" in page
    assert 'value="2026-4"' not in client.get("/trajecten/kilometers/?kwartaal=1999-1").content.decode()


def test_the_list_comes_as_a_file_of_the_quarter_that_is_shown(client: Client) -> None:
    factories.VisitFactory(trajectory__volunteer__name="Aafje Verzonnen", kilometres=12)
    answer = client.post("/trajecten/kilometers/?kwartaal=2026-3", {"als": "csv"})
    assert answer.content.decode("utf-8-sig").splitlines() == [
        "Vrijwilliger;Bezoeken;Kilometers;Zonder kilometers",
        "Aafje Verzonnen;1;12;0",
    ]
    assert Event.objects.get(kind="list.taken_along").facts["part"] == "3e kwartaal van 2026"
