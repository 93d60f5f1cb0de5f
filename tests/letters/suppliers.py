"""A supplier's own table: headings of which some say nothing to us, the same widows as `chain`."""

import io
from collections.abc import Mapping

from tests.letters import chain
from tests.registry import extracts as deliveries

KNOWN = {
    "BSN": "01.01.20",
    "Voornamen": "01.02.10",
    "Achternaam": "01.02.40",
    "Geboortedatum": "01.03.10",
    "Geslacht": "01.04.10",
    "Naamgebruik": "01.61.10",
    "BSN partner": "05.01.20",
    "Voornamen partner": "05.02.10",
    "Achternaam partner": "05.02.40",
    "Geboortedatum partner": "05.03.10",
    "Gemeentecode": "08.09.10",
    "Straat": "08.11.10",
    "Huisnummer": "08.11.20",
    "Postcode": "08.11.60",
}
ASKED = {
    "Dag van verlies": "05.07.10",  # of the register; pointed out as the partner's death
    "Zelf weg": "06.08.10",
    "Gestaakt": "07.67.20",
    "Afscherming": "07.70.10",
    "Zaak": "",
}
SAID = {
    "dag van verlies": "05.08.10",
    "zelf weg": "06.08.10",
    "gestaakt": "07.67.20",
    "afscherming": "07.70.10",
}
HEADING = [*KNOWN, *ASKED]


def row(number: int, **changes: str) -> dict[str, str]:
    """The `number`-th widow by the supplier's headings; `changes` as of `chain.widow`."""
    cells = dict(zip(deliveries.HEADING, chain.widow(number, **changes).split(";"), strict=True))
    return {heading: cells.get(element, "") for heading, element in (KNOWN | ASKED).items()} | {"Zaak": f"Z-{number}"}


def table(*rows: Mapping[str, str], heading: list[str] | None = None) -> io.BytesIO:
    """The file itself, as CSV."""
    names = heading or HEADING
    lines = [names, *([one.get(name, "") for name in names] for one in rows)]
    return io.BytesIO("".join(";".join(cells) + "\r\n" for cells in lines).encode("utf-8-sig"))


def widows(count: int) -> io.BytesIO:
    return table(*(row(number) for number in range(count)))
