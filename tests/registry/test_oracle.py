"""The public cases of the national BRP API; they are not part of this project, so without them this is skipped."""

import json
from pathlib import Path
from typing import Any

import pytest

from letters.registry import addresses, dates, names
from letters.registry.rows import Address, NameParts, RegistryPerson, Relation

ORACLE = Path(__file__).resolve().parents[2] / ".." / "shared" / "oracle"

pytestmark = pytest.mark.skipif(not ORACLE.is_dir(), reason="the public cases are not beside this checkout")


def cases(name: str) -> list[Any]:
    path = ORACLE / f"{name}.json"
    return json.loads(path.read_text()) if path.exists() else []


def name_parts(given: dict[str, str]) -> NameParts:
    return NameParts(
        given.get("voornamen", ""),
        given.get("adellijke_titel_predicaat", ""),
        given.get("voorvoegsel", ""),
        given.get("geslachtsnaam", ""),
    )


def person(given: dict[str, Any]) -> RegistryPerson:
    own = given["persoon"]
    known = {"geslacht", "voornamen", "adellijke_titel_predicaat", "voorvoegsel", "geslachtsnaam"}
    assert set(own) <= known | {"naamgebruik"}
    relations = []
    for partner in given.get("partners", []):
        assert set(partner) <= known | {"datum_sluiting", "datum_ontbinding"}
        start, end = partner.get("datum_sluiting", ""), partner.get("datum_ontbinding", "")
        relations.append(Relation(name=name_parts(partner), sex=partner.get("geslacht", ""), start=start, end=end))
    return RegistryPerson(
        line=1,
        name=name_parts(own),
        sex=own.get("geslacht", ""),
        name_use=own.get("naamgebruik", ""),
        relations=tuple(relations),
    )


@pytest.mark.parametrize("case", cases("aanhef"))
def test_the_salutation_is_that_of_the_public_case(case: dict[str, Any]) -> None:
    assert names.salutation(person(case["input"])) == case["expected"]


@pytest.mark.parametrize("case", cases("aanschrijfwijze"))
def test_the_addressee_is_that_of_the_public_case(case: dict[str, Any]) -> None:
    expected = case["expected"] or {"naam": None, "aanspreekvorm": None}
    found = names.addressee(person(case["input"]))
    assert {"naam": found.name, "aanspreekvorm": found.style} == expected


@pytest.mark.parametrize("case", cases("lopende_tekst"))
def test_the_running_text_is_that_of_the_public_case(case: dict[str, Any]) -> None:
    assert names.running_text(person(case["input"])) == case["expected"]


@pytest.mark.parametrize("case", cases("namen"))
def test_the_names_are_those_of_the_public_case(case: dict[str, Any]) -> None:
    someone = person(case["input"])
    found = {
        "voorletters": names.initials(someone.name.given_names),
        "volledigeNaam": names.full_name(someone.name, someone.sex),
    }
    assert {key: found[key] for key in case["expected"]} == case["expected"]


@pytest.mark.parametrize("case", cases("datums"))
def test_the_long_date_is_that_of_the_public_case(case: dict[str, Any]) -> None:
    assert dates.long_form(case["input"]["gba_datum"]) == case["expected"]["langFormaat"]


@pytest.mark.parametrize("case", cases("adresregels"))
def test_the_address_lines_are_those_of_the_public_case(case: dict[str, Any]) -> None:
    given = case["input"]
    field = {
        "straatnaam": "street",
        "huisnummer": "number",
        "huisletter": "letter",
        "huisnummertoevoeging": "addition",
        "aanduiding_bij_huisnummer": "marker",
        "postcode": "postcode",
        "woonplaats": "place",
        "locatiebeschrijving": "location",
        "land": "country",
        "buitenland_regel1": "abroad_1",
        "buitenland_regel2": "abroad_2",
        "buitenland_regel3": "abroad_3",
        "aanduiding_in_onderzoek": "investigation",
    }
    address = Address(**{field[key]: value for key, value in given.items() if key != "gemeente_van_inschrijving"})
    lines = addresses.lines(address, "'s-Gravenhage")
    country = lines.country and {"code": lines.country.code, "omschrijving": lines.country.name}
    found = {
        "adresregel1": lines.line_1,
        "adresregel2": lines.line_2,
        "adresregel3": lines.line_3,
        "land": country,
        "indicatieVastgesteldVerblijftNietOpAdres": address.investigation == "089999",
    }
    assert {key: found[key] for key in case["expected"]} == case["expected"]
