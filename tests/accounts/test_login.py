"""Logging in with a mailed code; how long it lasts; the second proof."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts import limits, phones
from bezoekdienst.accounts.roles import SECOND_FACTOR, Role
from bezoekdienst.audit.models import Event
from tests.factories import NOW, UserFactory

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def no_attempts_yet() -> None:
    cache.clear()


def ask(client: Client, email: str, **more: Any) -> Any:
    return client.post(LOGIN, {"email": email}, **more)


def log_in(client: Client, user: Any, outbox: list[Any]) -> Any:
    ask(client, user.email)
    code = re.search(r"^([A-Z0-9]{6})$", outbox[-1].body, re.MULTILINE)
    assert code
    return client.post(reverse("account_confirm_login_code"), {"code": code[1]})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_mailed_code_opens_the_session_and_the_log_says_so(client: Client, mailoutbox: list[Any]) -> None:
    user = UserFactory(roles=[Role.COORDINATOR])
    log_in(client, user, mailoutbox)
    assert is_in(client)
    event = Event.objects.get(kind="session.opened")
    assert (event.actor_id, event.about, event.facts) == (user.pk, user.pseudonym, {})
    assert event.origin == "web 127.0.0.1"


def test_there_is_no_password_to_ask_for(client: Client) -> None:
    page = client.get(LOGIN).content.decode()
    assert "password" not in page
    assert 'name="email"' in page


@pytest.mark.parametrize("path", ["signup/", "password/reset/", "password/change/", "email/", "login/code/request/"])
def test_what_we_do_not_use_is_not_there(client: Client, path: str) -> None:
    assert client.get(f"/account/{path}").status_code == 404


@pytest.mark.parametrize(("typed", "said"), [("", "Vul dit nog in."), ("mia", "Dit e-mailadres klopt niet helemaal.")])
def test_an_address_that_cannot_be_is_refused_in_our_own_words(client: Client, typed: str, said: str) -> None:
    assert said in client.post("/account/login/", {"email": typed}).content.decode()


def test_an_unknown_address_gets_the_same_page_and_no_mail(client: Client, mailoutbox: list[Any]) -> None:
    known = UserFactory(roles=[Role.COORDINATOR])
    pages = []
    for email in (known.email, "niemand@voorbeeld.example"):
        other = Client()
        answer = ask(other, email)
        page = other.get(answer["Location"]).content.decode()
        pages.append(
            (
                answer.status_code,
                answer["Location"],
                re.sub(r'value="\w{64}"|"X-CSRFToken": "\w+"', "", page).replace(email, ""),
            )
        )
    assert pages[0] == pages[1]
    assert [mail.to for mail in mailoutbox] == [[known.email]]


def test_an_unknown_address_is_as_much_work_as_a_known_one(client: Client) -> None:
    """The mail itself is not waited for: see the adapter."""
    known, asked = UserFactory(roles=[Role.COORDINATOR]), []
    for email in (known.email, "niemand@voorbeeld.example"):
        with CaptureQueriesContext(connection) as queries:
            ask(Client(), email)
        asked.append([query["sql"].partition(" FROM ")[2].partition(" ")[0] for query in queries])
    assert asked[0] == asked[1] != []


def test_a_mail_with_a_code_names_nobody(client: Client, mailoutbox: list[Any]) -> None:
    user = UserFactory(roles=[Role.VOLUNTEER])
    ask(client, user.email)
    assert user.name not in mailoutbox[0].subject + mailoutbox[0].body
    assert not re.search(r"\d", mailoutbox[0].subject)


def test_a_wrong_code_does_not_open_and_the_third_ends_it(client: Client, mailoutbox: list[Any]) -> None:
    user = UserFactory(roles=[Role.COORDINATOR])
    ask(client, user.email)
    page = reverse("account_confirm_login_code")
    assert [client.post(page, {"code": "000000"}).status_code for _ in range(3)] == [200, 200, 302]
    code = re.search(r"^([A-Z0-9]{6})$", mailoutbox[-1].body, re.MULTILINE)
    assert code
    client.post(page, {"code": code[1]})
    assert not is_in(client)


def test_codes_for_one_address_are_limited_and_others_are_not_locked_out(client: Client, mailoutbox: list[Any]) -> None:
    user, other = UserFactory(roles=[Role.COORDINATOR]), UserFactory(roles=[Role.COORDINATOR])
    for _ in range(7):
        ask(Client(), user.email)
    assert len(mailoutbox) == 5
    ask(Client(), other.email)
    assert mailoutbox[-1].to == [other.email]


def test_who_is_closed_gets_no_code(client: Client, mailoutbox: list[Any]) -> None:
    user = UserFactory(roles=[Role.COORDINATOR])
    user.is_active = False
    user.save(update_fields=["is_active"])
    ask(client, user.email)
    assert mailoutbox == []


def test_the_demo_shows_the_code_and_nothing_else_does(client: Client, mailoutbox: list[Any], settings: Any) -> None:
    user = UserFactory(roles=[Role.COORDINATOR])
    ask(client, user.email)
    code = re.search(r"^([A-Z0-9]{6})$", mailoutbox[-1].body, re.MULTILINE)
    assert code
    page = reverse("account_confirm_login_code")
    assert code[1] not in client.get(page).content.decode()
    settings.DEMO = True
    assert code[1] in client.get(page).content.decode()
    assert user.email in Client().get(LOGIN).content.decode()


@pytest.mark.parametrize(
    ("roles", "kept"),
    [
        ([Role.COORDINATOR], timedelta(minutes=30)),
        ([Role.PRINT_ROOM], timedelta(minutes=30)),
        ([Role.VOLUNTEER, Role.COORDINATOR], timedelta(minutes=30)),
        ([Role.VOLUNTEER], timedelta(days=60)),
    ],
)
def test_an_idle_session_ends(client: Client, mailoutbox: list[Any], roles: list[Role], kept: timedelta) -> None:
    user = UserFactory(roles=roles)
    with time_machine.travel(NOW, tick=False) as clock:
        log_in(client, user, mailoutbox)
        clock.shift(kept - timedelta(seconds=1))
        client.get("/account/zeker/")
        assert is_in(client)
        clock.shift(kept + timedelta(seconds=1))
        client.get("/account/zeker/")
        assert not is_in(client)


@pytest.mark.parametrize(
    ("role", "step", "whole"),
    [
        (Role.COORDINATOR, timedelta(minutes=29), timedelta(hours=12)),
        (Role.VOLUNTEER, timedelta(days=59), timedelta(days=180)),
    ],
)
def test_a_session_ends_however_busy(role: Role, step: timedelta, whole: timedelta) -> None:
    user = UserFactory(roles=[role])
    session = Client().session
    limits.start(session, user, at=NOW)
    moment = NOW
    while moment + step <= NOW + whole:
        moment += step
        assert not limits.is_over(session, user, at=moment)
        limits.see(session, at=moment)
    assert limits.is_over(session, user, at=NOW + whole + timedelta(seconds=1))


def test_who_comes_back_lands_on_the_page_she_wanted(client: Client, mailoutbox: list[Any]) -> None:
    user = UserFactory(roles=[Role.COORDINATOR])
    with time_machine.travel(NOW, tick=False) as clock:
        log_in(client, user, mailoutbox)
        clock.shift(timedelta(hours=1))
        answer = client.get("/account/zeker/")
    assert answer.status_code == 302
    assert answer["Location"] == "/account/login/?next=%2Faccount%2Fzeker%2F"


def test_a_session_that_never_began_to_count_is_over(client: Client) -> None:
    client.force_login(UserFactory(roles=[Role.COORDINATOR]))
    client.get(LOGIN)
    assert not is_in(client)


def protected(client: Client) -> Any:
    return client.get("/beheer/")


def test_a_role_that_needs_a_second_factor_makes_one_first(
    client: Client, mailoutbox: list[Any], settings: Any
) -> None:
    settings.SECOND_FACTOR = True
    log_in(client, UserFactory(roles=[Role.OPERATOR]), mailoutbox)
    assert protected(client)["Location"] == "/account/zeker/?next=%2Fbeheer%2F"
    assert client.get("/account/zeker/").status_code == 200


def test_with_a_second_factor_the_code_alone_does_not_open(
    client: Client, mailoutbox: list[Any], settings: Any
) -> None:
    settings.SECOND_FACTOR = True
    user = UserFactory(roles=[Role.OPERATOR])
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    log_in(client, user, mailoutbox)
    assert not is_in(client)
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert is_in(client)
    assert protected(client).status_code == 200


def test_the_secret_of_a_second_factor_is_encrypted_at_rest() -> None:
    user = UserFactory(roles=[Role.OPERATOR])
    totp.TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in str(Authenticator.objects.get(user=user).data)


def test_volunteers_and_the_print_room_are_the_only_ones_without_a_second_factor() -> None:
    assert set(Role) - SECOND_FACTOR == {Role.VOLUNTEER, Role.PRINT_ROOM}


def test_a_volunteer_who_logs_in_by_code_is_seen_and_can_be_signed_off(client: Client, mailoutbox: list[Any]) -> None:
    user = UserFactory(roles=[Role.VOLUNTEER])
    client.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0 (Linux; Android 10; K)"
    log_in(client, user, mailoutbox)
    phone = user.phones.get()
    assert (phone.name, phone.enrolled_by, client.session[phones.SESSION]) == ("Android-telefoon", None, phone.pk)
    phones.revoke(phone, by=None, at=timezone.now())
    assert client.get("/m/").status_code == 302
    assert not is_in(client)


def test_whose_session_lasts_a_day_has_no_phone(client: Client, mailoutbox: list[Any]) -> None:
    user = UserFactory(roles=[Role.VOLUNTEER, Role.COORDINATOR])
    log_in(client, user, mailoutbox)
    assert (user.phones.count(), phones.SESSION in client.session) == (0, False)


def test_logging_out_signs_off_and_forgets_but_a_volunteer_is_asked_on_her_phone_page(
    client: Client, mailoutbox: list[Any]
) -> None:
    user = UserFactory(roles=[Role.VOLUNTEER])
    log_in(client, user, mailoutbox)
    answer = client.post("/account/logout/")
    assert (answer["Location"], is_in(client), "Clear-Site-Data" in answer) == ("/m/#/uit", True, False)
    answer = client.post("/account/logout/", {"sure": "1"})
    assert (is_in(client), answer["Clear-Site-Data"]) == (False, '"cache", "storage"')
    assert user.phones.get().revoked_at is not None


def test_whoever_holds_another_role_too_logs_out_at_once(client: Client, mailoutbox: list[Any]) -> None:
    log_in(client, UserFactory(roles=[Role.CLERK]), mailoutbox)
    answer = client.post("/account/logout/")
    assert (is_in(client), answer["Clear-Site-Data"]) == (False, '"cache", "storage"')
