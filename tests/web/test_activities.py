"""The small list of what there is to do nearby, and pointing somebody to it (B6)."""

import pytest
from django.test import Client
from django.utils import timezone

from bezoekdienst.accounts.roles import Role
from bezoekdienst.visiting.models import Activity
from tests.factories import ResidentFactory
from tests.web import clients

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return clients.logged_in(Role.COORDINATOR)


def test_an_activity_is_added_changed_and_taken_off_the_list(client: Client) -> None:
    client.post("/activiteiten/", {"name": "Koffieochtend", "details": "Dinsdag"})
    one = Activity.objects.get()
    page = client.post(
        f"/activiteiten/{one.pk}/wijzigen/", {"name": "Koffieochtend", "details": "Woensdag"}, follow=True
    )
    assert "Woensdag" in page.content.decode()
    client.post(f"/activiteiten/{one.pk}/van-de-lijst/")
    assert "Er staat nog niets op de lijst." in client.get("/activiteiten/").content.decode()
    assert client.get(f"/activiteiten/{one.pk}/wijzigen/").status_code == 404


def test_a_refused_line_comes_back_full(client: Client) -> None:
    client.post("/activiteiten/", {"name": "Koffieochtend", "details": ""})
    page = client.post("/activiteiten/", {"name": "koffieochtend", "details": "In de zaal."})
    assert page.status_code == 422
    assert "“koffieochtend” staat al op de lijst." in page.content.decode()
    assert "In de zaal." in page.content.decode()


def test_pointing_somebody_to_it_stands_on_her_page_and_counts(client: Client) -> None:
    resident = ResidentFactory()
    assert f"/bezoekers/{resident.pk}/activiteit/" not in client.get(f"/bezoekers/{resident.pk}/").content.decode()
    client.post("/activiteiten/", {"name": "Koffieochtend", "details": ""})
    filled = {"activity": Activity.objects.get().pk, "pointed_on": timezone.localdate().isoformat()}
    page = client.post(f"/bezoekers/{resident.pk}/activiteit/", filled, follow=True)
    assert "Gewezen op: Koffieochtend" in page.content.decode()
    assert "Dit jaar 1 keer iemand op gewezen." in client.get("/activiteiten/").content.decode()
