"""The columns of the list of objections; what stands in them is never said again (A4, 07-trust)."""

import re
from dataclasses import replace

from bezoekdienst.lib.spreadsheets import asking, values
from bezoekdienst.lib.spreadsheets.columns import Column
from letters.registry.formats import elements

NAME = "Bezwaren"  # of the form
AT_MOST = 1000  # rows
NEEDS = (("last_name", "name", "a_number", "bsn"),)
NEEDS_OF_THE_SERVICE = (("last_name", "name"),)


def a_number(cell: str) -> str:
    """Ten digits."""
    digits = re.sub(r"[\s.]", "", cell)
    if not re.fullmatch(r"[1-9]\d{9}", digits):
        raise values.Unfit("Een A-nummer heeft tien cijfers.")
    return digits


def bsn(cell: str) -> str:
    """Nine digits that pass the eleven test; a workbook takes away a nought in front."""
    digits = re.sub(r"[\s.]", "", cell)
    padded = digits.zfill(9) if len(digits) == 8 else digits
    if not (padded.isdigit() and elements.passes_eleven(padded)):
        raise values.Unfit("Dit is geen burgerservicenummer. Kijk de cijfers na.")
    return padded


def house_number(cell: str) -> str:
    """The number of a house, as it is written (`12 b`)."""
    if len(cell) > 20 or not cell[:1].isdigit():
        raise values.Unfit("Een huisnummer begint met een cijfer.")
    return cell


_WHO = (
    Column("last_name", "Achternaam", "Met “van” of “de” ervoor.", "Verzonnen-Voorbeeld", values.text(120)),
    Column("given_names", "Voornamen", "Voluit.", "Willemijn", values.text(120), ("voornaam",)),
    Column("prefix", "Voorvoegsel", reads=values.text(20), also=("tussenvoegsel", "tussenvoegsels"), offered=False),
    Column("name", "Naam", reads=values.text(160), also=("volledige naam",), offered=False),
    asking.day("born_on", "Geboortedatum", "", "12-5-1948", "geboren op", "geb datum"),
    Column("postcode", "Postcode", "De hele postcode.", "6811 AB", values.postcode),
    Column("number", "Huisnummer", "", "12", house_number, ("huisnr", "nummer")),
    Column("street", "Straat en huisnummer", reads=values.text(120), also=("adres",), offered=False),
)
_NUMBERS = (
    Column("a_number", "A-nummer", "Als u het hebt.", "", a_number, ("anr", "administratienummer")),
    Column("bsn", "BSN", "Als u het hebt.", "", bsn, ("burgerservicenummer",)),
)
OF_THE_SERVICE = tuple(replace(column, secret=True) for column in _WHO)
OF_THE_MUNICIPALITY = (*OF_THE_SERVICE, *(replace(column, secret=True) for column in _NUMBERS))
