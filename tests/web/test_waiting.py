"""The waiting list: in turn, what stands in the way, and how long people wait."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bezoekdienst.accounts.roles import Role
from bezoekdienst.visiting.models import Intake
from bezoekdienst.web.desks import waiting_desk
from tests import factories
from tests.factories import TODAY
from tests.web import clients

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still")]


@pytest.fixture
def client() -> Client:
    return clients.logged_in(Role.COORDINATOR)


def waiting(name: str, days: int, **more: Any) -> Intake:
    made: Intake = factories.IntakeFactory(
        waiting=True, waiting_since=TODAY - timedelta(days=days), bereavement__resident__name=name, **more
    )
    return made


def town() -> None:
    waiting("mevrouw Kort", 3)
    waiting("mevrouw Lang", 30)
    waiting("mevrouw Dringend", 10, urgency=1, urgency_reason="Slaapt niet.")


def names(client: Client, asked: str = "") -> list[str]:
    return [line.name for line in client.get(f"/wachtlijst/{asked}").context["lines"]]


def test_who_is_urgent_comes_first_then_who_waits_longest(client: Client) -> None:
    town()
    assert names(client) == ["Mevrouw Dringend", "Mevrouw Lang", "Mevrouw Kort"]


def test_of_two_who_wait_as_long_the_earliest_sign_up_comes_first_as_in_matching(client: Client) -> None:
    for name, signed_up_on in (("mevrouw Later", date(2026, 5, 2)), ("mevrouw Eerder", date(2026, 5, 1))):
        waiting(name, 30, bereavement__resident__signed_up_on=signed_up_on)
    assert names(client) == ["Mevrouw Eerder", "Mevrouw Later"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("?volgorde=dagen", ["Mevrouw Lang", "Mevrouw Dringend", "Mevrouw Kort"]),
        ("?volgorde=naam", ["Mevrouw Dringend", "Mevrouw Kort", "Mevrouw Lang"]),
        ("?toon=dringend", ["Mevrouw Dringend"]),
        ("?toon=voorstel", []),
        ("?toon=zonder&volgorde=naam", ["Mevrouw Dringend", "Mevrouw Kort", "Mevrouw Lang"]),
        ("?toon=onzin&volgorde=onzin", ["Mevrouw Dringend", "Mevrouw Lang", "Mevrouw Kort"]),
    ],
)
def test_the_address_says_who_is_shown_and_how(client: Client, asked: str, expected: list[str]) -> None:
    town()
    assert names(client, asked) == expected


def test_searching_renews_only_the_list(client: Client) -> None:
    town()
    part = client.post("/wachtlijst/", {"q": "lang"}, headers={"HX-Request": "true"}).content.decode()
    assert "Mevrouw Lang" in part and "Mevrouw Kort" not in part and "<html" not in part


def test_each_line_says_how_long_how_urgent_and_what_stands_in_the_way(client: Client) -> None:
    waiting("mevrouw Dringend", 10, urgency=2, urgency_reason="Slaapt niet.")
    (line,) = waiting_desk.lines(TODAY)
    assert (line.days, line.said, line.reason, line.gets) == (10, "zeer dringend", "Slaapt niet.", "")
    assert line.limits == (
        "Nu is er geen vrijwilliger die voorgesteld kan worden.", "Bij iedereen zit meer dan één ding in de weg.",
    )  # fmt: skip
    page = client.get("/wachtlijst/").content.decode()
    assert "Slaapt niet." in page and "10 dagen" in page


def test_a_volunteer_who_fits_is_named_with_the_way_to_the_proposal(client: Client) -> None:
    factories.VolunteerFactory(first_name="Mia", dayparts=["mo-am"], interests=["tuin"])
    intake = waiting("mevrouw Past", 10, answers={"dayparts": ["mo-am"], "interests": ["tuin"], "languages": ["nl"]})
    (line,) = waiting_desk.lines(TODAY)
    assert (line.gets, line.limits) == ("Mia", ())
    assert f'/voorstellen/#intake-{intake.pk}">Voorstel: Mia' in client.get("/wachtlijst/").content.decode()


def test_urgency_is_changed_on_its_page_and_stands_in_the_timeline(client: Client) -> None:
    intake = waiting("mevrouw Kort", 3)
    client.post(f"/intakes/{intake.pk}/dringendheid/", {"urgency": "1", "reason": "Slaapt niet."})
    (line,) = waiting_desk.lines(TODAY)
    assert (line.urgency, line.reason) == (1, "Slaapt niet.")
    assert "van gewoon naar dringend" in client.get(f"/intakes/{intake.pk}/").content.decode()


def test_a_good_day_has_nobody_on_it(client: Client) -> None:
    page = client.get("/wachtlijst/")
    assert page.context["lead"] == "Niemand wacht op een vrijwilliger."
    assert "Hoe lang mensen wachten" not in page.content.decode()


def test_waiting_times_are_counted_to_the_first_match_and_only_of_this_year() -> None:
    for waited, matched_on in ((13, date(2026, 9, 1)), (14, date(2026, 3, 1)), (100, date(2025, 11, 24))):
        since = matched_on - timedelta(days=waited)
        factories.TrajectoryFactory(started_on=matched_on, matched_on=matched_on, intake__waiting_since=since)
    factories.TrajectoryFactory(started_on=date(2025, 11, 23), intake__waiting_since=date(2025, 11, 1))  # longer ago
    waiting("mevrouw Lang", 56)
    picture = waiting_desk.picture(waiting_desk.lines(TODAY), TODAY)
    assert [(row["now"], row["before"]) for row in picture["rows"]] == [(0, 1), (0, 1), (0, 0), (1, 0), (0, 1)]
    assert (picture["half"], picture["waited"]) == ("De helft wachtte hooguit 14 dagen.", 3)


def test_who_came_back_and_waits_once_more_did_not_wait_nought_days_before() -> None:
    factories.TrajectoryFactory(state="ended", ended_on=TODAY, end_reason="goal_reached", intake__waiting_since=TODAY)
    assert waiting_desk.waited(date(2026, 1, 1), TODAY) == []


def test_three_who_wait_ask_the_database_no_more_than_one(client: Client) -> None:
    asked = []
    for number in (1, 2):
        factories.IntakeFactory.create_batch(number, waiting=True)
        with CaptureQueriesContext(connection) as queries:
            client.get("/wachtlijst/")
        asked.append(len(queries))
    assert asked[0] == asked[1]
