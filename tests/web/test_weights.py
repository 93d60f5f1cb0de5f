"""How fit is counted, on screen: filled in, seen on everybody who waits, kept; and back to what came along."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from bezoekdienst.policy import versions
from bezoekdienst.policy.models import Policy
from bezoekdienst.web.forms.weights import WeightsForm
from matching import gather
from matching.facts import Weights, ordered
from tests.factories import IntakeFactory, VolunteerFactory
from tests.web.clients import logged_in

pytestmark = pytest.mark.django_db


def filled(**changed):
    form = WeightsForm(weights=Weights(), today=timezone.localdate())
    sent = {field.html_name: field.initial for field in form} | changed
    return {name: "" if value is None else value for name, value in sent.items()}


def send(client, act: str, **changed):
    return client.post(reverse("policy_matching"), {**filled(**changed), "act": act})


def kept() -> Weights:
    return gather.weights(versions.current(timezone.localdate()))


def test_the_page_as_it_comes_gives_back_the_same_weights() -> None:
    form = WeightsForm(_query(filled()), weights=Weights(), today=timezone.localdate())
    assert form.is_valid()
    assert form.made() == Weights()


def _query(sent):
    from django.http import QueryDict

    query = QueryDict(mutable=True)
    query.update(sent)
    return query


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.CLERK, Role.PRIVACY_OFFICER], ids=str)
def test_only_the_coordinator_weighs(role) -> None:
    assert send(logged_in(role), "bewaren", loss=20, distance=15).status_code == 403


def test_everything_that_counts_can_be_changed(coordinator) -> None:
    changed = {
        "loss": 20,
        "distance": 15,
        "rather": 6,
        "life_view_else": 40,
        "floor": 50,
        "load-1": 5,
        "loss_table-dementia-sudden": 20,
        "life_view_table-protestant-humanist": 70,
        "life_view_table-none-humanist": "",
        "life_view_table-protestant-catholic": "",
    }
    assert send(coordinator, "bewaren", **changed).status_code == 302
    one = kept()
    assert (one.loss, one.distance, one.rather, one.life_view_else, one.floor) == (20, 15, 6, 40, 50)
    assert one.load == (0, 5, 10, 18)
    assert one.loss_table == {**Weights().loss_table, ordered("dementia", "sudden"): 20}
    views = {**Weights().life_view_table, ordered("protestant", "humanist"): 70}
    del views[ordered("protestant", "catholic")]
    assert one.life_view_table == views


def test_a_preview_names_who_waits_and_keeps_nothing(coordinator) -> None:
    IntakeFactory(waiting=True, bereavement__resident__name="mevrouw Proefpersoon")
    VolunteerFactory(first_name="Joke")
    page = send(coordinator, "bekijken", floor=100).content.decode()
    assert "Mevrouw Proefpersoon krijgt Joke niet, en moet wachten." in page
    assert "Mevrouw Proefpersoon: 1 van de 1 kandidaten komt onder de ondergrens. Er blijft niemand over." in page
    assert "Ondergrens: van 45 naar 100" in page
    assert (Policy.objects.count(), Event.objects.filter(kind="policy.changed").count()) == (1, 0)


def test_nobody_waits_is_told(coordinator) -> None:
    assert "Er wacht nu niemand." in send(coordinator, "bekijken", floor=60).content.decode()


@pytest.mark.parametrize(("loss", "total"), [(24, 99), (26, 101)])
def test_weights_that_do_not_sum_to_a_hundred_are_told_and_stay_filled_in(coordinator, loss, total) -> None:
    answer = send(coordinator, "bewaren", loss=loss)
    said = f"De gewichten zijn samen {total}. Samen moeten ze precies 100 zijn, en geen ervan min."
    assert answer.context["form"].non_field_errors() == [said]
    assert answer.context["form"]["loss"].value() == str(loss)
    assert Policy.objects.count() == 1


def test_a_later_person_never_costs_less_than_an_earlier_one(coordinator) -> None:
    answer = send(coordinator, "bewaren", **{"load-2": 3})
    assert answer.context["form"].non_field_errors() == [
        "De aftrek voor een volgend traject mag niet kleiner zijn dan voor het vorige."
    ]


@pytest.mark.parametrize(
    "name", ["loss", "rather", "life_view_else", "load-0", "loss_table-dementia-sudden", "life_view_table-other-other"]
)
def test_every_blank_has_its_bounds(coordinator, name) -> None:
    for value in (-1, 101, "veel"):
        answer = send(coordinator, "bewaren", **{name: value})
        assert dict(answer.context["form"].errors) == {name: ["Vul hier 0 tot en met 100 in."]}


def test_what_came_along_can_be_filled_in_again(coordinator) -> None:
    send(coordinator, "bewaren", loss=20, distance=15)
    answer = send(coordinator, "meegeleverd", loss=20, distance=15)
    assert (answer.status_code, answer.context["form"]["loss"].value()) == (200, 25)
    assert kept().loss == 20
    send(coordinator, "bewaren")
    assert (kept(), versions.current(timezone.localdate()).matching) == (Weights(), {})


def test_nothing_changed_is_told(coordinator) -> None:
    answer = send(coordinator, "bekijken")
    assert answer.context["form"].non_field_errors() == ["Er verandert niets. Pas eerst iets aan."]


def test_what_was_planned_already_is_told(coordinator) -> None:
    later = timezone.localdate() + timedelta(days=30)
    send(coordinator, "bewaren", loss=20, distance=15, valid_from_on=later)
    assert kept() == Weights()
    remarks = send(coordinator, "bekijken", floor=60).context["seen"].remarks
    assert [remark.endswith("staan er al andere gewichten klaar. Dat blijft zo.") for remark in remarks] == [True]
    remarks = send(coordinator, "bekijken", floor=60, valid_from_on=later).context["seen"].remarks
    assert remarks == [
        "Voor die dag stond al een andere aanpassing van het koppelen klaar. Deze komt ervoor in de plaats."
    ]


def test_damaged_weights_are_told_and_mended_here(coordinator) -> None:
    Policy.objects.update(matching={"loss": "veel"})
    assert "zijn niet te lezen" in coordinator.get(reverse("policy_matching")).content.decode()
    assert "zijn niet te lezen" in coordinator.get(reverse("policy")).content.decode()
    assert coordinator.get(reverse("proposals")).status_code == 409
    assert send(coordinator, "bekijken").status_code == 200
    assert send(coordinator, "bewaren").status_code == 302
    assert kept() == Weights()
    assert coordinator.get(reverse("proposals")).status_code == 200
