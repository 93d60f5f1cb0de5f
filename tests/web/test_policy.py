"""The service's numbers on screen: read by whoever works with them, changed by the coordinator, seen before kept."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from bezoekdienst.policy import consequences, versions, wording
from bezoekdienst.policy.models import BOUNDS, Policy
from bezoekdienst.web.forms.policy import Numbers
from tests.web.clients import logged_in

pytestmark = pytest.mark.django_db
OUTSIDE = [(name, value) for name in wording.NUMBERS for value in (BOUNDS[name][1] - 1, BOUNDS[name][2] + 1)]


def today() -> date:
    return timezone.localdate()


def filled(**changed):
    """The page as it comes, with some blanks filled in otherwise."""
    form = Numbers(shown=versions.current(today()), today=today())
    sent = {field.html_name: field.initial for field in form}
    sent["second_clerk"] = "on" if sent["second_clerk"] else None
    return {name: value for name, value in (sent | changed).items() if value is not None}


def send(client, act: str, **changed):
    return client.post(reverse("policy_change"), {**filled(**changed), "act": act})


@pytest.fixture
def planned():
    """From next month on a volunteer has three people."""
    return versions.change(valid_from_on=today() + timedelta(days=30), by=None, at=timezone.now(), capacity=3)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.DEPUTY, Role.CLERK, Role.PRIVACY_OFFICER], ids=str)
def test_whoever_works_with_the_numbers_reads_them_as_sentences(role) -> None:
    page = logged_in(role).get(reverse("policy")).content.decode()
    assert "Een vrijwilliger bezoekt hoogstens <b>2 mensen</b> tegelijk." in page
    assert ("Aanpassen" in page) == (role == Role.COORDINATOR)


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.CLERK, Role.PRIVACY_OFFICER, Role.OPERATOR], ids=str)
def test_only_the_coordinator_changes_them(role) -> None:
    client = logged_in(role)
    assert send(client, "bewaren", capacity=3).status_code == 403
    assert client.post(reverse("policy_withdraw", args=[1])).status_code == 403


def test_a_preview_tells_and_keeps_nothing(coordinator) -> None:
    page = send(coordinator, "bekijken", capacity=3, note_months=2).content.decode()
    assert 'Een vrijwilliger bezoekt hoogstens 3 mensen tegelijk. <span class="soft">Nu 2 mensen.</span>' in page
    assert "Wat dan langer bewaard is, wordt de eerste nacht gewist. Dat komt niet terug." in page
    assert (Policy.objects.count(), Event.objects.filter(kind__startswith="policy").count()) == (1, 0)


def test_what_was_seen_is_kept_and_told(coordinator) -> None:
    answer = coordinator.post(
        reverse("policy_change"), {**filled(capacity=3, rest_weeks=6), "act": "bewaren"}, follow=True
    )
    assert "Bewaard. Dit geldt vanaf" in answer.content.decode()
    policy = versions.current(today())
    assert (policy.capacity, policy.rest_weeks, policy.made_by.roles) == (3, 6, {Role.COORDINATOR})
    assert "Mensen tegelijk per vrijwilliger: van 2 naar 3 mensen." in answer.content.decode()


@pytest.mark.parametrize(("name", "value"), OUTSIDE)
def test_a_number_outside_its_bounds_says_so_at_its_blank_and_stays_filled_in(coordinator, name, value) -> None:
    answer = send(coordinator, "bewaren", **{name: value})
    _, lowest, highest, _ = BOUNDS[name]
    form = answer.context["form"]
    assert (answer.status_code, dict(form.errors)) == (422, {name: [f"Vul hier {lowest} tot en met {highest} in."]})
    assert form[name].value() == str(value)
    assert Policy.objects.count() == 1


def test_what_is_over_is_not_changed(coordinator) -> None:
    answer = send(coordinator, "bewaren", capacity=3, valid_from_on=today() - timedelta(days=1))
    assert list(answer.context["form"].errors) == ["valid_from_on"]
    assert send(coordinator, "bewaren", capacity=3, valid_from_on=today()).status_code == 302


def test_nothing_changed_is_told(coordinator) -> None:
    for act in ("bekijken", "bewaren"):
        answer = send(coordinator, act)
        assert answer.context["form"].non_field_errors() == ["Er verandert niets. Pas eerst iets aan."]


def test_going_back_keeps_what_was_filled_in(coordinator) -> None:
    answer = send(coordinator, "terug", capacity=3)
    assert (answer.status_code, answer.context["form"]["capacity"].value()) == (200, "3")
    assert Policy.objects.count() == 1


def test_a_page_from_before_somebody_else_s_change_is_refused_once_and_undoes_nothing(coordinator) -> None:
    page = filled(rest_weeks=6)
    versions.change(valid_from_on=today(), by=None, at=timezone.now(), capacity=3)
    refused = coordinator.post(reverse("policy_change"), {**page, "act": "bewaren"})
    assert "Iemand anders paste intussen" in refused.context["form"].non_field_errors()[0]
    again = {**page, "based_on": refused.context["form"]["based_on"].value(), "act": "bewaren"}
    assert coordinator.post(reverse("policy_change"), again).status_code == 302
    policy = versions.current(today())
    assert (policy.capacity, policy.rest_weeks) == (3, 6)


def test_a_blank_that_nobody_touched_undoes_nothing_that_was_planned(coordinator, planned) -> None:
    send(coordinator, "bewaren", rest_weeks=6, valid_from_on=planned.valid_from_on)
    policy = versions.current(planned.valid_from_on)
    assert (policy.capacity, policy.rest_weeks) == (3, 6)


def test_what_somebody_planned_already_is_told_before_it_stands_in_the_way(coordinator, planned) -> None:
    page = send(coordinator, "bekijken", capacity=4).content.decode()
    then = f"vanaf {wording.value('first_loss_on', planned.valid_from_on)} 3 mensen. Dat blijft zo."
    assert then in page


def test_what_is_planned_stands_beside_today_and_can_be_taken_back(coordinator, planned) -> None:
    page = coordinator.get(reverse("policy")).content.decode()
    assert f"Vanaf {wording.value('first_loss_on', planned.valid_from_on)}: 3 mensen." in page
    coordinator.post(reverse("policy_withdraw", args=[planned.pk]))
    assert [policy.capacity for policy in Policy.objects.all()] == [2]
    assert Event.objects.latest("pk").kind == "policy.withdrawn"


def test_what_holds_is_not_taken_back(coordinator) -> None:
    holds = versions.current(today())
    assert coordinator.post(reverse("policy_withdraw", args=[holds.pk])).status_code == 409
    assert versions.current(today()) == holds


def test_what_is_agreed_with_the_municipality_is_changed_here_too(coordinator) -> None:
    changed = {
        "second_clerk": None,
        "supply": "a",
        "municipality_name": "Voorbeeldstad",
        "municipality_code": "9999",
        "blocked_weeks": ["moederdag", "allerzielen"],
        "first_loss_on": "2026-01-01",
    }
    seen = send(coordinator, "bekijken", **changed).context["seen"]
    assert seen.remarks == [
        "Een ronde die al begonnen is, houdt de getallen van toen.",
        "Een medewerker kan dan een ronde vrijgeven zonder een tweede. Dat staat apart in het logboek.",
        "Spreek dit eerst schriftelijk af met de gemeente.",
        "Ook mensen met een geheim adres krijgen dan een brief.",
        "Alleen inwoners van de gemeente met deze code krijgen nog een brief.",
    ]
    assert send(coordinator, "bewaren", **changed).status_code == 302
    policy = versions.current(today())
    assert (policy.second_clerk, policy.supply, policy.municipality_code) == (False, "a", "9999")
    assert (policy.blocked_weeks, policy.first_loss_on) == (["moederdag", "allerzielen"], date(2026, 1, 1))
    assert Event.objects.filter(kind="policy.second_clerk_off").count() == 1
    assert (
        "In de week van kerst, van moederdag en van allerzielen valt"
        in coordinator.get(reverse("policy")).content.decode()
    )


@pytest.mark.parametrize("code", ["020", "02022", "o202", "0202\n5"])
def test_a_municipality_s_code_has_four_digits(coordinator, code) -> None:
    assert list(send(coordinator, "bewaren", municipality_code=code).context["form"].errors) == ["municipality_code"]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"trajectory_months": 6}, "Het geplande einde komt na de langste duur."),
        ({"silence_weeks": 3}, "Een traject staat dan al op de lijst"),
        ({"resident_months": 11}, "Wat dan langer bewaard is"),
        ({"first_loss_on": None}, "Wie al op papier een brief kreeg"),
    ],
)
def test_what_a_change_brings_along_is_said(changed, sentence) -> None:
    old = versions.values(versions.current(today())) | {"first_loss_on": date(2026, 1, 1)}
    assert [said for said in consequences.sentences(old, old | changed) if said.startswith(sentence)]
    assert consequences.sentences(old, old) == []


def test_many_versions_take_as_many_queries_as_one(coordinator) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            coordinator.get(reverse("policy"))
        return len(captured)

    queries()
    for_one = queries()
    for number in (3, 4, 3, 2):
        versions.change(valid_from_on=today(), by=None, at=timezone.now(), capacity=number)
    assert queries() == for_one
