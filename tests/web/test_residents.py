"""The people the service knows: the list, one person's page, and what can be noted of her."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bezoekdienst.accounts.roles import Role
from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting import referrals
from bezoekdienst.visiting import residents as verbs
from bezoekdienst.visiting.models import Contact, Exclusion, Intake, Resident, Signal, Visit
from bezoekdienst.visiting.states import IntakeState, TrajectoryState
from tests import factories
from tests.factories import NOW, TODAY
from tests.web import clients

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still")]


@pytest.fixture
def client() -> Client:
    return clients.logged_in(Role.COORDINATOR)


def visit(trajectory: Any, on: date) -> None:
    Visit.objects.create(id=uuid.uuid4(), trajectory=trajectory, on=on, logged_at=NOW, sent_digest="x")


# The list


def test_everybody_stands_in_the_list_with_where_she_is_now(client: Client) -> None:
    factories.TrajectoryFactory(bereavement__resident__name="mevrouw Bezocht", volunteer__first_name="Mia")
    factories.IntakeFactory(waiting=True, bereavement__resident__name="mevrouw Wacht")
    factories.IntakeFactory(
        state=IntakeState.NOT_NOW, ended_on=date(2026, 11, 1), bereavement__resident__name="mevrouw Vroeger"
    )
    told = {line["name"]: line["lead"] for line in client.get("/bezoekers/?toon=alle").context["lines"]}
    assert told == {
        "Mevrouw Bezocht": "Mia komt op bezoek, tot 31 mei 2027.",
        "Mevrouw Vroeger": "Nu niet, sinds 1 november 2026.",
        "Mevrouw Wacht": "Wacht 21 dagen op een vrijwilliger.",
    }
    assert [line["name"] for line in client.get("/bezoekers/?toon=vroeger").context["lines"]] == ["Mevrouw Vroeger"]
    assert [line["name"] for line in client.get("/bezoekers/").context["lines"]] == ["Mevrouw Bezocht", "Mevrouw Wacht"]


@pytest.mark.parametrize("asked", ["", "&volgorde=naam", "&volgorde=onzin"])
def test_the_list_goes_by_name_or_by_who_came_last(client, asked):
    for name, on in (("mevrouw Zus", date(2026, 11, 2)), ("mevrouw Aap", date(2026, 11, 1))):
        factories.IntakeFactory(bereavement__resident__name=name, bereavement__resident__signed_up_on=on)
    listed = [line["name"] for line in client.get(f"/bezoekers/?toon=alle{asked}").context["lines"]]
    latest = [line["name"] for line in client.get("/bezoekers/?toon=alle&volgorde=aangemeld").context["lines"]]
    assert (listed, latest) == (["Mevrouw Aap", "Mevrouw Zus"], ["Mevrouw Zus", "Mevrouw Aap"])


def test_searching_finds_by_name_postcode_and_phone(client: Client) -> None:
    factories.ResidentFactory(name="mevrouw Een", postcode="6821 ZZ", phone="000-1")
    factories.ResidentFactory(name="mevrouw Twee", postcode="6822 AA", phone="000-2")
    for q in ("een", "6821", "000-1"):
        lines = client.post("/bezoekers/?toon=alle", {"q": q}, headers={"HX-Request": "true"}).context["lines"]
        assert [line["name"] for line in lines] == ["Mevrouw Een"]


def test_three_residents_ask_the_database_no_more_than_one(client: Client) -> None:
    asked = []
    for number in (1, 2):
        factories.TrajectoryFactory.create_batch(number)
        with CaptureQueriesContext(connection) as queries:
            client.get("/bezoekers/")
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_searching_for_what_no_text_can_hold_is_searching_without_it(client: Client) -> None:
    factories.ResidentFactory(name="mevrouw Verzonnen")
    for page in ("bezoekers", "intakes", "wachtlijst", "signalen", "trajecten", "vrijwilligers", "voorstellen"):
        assert client.post(f"/{page}/", {"q": "\x00"}).status_code == 200, page
    assert "Mevrouw Verzonnen" in client.post("/bezoekers/?toon=alle", {"q": "Ver\x00zonnen"}).content.decode()


# One person


def test_the_timeline_runs_from_the_sign_up_to_the_agreed_end(client: Client) -> None:
    trajectory = factories.TrajectoryFactory(volunteer__first_name="Mia", intake__opened_on=date(2026, 8, 1))
    resident = trajectory.resident
    Contact.objects.create(resident=resident, made_on=date(2026, 8, 3), way="phone", reached=True)
    Signal.objects.create(resident=resident, kind="money", urgent=False, reported_at=NOW)
    for on in (date(2026, 9, 5), date(2026, 9, 19), date(2026, 10, 3)):
        visit(trajectory, on)
    timeline = client.get(f"/bezoekers/{resident.pk}/").context["timeline"]
    assert [(str(line["on"]), line["what"], line["when"]) for line in timeline] == [
        ("2026-08-01", "Aangemeld", ""),
        ("2026-08-03", "Telefoon: gesproken", ""),
        ("2026-09-01", "Gekoppeld aan Mia", ""),
        ("2026-09-01", "Kennismaking met Mia", ""),
        ("2026-09-05", "Eerste bezoek van Mia", ""),
        ("2026-10-03", "Bezoek 3 van Mia", ""),
        ("2026-11-02", "Intakegesprek thuis", ""),
        ("2026-11-23", "Signaal: geld", ""),
        ("2026-11-23", "Vandaag", "today"),
        ("2027-05-31", "Afgesproken einde", "future"),
    ]


def test_who_met_somebody_without_a_click_since_still_waits_for_another_volunteer(client: Client) -> None:
    ended = {"state": "ended", "ended_on": date(2026, 11, 9), "end_reason": "stopped_by_volunteer"}
    first = factories.TrajectoryFactory(**ended, intake__state="suitable", intake__waiting_since=date(2026, 8, 1))
    again = {"bereavement": first.bereavement, "end_reason": "no_click", "state": "ended", "intake": False}
    factories.TrajectoryFactory(meeting=True, matched_on=date(2026, 11, 12), ended_on=date(2026, 11, 20), **again)
    page = client.get(f"/bezoekers/{first.resident_id}/").content.decode()
    assert "Wacht 14 dagen op een andere vrijwilliger." in page


def test_a_second_loss_waits_for_a_first_volunteer_of_its_own(client: Client) -> None:
    ended = {"state": "ended", "ended_on": date(2026, 11, 9), "end_reason": "goal_reached"}
    one = factories.TrajectoryFactory(**ended)
    loss = factories.BereavementFactory(resident=one.resident)
    factories.IntakeFactory(bereavement=loss, waiting=True, waiting_since=TODAY - timedelta(days=2))
    assert "Wacht 2 dagen op een vrijwilliger." in client.get(f"/bezoekers/{one.resident_id}/").content.decode()


def test_a_meeting_that_was_called_off_is_nothing_that_comes(client: Client) -> None:
    ended = {"state": "ended", "ended_on": TODAY, "end_reason": "stopped_by_resident"}
    one = factories.TrajectoryFactory(meeting=True, meeting_on=TODAY + timedelta(days=3), **ended)
    timeline = client.get(f"/bezoekers/{one.resident_id}/").context["timeline"]
    assert not [line for line in timeline if line["what"].startswith("Kennismaking") or line["when"] == "future"]


def test_more_visits_ask_the_database_no_more(client: Client) -> None:
    trajectory, asked = factories.TrajectoryFactory(), []
    for number in (1, 2):
        for day in range(number):
            visit(trajectory, date(2026, 10, 10 * number + day))
            Contact.objects.create(resident=trajectory.resident, made_on=TODAY, way="phone", reached=True)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/bezoekers/{trajectory.resident_id}/")
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_what_was_done_is_told_and_who_only_looked_is_not(client: Client) -> None:
    resident = factories.ResidentFactory()
    client.post(f"/bezoekers/{resident.pk}/contact/", {"made_on": "2026-11-23", "way": "phone", "reached": "yes"})
    client.get(f"/bezoekers/{resident.pk}/")
    history = client.get(f"/bezoekers/{resident.pk}/").context["history"]
    assert [line["what"].partition(" noteerde")[2] for line in history] == [" een contact."]


def test_who_must_not_visit_stands_on_the_page(client: Client) -> None:
    resident, volunteer = factories.ResidentFactory(), factories.VolunteerFactory(name="Buur Verzonnen")
    client.post(f"/bezoekers/{resident.pk}/niet-met/", {"volunteer": volunteer.pk, "why": "neighbour"})
    assert Exclusion.objects.get().why == "neighbour"
    page = client.get(f"/bezoekers/{resident.pk}/").content.decode()
    assert "Buur Verzonnen" in page
    assert "buur, 23 november 2026" in page


def test_a_death_asks_for_the_word_and_then_ends_everything(client: Client) -> None:
    trajectory = factories.TrajectoryFactory()
    address = f"/bezoekers/{trajectory.resident_id}/overlijden/"
    page = client.post(address, {"died_on": "2026-11-22", "typed": "ja"}).content.decode()
    assert "Typ hier het woord overleden." in page
    assert client.post(address, {"died_on": "2026-11-22", "typed": "Overleden"}).status_code == 302
    trajectory.refresh_from_db()
    assert (trajectory.state, trajectory.ended_on) == (TrajectoryState.ENDED, date(2026, 11, 22))
    context = client.get(f"/bezoekers/{trajectory.resident_id}/").context
    assert context["lead"] == "Overleden op 22 november 2026."
    assert [word for word, _ in context["offered"]] == ["gegevens", "overlijden-dag", "niet-overleden"]


def test_the_clerk_knows_nobody() -> None:
    clerk, resident = clients.logged_in(Role.CLERK), factories.ResidentFactory()
    for address in ("", f"{resident.pk}/", f"{resident.pk}/overlijden/"):
        assert clerk.get(f"/bezoekers/{address}").status_code == 403


# Amending


def test_details_can_be_amended(client: Client) -> None:
    resident = factories.ResidentFactory(name="mevrouw Oud", phone="026-0001234")
    client.post(f"/bezoekers/{resident.pk}/gegevens/", {"name": "mevrouw Nieuw", "phone": "026-0001234", "sex": "V"})
    resident.refresh_from_db()
    assert (resident.name, resident.sex, resident.phone) == ("mevrouw Nieuw", "V", "026-0001234")


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"name": " "}, "Vul een naam in."),
        ({"phone": ""}, "Laat een telefoonnummer of e-mailadres staan, anders is er niemand te bereiken."),
        ({"birth_year": 2020}, "Het geboortejaar ligt tussen 1911 en 2008."),
        ({"sex": "X"}, "Kies vrouw, man of anders."),
    ],
)
def test_what_cannot_be_is_refused(given: dict[str, Any], reason: str) -> None:
    resident = factories.ResidentFactory()
    with pytest.raises(Refused) as refused:
        verbs.amend(resident, by=factories.coordinator(), at=NOW, **given)
    assert [one.text for one in refused.value.reasons] == [reason]


def test_amending_nothing_says_so_and_another_field_is_no_detail() -> None:
    resident, by = factories.ResidentFactory(name="mevrouw Zelfde"), factories.coordinator()
    assert verbs.amend(resident, by=by, at=NOW, name="mevrouw Zelfde") == []
    with pytest.raises(TypeError):
        verbs.amend(resident, by=by, at=NOW, died_on=TODAY)


def test_who_comes_back_after_other_help_is_signed_up_again_from_her_own_page(client: Client) -> None:
    ended = {"state": IntakeState.OTHER_HELP, "ended_on": TODAY, "visited_on": TODAY}
    intake = factories.IntakeFactory(**ended)
    address = f"/bezoekers/{intake.resident_id}/opnieuw/"
    assert address in client.get(f"/bezoekers/{intake.resident_id}/").content.decode()
    page = client.post(address)
    intake.refresh_from_db()
    assert (page["Location"], intake.state) == (f"/intakes/{intake.pk}/", IntakeState.SIGNED_UP)
    assert address not in client.get(f"/bezoekers/{intake.resident_id}/").content.decode()
    assert "Er is geen aanmelding die weer open kan." in client.post(address).content.decode()


def test_to_whom_she_was_passed_on_stands_in_her_time_with_us_after_the_call_of_that_day(client: Client) -> None:
    ended = {"state": IntakeState.OTHER_HELP, "opened_on": TODAY, "ended_on": TODAY, "visited_on": TODAY}
    intake, by = factories.IntakeFactory(**ended), factories.coordinator()
    Contact.objects.create(resident=intake.resident, made_on=TODAY, way="phone", reached=True)
    consent = {"consent_on": TODAY, "shared": "dat zij graag mee wil eten"}
    referrals.refer_intake(intake, to="het wijkteam", by=by, at=NOW, **consent)
    timeline = client.get(f"/bezoekers/{intake.resident_id}/").context["timeline"]
    assert [line["what"] for line in timeline] == [
        "Aangemeld",
        "Intakegesprek thuis",
        "Telefoon: gesproken",
        "Aanmelding gesloten: andere hulp",
        "Doorverwezen naar het wijkteam",
    ]


def test_a_second_loss_leads_to_its_own_intake_which_says_when_and_not_how_she_first_came(client: Client) -> None:
    first = factories.TrajectoryFactory(started_on=date(2025, 9, 1)).bereavement
    Resident.objects.update(source="gp", signed_up_on=date(2025, 8, 1))
    url = reverse("resident_act", args=[first.resident_id, "nieuw-verlies"])
    page = client.post(url, {"about_when": "vorige maand"}, follow=True)
    intake = Intake.objects.exclude(bereavement=first).get()
    assert page.redirect_chain == [(reverse("intake", args=[intake.pk]), 302)]
    assert page.context["lead"] == "Vandaag aangemeld. Er is nog geen afspraak."
    assert page.context["table"]["about_when"].value() == "vorige maand"
