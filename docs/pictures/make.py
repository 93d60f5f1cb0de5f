"""Makes the pictures of the README from a running demo: `.venv/bin/python docs/pictures/make.py http://localhost:8000`."""

import io
import os
import re
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
OWN_TABLE = {
    "name": "uitdraai.csv",
    "mimeType": "text/csv",
    "buffer": b"BSN;Voornamen;Tussenvoegsel;Achternaam;Geboortedatum;Geslacht;Naamgebruik;Achternaam echtgenoot;"
    b"Wanneer gestorven;Datum overlijden;Opschorting;Geheim;Gemeente;Straat;Huisnr;Postcode;Plaats\n"
    b";Griet Roos;;Proefpersoon;12-05-1948;vrouw;partner-eigen;Voorbeeld;"
    b"14-06-2026;;;nee;0202;Lindelaan;7;6811 AB;Arnhem\n"
    b";Teun;van;Inbeelding;03-11-1951;man;eigen;Verzonnen;"
    b"02-05-2026;;;nee;0202;Hoofdstukweg;126;6841 FZ;Arnhem\n",
}
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


def main(address: str) -> None:
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        coordinator = log_in(browser, address, "coordinator", DESK)
        keep(coordinator, "today")
        coordinator.goto(f"{address}/voorstellen/")
        keep(coordinator, "proposal")
        coordinator.goto(f"{address}/briefhoofd/tekst/")
        coordinator.evaluate("window.scrollBy(0, 330)")
        coordinator.wait_for_timeout(4000)  # until the letter is laid out
        keep(coordinator, "letter")
        clerk = log_in(browser, address, "gemeente", DESK)
        clerk.goto(f"{address}/rondes/1/")
        keep(clerk, "round")
        clerk.goto(f"{address}/aanlevering/proef/")
        clerk.locator("input[type=file]").set_input_files(OWN_TABLE)
        clerk.get_by_role("button", name="Proef lezen").click()
        clerk.get_by_text("Welke kolom is wat?").wait_for()
        clerk.evaluate("window.scrollBy(0, 790)")
        keep(clerk, "columns")
        phone = log_in(browser, address, "mia", PHONE)
        phone.goto(f"{address}/m/")
        phone.get_by_role("link", name="Bezoek noteren bij").first.click()
        keep(phone, "phone")


def log_in(browser: Browser, address: str, login: str, size: dict[str, int]) -> Page:
    page = browser.new_context(viewport=size, locale="nl-NL").new_page()
    page.goto(f"{address}/account/login/")
    page.get_by_label("E-mailadres").fill(f"{login}@bezoekdienst.example")
    page.get_by_role("button", name="Stuur mij een code").click()
    shown = page.locator("main").inner_text()
    page.get_by_label("Code", exact=True).fill(re.findall(r"^[A-Z0-9]{6}$", shown, re.MULTILINE)[0])
    page.get_by_role("button", name="Inloggen").click()
    page.wait_for_url(lambda url: "/account/" not in url)
    return page


def keep(page: Page, name: str) -> None:
    page.wait_for_timeout(500)  # until the typefaces are there
    taken = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    taken.quantize(256, dither=Image.Dither.NONE).save(HERE / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
