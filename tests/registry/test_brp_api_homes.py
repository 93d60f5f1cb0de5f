"""Where a person of the BRP API lives, in each of its versions."""

from typing import Any

import pytest

from letters.registry.rows import RegistryPerson
from tests.registry import notations
from tests.registry.brp import the_one
from tests.registry.notations import array, day


def home(kind: str, address: dict[str, Any], **changes: Any) -> RegistryPerson:
    return the_one(verblijfplaats={"type": kind, "verblijfadres": address, **changes})


def test_an_address_at_home_is_written_with_the_short_name_of_its_street() -> None:
    told = {
        "officieleStraatnaam": "Laan van de landinrichtingscommissie Duiven-Westervoort",
        "korteStraatnaam": "Ln vd landinrichtingscie",
        "huisnummer": 26,
        "huisletter": "A",
        "huisnummertoevoeging": "3",
        "aanduidingBijHuisnummer": {"code": "to", "omschrijving": "tegenover"},
        "postcode": "6922 ZZ",
        "woonplaats": "Duiven",
    }
    one = home("Adres", told, functieAdres={"code": "B"})
    assert (one.address.street, one.address.number, one.address.letter, one.address.addition) == (
        *("Ln vd landinrichtingscie", "26", "A", "3"),
    )
    assert (one.address.marker, one.address.postcode, one.address.function) == ("to", "6922 ZZ", "B")
    del told["korteStraatnaam"]
    assert home("Adres", told).address.street == "Laan van de landinrichtingscommissie Duiven-Westervoort"


def test_the_other_three_kinds_of_residence() -> None:
    boat = home("Locatie", {"locatiebeschrijving": "Woonboot in de Grote Sloot"}, functieAdres={"code": "W"}).address
    assert (boat.location, boat.function) == ("Woonboot in de Grote Sloot", "W")
    lines_abroad = {"regel1": "1 Rue du pomme", "regel2": "Bruxelles", "regel3": "postcode 1000"}
    abroad = home("VerblijfplaatsBuitenland", lines_abroad | {"land": {"code": "5010"}}).address
    assert (abroad.country, abroad.abroad_1, abroad.abroad_2, abroad.abroad_3) == ("5010", *lines_abroad.values())
    assert home("VerblijfplaatsBuitenland", lines_abroad).address.country == "0000"
    assert home("VerblijfplaatsOnbekend", {}).address.country == "0000"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"inOnderzoek": {"type": True, "datumIngangOnderzoek": day("20260101")}}, "080000"),
        ({"inOnderzoek": {"aanduidingGegevensInOnderzoek": "081120"}}, "081120"),
        ({"verblijfadres": {"postcode": "6811AB", "inOnderzoek": {"postcode": True}}}, "080000"),
        ({"indicatieVastgesteldVerblijftNietOpAdres": True, "inOnderzoek": {"type": True}}, "089999"),
        ({}, ""),
    ],
)
def test_what_of_the_address_is_investigated(changes: dict[str, Any], field: str) -> None:
    assert home("Adres", {"postcode": "6811AB"}, **changes).address.investigation == field


def test_the_first_version_of_the_api_is_read_too() -> None:
    told = {
        "burgerservicenummer": "111222333",
        "geslachtsaanduiding": "vrouw",
        "_embedded": {
            "naam": {"voornamen": "Griet", "geslachtsnaam": "Bos", "aanduidingNaamgebruik": "eigen_partner"},
            "geboorte": {"_embedded": {"datum": {"dag": 12, "datum": "1948-05-12", "jaar": 1948, "maand": 5}}},
            "verblijfplaats": {
                "functieAdres": "woonadres",
                "straatnaam": "Lindelaan",
                "naamOpenbareRuimte": "Grote Lindelaan",
                "huisnummer": "7",
                "aanduidingBijHuisnummer": "tegenover",
                "postcode": "6811AB",
                "woonplaatsnaam": "Arnhem",
                "_embedded": {
                    "gemeenteVanInschrijving": {"code": "0202", "omschrijving": "Arnhem"},
                    "inOnderzoek": {"postcode": False, "huisnummer": False},
                },
            },
        },
    }
    one = notations.the_one(array(told))
    assert (one.bsn, one.sex, one.name.surname, one.name_use, one.birth) == ("111222333", "V", "Bos", "N", "19480512")
    assert (one.municipality, one.address.function, one.address.street) == ("0202", "W", "Lindelaan")
    assert (one.address.marker, one.address.place, one.address.investigation, one.faults) == ("to", "Arnhem", "", ())


def test_a_departure_to_nobody_knows_where_lies_abroad() -> None:
    gone = {"verblijfBuitenland": {"vertrokkenOnbekendWaarheen": True}}
    assert the_one(verblijfplaats=gone).address.country == "0000"
    lines_abroad = {"adresRegel1": "1 Rue du pomme", "land": {"code": "5010"}}
    assert the_one(verblijfplaats={"verblijfBuitenland": lines_abroad}).address[9:11] == ("5010", "1 Rue du pomme")


def test_the_flat_address_of_the_source_behind_the_api_is_read_too() -> None:
    told = {"straat": "Lindelaan", "huisnummer": 7, "postcode": "6811AB", "functieAdres": {"code": "W"}}
    one = the_one(verblijfplaats=told, geboorte={"datum": "19480000"})
    assert (one.address.street, one.address.number, one.address.function, one.birth) == (
        *("Lindelaan", "7", "W", "19480000"),
    )
