"""The address of an entry that was laid into another leads to the page that stays, for who may see it (I4)."""

import pytest
from django.test import Client

from bezoekdienst.accounts.roles import Role
from bezoekdienst.visiting import intakes
from bezoekdienst.visiting.mergers import successors
from bezoekdienst.visiting.models import Intake, Resident
from bezoekdienst.web.successors import ONE
from tests import cast, factories
from tests.factories import NOW
from tests.visiting import merged
from tests.web import clients

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still")]


@pytest.fixture
def client() -> Client:
    return clients.logged_in(Role.COORDINATOR)


def signed_up(number: int = 0) -> Intake:
    """As it is done, so that the log speaks of it."""
    told = {"name": f"Truus Verzonnen {number}", "phone": f"026-000000{number}", "source": "gp"}
    return intakes.open(**told, by=cast.coordinator(), at=NOW)


@pytest.fixture
def gone(client: Client) -> Intake:
    """An intake that was laid into an earlier one; its pages were opened before."""
    stays, goes = signed_up(), signed_up(1)
    for page in (f"/bezoekers/{goes.resident_id}/", f"/intakes/{goes.pk}/"):
        assert client.get(page).status_code == 200
    merged.merge(stays.resident, goes.resident)
    return goes


def test_the_page_of_who_went_leads_to_who_stayed_and_says_so(client: Client, gone: Intake) -> None:
    stays = Resident.objects.get()
    for page in (f"/bezoekers/{gone.resident_id}/", f"/bezoekers/{gone.resident_id}/contact/"):
        answer = client.get(page, follow=True)
        assert answer.redirect_chain == [(f"/bezoekers/{stays.pk}/", 302)]
        assert answer.content.decode().count(ONE) == 1


def test_an_intake_leads_to_the_one_it_went_into(client: Client, gone: Intake) -> None:
    for page in ("", "contact/", "afspraak/"):
        answer = client.get(f"/intakes/{gone.pk}/{page}", follow=True)
        assert answer.redirect_chain == [(f"/intakes/{Intake.objects.get().pk}/", 302)]
        assert answer.content.decode().count(ONE) == 1


def test_of_several_intakes_none_is_guessed(gone: Intake) -> None:
    stays = Resident.objects.get()
    assert successors.intake(gone.pk) == Intake.objects.get()
    over = {"state": "withdrawn", "ended_on": factories.TODAY}
    factories.IntakeFactory(bereavement=factories.BereavementFactory(resident=stays), **over)
    assert successors.intake(gone.pk) == stays


def test_who_was_laid_into_one_that_was_laid_into_another_is_found_there(gone: Intake) -> None:
    first, stays = Resident.objects.get(), signed_up(2).resident
    Resident.objects.filter(pk=stays.pk).update(signed_up_on="2020-01-01")
    kept = merged.merge(first, stays)
    assert successors.resident(gone.resident_id) == kept


@pytest.mark.parametrize("role", [None, Role.CLERK, Role.PRINT_ROOM, Role.VOLUNTEER, Role.PRIVACY_OFFICER])
def test_others_hear_nothing_of_it(gone: Intake, role: Role | None) -> None:
    other = clients.logged_in(role) if role else Client()
    for page in ("/bezoekers/{}/", "/intakes/{}/"):
        was, never = other.get(page.format(gone.pk)), other.get(page.format(98765))
        assert (was.status_code, never.status_code) == ((302, 302) if role is None else (403, 403))


def test_what_is_sent_there_is_not_kept_and_does_not_seem_so(client: Client, gone: Intake) -> None:
    assert client.post(f"/bezoekers/{gone.resident_id}/contact/", {"note": "x"}).status_code == 404
    assert client.post(f"/intakes/{gone.pk}/", {"note": "x"}).status_code == 404
    assert client.get(f"/intakes/{gone.pk}/", headers={"HX-Request": "true"}).status_code == 404


def test_who_was_erased_since_is_nowhere(client: Client, gone: Intake) -> None:
    Resident.objects.all().delete()
    assert client.get(f"/bezoekers/{gone.resident_id}/").status_code == 404


def test_an_act_that_there_is_not_stays_so(client: Client, gone: Intake) -> None:
    stays = Intake.objects.get()
    assert client.get(f"/bezoekers/{stays.resident_id}/onzin/").status_code == 404
    assert client.get(f"/intakes/{stays.pk}/onzin/").status_code == 404
