"""Doors: in for who may, and a foreign row is answered like one that isn't there."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django_htmx.middleware import HtmxDetails

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability, Role
from bezoekdienst.audit.models import Event
from bezoekdienst.web import access, context, middleware
from tests import factories
from tests.factories import TODAY, UserFactory
from tests.web.clients import logged_in

pytestmark = pytest.mark.django_db


@access.needs(Ability.RESIDENTS, Ability.ROUNDS)
def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("binnen")


def request_of(user: User | None, method: str = "GET", path: str = "/bezoekers/?q=a", **headers: str) -> HttpRequest:
    request = RequestFactory().generic(method, path, headers=headers)
    request.user = user or AnonymousUser()
    request.htmx = HtmxDetails(request)
    return request


def user(*roles: Role) -> User:
    made: User = UserFactory(roles=list(roles))
    return made


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.DEPUTY, Role.CLERK])
def test_one_of_the_abilities_is_enough(role: Role) -> None:
    answer = page(request_of(user(role)))
    assert answer.content == b"binnen"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.PRINT_ROOM, Role.PRIVACY_OFFICER, Role.OPERATOR])
def test_without_one_the_page_is_refused(role: Role) -> None:
    with pytest.raises(PermissionDenied):
        page(request_of(user(role)))


def test_who_is_not_logged_in_goes_to_log_in_and_comes_back() -> None:
    assert page(request_of(None))["Location"] == "/account/login/?next=%2Fbezoekers%2F%3Fq%3Da"
    assert page(request_of(None, "POST"))["Location"] == "/account/login/?next=%2Fbezoekers%2F"


def test_a_part_of_a_page_takes_the_whole_page_to_the_login() -> None:
    answer = page(request_of(None, hx_request="true", hx_current_url="http://testserver/intakes/?q=a"))
    assert answer["HX-Redirect"] == "/account/login/?next=%2Fintakes%2F%3Fq%3Da"


def test_a_door_gives_the_row_and_writes_down_that_it_was_read() -> None:
    resident, coordinator = factories.ResidentFactory(), user(Role.COORDINATOR)
    assert access.resident_for(request_of(coordinator), resident.pk) == resident
    event = Event.objects.get()
    assert (event.kind, event.actor_id, event.about) == ("person.read", coordinator.pk, resident.pseudonym)
    assert event.facts == {"what": "bezoeker"}


def test_who_reads_in_the_guise_of_a_script_is_written_down_too() -> None:
    resident = factories.ResidentFactory()
    logged_in(Role.COORDINATOR).get(f"/bezoekers/{resident.pk}/", headers={"HX-Request": "true"})
    assert Event.objects.filter(kind="person.read", about=resident.pseudonym).count() == 1


@pytest.mark.parametrize("name", ["resident", "trajectory", "volunteer"])
def test_a_page_to_read_is_not_given_to_who_sends_something_to_it(name: str) -> None:
    trajectory = factories.TrajectoryFactory()
    about = {"resident": trajectory.resident_id, "trajectory": trajectory.pk, "volunteer": trajectory.volunteer_id}
    assert logged_in(Role.COORDINATOR).post(reverse(name, args=[about[name]])).status_code == 405


def test_an_act_is_written_down_by_its_verb_and_not_by_the_door() -> None:
    resident = factories.ResidentFactory()
    access.resident_for(request_of(user(Role.COORDINATOR), "POST"), resident.pk)
    assert Event.objects.count() == 0


@pytest.mark.parametrize("role", [Role.CLERK, Role.VOLUNTEER, Role.PRINT_ROOM, Role.PRIVACY_OFFICER, Role.OPERATOR])
def test_a_foreign_row_is_answered_exactly_like_a_missing_one(role: Role) -> None:
    resident, someone = factories.ResidentFactory(), user(role)
    answers = []
    for pk in (resident.pk, 987_654):
        with pytest.raises(Http404) as caught:
            access.resident_for(request_of(someone), pk)
        answers.append(str(caught.value))
    assert answers[0] == answers[1]
    assert Event.objects.count() == 0


def test_every_door_leads_somewhere() -> None:
    trajectory = factories.TrajectoryFactory()
    coordinator = request_of(user(Role.COORDINATOR))
    assert access.trajectory_for(coordinator, trajectory.pk, related=("resident",)) == trajectory
    assert access.volunteer_for(coordinator, trajectory.volunteer_id) == trajectory.volunteer
    assert access.intake_for(coordinator, trajectory.bereavement.intake.pk) == trajectory.bereavement.intake
    assert [event.facts["what"] for event in Event.objects.all()] == ["traject", "vrijwilliger", "intake"]


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("/intakes/{intake}/contact/", "intake"),
        ("/bezoekers/{resident}/overlijden/", "bezoeker"),
        ("/trajecten/{trajectory}/afronden/", "traject"),
        ("/vrijwilligers/{volunteer}/verlies/", "vrijwilliger"),
        ("/voorstellen/bij/{intake}/{volunteer}/niet/", "intake"),
    ],
)
def test_a_form_that_comes_back_was_read(address: str, what: str) -> None:
    one = factories.TrajectoryFactory()
    rows = {"intake": one.bereavement.intake, "resident": one.resident, "trajectory": one, "volunteer": one.volunteer}
    client, path = logged_in(Role.COORDINATOR), address.format(**{name: row.pk for name, row in rows.items()})
    assert client.post(path, {"made_on": "onzin"}).status_code == 200
    read = Event.objects.filter(kind="person.read")
    assert [event.facts["what"] for event in read] == [what]


def test_what_was_carried_out_is_not_read() -> None:
    intake = factories.IntakeFactory()
    given = {"made_on": str(TODAY), "way": "phone", "reached": "no"}
    assert logged_in(Role.COORDINATOR).post(f"/intakes/{intake.pk}/contact/", given).status_code == 302
    assert not Event.objects.filter(kind="person.read").exists()


def test_a_view_that_says_nothing_opens_for_nobody() -> None:
    def forgotten(request: HttpRequest) -> HttpResponse:
        return HttpResponse("binnen")

    doors = middleware.doors(lambda request: HttpResponse())
    request = request_of(user(Role.COORDINATOR))
    request.resolver_match = None
    with pytest.raises(ImproperlyConfigured, match="declares no access"):
        doors.process_view(request, forgotten, (), {})


@pytest.mark.parametrize(
    ("roles", "labels"),
    [
        ([Role.CLERK], ["Rondes", "Aanleveren", "Drukwerk", "Cijfers"]),
        ([Role.PRIVACY_OFFICER], ["Logboek", "Bewaartermijnen"]),
        ([Role.PRINT_ROOM], ["Drukwerk"]),
        ([Role.VOLUNTEER], []),
        ([Role.OPERATOR], ["Beheer"]),
        (
            [Role.DEPUTY],
            ["Vandaag", "Intakes", "Voorstellen", "Trajecten", "Signalen", "Vrijwilligers", "Rondes", "Cijfers"],
        ),
    ],
)
def test_everybody_sees_her_own_entries(roles: list[Role], labels: list[str], monkeypatch: Any) -> None:
    monkeypatch.setattr(context, "reverse", lambda route: f"/{route}/")
    assert [label for label, _, _ in context.site(request_of(user(*roles)))["nav"]] == labels


def test_the_page_under_an_entry_marks_it(monkeypatch: Any) -> None:
    monkeypatch.setattr(context, "reverse", lambda route: f"/{route}/")
    request = request_of(user(Role.COORDINATOR))
    request.resolver_match = type("Match", (), {"view_name": "resident"})()
    assert [label for label, _, current in context.site(request)["nav"] if current] == ["Intakes"]


def test_an_entry_without_its_page_is_left_out() -> None:
    for _, url, _ in context.site(request_of(user(Role.COORDINATOR, Role.CLERK)))["nav"]:
        assert url.startswith("/")
    assert context.site(request_of(None))["nav"] == []


def test_a_personal_page_is_kept_by_no_cache_and_brings_no_scripts_of_its_own() -> None:
    answer = logged_in(Role.OPERATOR).get("/beheer/")
    assert "no-store" in answer["Cache-Control"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert Client().get("/account/login/")["X-Frame-Options"] == "DENY"


def test_nor_is_what_a_phone_asks_a_page_of_the_second_proof_or_a_refusal() -> None:
    refused = reverse("intake_letter", args=[factories.IntakeFactory().pk, "afspraak"])
    for role, path in (
        (Role.VOLUNTEER, "/api/v1/trajectories"),
        (Role.COORDINATOR, reverse("mfa_index")),
        (Role.COORDINATOR, reverse("mfa_reauthenticate")),
        (Role.COORDINATOR, refused),
        (Role.COORDINATOR, "/bezoekers/987654/"),
    ):
        assert "no-store" in logged_in(role).get(path).get("Cache-Control", ""), path
