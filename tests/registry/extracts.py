"""Small deliveries of nobody who exists, for the tests of reading and of the dry run."""

import io
from typing import BinaryIO

HEADING = (
    *("01.01.10", "01.01.20", "01.02.10", "01.02.20", "01.02.30", "01.02.40", "01.03.10", "01.04.10", "01.61.10"),
    *("05.01.10", "05.01.20", "05.02.10", "05.02.20", "05.02.30", "05.02.40", "05.03.10", "05.06.10", "05.07.10"),
    *("05.07.40", "05.15.10", "05.83.10", "05.84.10", "05.85.10", "05.86.10", "06.08.10", "07.67.10", "07.67.20"),
    *("07.70.10", "08.09.10", "08.10.10", "08.11.10", "08.11.20", "08.11.30", "08.11.40", "08.11.60", "08.11.70"),
    *("08.12.10", "08.13.10", "08.13.30", "08.83.10"),
)
WIDOW = {
    "01.01.10": "1000000019",
    "01.01.20": "111222333",
    "01.02.10": "Griet Roos",
    "01.02.40": "Proefpersoon",
    "01.03.10": "19480512",
    "01.04.10": "V",
    "01.61.10": "V",
    "05.01.20": "123456782",
    "05.02.10": "Teun",
    "05.02.30": "van",
    "05.02.40": "Voorbeeld",
    "05.03.10": "19450101",
    "05.07.10": "20260614",
    "05.07.40": "O",
    "05.15.10": "H",
    "05.85.10": "20260614",
    "05.86.10": "20260616",
    "07.70.10": "0",
    "08.09.10": "0202",
    "08.10.10": "W",
    "08.11.10": "Lindelaan",
    "08.11.20": "7",
    "08.11.60": "6811AB",
}


def line(**changes: str) -> str:
    """One row of WIDOW; `changes` are keyed like `e05_07_10`."""
    cells = WIDOW | {key[1:].replace("_", "."): value for key, value in changes.items()}
    return ";".join(cells.get(name, "") for name in HEADING)


def text(*lines: str, heading: tuple[str, ...] = HEADING) -> str:
    return "\r\n".join([";".join(heading), *lines]) + "\r\n"


def stream(content: str, encoding: str = "utf-8-sig") -> BinaryIO:
    return io.BytesIO(content.encode(encoding))


def stacked(*rows: dict[str, str]) -> str:
    """The form over several rows: `key` is the unheaded first column, `05.H` and an unheaded last one are added."""
    names = [*HEADING, "05.H"]
    body = [";".join([row.get("key", ""), *(row.get(name, "") for name in names), ""]) for row in rows]
    return "\n".join([";".join(["", *names, ""]), *body]) + "\n"


def table(rows: list[dict[str, str]], headings: dict[str, str], separator: str = ";", quote: str = "") -> str:
    """A table with headings of somebody's own: `headings` is element -> heading, rows are element -> value."""
    told = [list(headings.values()), *([row.get(element, "") for element in headings] for row in rows)]
    return "".join(separator.join(f"{quote}{cell}{quote}" for cell in cells) + "\r\n" for cells in told)


OWN = {  # as a municipality may call them
    "01.01.20": "BSN", "01.02.10": "Voornamen", "01.02.30": "Tussenvoegsel", "01.02.40": "Achternaam",
    "01.03.10": "Geboortedatum", "01.04.10": "Geslacht", "01.61.10": "Naamgebruik", "05.01.20": "BSN partner",
    "05.02.10": "Voornamen partner", "05.02.30": "Tussenvoegsel partner", "05.02.40": "Achternaam partner",
    "05.03.10": "Geboortedatum partner", "05.08.10": "Datum overlijden partner", "06.08.10": "Datum overlijden",
    "07.67.20": "Reden opschorting", "07.70.10": "Geheim", "08.09.10": "Gemeentecode", "08.11.10": "Straat",
    "08.11.20": "Huisnr", "08.11.40": "Toev", "08.11.60": "Postcode", "08.11.70": "Plaats",
}  # fmt: skip
OWN_WIDOW = {
    "01.01.20": "111222333", "01.02.10": "Griet Roos", "01.02.40": "Proefpersoon", "01.03.10": "12-05-1948",
    "01.04.10": "Vrouw", "01.61.10": "Partner-eigen", "05.01.20": "123456782", "05.02.10": "Teun", "05.02.30": "van",
    "05.02.40": "Voorbeeld", "05.03.10": "1-1-1945", "05.08.10": "14-6-2026", "07.70.10": "nee", "08.09.10": "202",
    "08.11.10": "Lindelaan", "08.11.20": "7", "08.11.60": "6811 AB", "08.11.70": "Arnhem",
}  # fmt: skip
NAMES = {  # as the register itself calls them
    "01.01.10": "A-nummer persoon", "01.01.20": "Burgerservicenummer persoon", "01.02.10": "Voornamen persoon",
    "01.02.30": "Voorvoegsel geslachtsnaam persoon", "01.02.40": "Geslachtsnaam persoon",
    "01.03.10": "Geboortedatum persoon", "01.04.10": "Geslachtsaanduiding", "01.61.10": "Aanduiding naamgebruik",
    "05.01.20": "Burgerservicenummer echtgenoot/geregistreerd partner",
    "05.02.10": "Voornamen echtgenoot/geregistreerd partner",
    "05.02.30": "Voorvoegsel geslachtsnaam echtgenoot/geregistreerd partner",
    "05.02.40": "Geslachtsnaam echtgenoot/geregistreerd partner",
    "05.03.10": "Geboortedatum echtgenoot/geregistreerd partner",
    "05.07.10": "Datum ontbinding huwelijk/geregistreerd partnerschap",
    "05.07.40": "Reden ontbinding huwelijk/geregistreerd partnerschap", "06.08.10": "Datum overlijden",
    "07.67.20": "Omschrijving reden opschorting bijhouding", "07.70.10": "Indicatie geheim",
    "08.09.10": "Gemeente van inschrijving", "08.11.10": "Straatnaam", "08.11.20": "Huisnummer",
    "08.11.60": "Postcode", "08.11.70": "Woonplaatsnaam", "08.83.10": "Aanduiding gegevens in onderzoek",
}  # fmt: skip
