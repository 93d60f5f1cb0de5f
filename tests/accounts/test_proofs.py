"""Fresh proof before what weighs most: how it is given, how long it holds, and that nothing is lost (07-trust)."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from bezoekdienst.accounts.models import PhoneCode
from tests import cast
from tests.factories import NOW
from tests.web import clients
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
HOLDS = timedelta(minutes=10)
PROVE = "/account/opnieuw/mail/"


@pytest.fixture
def clock():
    cache.clear()
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def coordinator(clock):
    return clients.of(cast.coordinator())


@pytest.fixture
def path(clock):
    """A page where she lets somebody in: the code for a volunteer's phone."""
    return reverse("volunteer_phones", args=[cast.volunteer().pk])


def sent_on(client, path: str) -> str:
    """Where who sends something to `path` has to prove first who she is."""
    answer = client.post(path, {"note": "een paar woorden"}, headers={"Referer": "http://testserver/vrijwilligers/"})
    assert (answer.status_code, answer["Location"]) == (302, f"/account/opnieuw/?next={quote(path, safe='')}")
    assert PhoneCode.objects.count() == 0
    there: str = client.get(answer["Location"])["Location"]
    assert there.endswith((f"?next={path}", f"?next={quote(path, safe='')}"))
    return there


def ask_code(client, page: str) -> str:
    assert "een code op" in client.get(page).content.decode()
    assert client.post(page)["Location"] == page
    found = re.search(r"^([A-Z0-9]{6})$", mail.outbox[-1].body, re.MULTILINE)
    assert found
    return found[1]


def prove(client) -> None:
    code = ask_code(client, PROVE)
    client.post(PROVE, {"code": code})


def code_of(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def goes_on(client, path: str) -> bool:
    """Whether what was sent waits on the page, and is done once it is sent from there."""
    page = client.get(path).content.decode()
    assert ("U kunt verder" in page, "een paar woorden" in page, ">Code laten zien<" in page) == (True, True, True)
    assert cast.coordinator().name in page  # she is logged in, and sees it
    assert client.post(path, {"note": "een paar woorden"}).status_code == 200
    return PhoneCode.objects.count() == 1 and "U kunt verder" not in client.get(path).content.decode()


def test_logging_in_is_a_proof_that_holds_ten_minutes(coordinator, path, clock):
    clock.shift(HOLDS - timedelta(seconds=1))
    assert coordinator.post(path).status_code == 200
    clock.shift(timedelta(seconds=1))
    assert coordinator.post(path).status_code == 302


def test_who_only_looks_is_asked_nothing(coordinator, path, clock):
    clock.shift(HOLDS)
    assert coordinator.get(path).status_code == 200


def test_a_mailed_code_proves_it_and_what_was_sent_goes_on(coordinator, path, clock):
    clock.shift(HOLDS)
    page = sent_on(coordinator, path)
    code = ask_code(coordinator, page)
    assert coordinator.post(page, {"code": code, "next": path})["Location"] == path
    assert goes_on(coordinator, path)


def test_the_mail_says_what_to_do_with_a_code_that_nobody_asked(coordinator, path, clock):
    clock.shift(HOLDS)
    ask_code(coordinator, sent_on(coordinator, path))
    assert mail.outbox[-1].to == [cast.coordinator().email]
    assert "Dan zit er misschien iemand achter uw scherm." in mail.outbox[-1].body
    assert cast.coordinator().name not in mail.outbox[-1].subject + mail.outbox[-1].body


def test_the_third_wrong_code_ends_it_and_a_new_one_is_asked(coordinator, path, clock):
    clock.shift(HOLDS)
    page = sent_on(coordinator, path)
    code = ask_code(coordinator, page)
    assert [coordinator.post(page, {"code": "000000"}).status_code for _ in range(3)] == [200, 200, 302]
    coordinator.post(page, {"code": code})
    assert (coordinator.post(path).status_code, PhoneCode.objects.count(), len(mail.outbox)) == (302, 0, 1)


def test_a_code_of_a_quarter_ago_proves_nothing(coordinator, path, clock):
    clock.shift(HOLDS)
    page = sent_on(coordinator, path)
    code = ask_code(coordinator, page)
    clock.shift(timedelta(minutes=15, seconds=1))
    coordinator.post(page, {"code": code})
    assert coordinator.post(path).status_code == 302


def test_codes_are_limited_and_the_page_says_so(coordinator, path, clock):
    clock.shift(HOLDS)
    page = sent_on(coordinator, path)
    assert [coordinator.post(page).status_code for _ in range(6)] == [302, 302, 302, 302, 302, 200]
    assert len(mail.outbox) == 5
    assert "Er gaan nu even geen codes meer naar u toe" in coordinator.post(page).content.decode()


def test_a_stranger_who_asks_for_codes_to_log_in_keeps_her_from_nothing(coordinator, path, clock):
    clock.shift(HOLDS)
    for _ in range(6):
        Client(REMOTE_ADDR="198.51.100.7").post("/account/login/", {"email": cast.coordinator().email})
    assert len(mail.outbox) == 5  # no more codes to log in
    page = sent_on(coordinator, path)
    assert coordinator.post(page, {"code": ask_code(coordinator, page), "next": path})["Location"] == path


def test_who_has_an_app_proves_it_with_that_and_a_mailed_code_is_not_enough(coordinator, path, clock):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(cast.coordinator(), secret)
    page = sent_on(coordinator, path)  # though she logged in just now: by mail
    assert page.startswith("/account/zeker/reauthenticate/")
    assert coordinator.get("/account/opnieuw/mail/")["Location"] == "/account/zeker/reauthenticate/"
    assert coordinator.post(page, {"code": code_of(secret), "next": path})["Location"] == path
    assert goes_on(coordinator, path)


def test_who_tries_again_and_again_waits_a_minute_and_hears_so_in_our_words(coordinator, path, clock):
    totp.TOTP.activate(cast.coordinator(), totp.generate_totp_secret())
    page = sent_on(coordinator, path)
    assert [coordinator.post(page, {"code": "000000"}).status_code for _ in range(11)] == [200] * 10 + [429]
    assert "Wacht even een minuut" in coordinator.post(page, {"code": "000000"}).content.decode()


def test_what_waits_for_proof_can_be_left_and_then_she_is_back_where_she_was(coordinator, path, clock):
    clock.shift(HOLDS)
    sent_on(coordinator, path)
    prove(coordinator)
    assert coordinator.get(f"{path}?niet")["Location"] == "http://testserver/vrijwilligers/"
    assert "U kunt verder" not in coordinator.get(path).content.decode()


def test_who_comes_back_without_proof_just_sees_the_page(coordinator, path, clock):
    clock.shift(HOLDS)
    sent_on(coordinator, path)
    assert "U kunt verder" not in coordinator.get(path).content.decode()
    assert "typed" not in coordinator.session


def test_a_page_that_looks_by_itself_in_another_tab_neither_loses_nor_shows_what_waits(coordinator, path, clock):
    clock.shift(HOLDS)
    part = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{path}", "X-By-Itself": "1"}
    sent_on(coordinator, path)
    coordinator.get(path, headers=part)
    coordinator.post("/intakes/", {"q": "de boer"}, headers=part)
    prove(coordinator)
    assert "U kunt verder" not in coordinator.get(path, headers=part).content.decode()
    assert goes_on(coordinator, path)


def test_the_page_says_what_the_proof_is_for_perhaps_somebody_else_began_it_on_her_screen(coordinator, path, clock):
    clock.shift(HOLDS)
    page = sent_on(coordinator, path)
    asked = "Voor {} vragen we het nog een keer."
    assert asked.format("“Code laten zien”") in coordinator.get(page).content.decode()
    assert asked.format("deze stap") in coordinator.get(f"{PROVE}?next=/intakes/").content.decode()
    totp.TOTP.activate(cast.coordinator(), totp.generate_totp_secret())
    assert asked.format("“Code laten zien”") in coordinator.get(sent_on(coordinator, path)).content.decode()


@pytest.mark.parametrize("elsewhere", ["https://elders.example/", "javascript:alert(1)", ""])
def test_nobody_is_led_elsewhere(coordinator, path, clock, elsewhere):
    clock.shift(HOLDS)
    coordinator.post(path, headers={"Referer": elsewhere})
    prove(coordinator)
    assert coordinator.get(f"{path}?niet")["Location"] == "/account/login/"


def test_a_part_of_a_page_takes_the_whole_page_along(coordinator, path, clock):
    clock.shift(HOLDS)
    page = {"HX-Request": "true", "HX-Current-URL": "http://testserver/vrijwilligers/"}
    assert coordinator.post(path, headers=page)["HX-Redirect"] == "/account/opnieuw/?next=%2Fvrijwilligers%2F"


def test_who_may_not_open_the_page_is_asked_for_no_proof(path, clock):
    clerk = clients.of(cast.clerk())
    clock.shift(HOLDS)
    assert clerk.post(path).status_code == 403


def test_the_demo_shows_the_code(coordinator, path, clock, settings):
    clock.shift(HOLDS)
    page = sent_on(coordinator, path)
    code = ask_code(coordinator, page)
    assert code not in coordinator.get(page).content.decode()
    settings.DEMO = True
    assert code in coordinator.get(page).content.decode()


@pytest.mark.parametrize(
    ("changed", "asks"), [({}, False), ({"phone": "026 000 00 99"}, False), ({"email": "x@y.example"}, True)]
)
def test_where_codes_to_log_in_go_to_is_moved_after_proof_and_what_else_is_known_of_her_without(
    coordinator, clock, changed, asks
):
    one = cast.volunteer()
    path = reverse("volunteer_act", args=[one.pk, "gegevens"])
    said = {**coordinator.get(path).context["form"].initial, **changed}
    clock.shift(HOLDS)
    answer = coordinator.post(path, {name: value for name, value in said.items() if value is not None})
    assert answer["Location"].startswith("/account/opnieuw/" if asks else "/vrijwilligers/")
    one.refresh_from_db()
    assert one.email != "x@y.example"


@pytest.mark.parametrize("adds", ["/account/zeker/totp/activate/", "/account/zeker/webauthn/add/"])
def test_who_found_her_screen_makes_no_proof_of_his_own(coordinator, clock, adds):
    """Of who has none yet: an app or a key added by somebody else would prove everything from then on."""
    assert coordinator.get(adds).status_code == 200
    clock.shift(HOLDS)
    for answer in (coordinator.get(adds), coordinator.post(adds, {"code": "000000"})):
        assert (answer.status_code, answer["Location"]) == (302, f"/account/opnieuw/?next={quote(adds, safe='')}")
    prove(coordinator)
    assert coordinator.get(adds).status_code == 200


def test_an_address_that_only_looks_the_same_is_another_one(coordinator, clock):
    """To a PostgreSQL that ignores capitals an i without its dot is an I."""
    one = cast.volunteer()
    Volunteer.objects.filter(pk=one.pk).update(email="iris@voorbeeld.example")
    path = reverse("volunteer_act", args=[one.pk, "gegevens"])
    said = {
        **coordinator.get(path).context["form"].initial,
        "email": "\N{LATIN SMALL LETTER DOTLESS I}ris@voorbeeld.example",
    }
    clock.shift(HOLDS)
    answer = coordinator.post(path, {name: value for name, value in said.items() if value is not None})
    assert answer["Location"].startswith("/account/opnieuw/")
