"""The clerk looks up what is held of somebody who got a letter; what was typed is in no address, and kept nowhere."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from letters.models import Addressee, Suppression
from tests import factories
from tests.letters import chain
from tests.web import clients

SHE = {"name": "mevr. Proefbeuk", "postcode": "6811 ab", "number": "1"}
NOBODY = {"name": "B. Wilgenroos", "postcode": "6899 ZZ", "number": "3"}


@pytest.fixture
def delivery(clerk: Client) -> None:
    chain.drafted(chain.widow(0), chain.widow(1))


def ask(client: Client, step: str = "zoeken", **said: str):
    return client.post(reverse("addressee_file"), {**SHE, **said, "step": step})


def test_the_clerk_finds_the_page_at_the_rounds_and_the_coordinator_does_not(clerk: Client) -> None:
    url = reverse("addressee_file")
    assert url in clerk.get(reverse("rounds")).content.decode()
    coordinator = clients.logged_in(Role.COORDINATOR)
    assert url not in coordinator.get(reverse("rounds")).content.decode()
    assert coordinator.get(url).status_code == 403


def test_what_is_found_is_shown(clerk: Client, delivery: None) -> None:
    answer = ask(clerk)
    assert [[said.key for said in row][:2] for row in answer.context["found"].rows] == [["address_lines", "salutation"]]
    assert "Proefbeuk" in answer.content.decode()
    assert Event.objects.latest("pk").facts == {"found": 1, "alike": 0}


def test_of_a_client_the_page_says_what_it_says_of_nobody(clerk: Client, delivery: None) -> None:
    before = ask(clerk, **NOBODY).context["found"]
    factories.ResidentFactory(name="B. Wilgenroos", postcode="6899 ZZ", street="Weg 3")
    assert ask(clerk, **NOBODY).context["found"] == before


def test_the_answer_is_taken_along(clerk: Client, delivery: None) -> None:
    assert ask(clerk, "pdf").content[:5] == b"%PDF-"
    file = ask(clerk, "json")
    assert len(json.loads(file.content)["rows"]) == 1
    assert file["Content-Disposition"] == 'attachment; filename="inzage-20261001.json"'
    assert "no-store" in file["Cache-Control"]


def test_erasing_asks_for_the_word_and_then_forgets_her(clerk: Client, delivery: None) -> None:
    assert ask(clerk, "wissen", typed="ja").status_code == 422
    assert Addressee.objects.count() == 2
    answer = ask(clerk, "wissen", typed="Wissen")
    assert (answer.status_code, answer["Location"]) == (302, reverse("addressee_file"))
    assert (Addressee.objects.count(), Suppression.objects.exists()) == (1, True)


@pytest.mark.parametrize("said", [{"postcode": "9"}, {"number": "a"}, {"name": "..."}])
def test_what_can_not_be_known_again_is_not_erased_and_the_form_comes_back_full(
    clerk: Client, delivery: None, said: dict[str, str]
) -> None:
    answer = ask(clerk, "wissen", typed="wissen", **said)
    assert answer.status_code == 422
    assert answer.context["form"]["name"].value() == said.get("name", SHE["name"])
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("left_out", ["name", "postcode", "number"])
def test_without_a_name_and_an_address_nobody_is_looked_for(clerk: Client, delivery: None, left_out: str) -> None:
    answer = ask(clerk, **{left_out: ""})
    assert (answer.status_code, answer.context["found"]) == (422, None)
