"""From paper, on the pages: what to take over in which order, each for whom it concerns, and what came over before."""

import re
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from bezoekdienst.policy import versions
from bezoekdienst.policy.models import Supply
from bezoekdienst.visiting.models import Intake, Resident, Trajectory
from letters.models import Suppression
from tests import cast, factories
from tests.letters import chain
from tests.web import clients

pytestmark = pytest.mark.django_db

TABLES = ("volunteers", "running", "waiting", "objections")
RUNS = (
    "Naam;Telefoon;Vrijwilliger;Begonnen op;Aantal bezoeken;Laatste bezoek op\n"
    "Wim Verzonnen;026 000 90 01;Vera Vrijwilliger;{};12;{}\n"
)
WAITS = "Naam;Telefoon\nAns Verzonnen;026 000 90 02\nJoke Zonder;\n"
OBJECTS = f"Naam;BSN\nMevrouw Zonderling;{chain.bsn(0)}\nMevrouw Fout;123456789\n"


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(factories.NOW, tick=True)


def post(client: Client, text: str, address: str, **more: str) -> str:
    return client.post(reverse(address), {"file": ContentFile(text.encode(), "lijst.csv"), **more}).content.decode()


def take_over(client: Client, text: str, address: str) -> str:
    """Look, and then press the button that the look gave."""
    seen = post(client, text, address).partition('name="gezien" value="')[2].partition('"')[0]
    return post(client, text, address, gezien=seen)


def runs(began: str = "2-3-2026", last: str = "9-11-2026") -> str:
    return RUNS.format(began, last)


def words(page: str) -> str:
    """What a person reads of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        (Role.COORDINATOR, ["volunteers", "running", "waiting", "objections"]),
        (Role.DEPUTY, ["volunteers", "running", "waiting", "objections"]),
        (Role.CLERK, ["objections"]),
    ],
)
def test_the_start_leads_everybody_through_what_concerns_her(role: Role, offered: list[str]) -> None:
    client = clients.logged_in(role)
    said = client.get(reverse("takeovers")).content.decode()
    addresses = {name: reverse(f"{name}_import") for name in TABLES}
    assert [name for name in TABLES if f'href="{addresses[name]}"' in said] == offered
    assert [name for name in TABLES if client.get(addresses[name]).status_code == 200] == offered
    assert "Nog niets. Wat u overneemt, vindt u hier terug." in said
    is_one = len(offered) == 1  # then it is no step, the first nor the last
    assert (said.count('class="step"'), "Ten slotte" in said, "in deze volgorde" in said) == (
        0 if is_one else len(offered), not is_one, not is_one,
    )  # fmt: skip


def test_a_trajectory_comes_over_and_its_page_says_so() -> None:
    client = clients.logged_in(Role.COORDINATOR)
    cast.volunteer()
    said = words(take_over(client, runs(), "running_import"))
    assert "Bezocht door Vera Vrijwilliger, uiterlijk tot en met 1 maart 2027." in said
    assert "Let op: “Toestemming voor bezoek op” is leeg." in said
    assert "Er waren 0 lopende trajecten. Nu zijn het er 1." in said
    page = words(client.get(reverse("trajectory", args=[Trajectory.objects.get().pk])).content.decode())
    assert "23 november 2026 12 bezoeken daarvoor laatste bezoek daarvoor: 9 november 2026" in page
    assert "nam dit traject over van papier: begonnen op 2 maart 2026, uiterlijk tot en met 1 maart 2027." in page


def test_what_came_over_can_be_found_again_and_what_is_gone_is_counted() -> None:
    client = clients.logged_in(Role.COORDINATOR)
    take_over(client, WAITS, "waiting_import")
    start = client.get(reverse("takeovers")).content.decode()
    page = reverse("takeover", args=[Event.objects.get(kind="intakes.taken_over").pk])
    assert f'href="{page}"' in start and "1 persoon" in words(start)
    said = client.get(page).content.decode()
    assert f'href="{reverse("intake", args=[Intake.objects.get().pk])}"' in said and "Ans Verzonnen" in said
    assert "De gegevens gaan dan na 12 maanden vanzelf weg." in words(said)
    Resident.objects.all().delete()
    said = words(client.get(page).content.decode())
    assert "Eén is intussen gewist." in said and "Ans Verzonnen" not in said


def test_the_people_of_a_take_over_are_for_whoever_may_see_them() -> None:
    coordinator, clerk = clients.logged_in(Role.COORDINATOR), clients.logged_in(Role.CLERK)
    take_over(coordinator, WAITS, "waiting_import")
    take_over(clerk, OBJECTS, "objections_import")
    events = {event.kind: event.pk for event in Event.objects.filter(kind__endswith=".taken_over")}
    answers = {kind: [client.get(reverse("takeover", args=[pk])).status_code for client in (coordinator, clerk)]
               for kind, pk in events.items()}  # fmt: skip
    assert answers == {
        "intakes.taken_over": [200, 403],
        "intake.taken_over": [404, 403],
        "objections.taken_over": [404, 403],
    }
    assert "1 bezwaar" in words(clerk.get(reverse("takeovers")).content.decode())


def test_the_clerk_takes_over_numbers_and_the_coordinator_does_not() -> None:
    coordinator, clerk = clients.logged_in(Role.COORDINATOR), clients.logged_in(Role.CLERK)
    assert "een BSN bewaren wij nooit" in words(take_over(coordinator, OBJECTS, "objections_import"))
    assert not Suppression.objects.exists()
    said = words(take_over(clerk, OBJECTS, "objections_import"))
    assert "Mevrouw Zonderling Krijgt geen brief meer." in said
    assert "BSN: Dit is geen burgerservicenummer. Kijk de cijfers na." in said
    assert Suppression.objects.filter(strong=True).count() == 1


def test_where_a_regulation_allows_the_supply_nobody_takes_over_a_bsn() -> None:
    versions.change(valid_from_on=factories.TODAY, by=cast.coordinator(), at=factories.NOW, supply=Supply.REGULATION)
    clerk = clients.logged_in(Role.CLERK)
    assert "een BSN bewaren wij nooit" in words(post(clerk, OBJECTS, "objections_import"))
    assert "A-nummer" in clerk.get(reverse("objections_form", args=["csv"])).content.decode("utf-8-sig")


def test_no_number_of_a_bad_row_comes_back() -> None:
    clerk = clients.logged_in(Role.CLERK)
    answer = clerk.post(
        reverse("objections_import_wrong"), {"file": ContentFile(f"{OBJECTS}Mia;{chain.bsn(1)}x\n".encode(), "l.csv")}
    )
    back = answer.content.decode("utf-8-sig")
    assert back.splitlines() == [
        "Regel;Wat er mis is",
        "3;BSN: Dit is geen burgerservicenummer. Kijk de cijfers na.",
        "4;BSN: Dit is geen burgerservicenummer. Kijk de cijfers na.",
    ]


@pytest.mark.parametrize("name", ["running", "waiting", "objections"])
@pytest.mark.parametrize(
    "content",
    [
        b"\x00\x01\x02\x03" * 500,
        b"PK\x03\x04" + b"\x00" * 400,
        ("Naam;Telefoon;Vrijwilliger;Begonnen op\n" + "\x00;" * 40 + "\n").encode(),
        "Naam;Telefoon;Vrijwilliger;Begonnen op\nMia Verzónnen;026 000 90 01;Vera;2-3-2026\n".encode("utf-16"),
        "Naam;Telefoon;Vrijwilliger;Begonnen op\nMia Verzónnen;026 000 90 01;Vera;2-3-2026\n".encode("latin-1"),
        (";".join(f"kolom {n}" for n in range(10_000)) + "\n").encode(),
        b"Naam;Telefoon;Vrijwilliger;Begonnen op\n" + b'"open;1;2;3\n' * 3,
        b"Naam;Telefoon;Vrijwilliger;Begonnen op\n=1+1;@SUM(A1);+2;-3\n",
        b"Naam;Telefoon;Vrijwilliger;Begonnen op\n" + "‮achter;1;2;3\n".encode(),
        b"Naam;Telefoon;Vrijwilliger;Begonnen op\n" + b"x" * 300_000 + b";1;2;3\n",
    ],
    ids=["bytes", "no-zip", "nuls", "utf-16", "latin-1", "wide", "quotes", "formulas", "reversed", "long"],
)
def test_a_hostile_file_is_answered_with_a_sentence(name: str, content: bytes) -> None:
    client = clients.logged_in(Role.COORDINATOR, Role.CLERK)
    for address in (f"{name}_import", f"{name}_import_wrong"):
        answer = client.post(reverse(address), {"file": ContentFile(content, "lijst.csv")})
        assert answer.status_code in (200, 422)
    assert not Resident.objects.exists()


def test_a_newcomer_finds_the_way() -> None:
    client = clients.logged_in(Role.COORDINATOR)
    start = f'href="{reverse("takeovers")}"'
    pages = [reverse(name) for name in ("volunteers", "intakes", "trajectories", "home")]
    assert [page for page in pages if start not in client.get(page).content.decode()] == []
    assert start in clients.logged_in(Role.CLERK).get(reverse("extract_new")).content.decode()
