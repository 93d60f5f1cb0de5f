"""What weighs most asks once more who she is: a list that goes along, a round that goes out. And nothing typed is lost.

Real: a quarter of an hour later on the clock, a mailed code, an app's codes, the file that comes down.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from allauth.mfa.totp.internal import auth as totp
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Page, expect

from bezoekdienst.accounts.models import User
from bezoekdienst.audit.models import Event
from letters.models import Round
from tests import cast, factories
from tests.journeys.test_axe import WIDTHS, seen
from tests.letters import chain
from tests.web import clients

THEN = chain.at(date(2027, 1, 1), hour=11)
WHY = "In dit kwartaal is het er één."

LogIn = Callable[[User, str], Page]


@pytest.fixture
def log_in(new_context, live_server, transactional_db, time_machine) -> LogIn:
    """Her page, a quarter of an hour after she logged in."""
    cache.clear()
    time_machine.move_to(THEN, tick=True)

    def come_in(user: User, to: str) -> Page:
        context = new_context(base_url=live_server.url, reduced_motion="reduce")
        session = clients.of(user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        time_machine.move_to(THEN + timedelta(minutes=15), tick=True)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.add_init_script(Axe().axe_script)
        page.goto(to)
        return page

    return come_in


def look(page: Page, state: str) -> None:
    """The page with this on it can be used by everybody, at every width."""
    expect(page.get_by_text(state).first).to_be_visible()
    assert list(seen(page, WIDTHS)) == []


def mailed_code() -> str:
    found = re.search(r"^([A-Z0-9]{6})$", mail.outbox[-1].body, re.MULTILINE)
    assert found
    return found[1]


def code_of(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def test_a_list_comes_along_after_a_mailed_code_as_it_was_searched_for(log_in: LogIn, transactional_db: None) -> None:
    for name in ("mevrouw Beuk-Verzonnen", "mevrouw Eik-Verzonnen"):
        factories.IntakeFactory(bereavement__resident__name=name)
    page = log_in(cast.coordinator(), "/intakes/?toon=alle")
    page.get_by_role("searchbox").press_sequentially("beuk")
    expect(page.get_by_role("link", name="Mevrouw Eik-Verzonnen")).to_have_count(0)
    page.get_by_role("button", name="CSV").click()
    look(page, "U krijgt een code op")
    page.get_by_role("button", name="Stuur mij een code").click()
    page.get_by_label("Code").fill("NEEEEE")
    page.get_by_role("button", name="Verder").click()
    look(page, "Deze code klopt niet.")
    page.get_by_label("Code").fill(mailed_code())
    page.get_by_role("button", name="Verder").click()
    look(page, "U kunt verder")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Lijst meenemen").click()
    assert coming.value.suggested_filename == "intakes-2027-01-01.csv"
    rows = Path(coming.value.path()).read_text("utf-8-sig").splitlines()
    assert [row.split(";")[0] for row in rows] == ["Naam", "Mevrouw Beuk-Verzonnen"]
    page.get_by_role("link", name="Terug").click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Excel-bestand").click()
    assert coming.value.suggested_filename == "intakes-2027-01-01.xlsx"
    told = Event.objects.filter(kind="list.taken_along").order_by("pk").values_list("facts__rows", "facts__part")
    assert list(told) == [(1, "Alle, langst wachtend, gezocht"), (2, "Alle, langst wachtend")]


def test_a_round_goes_out_after_a_code_of_the_app_with_the_reason_that_was_typed(
    log_in: LogIn, transactional_db: None
) -> None:
    chain.posted(*(chain.widow(number) for number in range(4)))
    subject = chain.checked(chain.widow(20), on=THEN.date())
    clerk, secret = cast.second_clerk(), totp.generate_totp_secret()
    totp.TOTP.activate(clerk, secret)
    page = log_in(clerk, f"/rondes/{subject.pk}/")
    page.get_by_label("Waarom klopt dit aantal?").fill(WHY)
    page.get_by_role("button", name="Ronde vrijgeven").click()
    look(page, "Voor “Ronde vrijgeven” vragen we het nog een keer.")
    page.get_by_label("Code uit de app").fill(code_of(secret))
    page.get_by_role("button", name="Verder").click()
    look(page, WHY)
    assert Round.objects.get(pk=subject.pk).state == "frozen"
    page.get_by_role("button", name="Ronde vrijgeven").click()
    expect(page.get_by_text("De ronde is vrijgegeven.")).to_be_visible()
    found = Round.objects.get(pk=subject.pk)
    assert (found.state, found.unusual_count_reason) == ("released", WHY)
