"""A whole year as the coordinator lives it: from a phone call to the goodbye, and until the person is forgotten.

Nothing is done but by clicking what stands on the screen; the clock of the server moves on to each next day. Only who
works here is set up.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Page, expect

from bezoekdienst import tasks
from bezoekdienst.accounts.models import User
from bezoekdienst.visiting.models import Resident
from tests import cast
from tests.web import clients

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
WHO = "Mevrouw Jaarrond"

Day = Callable[..., Page]


@pytest.fixture
def on_day(new_context, live_server, transactional_db, time_machine) -> Day:
    """The page of somebody who is logged in (other journeys show how), on a day, at eleven unless said otherwise."""
    cast.volunteer()

    def come_in(day: str, user: User, to: str = "/", hour: int = 10, **given) -> Page:
        now = datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)
        time_machine.move_to(now, tick=True)
        context = new_context(base_url=live_server.url, **given)
        session = clients.of(user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(5_000)
        page.clock.set_system_time(now)
        page.goto(to)
        return page

    return come_in


def test_from_a_phone_call_to_the_goodbye_and_until_she_is_forgotten(on_day, new_context, live_server):
    cato, vera = cast.coordinator(), cast.volunteer().user
    sign_up_by_phone(on_day("2027-01-11", cato))
    talk_at_the_kitchen_table(on_day("2027-01-14", cato, hour=15))
    match(on_day("2027-01-15", cato))
    hear_one_yes_and_then_the_other(on_day("2027-01-20", cato))
    visit_and_worry(on_day("2027-02-03", vera, "/m/", **PHONE))
    settle_the_worry(on_day("2027-02-03", cato, hour=13))
    talk_after_three_months(on_day("2027-04-22", cato))
    pause(on_day("2027-06-01", cato))
    resume(on_day("2027-06-15", cato))
    note_what_she_phones_in(on_day("2027-09-30", cato))
    extend(on_day("2028-01-03", cato))
    code = say_goodbye(on_day("2028-02-10", cato))
    tell_how_it_was(new_context(base_url=live_server.url).new_page(), code)
    read_the_last_word(on_day("2028-02-11", vera, "/m/", **PHONE))
    look_back(on_day("2028-02-14", cato))
    forget(on_day("2029-02-15", cato))


def sign_up_by_phone(page: Page) -> None:
    """Somebody calls; she notes it, calls back, and makes an appointment."""
    page.get_by_role("link", name="Intakes").click()
    page.get_by_role("link", name="Aanmelding noteren").click()
    page.get_by_label("Naam").fill(WHO)
    page.get_by_label("zelf", exact=True).check()
    page.get_by_label("Telefoon").fill("026 000 00 12")
    page.get_by_label("Plaats").fill("Arnhem")
    page.get_by_role("button", name="Aanmelding bewaren").click()
    page.get_by_role("link", name="Contact noteren").first.click()
    page.get_by_label("Ja", exact=True).check()
    page.get_by_role("button", name="Contact bewaren").click()
    page.get_by_role("link", name="Afspraak maken").first.click()
    page.get_by_label("Op welke dag?").fill("2027-01-14")
    page.get_by_label("Hoe laat?").fill("14:30")
    page.get_by_role("button", name="Afspraak maken").click()
    expect(page.get_by_text("De afspraak staat.")).to_be_visible()


def talk_at_the_kitchen_table(page: Page) -> None:
    """From the first screen to the talk; what is missing is pointed out, and nothing typed is lost."""
    page.get_by_role("link", name="Intakes").click()
    page.get_by_role("link", name=WHO).click()
    page.get_by_label("Roepnaam").fill("Anna")
    page.get_by_label("Hoe ging het?").select_option("long_illness")
    page.get_by_label("Hoe vaak ziet of spreekt u mensen?").select_option("rarely")
    page.get_by_label("Een vrijwilliger mag komen").check()
    page.get_by_label("Gezegd dat het bezoek uiterlijk na een jaar stopt").check()
    page.get_by_label("Past bij ons: wacht vanaf nu op een vrijwilliger").check()
    page.get_by_role("button", name="Gesprek afronden").click()
    expect(page.get_by_text("Het gesprek is bewaard.")).to_be_visible()


def match(page: Page) -> None:
    """The next morning there is a proposal; a day to meet is agreed on."""
    page.get_by_role("link", name="Intakes").click()
    page.get_by_role("link", name=WHO).click()
    page.get_by_role("link", name="Voorstel bekijken").click()
    page.get_by_role("link", name="Vera kiezen").click()
    page.get_by_role("button", name="Ja, deze koppeling maken").click()
    page.get_by_role("link", name="Kennismaking noteren").first.click()
    page.get_by_label("Wanneer is of was de kennismaking?").fill("2027-01-19")
    page.get_by_role("button", name="Noteren").click()
    expect(page.get_by_text("De kennismaking is op 19 januari 2027.").first).to_be_visible()


def open_her(page: Page) -> None:
    """The list of trajectories, and hers."""
    page.get_by_role("link", name="Trajecten").first.click()
    page.get_by_role("link", name=WHO).first.click()


def hear_one_yes_and_then_the_other(page: Page) -> None:
    """Each is asked apart: the one answer stays while the other is still to come."""
    page.get_by_role("link", name="Bespreken").click()
    page.get_by_role("link", name="Kennismaking noteren").first.click()
    page.get_by_role("group", name="Zegt de bezoeker ja?").get_by_label("ja", exact=True).check()
    page.get_by_role("button", name="Noteren").click()
    expect(page.get_by_text("De bezoeker zegt ja. Vraag het nog aan de vrijwilliger.")).to_be_visible()
    page.get_by_role("link", name="Kennismaking noteren").first.click()
    page.get_by_role("group", name="Zegt de vrijwilliger ja?").get_by_label("ja", exact=True).check()
    page.get_by_role("button", name="Noteren").click()
    expect(page.get_by_text("Allebei ja. Het traject is begonnen en kan tot en met 18 januari 2028.")).to_be_visible()


def visit_and_worry(phone: Page) -> None:
    """Two taps, and something that isn't hers to solve."""
    phone.get_by_role("link", name="Bezoek noteren bij Anna").click()
    phone.get_by_role("button", name="Ja, zo noteren").click()
    expect(phone.get_by_text("Genoteerd.")).to_be_visible()
    phone.get_by_role("link", name="Ik maak me zorgen").click()
    phone.get_by_label("Somberheid").check()
    phone.get_by_label("Wat merkt u?").fill("Komt de deur niet meer uit.")
    phone.get_by_role("button", name="Melden bij de coördinator").click()
    expect(phone.get_by_text(re.compile("Gemeld|gemeld")).first).to_be_visible()


def settle_the_worry(page: Page) -> None:
    """It stands on the first screen; seen, settled, and closed with what came of it."""
    page.get_by_role("link", name="Signalen").first.click()
    page.get_by_role("link", name=re.compile(WHO, re.IGNORECASE)).first.click()
    expect(page.get_by_text("Komt de deur niet meer uit.")).to_be_visible()
    page.get_by_role("link", name="Ik heb dit gezien").click()
    page.get_by_role("button", name="Ja, gezien").click()
    page.get_by_role("link", name="Opgelost").click()
    page.get_by_role("button", name="Dit is opgelost").click()
    page.get_by_role("link", name="Afsluiten").click()
    page.get_by_role("textbox").first.fill("Samen de huisarts gebeld; zij gaat weer wandelen.")
    page.get_by_role("button", name="Afsluiten").click()
    expect(page.get_by_text("Het signaal is afgesloten.")).to_be_visible()


def talk_after_three_months(page: Page) -> None:
    """The first screen asks for it; "with less" leads to a new plan by one click."""
    expect(page.get_by_text(f"{WHO} krijgt al 3 maanden bezoek van Vera.", exact=False)).to_be_visible()
    page.get_by_role("link", name="Bellen").first.click()
    page.get_by_role("link", name="Gesprek met de bezoeker noteren").click()
    page.get_by_label("ja", exact=True).check()
    page.get_by_label("het kan met minder bezoek").check()
    page.get_by_label("Wat zei de bezoeker?").fill("Eens in de drie weken is genoeg.")
    page.get_by_role("button", name="Gesprek noteren").click()
    page.get_by_role("link", name="Afgesproken einde verplaatsen").first.click()
    expect(page.get_by_text("Uiterlijk 18 januari 2028: dan is het jaar om.")).to_be_visible()
    page.get_by_label("Tot en met welke dag?").fill("2028-02-01")
    page.get_by_label("Waarom?").fill("Minder vaak, wat langer.")
    page.get_by_role("button", name="Verplaatsen").click()
    expect(page.get_by_text("Kies uiterlijk 18 januari 2028. Dan is het jaar om.").first).to_be_visible()
    expect(page.get_by_label("Waarom?")).to_have_value("Minder vaak, wat langer.")
    page.get_by_label("Tot en met welke dag?").fill("2028-01-18")
    page.get_by_role("button", name="Verplaatsen").click()
    expect(page.get_by_text("Afgesproken tot en met 18 januari 2028. Dan is het jaar om.")).to_be_visible()


def pause(page: Page) -> None:
    open_her(page)
    page.get_by_role("link", name="Pauzeren").click()
    page.get_by_role("button", name="Pauze noteren").click()
    expect(page.get_by_text("Er is pauze sinds 1 juni 2027.")).to_be_visible()


def resume(page: Page) -> None:
    open_her(page)
    page.get_by_role("link", name="Pauze beëindigen").click()
    page.get_by_role("button", name="De pauze is voorbij").click()
    expect(page.get_by_text("1 keer een pauze.")).to_be_visible()


def note_what_she_phones_in(page: Page) -> None:
    """A volunteer who would rather call; it is shown as such."""
    open_her(page)
    page.get_by_role("link", name="Bezoek noteren").first.click()
    page.get_by_label("wandeling").check()
    page.get_by_label("Hoeveel minuten?").fill("50")
    page.get_by_role("button", name="Bezoek noteren").click()
    expect(page.get_by_text("Wandeling, 45 minuten")).to_be_visible()
    expect(page.get_by_text("Door u genoteerd, na een telefoontje.")).to_be_visible()


def extend(page: Page) -> None:
    """Only now is it offered; the last day of all is told before it is chosen."""
    open_her(page)
    page.get_by_role("link", name="Verlengen na het jaar").click()
    last = "Nu is de laatste dag 18 januari 2028. Verlengen kan tot en met 14 maart 2028."
    expect(page.get_by_text(last)).to_be_visible()
    page.get_by_label("Tot en met welke dag?").fill("2028-02-10")
    page.get_by_label("Waarom?").fill("Na de feestdagen rustig afscheid.")
    page.get_by_role("button", name="Verlengen").click()
    expect(page.get_by_text("Afgesproken tot en met 10 februari 2028. Dan is het jaar om.")).to_be_visible()
    expect(page.get_by_role("link", name="Verlengen na het jaar")).to_have_count(0)


def say_goodbye(page: Page) -> str:
    """On the day that was agreed: ended, thanked, and asked how it was. Gives the code of the form."""
    open_her(page)
    page.get_by_role("link", name="Traject afronden").first.click()
    page.get_by_label("doel bereikt").check()
    page.get_by_role("button", name="Traject afronden").click()
    expect(page.get_by_text("Het traject is afgerond. Was dit een vergissing?", exact=False)).to_be_visible()
    page.get_by_role("link", name="Een laatste woord aan de vrijwilliger").click()
    page.get_by_label("Wat wilt u zeggen?").fill("Dank voor de wandelingen.")
    page.get_by_role("button", name="Versturen").click()
    page.get_by_role("link", name="Evaluatie versturen").first.click()
    page.get_by_role("button", name="Formulier maken").click()
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1  # one sheet of paper
    return page.locator(".paper-form b.nowrap").inner_text()


def tell_how_it_was(home: Page, code: str) -> None:
    """She fills it in herself, without logging in."""
    home.goto("/ervaring")
    home.get_by_label("Code uit de brief of mail").fill(code)
    home.get_by_role("group", name="De bezoeken deden mij goed.").get_by_label("ja, heel erg").check()
    home.get_by_role("group", name="Hoe vaak ziet of spreekt u mensen?").get_by_label("soms").check()
    home.get_by_label("Welk cijfer geeft u de bezoeken?").select_option("9")
    home.get_by_role("button", name="Versturen").click()
    expect(home.get_by_role("heading", level=1)).to_contain_text("Dank")


def read_the_last_word(phone: Page) -> None:
    phone.get_by_role("link", name="Anna", exact=True).click()
    expect(phone.get_by_role("heading", name="Een laatste woord voor u")).to_be_visible()
    expect(phone.get_by_text("Dank voor de wandelingen.")).to_be_visible()


def look_back(page: Page) -> None:
    """Everything that happened, in its order; the answer for the coordinator only."""
    page.get_by_role("link", name="Trajecten").first.click()
    page.get_by_role("link", name="Afgerond").click()
    page.get_by_role("link", name=WHO).first.click()
    expect(page.get_by_text("Cijfer: 9.")).to_be_visible()
    page.locator("dl.facts").get_by_role("link", name=WHO).click()
    lines = page.locator("ol.timeline").first.locator("li").all_inner_texts()
    told = [" ".join(line.split()) for line in lines]
    for line, start in zip(told, TIMELINE, strict=True):
        assert line.startswith(start), told


TIMELINE = [
    "11 januari 2027 Aangemeld",
    "11 januari 2027 Telefoon: gesproken",
    "14 januari 2027 Intakegesprek thuis",
    "15 januari 2027 Gekoppeld aan Vera",
    "19 januari 2027 Kennismaking met Vera",
    "3 februari 2027 Eerste bezoek van Vera",
    "3 februari 2027 Signaal: somberheid Afgesloten",
    "22 april 2027 Telefoon: gesproken Over het bezoek: het kan met minder bezoek.",
    "22 april 2027 Einde verplaatst naar 18 januari 2028",
    "1 juni 2027 Pauze Tot en met 14 juni 2027.",
    "30 september 2027 Bezoek 2 van Vera Het laatste.",
    "3 januari 2028 Verlengd tot en met 10 februari 2028",
    "10 februari 2028 Gevraagd hoe het was",
    "10 februari 2028 Antwoord: hoe het was",
    "10 februari 2028 Afscheid van Vera Doel bereikt.",
    "10 februari 2028 Laatste woord aan de vrijwilliger",
]


def forget(page: Page) -> None:
    """A year and a night after the end she is gone; what remains are counts."""
    assert Resident.objects.count() == 1
    tasks.erase()
    assert Resident.objects.count() == 0
    page.goto("/bezoekers/?toon=alle")
    expect(page.get_by_text(WHO)).to_have_count(0)
    page.get_by_role("link", name="Cijfers").click()
    page.get_by_role("link", name=str(date(2028, 1, 1).year)).click()
    expect(page.get_by_role("listitem").filter(has_text="Doel bereikt")).to_contain_text("1")
