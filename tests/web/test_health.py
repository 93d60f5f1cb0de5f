"""The container's health check asks this, without logging in."""

from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client


@pytest.mark.django_db
def test_health_says_yes_when_the_database_answers(client: Client) -> None:
    answer = client.get("/gezond")
    assert (answer.status_code, answer.content) == (200, b"ja")


@pytest.mark.django_db
def test_health_says_no_when_the_database_does_not(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(connection, "cursor", broken)
    answer = client.get("/gezond")
    assert (answer.status_code, answer.content) == (503, b"nee")
