"""The page before its scripts run: whose it is, what it says, and that it holds nobody's data."""

import json
from contextlib import closing

import pytest
from django.test import Client

from bezoekdienst.accounts.roles import Role
from bezoekdienst.mobile import shell
from letters.models import Letterhead
from tests import cast
from tests.factories import NOW
from tests.web import clients


def test_who_is_not_logged_in_is_sent_to_log_in_and_back(db):
    answer = Client().get("/m/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/m/")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.VOLUNTEER])
def test_the_page_is_for_volunteers_only(db, role):
    assert clients.logged_in(role).get("/m/").status_code == 403


def test_the_shell_holds_nobodys_data(db):
    trajectory = cast.trajectory()
    answer = clients.of(trajectory.volunteer.user).get("/m/")
    assert answer.status_code == 200
    for private in (trajectory.resident.first_name, trajectory.resident.phone, trajectory.volunteer.name):
        assert private not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_nothing_in_the_shell_needs_an_exception_to_the_content_security_policy(db):
    answer = clients.logged_in(Role.VOLUNTEER).get("/m/")
    assert "unsafe" not in answer["Content-Security-Policy"]
    page = answer.content.decode()
    assert "<style" not in page
    assert " style=" not in page
    assert "<script>" not in page
    assert " on" + "click=" not in page


def test_danger_says_whom_to_call_without_any_signal(db):
    page = clients.logged_in(Role.VOLUNTEER).get("/m/").content.decode()
    assert 'href="tel:112"' in page
    assert 'href="tel:113"' in page


def test_logging_out_makes_the_browser_forget(db):
    client = clients.logged_in(Role.VOLUNTEER)
    answer = client.post("/m/uit")
    assert (answer.status_code, answer["Clear-Site-Data"]) == (302, '"cache", "storage"')
    assert client.get("/m/").status_code == 302


def test_logging_out_is_no_link(db):
    assert clients.logged_in(Role.VOLUNTEER).get("/m/uit").status_code == 405


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(15, "een kwartier"), (45, "drie kwartier"), (60, "een uur"), (90, "anderhalf uur"), (120, "2 uur"),
     (105, "1 uur en 45 minuten")],
)  # fmt: skip
def test_lengths_are_said_as_one_says_them(minutes, words):
    assert shell.length_words(minutes) == words


def test_the_worker_is_open_to_all_asked_for_anew_and_lies_above_the_page(db):
    answer = Client().get("/m/sw.js")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert shell.version() in answer.content.decode()


def test_the_name_of_the_shell_changes_with_what_stands_in_it_and_with_nothing_else(db):
    before = shell.version()
    assert shell.version() == before
    Letterhead.objects.create(version=1, made_at=NOW, texts={"phone": "026 000 00 00"})
    assert shell.version() != before


def test_the_shell_is_the_same_for_everybody(db):
    pages = {clients.of(one.user).get("/m/").content for one in (cast.volunteer(), cast.other_volunteer())}
    assert len(pages) == 1


def fetched(url, kind=""):
    with closing(Client().get(url)) as answer:
        right = answer.status_code == 200 and answer["Content-Type"].startswith(kind)
        return b"".join(answer.streaming_content) if right else b""


def test_everything_that_the_shell_is_made_of_is_there(db):
    assert [url for url in shell.files() if not fetched(url)] == []


def test_it_can_be_put_on_the_home_screen(db):
    said = json.loads(fetched("/static/mobile/bezoekdienst.webmanifest", "application/manifest+json"))
    assert (said["start_url"], said["scope"], said["display"]) == ("/m/", "/m/", "standalone")
    icons = {(one["sizes"], one["purpose"]): f"/static/mobile/{one['src']}" for one in said["icons"]}
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= set(icons)
    assert [url for url in icons.values() if not fetched(url)] == []
