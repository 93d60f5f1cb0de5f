"""Moving, being away, being admitted, dying, and a death that was a mistake: each with what it means for the visits."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bezoekdienst.accounts.models import User
from bezoekdienst.audit.models import Event
from bezoekdienst.visiting import endings, evaluations, trajectories
from bezoekdienst.visiting.models import Trajectory
from bezoekdienst.web import evaluation_codes
from matching import conditions
from tests import cast, factories
from tests.web import clients

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
TODAY = factories.TODAY


@pytest.fixture
def coordinator() -> User:
    return cast.coordinator()


@pytest.fixture
def office(now: object, coordinator: User) -> Client:
    return clients.of(coordinator)


def leave(office: Client, what: str, on: date = TODAY, **filled: str) -> str:
    address = reverse("resident_act", args=[cast.resident().pk, "vertrek"])
    return office.post(address, {"what": what, "on": on.isoformat(), **filled}, follow=True).content.decode()


def running() -> Trajectory:
    return Trajectory.objects.get(pk=cast.trajectory().pk)


def test_a_move_within_the_town_is_a_new_address_and_the_visits_go_on(office: Client) -> None:
    cast.trajectory()
    page = leave(office, "stays", street="Nieuwe Weg 2", postcode="6812 BB", town="Arnhem")
    assert "Het nieuwe adres is bewaard." in page
    kept = running()
    assert (kept.state, kept.resident.street, kept.resident.postcode) == ("active", "Nieuwe Weg 2", "6812 BB")


def test_visits_that_go_on_need_an_address(office: Client) -> None:
    cast.trajectory()
    assert "Vul het nieuwe adres in: straat, huisnummer en plaats." in leave(office, "stays", town="Arnhem")


def test_away_for_a_while_is_a_pause(office: Client) -> None:
    cast.trajectory()
    on = TODAY - timedelta(days=2)
    assert "De pauze is genoteerd." in leave(office, "away", on=on)
    assert (running().state, running().paused_since_on) == ("active", on)


def test_who_only_waits_has_nothing_to_pause(office: Client) -> None:
    factories.IntakeFactory(waiting=True, bereavement__resident=cast.resident())
    assert "Er komt nu niemand op bezoek, dus er valt niets te pauzeren." in leave(office, "away")


@pytest.mark.parametrize("what", ["moved", "admitted"])
def test_away_for_good_is_an_end(office: Client, what: str) -> None:
    cast.trajectory()
    assert "Genoteerd. Er loopt nu geen bezoek" in leave(office, what, note="Ver weg.")
    assert (running().end_reason, running().end_note) == (what, "Ver weg.")


def test_before_a_death_is_noted_it_says_whom_to_call_first(office: Client) -> None:
    one = cast.trajectory()
    page = office.get(reverse("resident_act", args=[one.resident_id, "overlijden"])).content.decode()
    assert "Bel eerst Vera. Daarna staat het ook op de telefoon." in page


def test_another_day_of_death_is_put_right(office: Client, coordinator: User) -> None:
    one = cast.trajectory()
    endings.note_death(one.resident, died_on=TODAY, by=coordinator, at=factories.NOW)
    address = reverse("resident_act", args=[one.resident_id, "overlijden-dag"])
    office.post(address, {"died_on": "2026-11-20"})
    assert (running().resident.died_on, running().ended_on) == (date(2026, 11, 20), date(2026, 11, 20))


def test_a_mistake_is_first_shown_and_then_put_right(office: Client, coordinator: User) -> None:
    one = cast.trajectory()
    endings.note_death(one.resident, died_on=TODAY, by=coordinator, at=factories.NOW)
    address = reverse("resident_act", args=[one.resident_id, "niet-overleden"])
    assert address == reverse("death_undone", args=[one.resident_id])
    page = office.get(address).content.decode()
    assert "Het traject met Vera loopt weer." in page
    assert (running().state, Event.objects.filter(kind="resident.death_retracted").count()) == ("ended", 0)
    page = office.post(address, follow=True).content.decode()
    said = ("Het overlijden is weggehaald.", "Het traject met Vera loopt weer.", "Bel Vera.")
    assert [sentence for sentence in said if sentence not in page] == []
    assert (running().state, running().resident.died_on) == ("active", None)
    assert office.get(address).status_code == 404


def test_of_somebody_who_lives_there_is_no_such_page(office: Client) -> None:
    assert office.get(reverse("death_undone", args=[cast.resident().pk])).status_code == 404


# Where else she would still be met with


def test_a_fixed_pair_and_somebody_held_back_are_no_longer_shown_after_a_death(
    office: Client, coordinator: User
) -> None:
    fixed, held = (factories.IntakeFactory(waiting=True) for _ in range(2))
    conditions.fix(fixed, factories.VolunteerFactory(), by=coordinator, at=factories.NOW)
    conditions.hold_back(held, reason="Op reis.", until_on=None, by=coordinator, at=factories.NOW)
    names = [fixed.resident.name, held.resident.name]
    page = office.get(reverse("proposals")).content.decode()
    assert [name for name in names if name in page] == names
    for intake in (fixed, held):
        endings.note_death(intake.resident, died_on=TODAY, by=coordinator, at=factories.NOW)
    page = office.get(reverse("proposals")).content.decode()
    assert [name for name in names if name in page] == []


def test_who_fills_in_the_form_of_somebody_who_died_is_thanked_and_nothing_is_kept(coordinator: User) -> None:
    one = cast.trajectory()
    trajectories.close(one, reason="goal_reached", on=TODAY, by=coordinator, at=factories.NOW)
    sent = evaluations.send(one, by=coordinator, at=factories.NOW)
    code = evaluation_codes.of(sent)
    endings.note_death(one.resident, died_on=TODAY, by=coordinator, at=factories.NOW)
    answer = Client().post("/ervaring", {"code": code, "statement_0": "5", "mark": "8", "text": "Dank u."})
    assert (answer.status_code, answer.headers.get("Location")) == (302, reverse("evaluation_thanks"))
    sent.refresh_from_db()
    assert (sent.received_on, sent.answers) == (None, {})


def test_whom_to_call_first_is_shown_as_it_was_typed_and_never_read_as_a_page(office: Client) -> None:
    volunteer = cast.trajectory().volunteer
    volunteer.first_name = "<form action=/beheer/>Olga"
    volunteer.save(update_fields=["first_name"])
    page = office.get(reverse("resident_act", args=[cast.resident().pk, "overlijden"])).content.decode()
    assert "Bel eerst &lt;form action=/beheer/&gt;Olga" in page and "<form action=/beheer/>" not in page
