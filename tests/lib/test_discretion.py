"""The secret of a calendar stands in no log: not in Django's, not in gunicorn's."""

import logging
import runpy
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from gunicorn.config import Config

from bezoekdienst.lib import discretion

SECRET = "gA7-x_9QzGeheim0123456789abcdefg"


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        (f"GET /agenda/{SECRET}.ics HTTP/1.1", "GET /agenda/….ics HTTP/1.1"),
        (f"/agenda/{SECRET}.ics?x=1", "/agenda/….ics?x=1"),
        (f'"https://dienst.example/agenda/{SECRET}.ics"', '"https://dienst.example/agenda/….ics"'),
        (f"/agenda/{SECRET}", "/agenda/…"),
        ("GET /agenda/ HTTP/1.1", "GET /agenda/ HTTP/1.1"),
        ("/bijeenkomsten/12/agenda/", "/bijeenkomsten/12/agenda/"),
    ],
)
def test_the_secret_goes_and_the_rest_stays(line, masked):
    assert discretion.masked(line) == masked


def test_a_line_of_django_s_log_is_masked_with_its_arguments_filled_in():
    record = logging.LogRecord(
        "django.request", logging.ERROR, "x", 1, "%s: %s", ("Fout", f"/agenda/{SECRET}.ics"), None
    )
    assert discretion.Discreet().filter(record)
    assert record.getMessage() == "Fout: /agenda/….ics"


def test_gunicorn_s_log_of_a_request_is_masked():
    """The installation's own configuration, with a request as gunicorn hands it to its log."""
    given = runpy.run_path(str(Path(settings.ROOT) / "docker" / "gunicorn.conf.py"))
    logger = given["logger_class"](Config())
    environ = {"REQUEST_METHOD": "GET", "RAW_URI": f"/agenda/{SECRET}.ics", "SERVER_PROTOCOL": "HTTP/1.1"}
    environ |= {"PATH_INFO": f"/agenda/{SECRET}.ics", "HTTP_REFERER": f"https://dienst.example/agenda/{SECRET}.ics"}
    response = SimpleNamespace(status="200 OK", sent=1, headers=[])
    atoms = logger.atoms(response, SimpleNamespace(headers=[]), environ, timedelta(seconds=1))
    assert (atoms["r"], atoms["U"]) == ("GET /agenda/….ics HTTP/1.1", "/agenda/….ics")
    assert SECRET not in str(atoms)


def test_the_handler_of_every_line_has_the_filter():
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["discreet"]
    assert settings.LOGGING["filters"]["discreet"] == {"()": "bezoekdienst.lib.discretion.Discreet"}
