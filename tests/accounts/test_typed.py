"""A form sent just after the session ended is not lost: she logs in again, and sends it after all (08-look)."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from cryptography.fernet import Fernet
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from bezoekdienst.visiting.models import Visit
from tests import cast
from tests.factories import NOW
from tests.web import clients

NOTE = "Mooi gelopen,\nveel verteld."


@pytest.fixture
def clock(db):
    cache.clear()
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def filled(clock):
    """The form of a visit, filled in by the coordinator, and where it is sent."""
    client, url = clients.of(cast.coordinator()), reverse("trajectory_act", args=[cast.trajectory().pk, "bezoek"])
    known = re.search(r'name="id" value="([\w-]+)"', client.get(url).content.decode())
    assert known
    said = {"id": known[1], "on": "2026-11-20", "kind": "walk", "minutes": 60, "mood": "well", "note": NOTE}
    return client, url, said


def back(client, user):
    """She logs in again in the same browser."""
    client.post("/account/login/", {"email": user.email})
    code = re.search(r"^([A-Z0-9]{6})$", mail.outbox[-1].body, re.MULTILINE)
    assert code
    client.post(reverse("account_confirm_login_code"), {"code": code[1]})


def sent_late(filled, clock):
    client, url, said = filled
    clock.shift(timedelta(minutes=31))
    answer = client.post(url, said)
    assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next={quote(url, safe='')}")
    return client, url, said


def test_what_was_sent_too_late_is_sent_after_all(filled, clock):
    client, url, said = sent_late(filled, clock)
    assert NOTE not in str(dict(client.session))
    back(client, cast.coordinator())
    page = client.get(url).content.decode()
    assert ("Dit was nog niet verstuurd" in page, "Mooi gelopen,<br>" in page) == (True, True)
    offered = dict(re.findall(r'<textarea name="(\w+)" hidden>\n(.*?)</textarea>', page, re.DOTALL))
    assert offered == {name: str(value) for name, value in said.items()}
    assert client.post(url, offered).status_code == 302
    assert Visit.objects.get().note.split() == NOTE.split()
    assert "Dit was nog niet verstuurd" not in client.get(url).content.decode()


def test_it_can_be_thrown_away(filled, clock):
    client, url, _ = sent_late(filled, clock)
    back(client, cast.coordinator())
    assert client.get(f"{url}?niet").status_code == 302
    assert "Dit was nog niet verstuurd" not in client.get(url).content.decode()
    assert Visit.objects.count() == 0


def test_nobody_else_sees_it(filled, clock):
    client, url, _ = sent_late(filled, clock)
    back(client, cast.deputy())
    assert NOTE.split()[0] not in client.get(url).content.decode()
    client.post("/account/logout/")
    back(client, cast.coordinator())
    assert "Dit was nog niet verstuurd" not in client.get(url).content.decode()


def test_a_forged_form_is_not_kept(filled, clock):
    client, url, said = filled
    forger = Client(enforce_csrf_checks=True)
    forger.cookies = client.cookies
    clock.shift(timedelta(minutes=31))
    assert forger.post(url, said).status_code == 403
    assert "typed" not in forger.session


def test_a_code_that_was_sent_too_late_is_not_kept(filled, clock):
    client, _, _ = filled
    clock.shift(timedelta(minutes=31))
    client.post(reverse("mfa_reauthenticate"), {"code": "123456"})
    assert "typed" not in client.session


def test_what_no_key_opens_any_more_stands_in_nobodys_way(filled):
    client, _, _ = filled
    session = client.session
    session["typed"] = Fernet(Fernet.generate_key()).encrypt(b"{}").decode()
    session.save()
    assert (client.get("/").status_code, "typed" in client.session) == (200, False)
