"""Lists as files to take along: what the page shows, as it shows it, and no more; who took what is in the log."""

import io
import re
import uuid
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit import events
from bezoekdienst.audit.models import Event
from bezoekdienst.visiting import referrals
from bezoekdienst.visiting.models import Resident
from bezoekdienst.web import exports
from tests import factories
from tests.factories import NOW
from tests.letters import chain
from tests.web import clients

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
HEADINGS = {
    "/bezoekers/": "Naam;Hoe het staat;Waar",
    "/intakes/": "Naam;Hoe het staat;Dringend;Dagen;Aangemeld op;Hoe aangemeld",
    "/wachtlijst/": "Naam;Wacht sinds;Dagen;Dringend;Voorstel",
    "/trajecten/": "Bezoeker;Vrijwilliger;Kennismaking;Begonnen;Afgesproken tot;Uiterlijk;Afgerond;Bezoeken;"
    "Laatste bezoek",
    "/trajecten/kilometers/": "Vrijwilliger;Bezoeken;Kilometers;Zonder kilometers",
    "/vrijwilligers/": "Naam;Hoe het staat;Nu inzetbaar;Bezoekt nu;Plaatsen vrij;Bezoekt niemand sinds;Gestopt op",
    "/bijeenkomsten/": "Wanneer;Wat;Onderwerp;Waar;Hoe het staat",
    "/trainingen/": "Training;Eerste dag;Laatste dag;Dagen;Deelnemers",
    "/cijfers/": "Onderdeel;Wat;Aantal",
    "/activiteiten/": "Activiteit;Meer erover;Dit jaar op gewezen",
}


@pytest.fixture
def client() -> Client:
    return clients.logged_in(Role.COORDINATOR)


def resident(name: str, **more: Any) -> None:
    factories.IntakeFactory(bereavement__resident__name=name, **more)


def lines(client: Client, address: str, **more: str) -> list[str]:
    answer = client.post(address, {"als": "csv", **more})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")  # or Excel reads it in the letters of 1985
    return answer.content.decode("utf-8-sig").splitlines()


@pytest.mark.parametrize("address", HEADINGS)
def test_a_list_holds_these_columns_and_no_others(client: Client, address: str) -> None:
    assert lines(client, address)[0] == HEADINGS[address]


def test_the_clerk_and_the_privacy_officer_take_theirs_along() -> None:
    chain.frozen(chain.widow(1))
    assert lines(clients.logged_in(Role.CLERK), "/rondes/") == [
        "Ronde;Begon op;Hoe het staat;Op de post;Brieven;Antwoorden",
        "Ronde 4 van 2026;2026-10-01;vastgezet;;1;0",
    ]
    who, moment = Event.objects.get(kind="list.taken_along").actor, timezone.localtime().strftime("%Y-%m-%d %H:%M")
    assert lines(clients.logged_in(Role.PRIVACY_OFFICER), "/logboek/?soort=list.") == [
        "Wanneer;Wat;Waar;Over",
        f"{moment};{who} nam een lijst mee: rondes (alles), aantal regels: 1.;op de site;",
    ]
    assert Event.objects.latest("pk").facts["part"] == "Lijsten meegenomen"


def test_the_log_of_a_day_and_a_person_says_so_without_saying_whom() -> None:
    factories.IntakeFactory()
    about = Resident.objects.get().pseudonym
    lines(clients.logged_in(Role.PRIVACY_OFFICER), f"/logboek/?dag=2026-11-23&over={about}")
    assert Event.objects.latest("pk").facts["part"] == "Alles, alleen 23 november 2026, over één persoon"


@pytest.mark.parametrize("address", HEADINGS)
def test_a_workbook_holds_the_same_rows(client: Client, address: str) -> None:
    factories.VisitFactory()
    page = openpyxl.load_workbook(io.BytesIO(client.post(address, {"als": "xlsx"}).content)).active
    assert [cell.value for cell in page[1]] == HEADINGS[address].split(";")
    assert page.max_row == len(lines(client, address))


@pytest.mark.parametrize("address", ["/bezoekers/", "/intakes/?toon=alle", "/trajecten/", "/vrijwilligers/"])
def test_a_file_takes_as_many_queries_for_three_as_for_one(client: Client, address: str) -> None:
    counts = []
    factories.VisitFactory()
    lines(client, address)
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            lines(client, address)
        counts.append((len(captured), len(lines(client, address))))
        factories.VisitFactory(), factories.VisitFactory()
    (queries, one), (again, three) = counts
    assert (queries, one, three) == (again, 2, 4)


def test_the_rows_and_their_order_are_those_of_the_page(client: Client) -> None:
    for name in ("mevrouw Beuk", "de heer Eik", "mevrouw Berk"):
        resident(name)
    assert [row.split(";")[0] for row in lines(client, "/intakes/?volgorde=naam")[1:]] == [
        "De heer Eik",
        "Mevrouw Berk",
        "Mevrouw Beuk",
    ]
    assert [row.split(";")[0] for row in lines(client, "/intakes/?toon=gekoppeld")[1:]] == []
    assert [row.split(";")[0] for row in lines(client, "/bezoekers/", q="beuk")[1:]] == ["Mevrouw Beuk"]


def test_a_day_is_a_day_in_a_workbook_and_says_its_year_first_in_csv(client: Client) -> None:
    came_on = datetime(2026, 11, 1).date()
    resident("mevrouw Beuk", opened_on=came_on, bereavement__resident__signed_up_on=came_on)
    assert lines(client, "/intakes/")[1] == "Mevrouw Beuk;Nog geen afspraak;;22;2026-11-01;brief van de gemeente"
    page = openpyxl.load_workbook(io.BytesIO(client.post("/intakes/", {"als": "xlsx"}).content)).active
    assert (page["D2"].value, page["E2"].value, page["E2"].number_format) == (22, datetime(2026, 11, 1), "d-m-yyyy")


@pytest.mark.parametrize("name", ["=1+1", "+31", "-1", "@som", "\t=1", "\r=1"])
def test_no_name_runs_as_a_formula(client: Client, name: str) -> None:
    factories.VolunteerFactory(name=name)
    assert lines(client, "/vrijwilligers/")[1].lstrip('"').startswith("'")
    page = openpyxl.load_workbook(io.BytesIO(client.post("/vrijwilligers/", {"als": "xlsx"}).content)).active
    assert page["A2"].data_type == "s"


def test_the_file_is_called_after_the_list_and_the_day_and_kept_by_no_cache(client: Client) -> None:
    answer = client.post("/bezoekers/", {"als": "xlsx", "q": "beuk"})
    assert answer["Content-Disposition"] == 'attachment; filename="bezoekers-2026-11-23.xlsx"'
    assert "no-store" in answer["Cache-Control"]


def test_the_log_says_which_list_how_long_and_which_part_but_not_what_was_searched_for(client: Client) -> None:
    resident("mevrouw Beuk")
    client.post("/intakes/?toon=alle&volgorde=naam", {"als": "csv", "q": "beuk"})
    event = Event.objects.get(kind="list.taken_along")
    assert event.facts == {"list": "intakes", "rows": 1, "part": "Alle, naam, gezocht"}
    assert events.sentence(event) == "nam een lijst mee: intakes (Alle, naam, gezocht), aantal regels: 1"


def test_no_word_from_the_address_gets_into_the_log(client: Client) -> None:
    for address in ("/bezoekers/", "/intakes/", "/wachtlijst/", "/trajecten/", "/vrijwilligers/", "/cijfers/"):
        client.post(f"{address}?toon=mevrouw+Beuk&volgorde=Beuk&soort=Beuk&jaar=Beuk", {"als": "csv"})
    assert [facts for facts in Event.objects.values_list("facts", flat=True) if "Beuk" in str(facts)] == []


def test_a_count_that_is_hidden_on_the_page_is_hidden_in_the_file(client: Client) -> None:
    trajectory = factories.TrajectoryFactory()
    given = {"resident": trajectory.resident, "trajectory": trajectory, "note": "", "by": factories.coordinator()}
    referrals.report(uuid.uuid4(), kind="gloom", at=timezone.now(), **given)
    told = [line for line in lines(client, "/cijfers/") if line.startswith("Signalen;somber")]
    assert told == ["Signalen;somberheid;minder dan 5"]


def test_another_kind_of_file_is_just_the_page(client: Client) -> None:
    assert client.post("/bezoekers/", {"als": "exe"})["Content-Type"].startswith("text/html")
    assert client.get("/bezoekers/?als=csv")["Content-Type"].startswith("text/html")
    assert not Event.objects.filter(kind="list.taken_along").exists()


def test_a_list_that_nobody_reads_is_not_made(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST", 1)
    resident("mevrouw Beuk")
    assert len(lines(client, "/intakes/")) == 2
    resident("mevrouw Berk")
    assert exports.TOO_LONG in client.post("/intakes/", {"als": "csv"}).content.decode()
    assert Event.objects.filter(kind="list.taken_along").count() == 1


def test_a_list_waits_for_fresh_proof_and_then_comes_as_it_was_asked_for() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        client = clients.logged_in(Role.COORDINATOR)
        resident("mevrouw Beuk")
        clock.shift(timedelta(minutes=10))
        asked = {"als": "csv", "q": "beuk"}
        answer = client.post("/intakes/?toon=alle", asked)
        assert answer["Location"] == "/account/opnieuw/?next=%2Fintakes%2F%3Ftoon%3Dalle"
        client.post("/account/opnieuw/mail/")
        code = re.search(r"^[A-Z0-9]{6}$", mail.outbox[-1].body, re.MULTILINE)
        client.post("/account/opnieuw/mail/", {"code": code and code[0]})
        page = client.get("/intakes/?toon=alle").content.decode()
    assert ">Lijst meenemen</button>" in page
    assert [f'name="{name}" hidden>\n{value}<' in page for name, value in asked.items()] == [True, True]


def test_adding_an_activity_and_taking_the_list_along_are_not_mixed_up(client: Client) -> None:
    client.post("/activiteiten/", {"name": "Koffie", "details": "Elke dinsdag."})
    assert lines(client, "/activiteiten/")[1:] == ["Koffie;Elke dinsdag.;0"]
