"""Where a phone comes that scanned the code: looking uses nothing up, one tap signs in, guessing is slowed down."""

import pytest
from django.test import Client

from bezoekdienst.accounts import phones
from bezoekdienst.accounts.models import Phone, PhoneCode
from tests import cast
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("now")
URL = "/m/koppelen"


@pytest.fixture
def code():
    return phones.invite(cast.volunteer().user, by=cast.coordinator(), at=NOW)


def test_a_preview_of_the_link_uses_nothing_up(code):
    for method in ("get", "head"):
        assert getattr(Client(), method)(URL).status_code == 200
    assert PhoneCode.objects.count() == 1
    assert Client().post(URL, {"code": code}).status_code == 302


def test_one_tap_signs_in_and_stays_so(code):
    client = Client()
    answer = client.post(URL, {"code": code})
    assert (answer.status_code, answer["Location"]) == (302, "/m/")
    assert client.get("/api/v1/me").json()["name"] == cast.volunteer().name
    assert client.session.get_expiry_age() > 179 * 24 * 3600


def test_a_code_shown_twice_is_refused_with_what_to_do(code):
    Client().post(URL, {"code": code})
    second = Client()
    answer = second.post(URL, {"code": code})
    assert (answer.status_code, "Vraag de coördinator om een nieuwe." in answer.content.decode()) == (409, True)
    assert second.get("/api/v1/me").status_code == 401
    assert Phone.objects.count() == 1


def test_who_was_signed_in_before_on_this_browser_is_so_no_more(code):
    client = Client()
    client.post(URL, {"code": code})
    key = client.session.session_key
    other = phones.invite(cast.other_volunteer().user, by=cast.coordinator(), at=NOW)
    client.post(URL, {"code": other})
    assert client.session.session_key != key
    assert client.get("/api/v1/me").json()["name"] == cast.other_volunteer().name


def test_a_session_is_new_after_enrolling(code):
    client = Client()
    client.get("/account/login/")
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key
    client.post(URL, {"code": code})
    assert client.session.session_key != session.session_key


def test_guessing_is_slowed_down_and_another_network_is_not(code):
    answers = [Client().post(URL, {"code": f"geraden-{number}"}) for number in range(11)]
    assert [("Dat ging te vaak mis." in answer.content.decode()) for answer in answers] == [False] * 10 + [True]
    assert Client().post(URL, {"code": code}).status_code == 409  # not from here, now
    assert Client(REMOTE_ADDR="192.0.2.7").post(URL, {"code": code}).status_code == 302


def test_it_takes_no_code_from_the_address_nor_without_the_csrf_token(code):
    assert Client().post(f"{URL}?code={code}").status_code == 409
    assert Client(enforce_csrf_checks=True).post(URL, {"code": code}).status_code == 403
    assert PhoneCode.objects.count() == 1
