"""Every page before one is inside, with what can be wrong on it: usable by everybody, and never wider than its screen.

Real: the mailed code, an app's codes, and a passkey in the browser's own (virtual) authenticator.
"""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Page, expect

from bezoekdienst import fields
from bezoekdienst.accounts import typed
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Role
from tests import factories
from tests.journeys.test_axe import WIDTHS, seen

KEY = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
Look = Callable[[str], None]


@pytest.fixture
def user(transactional_db: None, settings: Any) -> User:
    """A coordinator who must prove herself twice, and has nothing yet to do it with."""
    cache.clear()
    settings.SECOND_FACTOR = True
    return factories.UserFactory(name="Cato Coördinator", roles=[Role.COORDINATOR])


@pytest.fixture
def page(page: Page, live_server: Any) -> Page:
    page.set_default_timeout(10_000)
    page.add_init_script(Axe().axe_script)
    page.goto(f"{live_server.url.replace('127.0.0.1', 'localhost')}/account/login/")  # passkeys know no numbers
    return page


@pytest.fixture
def look(page: Page) -> Any:
    """Waits until a text is there and looks at the page, at each width; what was wrong fails the test at its end."""
    wrong: list[str] = []

    def at(state: str) -> None:
        expect(page.get_by_text(state).first).to_be_visible()
        wrong.extend(f"{state}: {said}" for said in seen(page, WIDTHS))
        page.set_viewport_size({"width": WIDTHS[-1], "height": 800})

    yield at
    assert wrong == []


def ask(page: Page, user: User) -> None:
    page.get_by_label("E-mailadres").fill(user.email)
    page.get_by_role("button", name="Stuur mij een code").click()
    page.wait_for_url("**/login/code/")


def enter_by_mail(page: Page, user: User) -> None:
    ask(page, user)
    found = re.search(r"^([A-Z0-9]{6})$", mail.outbox[-1].body, re.MULTILINE)
    assert found
    page.get_by_label("Code").fill(found[1])
    page.get_by_role("button", name="Inloggen", exact=True).click()


def keep_typed(page: Page, user: User) -> None:
    """As if a form was sent just after the session had ended."""
    found = next(one["value"] for one in page.context.cookies() if one["name"] == "sessionid")
    session = SessionStore(found)
    kept = {"user": user.pk, "path": "/intakes/", "pairs": [["note", "Een paar woorden."]]}
    session[typed.TYPED] = fields.encrypt(json.dumps(kept))
    session.save()


def code_of(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def test_from_the_first_address_to_reserve_codes_and_in_again(page: Page, look: Look, user: User) -> None:
    look("U krijgt een code waarmee u inlogt.")
    page.get_by_label("E-mailadres").fill("geen adres")
    page.locator("form.form").first.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    look("Dit e-mailadres klopt niet helemaal.")
    ask(page, user)
    look("De code werkt een kwartier.")
    page.get_by_label("Code").fill("NEEEEE")
    page.get_by_role("button", name="Inloggen", exact=True).click()
    look("Deze code klopt niet.")
    page.get_by_role("button", name="Ander adres").click()
    enter_by_mail(page, user)

    look("Daarom vragen wij na de code uit de mail nog een tweede bewijs.")
    page.get_by_role("link", name="App instellen").click()
    look("Richt de camera op deze code.")
    secret = page.locator(".secret").text_content() or ""
    page.get_by_label("Welke code staat er nu in de app?").fill("000000")
    page.get_by_role("button", name="Aanzetten").click()
    look("Deze code klopt niet, of is net verlopen.")
    assert page.locator(".secret").text_content() == secret
    page.get_by_label("Welke code staat er nu in de app?").fill(code_of(secret))
    page.get_by_role("button", name="Aanzetten").click()

    look("Elke code werkt één keer.")
    reserve = page.locator(".reserve li").all_inner_texts()
    assert len(reserve) == 10
    page.get_by_role("link", name="Nieuwe codes maken").click()
    look("die u nog hebt, werken dan niet meer.")
    page.get_by_role("link", name="Niet doen").click()
    look("U hebt er nog 10.")
    page.get_by_role("link", name="App uitzetten").click()
    look("De codes uit de app werken dan niet meer.")

    page.context.clear_cookies()
    page.goto(f"{page.url.split('/account')[0]}/account/login/")
    cache.clear()  # a code of an app works once
    enter_by_mail(page, user)
    look("Vul de code in die nu in de app op uw telefoon staat.")
    page.get_by_label("Code uit de app, of een reservecode").fill("000000")
    page.get_by_role("button", name="Inloggen", exact=True).click()
    look("Deze code klopt niet, of is net verlopen.")
    page.get_by_label("Code uit de app, of een reservecode").fill(reserve[0])
    page.get_by_role("button", name="Inloggen", exact=True).click()
    expect(page.get_by_text("Cato Coördinator")).to_be_visible()
    page.goto(
        f"{page.url.split('/', 3)[0]}//{page.url.split('/')[2]}/account/zeker/reauthenticate/?next=/account/zeker/"
    )
    look("Voor deze stap vragen we het nog een keer.")
    keep_typed(page, user)
    page.goto(f"{page.url.split('/account')[0]}/intakes/")
    look("Dit was nog niet verstuurd")
    page.goto(f"{page.url.split('/intakes')[0]}/account/logout/")
    look("Wilt u uitloggen?")
    page.get_by_role("button", name="Uitloggen").last.click()
    expect(page.get_by_label("E-mailadres")).to_be_visible()


def test_a_passkey_is_made_and_opens_without_a_code(page: Page, look: Look, user: User) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {**KEY, "isUserVerified": True, "automaticPresenceSimulation": True}
    authenticator = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    enter_by_mail(page, user)
    page.get_by_role("link", name="Toegangssleutel maken").click()
    look("Geef de sleutel een naam die u herkent.")
    page.get_by_label("Hoe noemt u deze sleutel?").fill("Laptop")
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})
    page.get_by_role("button", name="Sleutel maken").click()
    look("Dat lukte niet met de toegangssleutel")
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": True})
    page.get_by_role("button", name="Sleutel maken").click()
    expect(page.get_by_role("heading", name="Reservecodes")).to_be_visible()
    page.get_by_role("link", name="Klaar").click()
    look("Staat aan: Laptop.")
    page.get_by_role("link", name="Sleutels bekijken").click()
    look("Gemaakt op")
    page.get_by_role("link", name="Andere naam").click()
    look("Een andere naam")
    page.get_by_label("Hoe noemt u deze sleutel?").fill("")
    page.get_by_role("button", name="Opslaan").click()
    look("Vul een naam in.")
    page.get_by_role("link", name="Niet doen").click()
    page.get_by_role("link", name="Weghalen").click()
    look("kunt u dan niet meer inloggen.")

    page.context.clear_cookies()
    page.goto(f"{page.url.split('/account')[0]}/account/login/")
    page.get_by_role("button", name="Met een toegangssleutel").click()
    expect(page.get_by_text("Cato Coördinator")).to_be_visible()
    page.goto(
        f"{page.url.split('/', 3)[0]}//{page.url.split('/')[2]}/account/zeker/webauthn/reauthenticate/?next=/bezoekers/"
    )
    look("Gebruik uw toegangssleutel.")
    page.get_by_role("button", name="Met mijn toegangssleutel").click()
    expect(page.get_by_role("heading", name="Bezoekers")).to_be_visible()
