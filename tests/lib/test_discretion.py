"""The secret of a calendar stands in no log: not in Django's, not in gunicorn's."""

import logging

import pytest

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


def test_the_handler_of_every_line_has_the_filter(settings):
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["discreet"]
    assert settings.LOGGING["filters"]["discreet"] == {"()": "bezoekdienst.lib.discretion.Discreet"}
