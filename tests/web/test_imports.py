"""Volunteers from paper, on the page: first a look that keeps nothing, then exactly the file that was looked at."""

import io

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from bezoekdienst.accounts.roles import Role
from tests.web import clients
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db

GOOD = "Voornaam;Achternaam;Telefoon;Schoenmaat\nMia;Verzonnen;026 000 00 01;39\n"
BAD = f"{GOOD}Joke;Verzonnen;;38\n"


@pytest.fixture
def client(db: None) -> Client:
    return clients.logged_in(Role.COORDINATOR)


def handed(text: str | bytes, name: str = "lijst.csv") -> ContentFile:
    return ContentFile(text.encode() if isinstance(text, str) else text, name)


def page(client: Client, text: str, address: str = "volunteers_import", **more: str) -> str:
    return client.post(reverse(address), {"file": handed(text), **more}).content.decode()


def seen(said: str) -> str:
    """What the button says that takes over: which file was looked at."""
    return said.partition('name="gezien" value="')[2].partition('"')[0]


def test_a_look_shows_every_heap_and_keeps_nothing(client: Client) -> None:
    said = page(client, BAD)
    assert "Zo zou het gaan" in said and "2 regels met een vrijwilliger." in said and "Er is niets bewaard." in said
    assert "Nu zijn er 0 vrijwilligers. Daarna zijn het er 1." in said
    assert "Vul een telefoonnummer of e-mailadres in." in said
    assert "<li>Schoenmaat</li>" in said
    assert "Eén vrijwilliger overnemen" in said
    assert not Volunteer.objects.exists()


def test_what_was_looked_at_is_taken_over_and_twice_is_once(client: Client) -> None:
    digest = seen(page(client, BAD))
    said = page(client, BAD, gezien=digest)
    assert "Overgenomen" in said and reverse("volunteer", args=[Volunteer.objects.get().pk]) in said
    said = page(client, BAD, gezien=digest)
    assert "Hetzelfde telefoonnummer als Mia Verzonnen." in said
    assert Volunteer.objects.count() == 1


def test_another_file_than_was_looked_at_is_only_looked_at(client: Client) -> None:
    digest = seen(page(client, GOOD))
    said = page(client, BAD, gezien=digest)
    assert "Dit is een ander bestand dan u bekeek." in said
    assert not Volunteer.objects.exists()


def test_a_script_renews_only_what_came_of_the_file(client: Client) -> None:
    answer = client.post(reverse("volunteers_import"), {"file": handed(GOOD)}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.content.decode().lstrip().startswith('<section class="trial flow">')


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Dit bestand is leeg."),
        ("Naam;BSN\nMia;", "een BSN bewaren wij nooit."),
        ("Kleur;Maat\nrood;39", "De kolom “Voornaam” ontbreekt."),
        ("Voornaam;Naam;E-mail\n" + "Mia;Mia Verzonnen;\n" * 251, "meer dan 250 regels"),
        ("x" * (5 * 1024**2 + 1), "Dit bestand is te groot: meer dan 5 MB. Lever het in delen."),
    ],
)
@pytest.mark.parametrize("address", ["volunteers_import", "volunteers_import_wrong"])
def test_a_file_that_cannot_be_read_gets_its_sentence(client: Client, address: str, text: str, sentence: str) -> None:
    answer = client.post(reverse(address), {"file": handed(text)})
    said = answer.content.decode()
    assert (answer.status_code, sentence in said, "Er is niets bewaard." in said) == (422, True, True)


def test_without_a_file_it_asks_for_one(client: Client) -> None:
    assert "Kies het bestand." in client.post(reverse("volunteers_import")).content.decode()


def test_bad_rows_come_along_in_the_form_in_which_they_came(client: Client) -> None:
    answer = client.post(reverse("volunteers_import_wrong"), {"file": handed(BAD)})
    assert answer["Content-Disposition"].endswith('.csv"')
    assert answer.content.decode("utf-8-sig").splitlines() == [
        "Voornaam;Achternaam;Telefoon;Schoenmaat;Wat er mis is",
        "Joke;Verzonnen;;38;Vul een telefoonnummer of e-mailadres in.",
    ]
    assert "Er is niets om mee te nemen." in page(client, GOOD, "volunteers_import_wrong")


def test_the_form_to_fill_in_comes_as_workbook_and_as_csv(client: Client) -> None:
    answer = client.get(reverse("volunteers_form", args=["xlsx"]))
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames == ["Vrijwilligers", "Woorden"]
    answer = client.get(reverse("volunteers_form", args=["csv"]))
    assert answer.content.decode("utf-8-sig").startswith("Voornaam;Achternaam;Telefoon;E-mail;Geboortejaar;")
    assert client.get(reverse("volunteers_form", args=["pdf"])).status_code == 404


@pytest.mark.parametrize("role", [Role.CLERK, Role.VOLUNTEER, Role.PRIVACY_OFFICER])
def test_nobody_else_takes_volunteers_over(role: Role) -> None:
    client = clients.logged_in(role)
    assert client.get(reverse("volunteers_import")).status_code == 403
    assert client.post(reverse("volunteers_import"), {"file": handed(GOOD)}).status_code == 403
    assert not Volunteer.objects.exists()
