"""Somebody asks what we hold of her, or to be erased: looked through first, then given or done; by the coordinator."""

import html
import json

import pytest
from django.test import Client
from django.urls import reverse

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from bezoekdienst.retention.subjects.held import Person
from bezoekdienst.visiting.models import Resident, Trajectory, Visit
from tests import factories
from tests.retention.subjects import story
from tests.web import clients
from volunteers.models import Volunteer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still")]
BOTH = pytest.mark.parametrize(("which", "kind"), [(Resident, "resident"), (Volunteer, "volunteer")])


@pytest.fixture
def over() -> Trajectory:
    """Two whose year is over."""
    trajectory = story.told("BEZOEKMERK", "VRIJMERK")
    story.ended(trajectory)
    return trajectory


def page(kind: str, act: str, person: Person) -> str:
    return reverse(f"{kind}_{act}", args=[person.pk])


@BOTH
def test_the_coordinator_finds_the_page_on_the_person_s_own_and_the_deputy_does_not(
    coordinator: Client, over: Trajectory, which: type[Person], kind: str
) -> None:
    person = story.person(over, which)
    own, file = reverse(kind, args=[person.pk]), page(kind, "file", person)
    assert file in coordinator.get(own).content.decode()
    deputy = clients.logged_in(Role.DEPUTY)
    assert file not in deputy.get(own).content.decode()
    assert deputy.get(file).status_code == 403


@BOTH
def test_every_word_that_will_be_given_stands_there_to_be_read(
    coordinator: Client, over: Trajectory, which: type[Person], kind: str
) -> None:
    answer = coordinator.get(page(kind, "file", story.person(over, which)))
    shown = html.unescape(answer.content.decode())
    assert [said.text for _, _, said in answer.context["found"].passages if said.text not in shown] == []
    assert (Event.objects.latest("pk").kind, Event.objects.latest("pk").facts) == (
        "person.read",
        {"what": "alles, voor inzage"},
    )


def test_family_of_who_died_is_no_reason_to_give_it_at_once(coordinator: Client, over: Trajectory) -> None:
    url = page("resident", "file", over.resident)
    assert "Familie heeft dan geen recht op inzage." not in coordinator.get(url).content.decode()
    Resident.objects.filter(pk=over.resident_id).update(died_on=factories.TODAY)
    assert "Familie heeft dan geen recht op inzage." in coordinator.get(url).content.decode()


@BOTH
def test_it_is_given_as_paper_or_as_a_file_and_kept_by_nobody(
    coordinator: Client, over: Trajectory, which: type[Person], kind: str
) -> None:
    url = page(kind, "file", story.person(over, which))
    seen = coordinator.get(url).context["found"].seen
    paper = coordinator.post(url, {"kind": "pdf", "seen": seen})
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert paper["Content-Disposition"] == 'attachment; filename="inzage-20261123.pdf"'
    assert "no-store" in paper["Cache-Control"]
    file = coordinator.post(url, {"kind": "json", "seen": seen})
    assert json.loads(file.content)["about"]["table"] == which._meta.label
    assert Event.objects.filter(kind="subject.given").count() == 2


def test_what_is_ticked_is_left_out(coordinator: Client, over: Trajectory) -> None:
    url, visit = page("resident", "file", over.resident), Visit.objects.get()
    seen = coordinator.get(url).context["found"].seen
    given = coordinator.post(url, {"kind": "json", "seen": seen, "struck": f"visiting.Visit:{visit.pk}:note"})
    assert json.loads(given.content)["struck"] == [f"visiting.Visit:{visit.pk}:note"]


def test_what_changed_meanwhile_comes_back_with_what_was_ticked(coordinator: Client, over: Trajectory) -> None:
    url, visit = page("resident", "file", over.resident), Visit.objects.get()
    seen, struck = coordinator.get(url).context["found"].seen, f"visiting.Visit:{visit.pk}:note"
    Visit.objects.update(note="iets nieuws")
    answer = coordinator.post(url, {"kind": "pdf", "seen": seen, "struck": struck})
    assert answer.status_code == 422
    assert "Kijk het nog eens door." in answer.content.decode()
    assert [one.name for _, group in answer.context["passages"] for one in group if one.is_struck] == [struck]


@BOTH
def test_erasing_is_shown_first_and_done_with_a_word(
    coordinator: Client, over: Trajectory, which: type[Person], kind: str
) -> None:
    person = story.person(over, which)
    url = page(kind, "erase", person)
    seen = coordinator.get(url).context["plan"].seen
    assert coordinator.post(url, {"seen": seen, "typed": "ja"}).status_code == 422
    assert story.held_with(person.name) != []
    answer = coordinator.post(url, {"seen": seen, "typed": " Wissen "})
    assert (answer.status_code, answer["Location"]) == (302, reverse(f"{kind}s"))
    assert story.held_with("BEZOEKMERK" if which is Resident else "VRIJMERK") == []
    assert Event.objects.latest("pk").kind == "subject.erased"


def test_who_is_still_visited_is_told_why_and_finds_no_button(coordinator: Client) -> None:
    trajectory = factories.TrajectoryFactory()
    url = page("resident", "erase", trajectory.resident)
    shown = coordinator.get(url).content.decode()
    assert "Er is nog bezoek of een kennismaking. Rond het traject eerst af." in shown
    assert "Typ het woord" not in shown
    assert coordinator.post(url, {"seen": "x", "typed": "wissen"}).status_code == 422
    assert Resident.objects.filter(pk=trajectory.resident_id).exists()


def test_what_was_looked_at_before_a_change_is_looked_at_once_more(coordinator: Client, over: Trajectory) -> None:
    url = page("resident", "erase", over.resident)
    old = coordinator.get(url).context["plan"].seen
    factories.VisitFactory(trajectory=over)
    answer = coordinator.post(url, {"seen": old, "typed": "wissen"})
    assert (answer.status_code, Visit.objects.count()) == (422, 2)
    assert answer.context["form"]["seen"].value() == answer.context["plan"].seen != old
