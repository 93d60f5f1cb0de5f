"""The people who signed up: the list, a new one, and the form of the kitchen table that loses nothing."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from bezoekdienst.visiting import told_answers
from bezoekdienst.visiting.models import Contact, Intake, Referral
from bezoekdienst.visiting.states import IntakeState
from tests import factories
from tests.factories import TODAY
from tests.web import clients
from tests.web.talks import planned, saved

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still")]

SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def client() -> Client:
    return clients.logged_in(Role.COORDINATOR)


# The list


def test_the_list_shows_who_is_under_way_the_longest_waiting_first(client: Client) -> None:
    factories.IntakeFactory(opened_on=date(2026, 11, 20), bereavement__resident__name="mevrouw Later")
    factories.IntakeFactory(opened_on=date(2026, 11, 3), bereavement__resident__name="mevrouw Eerder")
    factories.IntakeFactory(state=IntakeState.NOT_NOW, bereavement__resident__name="mevrouw Voorbij")
    page = client.get("/intakes/").content.decode()
    assert page.index("Mevrouw Eerder") < page.index("Mevrouw Later")
    assert "Mevrouw Voorbij" not in page
    assert "20 dagen" in page


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("?toon=afgesloten", ["Mevrouw Drie"]),
        ("?toon=alle&volgorde=naam", ["Mevrouw Drie", "Mevrouw Een", "Mevrouw Twee"]),
        ("?toon=wacht", ["Mevrouw Twee"]),
        ("?toon=onzin&volgorde=onzin", ["Mevrouw Een", "Mevrouw Twee"]),
        ("?q=een", ["Mevrouw Een", "Mevrouw Twee"]),
    ],
)
def test_the_address_says_what_is_shown(client: Client, asked: str, names: list[str]) -> None:
    factories.IntakeFactory(bereavement__resident__name="mevrouw Een")
    factories.IntakeFactory(waiting=True, bereavement__resident__name="mevrouw Twee")
    factories.IntakeFactory(state=IntakeState.WITHDRAWN, bereavement__resident__name="mevrouw Drie")
    lines = client.get(f"/intakes/{asked}").context["lines"]
    assert [line["name"] for line in lines] == names


def test_searching_as_one_types_renews_only_the_list(client: Client) -> None:
    factories.IntakeFactory()
    factories.IntakeFactory(bereavement__resident__name="mevrouw Anders")
    part = client.post("/intakes/", {"q": "verzonnen"}, headers=SCRIPT).content.decode()
    assert "Anders" not in part
    assert "people-lines" in part
    assert "<html" not in part


def test_three_intakes_ask_the_database_no_more_than_one(client: Client) -> None:
    asked = []
    for number in (1, 2):
        factories.IntakeFactory.create_batch(number)
        with CaptureQueriesContext(connection) as queries:
            client.get("/intakes/")
        asked.append(len(queries))
    assert asked[0] == asked[1]


# A new sign-up


def test_somebody_who_phoned_gets_an_intake(client: Client) -> None:
    given = {"name": "mevrouw Nieuw", "source": "gp", "phone": "026-0001111", "best_time": "in de ochtend"}
    answer = client.post("/intakes/nieuw/", given)
    intake = Intake.objects.get()
    assert answer["Location"] == f"/intakes/{intake.pk}/"
    assert (intake.resident.name, intake.resident.source, intake.opened_on) == ("mevrouw Nieuw", "gp", TODAY)


def test_who_signed_somebody_up_stands_there_to_be_called_and_can_be_put_right(client: Client) -> None:
    filled = {
        "name": "mevrouw Nieuw",
        "source": "family",
        "phone": "026-0001111",
        "signed_up_by": "Zoon Jan, 0600000001",
    }
    page = client.post("/intakes/nieuw/", filled, follow=True)
    intake = Intake.objects.get()
    assert ("Aangemeld door", "Zoon Jan, 0600000001") in page.context["facts"]
    form = client.get(f"/intakes/{intake.pk}/herkomst/").context["form"]
    assert form.initial == {"source": "family", "signed_up_by": "Zoon Jan, 0600000001"}
    client.post(f"/intakes/{intake.pk}/herkomst/", {"source": "gp", "signed_up_by": "Praktijk Duim"})
    assert (saved(intake).answers, intake.resident.source) == ({"signed_up_by": "Praktijk Duim"}, "gp")


def test_who_was_spoken_to_at_once_has_had_her_first_contact(client: Client) -> None:
    filled = {"name": "mevrouw Beller", "source": "self", "phone": "026 000 00 09", "spoken": "on"}
    page = client.post("/intakes/nieuw/", filled, follow=True)
    assert "Mevrouw Beller staat erbij. Maak een afspraak voor het gesprek." in page.content.decode()
    made = Contact.objects.get()
    assert (made.resident.name, made.made_on) == ("mevrouw Beller", timezone.localdate())
    assert (made.way, made.reached, page.context["next"][2]) == ("phone", True, "afspraak")


def test_without_a_way_to_answer_nothing_is_made_and_nothing_typed_is_lost(client: Client) -> None:
    page = client.post("/intakes/nieuw/", {"name": "mevrouw Nieuw", "source": "self"}).content.decode()
    assert "Vul een telefoonnummer of een e-mailadres in: een van beide is nodig." in page
    assert 'value="mevrouw Nieuw"' in page
    assert Intake.objects.count() == 0


# The outcome


def test_somebody_who_fits_waits_from_today(client: Client) -> None:
    intake = planned()
    given = {"visited_on": "2026-11-23", "outcome": "suitable", "consent_visits": "on", "asks_for": "Rust.",
             "urgency": "1", "urgency_reason": "Slaapt slecht."}  # fmt: skip
    assert client.post(f"/intakes/{intake.pk}/", given)["Location"] == f"/intakes/{intake.pk}/"
    assert (saved(intake).state, intake.waiting_since, intake.urgency) == (IntakeState.SUITABLE, TODAY, 1)
    lead = client.get(f"/intakes/{intake.pk}/").context["lead"]
    assert lead == "Wacht sinds vandaag op een vrijwilliger. Dit is dringend."


def test_a_refused_outcome_changes_nothing_and_keeps_what_was_typed(client: Client) -> None:
    intake = planned()
    given = {
        "visited_on": "2026-11-23",
        "outcome": "suitable",
        "urgency": "2",
        "asks_for": "Rust.",
        "first_name": "Bea",
    }
    page = client.post(f"/intakes/{intake.pk}/", given).content.decode()
    assert "Schrijf erbij waarom het dringend is." in page
    assert ">\nRust.</textarea>" in page
    assert (saved(intake).state, intake.answers) == (IntakeState.PLANNED, {})
    assert Event.objects.exclude(kind__in=["person.read", "session.opened"]).count() == 0


def test_other_help_has_a_ground_and_leads_to_passing_on(client: Client) -> None:
    intake = planned()
    given = {"visited_on": "2026-11-23", "outcome": "other_help", "again_on": "2026-12-01"}
    assert "Kies waarom andere hulp beter past." in client.post(f"/intakes/{intake.pk}/", given).content.decode()
    answer = client.post(f"/intakes/{intake.pk}/", {**given, "ground": "isolation"})
    assert answer["Location"] == f"/intakes/{intake.pk}/doorverwijzen/"
    assert (saved(intake).state, intake.answers["ground"], intake.again_on) == ("other_help", "isolation", None)


def test_not_now_can_be_called_again_on_a_day_and_has_no_ground(client: Client) -> None:
    intake = planned()
    given = {"visited_on": "2026-11-23", "outcome": "not_now", "again_on": "2027-01-04", "ground": "danger"}
    client.post(f"/intakes/{intake.pk}/", given)
    assert (saved(intake).state, intake.again_on, intake.answers["ground"]) == ("not_now", date(2027, 1, 4), "")


def test_how_somebody_signed_up_is_put_right(client: Client) -> None:
    intake = factories.IntakeFactory(bereavement__resident__source="self")
    client.post(f"/intakes/{intake.pk}/herkomst/", {"source": "family"})
    intake.resident.refresh_from_db()
    assert intake.resident.source == "family"
    page = client.get(f"/bezoekers/{intake.resident_id}/").content.decode()
    assert "van zelf naar familie" in page


def test_a_talk_that_took_place_before_its_appointment_begins_with_today(client: Client) -> None:
    one = planned(planned_for_at=timezone.now() + timedelta(days=5))
    assert client.get(f"/intakes/{one.pk}/").context["outcome"].initial["visited_on"] == timezone.localdate()


@pytest.mark.parametrize(("reached", "first"), [(False, "contact"), (True, "afspraak")])
def test_who_was_not_reached_is_called_before_there_is_an_appointment(
    client: Client, reached: bool, first: str
) -> None:
    one = factories.IntakeFactory()
    Contact.objects.create(resident=one.resident, made_on=one.opened_on, way="phone", reached=reached)
    assert client.get(f"/intakes/{one.pk}/").context["next"][2] == first


def test_a_sign_up_without_an_appointment_has_no_outcome_yet(client: Client) -> None:
    page = client.get(f"/intakes/{factories.IntakeFactory().pk}/").content.decode()
    assert 'name="asks_for"' in page
    assert 'name="outcome"' not in page


def test_who_waits_without_consent_is_pointed_out(client: Client) -> None:
    intake = factories.IntakeFactory(waiting=True, consents={})
    assert "De toestemming ontbreekt nog" in client.get(f"/intakes/{intake.pk}/").content.decode()


# Acts


def test_an_appointment_is_a_moment_in_the_time_of_the_town(client: Client) -> None:
    intake = factories.IntakeFactory()
    client.post(f"/intakes/{intake.pk}/afspraak/", {"day": "2026-11-26", "hour": "14:00"})
    assert saved(intake).state == IntakeState.PLANNED
    assert intake.planned_for_at
    assert timezone.localtime(intake.planned_for_at).replace(tzinfo=None) == datetime(2026, 11, 26, 14)


def test_an_appointment_in_the_past_is_refused_with_the_reason(client: Client) -> None:
    intake = factories.IntakeFactory()
    page = client.post(f"/intakes/{intake.pk}/afspraak/", {"day": "2026-11-02", "hour": "14:00"}).content.decode()
    assert "De afspraak ligt in het verleden." in page
    assert saved(intake).state == IntakeState.SIGNED_UP


def test_each_act_calls_its_verb(client: Client) -> None:
    new, waits = factories.IntakeFactory(), factories.IntakeFactory(waiting=True)
    client.post(f"/intakes/{new.pk}/contact/", {"made_on": "2026-11-22", "way": "phone", "reached": "no"})
    assert Contact.objects.get(resident=new.resident).reached is False
    client.post(f"/intakes/{waits.pk}/doorverwijzen/", {"to": "de huisarts", "danger_reason": "valt steeds"})
    assert Referral.objects.get(intake=waits).to == "de huisarts"
    client.post(f"/intakes/{waits.pk}/anders/", {"outcome": "not_now", "note": "Gaat op reis."})
    assert (saved(waits).state, waits.outcome_note) == (IntakeState.NOT_NOW, "Gaat op reis.")
    client.post(f"/intakes/{waits.pk}/opnieuw/")
    assert saved(waits).state == IntakeState.SIGNED_UP
    client.post(f"/intakes/{new.pk}/stoppen/", {"state": "withdrawn"})
    assert saved(new).state == IntakeState.WITHDRAWN


def test_who_said_not_now_can_be_called_and_called_again_later_without_opening_it(client: Client) -> None:
    later = factories.IntakeFactory(state=IntakeState.NOT_NOW, again_on=date(2026, 12, 1))
    address = f"/intakes/{later.pk}/contact/"
    assert client.get(address).context["form"]["again_on"].value() == date(2026, 12, 1)
    client.post(address, {"made_on": "2026-11-22", "way": "phone", "reached": "no", "again_on": "2027-01-05"})
    assert (saved(later).state, later.again_on, later.resident.contacts.count()) == ("not_now", date(2027, 1, 5), 1)


def test_a_sign_up_of_before_her_death_is_not_opened_again(client: Client) -> None:
    intake = factories.IntakeFactory(state=IntakeState.WITHDRAWN, bereavement__resident__died_on=TODAY)
    assert "opnieuw" not in [word for word, _ in client.get(f"/intakes/{intake.pk}/").context["offered"]]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (IntakeState.SIGNED_UP, ["contact", "afspraak", "stoppen", "signaal"]),
        (IntakeState.SUITABLE, ["contact", "dringendheid", "anders", "stoppen", "signaal"]),
        (IntakeState.WITHDRAWN, ["opnieuw", "signaal"]),
        (IntakeState.DIED, []),
    ],
)
def test_only_what_can_be_done_now_is_offered(client: Client, state: IntakeState, words: list[str]) -> None:
    died_on = factories.TODAY if state == IntakeState.DIED else None
    intake = factories.IntakeFactory(state=state, bereavement__resident__died_on=died_on)
    assert [word for word, _ in client.get(f"/intakes/{intake.pk}/").context["offered"]] == words


def test_an_unknown_act_and_an_unknown_intake_are_not_there(client: Client) -> None:
    intake = factories.IntakeFactory()
    assert client.get(f"/intakes/{intake.pk}/onzin/").status_code == 404
    assert client.get(f"/intakes/{intake.pk + 1}/").status_code == 404


def test_reading_an_intake_is_written_down_and_saving_is_not_reading(client: Client) -> None:
    intake = planned()
    client.get(f"/intakes/{intake.pk}/")
    client.post(f"/intakes/{intake.pk}/bewaren/", {}, headers={"Accept": "application/json"})
    assert Event.objects.filter(kind="person.read", about=intake.resident.pseudonym).count() == 1


def test_a_form_that_comes_back_with_everything_in_it_was_read_too(client: Client) -> None:
    intake = factories.IntakeFactory(bereavement__resident__name="mevrouw Verzonnen")
    page = client.post(f"/intakes/{intake.pk}/", {"birth_year": "geen jaar"}).content.decode()
    assert "Mevrouw Verzonnen" in page
    assert Event.objects.filter(kind="person.read", about=intake.resident.pseudonym).count() == 1


def test_the_clerk_knows_nobody() -> None:
    clerk, intake = clients.logged_in(Role.CLERK), factories.IntakeFactory()
    for address in ("", "nieuw/", f"{intake.pk}/", f"{intake.pk}/contact/"):
        assert clerk.get(f"/intakes/{address}").status_code == 403


def test_what_was_told_is_read_in_words_without_what_was_not() -> None:
    said = {
        "loss": "sudden", "dayparts": ["fr-pm", "mo-am"], "home": {"pets": True, "stairs": False},
        "wishes": [{"kind": "sex", "value": "M", "must": True}, {"kind": "age_max", "value": 70}], "network": "",
    }  # fmt: skip
    assert told_answers.facts(said) == [
        ("Soort verlies", "plotseling"),
        ("Kan op", "maandagochtend, vrijdagmiddag"),
        ("Thuis", "huisdieren, geen trap"),
        ("Wensen", "man (moet)\nniet ouder dan 70 (liever)"),
    ]
