"""The kitchen table: what one types is saved in our codes, and nothing of it is lost."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from bezoekdienst.visiting.models import Intake
from bezoekdienst.visiting.states import IntakeState
from bezoekdienst.web.forms.kitchen_table import KitchenTable
from tests import factories
from tests.factories import NOW
from tests.web import clients

pytestmark = pytest.mark.django_db
SCRIPT = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client() -> Client:
    return clients.logged_in(Role.COORDINATOR)


def planned(**more: Any) -> Intake:
    made: Intake = factories.IntakeFactory(state=IntakeState.PLANNED, planned_for_at=NOW, **more)
    return made


def saved(intake: Intake) -> Intake:
    intake.refresh_from_db()
    return intake


def test_what_one_types_is_saved_in_the_codes_of_the_service(client: Client) -> None:
    intake = planned()
    given = {
        "asks_for": "Een luisterend oor.", "dayparts": ["mo-am", "fr-pm"], "loss": "dementia", "smoking": "no",
        "children_at_home": "yes", "wish_age_min": "60", "must_age_min": "on", "wish_sex": "V", "birth_year": "1949",
        "first_name": "Bea", "consent_visits": "on", "company_1": "Elke dag.",
    }  # fmt: skip
    part = client.post(f"/intakes/{intake.pk}/bewaren/", given, headers=SCRIPT).content.decode()
    assert part.strip() == "Bewaard om 10.00 uur."
    answers = saved(intake).answers
    assert answers["wishes"] == [
        {"kind": "sex", "value": "V", "must": False}, {"kind": "age_min", "value": 60, "must": True},
    ]  # fmt: skip
    assert (answers["dayparts"], answers["home"]) == (["mo-am", "fr-pm"], {"smoking": False})
    assert (answers["children_at_home"], answers["company"]) == (True, ["Elke dag.", "", ""])
    assert intake.consents == {"visits": "2026-11-23"}
    assert (intake.resident.birth_year, intake.bereavement.kind) == (1949, "dementia")


def test_the_form_comes_back_as_it_was_filled_in(client: Client) -> None:
    intake = planned()
    given = {"asks_for": "Rust.", "pets": "yes", "wish_loss": "sudden", "must_loss": "on", "consent_finite_told": "on"}
    client.post(f"/intakes/{intake.pk}/bewaren/", given)
    initial = KitchenTable.of(saved(intake)).initial
    assert {name: initial[name] for name in ("asks_for", "pets", "smoking", "wish_loss", "must_loss")} == {
        "asks_for": "Rust.", "pets": "yes", "smoking": "", "wish_loss": "sudden", "must_loss": True,
    }  # fmt: skip
    assert (initial["consent_finite_told"], initial["consent_visits"]) == (True, False)


def test_saving_the_same_once_more_writes_nothing(client: Client) -> None:
    intake, given = planned(), {"asks_for": "Rust.", "languages": ["nl"], "first_name": "Bea"}
    for _ in range(2):
        client.post(f"/intakes/{intake.pk}/bewaren/", given)
    assert Event.objects.filter(kind="intake.answers_saved").count() == 1
    assert Event.objects.filter(kind="resident.amended").count() == 1


def test_what_is_not_right_yet_does_not_keep_the_rest_from_being_saved(client: Client) -> None:
    intake = planned()
    given = {"asks_for": "Rust.", "wish_age_min": "tachtig", "life_view": "catholic"}
    part = client.post(f"/intakes/{intake.pk}/bewaren/", given, headers=SCRIPT).content.decode()
    assert "behalve wat nog niet klopt" in part
    assert "levensbeschouwing" in part
    assert (saved(intake).answers["asks_for"], intake.answers.get("life_view", "")) == ("Rust.", "")


def test_an_answer_and_a_consent_can_be_taken_back(client: Client) -> None:
    intake = planned()
    both = {"asks_for": "Rust.", "consent_life_view": "on", "life_view": "catholic"}
    client.post(f"/intakes/{intake.pk}/bewaren/", both)
    assert saved(intake).answers["life_view"] == "catholic"
    client.post(f"/intakes/{intake.pk}/bewaren/", {"asks_for": ""})
    assert (saved(intake).answers["asks_for"], intake.answers["life_view"], intake.consents) == ("", "", {})


def test_a_consent_keeps_the_day_it_was_given(client: Client) -> None:
    intake = planned(consents={"visits": "2026-11-02"})
    client.post(f"/intakes/{intake.pk}/bewaren/", {"consent_visits": "on", "consent_finite_told": "on"})
    assert saved(intake).consents == {"visits": "2026-11-02", "finite_told": "2026-11-23"}
