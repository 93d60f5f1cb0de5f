"""The pages of gatherings: planning one or a series, moving, cancelling, answers by telephone, presence, the agenda."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts.roles import Role
from bezoekdienst.lib.ical import ZONE
from bezoekdienst.notices.models import Message
from bezoekdienst.policy.models import Policy
from tests import cast, factories
from tests.web import clients
from volunteers import gatherings, invitations
from volunteers.models import Gathering, Series
from volunteers.states import State

pytestmark = pytest.mark.django_db
LIST, NEW, SERIES = "/bijeenkomsten/", "/bijeenkomsten/nieuw/", "/bijeenkomsten/reeks/"


@pytest.fixture
def by():
    return cast.coordinator()


@pytest.fixture
def client(by) -> Client:
    return clients.of(by)


def in_days(days: int, hour: int = 14) -> datetime:
    today = timezone.localdate() + timedelta(days=days)
    return datetime(today.year, today.month, today.day, hour, tzinfo=ZONE)


def form(days: int = 21, **given: str) -> dict[str, str]:
    usual = {"kind": "intervision", "starts_at": f"{in_days(days):%Y-%m-%dT%H:%M}", "ends": "16:00", "place": "De Zaal"}
    return {**usual, **given}


def plan(by, days: int = 21) -> Gathering:
    return gatherings.plan("intervision", starts_at=in_days(days), place="De Zaal", by=by, at=timezone.now())


def text(answer) -> str:
    return answer.content.decode()


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_one_is_planned_with_its_hours_and_its_theme(client):
    cast.volunteer()
    answer = client.post(NEW, form(kind="theme_day", theme="Afscheid nemen", ends="17:30"))
    one = Gathering.objects.get()
    assert answer["Location"] == f"/bijeenkomsten/{one.pk}/"
    assert (one.kind, one.starts_at, one.minutes, one.theme) == ("theme_day", in_days(21), 210, "Afscheid nemen")
    assert "Thema: Afscheid nemen" in text(client.get(answer["Location"]))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"days": -1}, "ligt in het verleden"),
        ({"ends": "13:00"}, "Dit is vóór het begin."),
        ({"ends": "14:05"}, "Een bijeenkomst duurt tussen 15 en 600 minuten."),
    ],
)
def test_what_can_not_be_is_told_and_nothing_is_planned(client, wrong, sentence):
    assert sentence in text(client.post(NEW, form(**wrong)))
    assert not Gathering.objects.exists()


def test_the_list_takes_as_many_queries_for_three_as_for_one(client, by):
    cast.volunteer(), cast.other_volunteer()
    plan(by, 7)
    for_one = queries(client, LIST)
    plan(by, 14), plan(by, 28)
    assert queries(client, LIST) == for_one


def rhythm(**given: str) -> dict[str, str]:
    usual = {"starts_at": "2027-03-02T14:00", "ends": "16:00", "place": "De Zaal", "every_weeks": "4"}
    return {**usual, "until_on": "2027-05-31", **given}


def days(*chosen: str, every: tuple[str, ...] = ("2027-03-02", "2027-03-30", "2027-04-27", "2027-05-25")):
    moved = {f"on_{number}": on for number, on in enumerate(every)}
    return {**moved, **{f"take_{number}": "on" for number, on in enumerate(every) if on in chosen}}


@pytest.fixture
def in_february(time_machine):
    time_machine.move_to(datetime(2027, 2, 1, 9, tzinfo=ZONE))


def test_the_days_of_a_series_are_shown_before_anything_is_planned(in_february, client, by):
    page = text(client.get(SERIES, rhythm()))
    assert [f'value="{on}"' in page for on in ("2027-03-02", "2027-03-30", "2027-04-27", "2027-05-25")] == [True] * 4
    assert "Koningsdag." in page
    assert page.count("checked") == 3  # not on Koningsdag
    assert not Gathering.objects.exists()


def test_a_week_that_the_policy_spares_and_a_day_that_is_taken_are_told(in_february, client, by):
    Policy.objects.update(blocked_weeks=["moederdag"])
    gatherings.plan("theme_day", starts_at=datetime(2027, 6, 1, 10, tzinfo=ZONE), place="x", by=by, at=timezone.now())
    page = text(client.get(SERIES, rhythm(starts_at="2027-05-04T14:00", until_on="2027-12-31")))
    assert "In de week van Moederdag." in page
    assert "In de week van Vaderdag." not in page
    assert "Er is dan al een themadag." in page
    assert "In de week van Kerst." in text(
        client.get(SERIES, rhythm(starts_at="2027-12-21T14:00", until_on="2027-12-31"))
    )


@pytest.mark.parametrize("first", ["0001-01-01T00:00", "2026-12-31T10:00", "9999-12-31T10:00"])
@pytest.mark.parametrize("until_on", ["2100-12-31", "9999-12-31"])
def test_a_series_of_years_that_nobody_means_is_no_error(client, first, until_on):
    asked = {"starts_at": first, "ends": "12:00", "place": "De Zaal", "every_weeks": "26", "until_on": until_on}
    answer = client.get(SERIES, asked)
    assert (answer.status_code, "Kijk het jaar na" in answer.content.decode()) == (200, until_on == "9999-12-31")


def test_chosen_days_are_planned_all_at_once_and_one_of_them_is_moved(in_february, client, by):
    vera = cast.volunteer()
    every = ("2027-03-02", "2027-03-31", "2027-04-27", "2027-05-25")
    url = f"{SERIES}?{'&'.join(f'{name}={value}' for name, value in rhythm().items())}"
    looked = client.post(url, {**days("2027-03-02", "2027-03-31", every=every), "look": "1"})
    assert looked.status_code == 200 and 'value="2027-03-31"' in text(looked)
    assert not Gathering.objects.exists()
    answer = client.post(url, days("2027-03-02", "2027-03-31", every=every))
    assert answer["Location"] == LIST
    planned = [timezone.localtime(one.starts_at) for one in Series.objects.get().gatherings.all()]
    assert planned == [datetime(2027, 3, 2, 14, tzinfo=ZONE), datetime(2027, 3, 31, 14, tzinfo=ZONE)]
    assert [message.user for message in Message.objects.all()] == [vera.user]


def test_no_day_at_all_or_one_twice_is_refused_with_what_was_filled_in(in_february, client, by):
    url = f"{SERIES}?{'&'.join(f'{name}={value}' for name, value in rhythm().items())}"
    assert "Kies ten minste één dag." in text(client.post(url, days()))
    twice = ("2027-03-02", "2027-03-02", "2027-04-27", "2027-05-25")
    page = text(client.post(url, days("2027-03-02", every=twice)))
    assert "2 maart 2027 staat er twee keer bij." in page and page.count("checked") == 2
    assert not Gathering.objects.exists()


def test_a_series_goes_on_at_its_rhythm_and_stops(in_february, client, by):
    cast.volunteer()
    url = f"{SERIES}?{'&'.join(f'{name}={value}' for name, value in rhythm().items())}"
    client.post(url, days("2027-03-02"))
    one = Series.objects.get()
    further = reverse("series_extend", args=[one.pk])
    page = text(client.get(further))
    assert 'value="2027-03-30"' in page and 'value="2028-03-28"' in page and 'value="2027-03-02"' not in page
    client.post(further, {"take_0": "on", "on_0": "2027-03-30", **{f"on_{n}": "2027-07-01" for n in range(1, 14)}})
    assert [f"{each.starts_at.astimezone(ZONE):%Y-%m-%d %H}" for each in one.gatherings.all()] == [
        *("2027-03-02 14", "2027-03-30 14")
    ]
    stop = reverse("series_act", args=[one.pk, "stoppen"])
    assert "Wat van deze reeks nog komt" in text(client.get(stop))
    assert client.post(stop)["Location"] == LIST
    assert one.gatherings.filter(cancelled_at=None).count() == 0
    assert "Gaat niet door." in text(client.get(LIST))


def test_who_answered_what_stands_together_and_who_did_not_stands_first(client, by):
    vera, olga, nel = cast.volunteer(), cast.other_volunteer(), factories.VolunteerFactory(name="Nel Nergens")
    one = plan(by)
    for volunteer, coming in ((vera, True), (olga, False)):
        found = one.invitations.get(volunteer=volunteer)
        invitations.answer(found, coming=coming, by=by, at=timezone.now())
    page = text(client.get(reverse("gathering", args=[one.pk])))
    order = [page.index(word) for word in ("Nog geen antwoord", nel.name, "Komen", vera.name, "Komen niet", olga.name)]
    assert order == sorted(order)
    assert "1 komt, 1 niet, 1 nog geen antwoord." in page


def test_what_a_volunteer_says_on_the_telephone_is_noted(client, by):
    vera = cast.volunteer()
    one = plan(by)
    url = reverse("gathering_answer", args=[one.pk, vera.pk])
    for word, coming in (("ja", True), ("nee", False), ("misschien", False)):
        assert client.post(url, {"coming": word})["Location"] == f"/bijeenkomsten/{one.pk}/"
        assert one.invitations.get().coming is coming
    assert client.get(url).status_code == 405
    assert client.post(reverse("gathering_answer", args=[one.pk, 987654]), {"coming": "ja"}).status_code == 404


def test_a_gathering_that_moves_shows_who_said_yes_to_the_old_day(client, by):
    vera = cast.volunteer()
    one = plan(by)
    invitations.answer(one.invitations.get(), coming=True, by=vera.user, at=timezone.now())
    url = reverse("gathering_act", args=[one.pk, "veranderen"])
    assert f'value="{in_days(21):%Y-%m-%dT%H:%M}"' in text(client.get(url))
    assert "Er is niets veranderd." in text(client.post(url, form()))
    assert client.post(url, form(22))["Location"] == f"/bijeenkomsten/{one.pk}/"
    page = text(client.get(reverse("gathering", args=[one.pk])))
    assert "Zeiden ja voor de oude datum" in page
    assert "0 komen, 0 niet, 0 nog geen antwoord, 1 alleen voor de oude datum." in page


def test_a_gathering_that_is_cancelled_says_whom_to_call(client, by):
    cast.volunteer(), factories.VolunteerFactory(name="Nel Nergens", phone="026-0001234")
    one = plan(by)
    url = reverse("gathering_act", args=[one.pk, "afzeggen"])
    assert client.post(url)["Location"] == f"/bijeenkomsten/{one.pk}/"
    page = text(client.get(reverse("gathering", args=[one.pk])))
    assert "Deze bijeenkomst gaat niet door." in page
    assert "Nel Nergens" in page and "026-0001234" in page and cast.volunteer().name not in page
    assert "Afzeggen" not in page
    assert "gaat al niet door" in text(client.post(url))


def test_who_left_is_not_asked_after(client, by):
    vera = cast.volunteer()
    one = plan(by)
    vera.state = State.LEFT
    vera.save(update_fields=["state"])
    assert vera.name not in text(client.get(reverse("gathering", args=[one.pk])))


def test_presence_is_noted_afterwards_and_two_missed_are_told(client, by):
    vera, olga = cast.volunteer(), cast.other_volunteer()
    for ago in (50, 8):
        one = Gathering.objects.create(kind="intervision", starts_at=in_days(-ago), place="De Zaal")
        one.invitations.create(volunteer=vera), one.invitations.create(volunteer=olga)
        assert "Nog niet genoteerd wie er was." in text(client.get(LIST))
        answer = client.post(reverse("gathering", args=[one.pk]), {"present": [str(vera.pk)]})
        assert answer.status_code == 302
    page = text(client.get(LIST))
    assert "Twee keer achter elkaar niet geweest" in page and "1 van de 2 waren er." in page
    assert olga.name in page and vera.name not in page


def test_the_agenda_is_reached_from_the_page_and_names_nobody(client, by):
    trajectory = cast.trajectory()
    one = plan(by)
    assert reverse("gathering_agenda", args=[one.pk]) in text(client.get(reverse("gathering", args=[one.pk])))
    page = text(client.get(reverse("gathering_agenda", args=[one.pk])))
    for name in (trajectory.resident.name, trajectory.resident.first_name, trajectory.volunteer.name):
        assert name not in page
    assert "Er lopen minder dan vijf trajecten." in page


@pytest.mark.parametrize("url", [LIST, NEW, SERIES])
@pytest.mark.parametrize("role", [Role.CLERK, Role.VOLUNTEER, Role.PRIVACY_OFFICER])
def test_nobody_else_plans_gatherings(url: str, role: Role):
    assert clients.logged_in(role).get(url).status_code == 403


def test_the_first_series_begins_in_three_weeks_at_the_rhythm_of_the_policy(client):
    page = text(client.get(SERIES))
    assert 'name="every_weeks" value="6"' in page and f'value="{in_days(21):%Y-%m-%dT14:00}"' in page
