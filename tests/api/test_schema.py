"""The schema is 3.1, complete, and true: random requests made from it, more with --long, get only what it says."""

import json
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase
from hypothesis.stateful import run_state_machine_as_test
from rest_framework.throttling import UserRateThrottle
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth

from bezoekdienst.visiting.models import Visit
from tests.api.conftest import BASE

TOKEN = "a" * 32
LOGGED_IN = [ignored_auth]  # these requests are all logged in, so it can't tell: the last test can
EXPECTED = {
    "/api/v1/me": {"get"},
    "/api/v1/trajectories": {"get"},
    "/api/v1/trajectories/{id}": {"get"},
    "/api/v1/visits/{id}": {"get", "put"},
    "/api/v1/visits/{id}/correct": {"post"},
    "/api/v1/visits/{id}/withdraw": {"post"},
    "/api/v1/signals/{id}": {"get", "put"},
    "/api/v1/call-me": {"post"},
    "/api/v1/gatherings/{id}/answer": {"put"},
}


def _schema(client: Client) -> dict[str, object]:
    return json.loads(client.get(f"{BASE}schema/").content)


def test_the_schema_is_openapi_3_1_and_lists_every_route(riet):
    schema = _schema(riet.client)
    assert schema["openapi"] == "3.1.0"
    methods = {path: set(routes) - {"parameters"} for path, routes in schema["paths"].items()}
    assert methods == EXPECTED


def test_the_schema_names_its_kinds_by_the_words_of_the_service(riet):
    enums = {name for name in _schema(riet.client)["components"]["schemas"] if name.endswith("Enum")}
    assert enums == set()


def test_every_answer_is_told_and_every_problem_has_a_dutch_example(riet):
    schema = _schema(riet.client)
    told = [
        (status, answer)
        for routes in schema["paths"].values()
        for operation in routes.values()
        for status, answer in operation["responses"].items()
    ]
    assert [status for status, answer in told if not answer["description"]] == []
    problems = [(status, answer["content"]["application/problem+json"]) for status, answer in told if status > "399"]
    assert {one["example"]["status"] for _, one in problems} == {int(status) for status, _ in told if status > "399"}
    assert all("Retry-After" in answer["headers"] for status, answer in told if status == "429")
    sent = [
        operation for routes in schema["paths"].values() for operation in routes.values() if "requestBody" in operation
    ]
    assert all(operation["requestBody"]["content"]["application/json"]["examples"] for operation in sent)


@pytest.fixture
def one_connection():
    """As Django's own test client does: the request's end doesn't close the connection that the test's rows live in."""
    for moment in (request_started, request_finished):
        moment.disconnect(close_old_connections)
    yield
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


@pytest.fixture
def open_schema(riet, one_connection, monkeypatch):
    """The schema as the tool reads it from the running application, in which Riet is logged in."""
    monkeypatch.setattr(UserRateThrottle, "THROTTLE_RATES", {"user": None})
    session = riet.client.cookies["sessionid"].value
    application = get_wsgi_application()

    def logged_in(environ: dict[str, Any], start: Any) -> Any:
        # The tool's own client drops a cookie it was not given by the server.
        environ |= {"HTTP_COOKIE": f"sessionid={session}; csrftoken={TOKEN}", "HTTP_X_CSRFTOKEN": TOKEN}
        return application(environ, start)

    schema = schemathesis.openapi.from_wsgi(f"{BASE}schema/", logged_in)
    schema.config.generation.update(with_security_parameters=False)
    accepted = schema.config.checks.positive_data_acceptance.expected_statuses
    schema.config.checks.positive_data_acceptance.expected_statuses = [*accepted, "422"]  # B3: other content, same id
    return schema


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_random_requests_get_only_what_the_schema_says(riet, open_schema, mode, request):
    for found in open_schema.get_all_operations():
        operation = found.ok()
        if mode is GenerationMode.POSITIVE or operation.path_parameters or operation.body:  # else nothing can be wrong
            _try(operation, mode, 300 if request.config.getoption("--long") else 20)
    assert riet.client.get(f"{BASE}me").status_code == 200


def _try(operation: Any, mode: GenerationMode, many: int) -> None:
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    @_settings(many, phases=[Phase.generate])
    def each(case: schemathesis.Case) -> None:
        case.call_and_validate(excluded_checks=LOGGED_IN)

    each()


def _settings(many: int, **more: Any) -> hypothesis.settings:
    return hypothesis.settings(
        max_examples=many, database=None, derandomize=True, suppress_health_check=list(HealthCheck), **more
    )


def test_one_request_after_another_gets_only_what_the_schema_says(riet, open_schema, today, request):
    """What one answer tells is asked for in the next: logged, read, put right, taken back, in any order."""

    @open_schema.hook
    def map_body(context: Any, body: Any) -> Any:
        known = {"trajectory": riet.trajectory.pk, "on": today.isoformat()}  # guessed, it would never be one of hers
        return (
            {**body, **{name: known[name] for name in known.keys() & body.keys()}} if isinstance(body, dict) else body
        )

    seen = set()

    class Walk(open_schema.as_state_machine()):  # type: ignore[misc]  # made from the schema
        def setup(self) -> None:
            Visit.objects.all().delete()

        def validate_response(self, response: Any, case: Any, **given: Any) -> None:
            case.validate_response(response, excluded_checks=LOGGED_IN)
            seen.add((case.operation.path.rpartition("/")[2], response.status_code))

    many = 200 if request.config.getoption("--long") else 8
    run_state_machine_as_test(Walk, settings=_settings(many, stateful_step_count=10, deadline=None))
    assert {("trajectories", 200), ("{id}", 201), ("{id}", 422), ("withdraw", 200), ("withdraw", 404)} <= seen


def test_every_route_asks_who_it_is_before_anything_else(open_schema):
    """The same requests by nobody: 401 whatever is sent."""
    nobody = schemathesis.openapi.from_dict(open_schema.raw_schema)
    nobody.app = get_wsgi_application()
    nobody.config.generation.update(with_security_parameters=False)
    for found in nobody.get_all_operations():
        _refuse(found.ok())


def _refuse(operation: Any) -> None:
    @hypothesis.given(case=operation.as_strategy())
    @_settings(5, phases=[Phase.generate])
    def each(case: schemathesis.Case) -> None:
        answer = case.call()
        assert (answer.status_code, answer.headers["content-type"]) == (401, ["application/problem+json"])

    each()
