"""Two entries beside each other: what differs is chosen, what will happen is told, and then they are one (I4)."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from bezoekdienst.accounts.roles import Role
from bezoekdienst.visiting.models import Intake, Merger, Resident
from tests import factories
from tests.web import clients
from tests.web.pairs import OVER, filled, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still")]


@pytest.fixture
def client() -> Client:
    return clients.logged_in(Role.COORDINATOR)


# Beside each other


def test_what_differs_can_be_chosen_and_the_loss_is_asked_without_a_guess(
    client: Client, two: tuple[Resident, Resident]
) -> None:
    answer = client.get(page(two))
    form = answer.context["form"]
    assert {field.name: field.initial for field in form.chosen} == {
        f"verlies-{two[1].bereavements.get().pk}": None,
        "gegeven-name": two[0].pk,
        "gegeven-first_name": two[1].pk,
        "gegeven-address": two[1].pk,
    }
    rows = {row.label: (row.one, row.other) for row in answer.context["rows"] if row.differs}
    assert rows["Aangemeld"] == ("5 januari 2026, brief van de gemeente", "20 oktober 2026, huisarts")
    assert "Dit gebeurt er dan" not in answer.content.decode()


def test_the_same_number_typed_otherwise_is_no_question_and_what_nobody_knows_no_row(
    client: Client, two: tuple[Resident, Resident]
) -> None:
    Resident.objects.filter(pk=two[1].pk).update(phone="026 123 45 67", postcode="6811aa", town="Arnhem")
    shown = client.get(page(two))
    assert "gegeven-phone" not in shown.context["form"].fields
    known = {row.label: (row.one, row.other) for row in shown.context["rows"]}
    assert "E-mail" not in known
    assert known["Adres"] == ("Weg 1\n6811 AA Arnhem", "Laan 2\n6811 AA Arnhem")


def test_the_look_says_what_will_happen_and_nothing_has(client: Client, two: tuple[Resident, Resident]) -> None:
    answer = client.post(page(two), filled(two, "kijken"))
    assert answer.context["told"] == [
        "Er blijft één bezoeker over: Mevrouw T. Verzonnen, aangemeld op 5 januari 2026 (brief van de gemeente).",
        "Alle contacten, bezoeken, signalen en wie liever niet komt, staan voortaan bij deze bezoeker.",
        "Het is één verlies. Het jaar begint bij de kennismaking waarop beiden ja zeggen.",
        "De twee aanmeldingen worden er één: aangemeld. Wat in de ene ontbreekt, komt uit de andere.",
    ]
    assert Resident.objects.count() == 2


def test_a_yes_with_the_word_makes_them_one(client: Client, two: tuple[Resident, Resident]) -> None:
    seen = client.post(page(two), filled(two, "kijken")).context["seen"]
    answer = client.post(page(two), filled(two, "samenvoegen", gezien=seen, typed=" Samen "), follow=True)
    assert answer.redirect_chain == [(reverse("resident", args=[two[0].pk]), 302)]
    assert [str(message) for message in answer.context["messages"]] == ["Mevrouw T. Verzonnen staat er nu één keer."]
    (stays,) = Resident.objects.all()
    assert (stays.name, stays.street, stays.source) == ("mevrouw T. Verzonnen", "Laan 2", "letter")


def test_without_the_word_or_without_a_loss_nothing_is_done_and_the_form_comes_back_full(
    client: Client, two: tuple[Resident, Resident]
) -> None:
    seen = client.post(page(two), filled(two, "kijken")).context["seen"]
    answer = client.post(page(two), filled(two, "samenvoegen", gezien=seen, typed="ja"))
    assert answer.context["form"].errors["typed"] == ["Typ hier het woord samen."]
    assert answer.context["told"]
    without = {name: said for name, said in filled(two, "kijken").items() if not name.startswith("verlies-")}
    answer = client.post(page(two), without)
    assert "told" not in answer.context
    assert Resident.objects.count() == 2


def test_what_changed_after_the_look_is_looked_at_again(client: Client, two: tuple[Resident, Resident]) -> None:
    seen = client.post(page(two), filled(two, "kijken")).context["seen"]
    Resident.objects.filter(pk=two[1].pk).update(best_time="’s avonds")
    answer = client.post(page(two), filled(two, "samenvoegen", gezien=seen, typed="samen"))
    said = "Er is intussen iets veranderd. Kijk nog eens wat er gebeurt. Er is niets samengevoegd."
    assert answer.context["form"].non_field_errors() == [said]
    assert answer.context["seen"] != seen
    assert Merger.objects.count() == 0


def test_what_must_be_done_first_is_said_and_there_is_no_button(client: Client, two: tuple[Resident, Resident]) -> None:
    answer = client.post(page(two), {**filled(two, "kijken"), f"verlies-{two[1].bereavements.get().pk}": 0})
    text = "Er lopen twee aanmeldingen, elk voor een ander verlies. Rond er eerst een af: het kan één voor één."
    assert [reason.text for reason in answer.context["refusals"]] == [text]
    assert "Voorgoed samenvoegen" not in answer.content.decode()


def test_answers_that_differ_are_chosen_in_words(client: Client, two: tuple[Resident, Resident]) -> None:
    for resident, said in zip(two, ("een zus", "de buren"), strict=True):
        resident.intakes.update(answers={"network": said, "asks_for": "gezelschap"})
    field = client.get(page(two)).context["form"]["antwoord-network"]
    pks = [resident.intakes.get().pk for resident in two]
    assert field.field.choices == [(str(pks[0]), "een zus"), (str(pks[1]), "de buren")]
    first = client.post(page(two), filled(two, "kijken", **{"antwoord-network": pks[1]}))
    given = {"gezien": first.context["seen"], "typed": "samen", "antwoord-network": pks[1]}
    client.post(page(two), filled(two, "samenvoegen", **given))
    assert Intake.objects.get().answers == {"network": "de buren", "asks_for": "gezelschap"}


def test_visits_that_stop_or_go_on_are_told_with_their_days(client: Client) -> None:
    phone = {"bereavement__resident__phone": "026-1234567"}
    over = {**OVER, "ended_on": date(2026, 8, 31)}
    earlier = factories.TrajectoryFactory(started_on=date(2025, 9, 1), **phone, **over)
    later = factories.TrajectoryFactory(started_on=date(2026, 9, 1), volunteer__first_name="Wim", **phone)
    pair = earlier.resident, later.resident
    loss, root = later.bereavement_id, earlier.bereavement_id
    given = {f"verlies-{loss}": root, "gegeven-name": pair[1].pk, "gegeven-first_name": pair[1].pk, "step": "kijken"}
    assert client.post(page(pair), given).context["told"][2:] == [
        "Het is één verlies, met één jaar: van 1 september 2025 tot en met 31 augustus 2026.",
        "Het bezoek van Wim stopt nu, want het jaar was al om op 31 augustus 2026. Bel beiden zelf.",
        "Als laatste dag staat er dan 1 september 2026. Alle bezoeken tot die dag blijven staan.",
    ]
    assert client.post(page(pair), {**given, f"verlies-{loss}": 0}).context["told"][2:] == [
        "Er zijn 2 verliezen, elk met een eigen jaar.",
    ]
