"""Foreign ids, fifty an endpoint (a thousand with --long): each answers as a missing one does, to the byte."""

import json
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIRequestFactory, force_authenticate
from rest_framework.throttling import UserRateThrottle

from bezoekdienst.api.views import people, signals, visits, volunteers
from bezoekdienst.visiting.models import Signal, Trajectory, Visit
from tests import factories
from volunteers.models import Gathering, Invitation

pytestmark = pytest.mark.one_database  # who may see what asks nothing of the database that could differ
VISIT = {"on": "2026-11-23", "kind": "at_home", "minutes": 60, "mood": "well", "note": ""}
SIGNAL = {"kind": "money", "note": ""}


@pytest.fixture
def many(request):
    return 1000 if request.config.getoption("--long") else 50


@pytest.fixture
def foreign(joop, today, many):
    """What Joop has: many of each."""
    rows = [Trajectory.objects.get(pk=joop.trajectory.pk) for _ in range(many)]
    for row in rows:
        row.pk, row.state, row.ended_on, row.end_reason = None, "ended", today, "moved"
    return {
        "trajectory": [row.pk for row in Trajectory.objects.bulk_create(rows)],
        "visit": _made(many, Visit, trajectory=joop.trajectory, on=today, logged_at=factories.NOW, sent_digest="0"),
        "signal": _made(
            many,
            Signal,
            trajectory=joop.trajectory,
            resident=joop.trajectory.resident,
            kind="money",
            urgent=False,
            reported_by=joop.user,
            reported_at=factories.NOW,
        ),
        "gathering": _invited(many, joop.volunteer),
    }


def _made(many, model, **given):
    return [row.pk for row in model.objects.bulk_create(model(**given) for _ in range(many))]


def _invited(many, volunteer):
    starts_at = timezone.now() + timedelta(days=9)
    made = Gathering.objects.bulk_create(
        Gathering(kind="intervision", starts_at=starts_at, place="De Linde") for _ in range(many)
    )
    Invitation.objects.bulk_create(Invitation(gathering=one, volunteer=volunteer) for one in made)
    return [one.pk for one in made]


NOWHERE = {"trajectory": 987_654_321, "visit": uuid.uuid4(), "signal": uuid.uuid4(), "gathering": 987_654_321}
# Where the id stands in the address: (whose, view, method, what is sent).
ADDRESSED = {
    "trajectory": ("trajectory", people.trajectory, "get", None),
    "visit": ("visit", visits.visit, "get", None),
    "correct": ("visit", visits.correct, "post", VISIT),
    "withdraw": ("visit", visits.withdraw, "post", None),
    "signal": ("signal", signals.signal, "get", None),
    "answer": ("gathering", volunteers.answer, "put", {"coming": True}),
}
# What makes something: (view, what is sent).
MAKING = {"visit": (visits.visit, VISIT), "signal": (signals.signal, SIGNAL)}


@pytest.fixture(autouse=True)
def unhurried(monkeypatch):
    monkeypatch.setattr(UserRateThrottle, "THROTTLE_RATES", {"user": None})


def ask(user, view, method, id, body=None):
    request = getattr(APIRequestFactory(), method)("/", body, format="json")
    force_authenticate(request, user)
    answer = view(request, id=id)
    told = json.dumps(answer.data) if answer.status_code < 400 else answer.content.decode()
    return answer.status_code, told, str(sorted(answer.headers.items()))


def all_of(keys, asking):
    """The different answers to many questions, and the most queries that one of them took."""
    answers, most = set(), 0
    for key in keys:
        with CaptureQueriesContext(connection) as asked:
            answers.add(asking(key))
        most = max(most, len(asked))
    return answers, most


@pytest.mark.parametrize("name", ADDRESSED)
def test_foreign_ids_answer_as_a_missing_one(riet, foreign, name):
    whose, view, method, body = ADDRESSED[name]
    missing = ask(riet.user, view, method, NOWHERE[whose], body)
    answers, most = all_of(foreign[whose], lambda key: ask(riet.user, view, method, key, body))
    assert (missing[0], answers) == (404, {missing})
    assert most <= 3


@pytest.mark.parametrize("name", MAKING)
def test_nothing_is_made_in_foreign_trajectories(riet, foreign, name):
    view, body = MAKING[name]
    missing = ask(riet.user, view, "put", uuid.uuid4(), {**body, "trajectory": NOWHERE["trajectory"]})
    answers, most = all_of(
        foreign["trajectory"], lambda key: ask(riet.user, view, "put", uuid.uuid4(), {**body, "trajectory": key})
    )
    assert (missing[0], answers) == (404, {missing})
    assert most <= 3


@pytest.mark.parametrize("name", MAKING)
def test_nothing_is_laid_over_foreign_rows(riet, foreign, many, name):
    view, body = MAKING[name]
    missing = ask(riet.user, view, "get", NOWHERE[name])
    sent = {**body, "trajectory": riet.trajectory.pk}
    answers, most = all_of(foreign[name], lambda key: ask(riet.user, view, "put", key, sent))
    assert (missing[0], answers) == (404, {missing})
    assert most <= 4
    assert (Visit.objects.count(), Signal.objects.count()) == (many, many)
