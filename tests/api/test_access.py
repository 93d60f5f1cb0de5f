"""Whose is whose: a foreign id answers exactly like a missing one, to the byte; of the ended nothing after 14 days."""

import uuid
from datetime import date, timedelta

import pytest
from rest_framework.test import APIClient
from rest_framework.throttling import UserRateThrottle

from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from bezoekdienst.visiting.models import Exclusion, Visit
from tests import factories
from tests.api.conftest import BASE, logged_in, phone
from volunteers.models import Gathering, Invitation

VISIT = {
    "on": "2026-11-23",
    "kind": "at_home",
    "minutes": 60,
    "mood": "well",
    "note": "",
    "kilometres": None,
    "next_on": None,
}


@pytest.fixture
def of_joop(joop):
    """What Joop has: a trajectory, a visit, a signal, an invitation."""
    visit, signal = uuid.uuid4(), uuid.uuid4()
    joop.client.put(f"{BASE}visits/{visit}", {**VISIT, "trajectory": joop.trajectory.pk}, format="json")
    joop.client.put(
        f"{BASE}signals/{signal}", {"trajectory": joop.trajectory.pk, "kind": "money", "note": ""}, format="json"
    )
    gathering = Gathering.objects.create(
        kind="intervision", starts_at=factories.NOW + timedelta(days=9), place="De Linde"
    )
    Invitation.objects.create(gathering=gathering, volunteer=joop.volunteer)
    return {"trajectory": joop.trajectory.pk, "visit": visit, "signal": signal, "gathering": gathering.pk}


def _ask(client, method, path, body):
    return getattr(client, method)(f"{BASE}{path}", body, format="json")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("get", "trajectories/{trajectory}", None),
        ("get", "visits/{visit}", None),
        ("post", "visits/{visit}/correct", VISIT),
        ("post", "visits/{visit}/withdraw", None),
        ("get", "signals/{signal}", None),
        ("put", "gatherings/{gathering}/answer", {"coming": True}),
    ],
)
def test_a_foreign_id_answers_exactly_like_a_missing_one(riet, of_joop, method, path, body):
    missing = {"trajectory": 987654, "visit": uuid.uuid4(), "signal": uuid.uuid4(), "gathering": 987654}
    theirs = _ask(riet.client, method, path.format(**of_joop), body)
    nowhere = _ask(riet.client, method, path.format(**missing), body)
    assert (theirs.status_code, theirs.content) == (404, nowhere.content)
    assert theirs.headers == nowhere.headers


@pytest.mark.parametrize("path", ["visits", "signals"])
def test_logging_in_a_foreign_trajectory_answers_exactly_like_in_a_missing_one(riet, joop, path):
    body = VISIT if path == "visits" else {"kind": "money", "note": ""}
    answers = [
        _ask(riet.client, "put", f"{path}/{uuid.uuid4()}", {**body, "trajectory": number})
        for number in (joop.trajectory.pk, 987654)
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_a_volunteer_sees_her_own_people_and_nobody_elses(riet, joop):
    assert [row["first_name"] for row in riet.client.get(f"{BASE}trajectories").json()] == ["Bep"]
    assert [row["first_name"] for row in joop.client.get(f"{BASE}trajectories").json()] == ["Cor"]


@pytest.mark.parametrize(("days_ago", "seen"), [(0, 1), (14, 1), (15, 0)])
def test_of_an_ended_trajectory_nothing_is_left_after_14_days(db, today, days_ago, seen):
    ended = phone("Riet Verzonnen", "Bep", state="ended", ended_on=today - timedelta(days=days_ago), end_reason="moved")
    rows = ended.client.get(f"{BASE}trajectories").json()
    assert len(rows) == seen
    assert all((row["phone"], row["street"], row["postcode"], row["town"]) == ("", "", "", "") for row in rows)
    alone = ended.client.get(f"{BASE}trajectories/{ended.trajectory.pk}")
    assert alone.status_code == (200 if seen else 404)


@pytest.mark.parametrize(("started_on", "seen"), [(date(2025, 11, 10), 1), (date(2025, 11, 9), 0)])
def test_what_outlived_its_year_is_over_before_the_nightly_job_says_so(db, started_on, seen):
    riet = phone("Riet Verzonnen", "Bep", started_on=started_on)
    rows = riet.client.get(f"{BASE}trajectories").json()
    assert [(row["state"], row["ended_on"]) for row in rows] == [("ended", "2026-11-09")] * seen


def test_the_next_volunteer_never_sees_the_predecessors_notes(riet, today):
    secret = "Iets dat Riet schreef."
    riet.client.put(
        f"{BASE}visits/{uuid.uuid4()}", {**VISIT, "note": secret, "trajectory": riet.trajectory.pk}, format="json"
    )
    before = riet.trajectory
    before.state, before.ended_on, before.end_reason = "ended", today, "stopped_by_volunteer"
    before.save(update_fields=["state", "ended_on", "end_reason"])
    user = factories.UserFactory(roles=[Role.VOLUNTEER])
    factories.TrajectoryFactory(
        bereavement=before.bereavement, volunteer=factories.VolunteerFactory(user=user), intake=False, started_on=today
    )
    client = logged_in(user)
    answer = client.get(f"{BASE}trajectories")
    assert [row["first_name"] for row in answer.json()] == ["Bep"]
    assert secret not in answer.content.decode()
    assert (Visit.objects.count(), Exclusion.objects.count()) == (1, 0)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.VOLUNTEER])
def test_no_other_role_reaches_the_phones_api(db, role):
    client = logged_in(factories.UserFactory(roles=[role]))
    for path in ("me", "trajectories", "schema/", "docs/", "anything"):
        assert client.get(f"{BASE}{path}").status_code == 403


def test_who_is_not_logged_in_hears_so_in_json(db):
    answer = APIClient().get(f"{BASE}trajectories")
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer.json()["status"] == 401


def test_what_changes_something_needs_the_csrf_token(riet):
    client = logged_in(riet.user, enforce_csrf_checks=True)
    assert client.post(f"{BASE}call-me", {}, format="json").status_code == 403


def test_every_other_address_is_404_in_json(riet):
    for path in ("nothing", "visits/1", "trajectories/x", "nothing%0Ahere", "nothing%0A"):
        answer = riet.client.get(f"{BASE}{path}")
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_a_user_without_a_volunteer_is_nobody_here(db):
    client = logged_in(factories.UserFactory(roles=[Role.VOLUNTEER]))
    assert client.get(f"{BASE}trajectories").json() == []
    assert client.get(f"{BASE}me").status_code == 404
    assert client.post(f"{BASE}call-me", {}, format="json").status_code == 404


def test_reading_is_written_down_once_a_person_a_day(riet):
    for _ in range(3):
        riet.client.get(f"{BASE}trajectories")
    event = Event.objects.get(kind="person.read")
    assert (event.actor, event.about) == (riet.user, riet.trajectory.resident.pseudonym)


def test_three_people_take_as_many_queries_as_one(riet, django_assert_num_queries):
    def count():
        riet.client.get(f"{BASE}trajectories")  # the first reading of the day is written down
        with django_assert_num_queries(8):
            riet.client.get(f"{BASE}trajectories")

    count()
    for _ in range(2):
        factories.TrajectoryFactory(volunteer=riet.volunteer)
    count()


@pytest.mark.parametrize("number", [2**63 - 1, 2**63, 10**40])
def test_a_number_that_no_database_holds_is_answered_like_a_missing_one(joop, number):
    asked = [("get", "trajectories/{}", None), ("put", "gatherings/{}/answer", {"coming": True})]
    for method, path, body in asked:
        missing, huge = (_ask(joop.client, method, path.format(n), body) for n in (987_654, number))
        assert (huge.status_code, huge.content) == (404, missing.content)


@pytest.mark.parametrize(
    ("name", "sex", "shown"),
    [
        ("Mevrouw S. van der Fictief", "", "Mevrouw F."),
        ("K. Verzonnen", "M", "Meneer V."),
        ("K. Verzonnen", "", "Uw bezoeker"),
        ("Verzonnen, Karel", "V", "Mevrouw V."),
    ],
)
def test_no_surname_is_told_also_of_whom_nobody_asked_a_first_name(riet, name, sex, shown):
    resident = riet.trajectory.resident
    resident.name, resident.first_name, resident.sex = name, "", sex
    resident.save()
    answer = riet.client.get(f"{BASE}trajectories")
    assert answer.json()[0]["first_name"] == shown
    assert not any(part in answer.content.decode() for part in ("Fictief", "Verzonnen"))


def test_who_asks_too_much_hears_how_long_to_wait_and_nobody_else_does(riet, joop, monkeypatch):
    monkeypatch.setattr(UserRateThrottle, "THROTTLE_RATES", {"user": "2/minute"})
    answers = [riet.client.get(f"{BASE}me") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Content-Type"] == "application/problem+json"
    assert answers[2].json() == {"title": "Dat gaat te snel. Probeer het zo nog eens.", "status": 429}
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert joop.client.get(f"{BASE}me").status_code == 200
