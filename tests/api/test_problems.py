"""Whatever goes wrong is told in one form: problem+json with a Dutch sentence, kept by no cache."""

import uuid

import pytest
from django.test import Client

from bezoekdienst.api import doors, errors
from tests.api.conftest import BASE, logged_in

JSON, XML = "application/json", "application/xml"
SOME_VISIT = f"visits/{uuid.uuid4()}"
# (status, method, path, what is sent, as what, what else is said)
ASKED = [
    (404, "GET", "", b"", "", {}),
    (404, "GET", "nothing", b"", "", {}),
    (404, "GET", SOME_VISIT, b"", "", {}),
    (405, "DELETE", "me", b"", "", {}),
    (406, "GET", "me", b"", "", {"HTTP_ACCEPT": "text/html"}),
    (406, "GET", "schema/", b"", "", {"HTTP_ACCEPT": XML}),
    (406, "GET", "docs/", b"", "", {"HTTP_ACCEPT": JSON}),
    (413, "POST", "call-me", b'"' + b"x" * 3_000_000 + b'"', JSON, {}),
    (415, "POST", "call-me", b"<call/>", XML, {}),
    (415, "POST", "call-me", b"uuid=1", "application/x-www-form-urlencoded", {}),
    (400, "POST", "call-me", b'{"uuid"', JSON, {}),
    (400, "POST", "call-me", b"[]", JSON, {}),
    (400, "PUT", SOME_VISIT, b'{"minutes": NaN}', JSON, {}),
]


def _told(answer):
    problem = answer.json()
    return answer.status_code, problem["status"], problem["title"], answer["Content-Type"], answer["Cache-Control"]


def _expected(status):
    return (
        status,
        status,
        errors.TITLES[status],
        errors.MEDIA_TYPE,
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )


@pytest.mark.parametrize(("status", "method", "path", "sent", "kind", "more"), ASKED)
def test_every_problem_is_told_in_one_form(riet, status, method, path, sent, kind, more):
    answer = riet.client.generic(method, f"{BASE}{path}", sent, content_type=kind, **more)
    assert _told(answer) == _expected(status)


@pytest.mark.parametrize("path", ["", "me", "schema/", "docs/", "nothing"])
def test_who_is_not_logged_in_hears_it_in_that_form_on_every_address(db, path):
    assert _told(Client().get(f"{BASE}{path}", HTTP_ACCEPT="text/html,*/*")) == _expected(401)


def test_a_missing_csrf_token_is_told_in_that_form(riet):
    client = logged_in(riet.user, enforce_csrf_checks=True)
    assert _told(client.post(f"{BASE}call-me", {}, format="json")) == _expected(403)


def test_what_nobody_foresaw_is_told_in_that_form_and_tells_nothing(riet, monkeypatch):
    def break_down(user):
        raise RuntimeError("a secret of ours")

    monkeypatch.setattr(doors, "volunteer", break_down)
    client = Client(raise_request_exception=False)
    client.cookies = riet.client.cookies
    answer = client.get(f"{BASE}me")
    assert _told(answer) == _expected(500)
    assert "secret" not in answer.content.decode()
