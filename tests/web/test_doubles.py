"""Twice the same? Pointed out where it matters, two beside each other, a look, and one yes or no (I4)."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from bezoekdienst.visiting.models import Different, Intake, Resident
from bezoekdienst.web.today import worklist
from bezoekdienst.web.today.worklist_facts import DoubleFacts, Facts
from tests import factories
from tests.factories import TODAY
from tests.web import clients
from tests.web.pairs import OVER, filled, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still")]


@pytest.fixture
def client() -> Client:
    return clients.logged_in(Role.COORDINATOR)


# Where it is seen


def test_both_pages_and_both_intakes_point_at_the_other(client: Client, two: tuple[Resident, Resident]) -> None:
    for resident, other, day in ((*two, "20 oktober 2026"), (*reversed(two), "5 januari 2026")):
        for url in (reverse("resident", args=[resident.pk]), reverse("intake", args=[resident.intakes.get().pk])):
            (found,) = client.get(url).context["alike"]
            assert found.sentence == f"Dit lijkt op {other.name}, aangemeld op {day}."
            assert found.why == "Hetzelfde telefoonnummer. Dezelfde naam, met dezelfde postcode."
            assert found.url == page(two)


def test_somebody_like_nobody_has_nothing_of_it(client: Client) -> None:
    intake = factories.IntakeFactory()
    answer = client.get(reverse("intake", args=[intake.pk]))
    assert (answer.context["alike"], answer.context["used_up"]) == ([], "")


def test_who_had_her_year_is_pointed_out_before_anybody_plans(client: Client, two: tuple[Resident, Resident]) -> None:
    started_on = date(2025, 9, 1)
    loss = factories.BereavementFactory(resident=two[0], year_started_on=started_on)
    ended = {**OVER, "ended_on": date(2026, 8, 31)}
    factories.TrajectoryFactory(bereavement=loss, started_on=started_on, intake__state="matched", **ended)
    (found,) = client.get(reverse("intake", args=[two[1].intakes.get().pk])).context["alike"]
    assert found.year == "Had al een jaar bezoek, tot en met 31 augustus 2026."
    assert "Had al een jaar bezoek, tot en met 31 augustus 2026." in client.get("/").content.decode()


def test_a_year_of_her_own_that_is_used_up_is_pointed_out_too(client: Client) -> None:
    loss = factories.BereavementFactory(year_started_on=date(2025, 9, 1))
    intake = factories.IntakeFactory(bereavement=loss)
    said = "Had al een jaar bezoek voor dit verlies, tot en met 31 augustus 2026."
    assert client.get(reverse("intake", args=[intake.pk])).context["used_up"] == said
    Intake.objects.update(state="not_now", ended_on=TODAY)
    assert client.get(reverse("intake", args=[intake.pk])).context["used_up"] == ""


SIGN_UP = {"name": "Truus Verzonnen", "source": "gp", "phone": "+31 26 1234567", "town": "Arnhem"}


def test_a_sign_up_is_not_saved_before_who_is_like_it_was_shown(client: Client, two: tuple[Resident, Resident]) -> None:
    answer = client.post(reverse("intake_new"), SIGN_UP)
    assert [one.resident for one in answer.context["alike"]] == list(two)
    assert [one.url for one in answer.context["alike"]] == [f"/bezoekers/{one.pk}/" for one in two]
    assert 'value="+31 26 1234567"' in answer.content.decode()
    assert Resident.objects.count() == 2


def test_who_was_shown_and_is_somebody_else_is_not_asked_about_again(
    client: Client, two: tuple[Resident, Resident]
) -> None:
    seen = f"{two[0].pk} {two[1].pk} "
    for shown in (str(two[0].pk), "9" * 5000):
        assert client.post(reverse("intake_new"), {**SIGN_UP, "bekeken": shown}).status_code == 200
    answer = client.post(reverse("intake_new"), {**SIGN_UP, "bekeken": seen})
    made = Resident.objects.latest("pk")
    assert answer["Location"] == reverse("intake", args=[made.intakes.get().pk])
    assert sorted(Different.objects.values_list("one", "other")) == [(one.pk, made.pk) for one in two]
    assert client.get(reverse("resident", args=[made.pk])).context["alike"] == []


def test_the_list_shows_every_pair_and_the_list_of_people_says_how_many(
    client: Client, two: tuple[Resident, Resident]
) -> None:
    (pair,) = client.get(reverse("doubles")).context["pairs"]
    assert ([one.resident for one in pair["both"]], pair["url"]) == (list(two), page(two))
    assert client.get(reverse("residents")).context["doubles"] == 1
    Resident.objects.filter(pk=two[1].pk).update(name="Wim Bedacht", phone="")
    assert client.get(reverse("doubles")).context["pairs"] == []


def test_more_pairs_ask_the_database_no_more(client: Client) -> None:
    asked = []
    for number in (2, 5):
        for _ in range(number):
            factories.TrajectoryFactory(bereavement__resident__phone="026-7654321")
        counted = []
        for url in (reverse("doubles"), "/"):
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            counted.append(len(queries))
        asked.append(counted)
    assert asked[0] == asked[1]


def need(**facts: object) -> list[tuple[str, str, str]]:
    """Its urgency, sentence and reason on the list."""
    told = {"keys": (1, 2), "persons": ("Truus Een", "mevrouw Twee"), "common": "Hetzelfde telefoonnummer."}
    one = DoubleFacts(**{**told, "signed_up_on": TODAY, **facts})
    return [(need.urgency, need.sentence, need.reason) for need in worklist.needs(Facts(TODAY, doubles=(one,)))]


def test_what_cannot_wait_stands_with_today_and_a_near_miss_with_later() -> None:
    sentence, phone = "Truus Een en mevrouw Twee zijn misschien dezelfde.", "Hetzelfde telefoonnummer."
    assert need() == [("week", sentence, phone)]
    assert need(is_near=True) == [("later", sentence, phone)]
    year = f"{phone} Had al een jaar bezoek, tot en met 31 augustus 2026."
    assert need(stop_on=date(2026, 8, 31)) == [("today", sentence, year)]
    died = f"{phone} Van een van beiden is het overlijden genoteerd."
    assert need(died=True, is_near=True) == [("today", sentence, died)]
    assert need(persons=("Truus Een", "Truus Een")) == [("week", "Truus Een staat er misschien twee keer.", phone)]


def test_today_asks_only_about_who_is_with_us_now(client: Client, two: tuple[Resident, Resident]) -> None:
    url = page(two)
    assert url in client.get("/").content.decode()
    Intake.objects.update(state="withdrawn", ended_on=TODAY)
    assert url not in client.get("/").content.decode()


def test_they_are_two_persons_is_one_act(client: Client, two: tuple[Resident, Resident]) -> None:
    answer = client.post(reverse("double_apart", args=[two[1].pk, two[0].pk]))
    assert answer["Location"] == reverse("resident", args=[two[1].pk])
    assert Different.objects.count() == 1
    assert client.get(reverse("doubles")).context["pairs"] == []


# Doors


def test_a_missing_one_and_somebody_beside_herself_are_answered_alike(
    client: Client, two: tuple[Resident, Resident]
) -> None:
    for pks in ((two[0].pk, 999_999), (999_999, two[0].pk), (two[0].pk, two[0].pk)):
        assert client.get(reverse("double", args=pks)).status_code == 404
        assert client.post(reverse("double", args=pks), {"step": "kijken"}).status_code == 404
        assert client.post(reverse("double_apart", args=pks)).status_code == 404


def test_who_was_looked_at_stands_in_the_log(client: Client, two: tuple[Resident, Resident]) -> None:
    client.get(page(two))
    read = Event.objects.filter(kind="person.read").order_by("pk").values_list("about", flat=True)
    assert list(read) == [two[0].pseudonym, two[1].pseudonym]


def test_her_page_and_the_log_tell_what_was_done_under_both_names(
    client: Client, two: tuple[Resident, Resident]
) -> None:
    contact = {"made_on": "2026-11-23", "way": "phone", "reached": "yes"}
    for resident in two:
        client.post(reverse("resident_act", args=[resident.pk, "contact"]), contact)
    seen = client.post(page(two), filled(two, "kijken")).context["seen"]
    client.post(page(two), filled(two, "samenvoegen", gezien=seen, typed="samen"))
    history = client.get(reverse("resident", args=[two[0].pk])).context["history"]
    assert [line["what"].partition(" noteerde ")[2] for line in history].count("een contact.") == 2
    privacy = clients.logged_in(Role.PRIVACY_OFFICER)
    for name in (two[0].pseudonym, two[1].pseudonym):
        page_ = privacy.get(f"{reverse('events')}?over={name}").context["page"]
        assert {event.about for event in page_} == {two[0].pseudonym, two[1].pseudonym}
