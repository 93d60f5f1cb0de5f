from pathlib import Path

import pytest

from letters.registry import addresses
from letters.registry.addresses import AddressLines, Country
from letters.registry.rows import Address

COUNTRIES = Path(addresses.__file__).with_name("countries.csv")


@pytest.mark.parametrize(
    ("address", "line"),
    [
        (Address(street="Lindelaan", number="7"), "Lindelaan 7"),
        (Address(street="Lindelaan", number="0007"), "Lindelaan 7"),
        (Address(street="Lindelaan", number="7", letter="a"), "Lindelaan 7 a"),
        (Address(street="Lindelaan", number="7", addition="12"), "Lindelaan 7-12"),
        (Address(street="Lindelaan", number="7", addition="hs"), "Lindelaan 7 hs"),
        (Address(street="Lindelaan", number="7", letter="B", addition="2"), "Lindelaan 7 B2"),
        (Address(street="Lindelaan", number="7", marker="to"), "Lindelaan t/o 7"),
        (Address(street="Lindelaan", number="7", letter="B", marker="by"), "Lindelaan bij 7 B"),
        (Address(street="Lindelaan", number="7", addition="3", marker="to"), "Lindelaan t/o 7-3"),
        (Address(street="Lindelaan", number="7", addition="hs", marker="by"), "Lindelaan bij 7 hs"),
        (Address(street="Lindelaan", number="7", letter="a", addition="3", marker="to"), "Lindelaan t/o 7 a3"),
        (Address(street="Lindelaan", number="7", letter=" ", addition=" 1 h "), "Lindelaan 7-1 h"),
        (Address(location="Woonboot bij de sluis"), "Woonboot bij de sluis"),
        (Address(street=".", number="7", location="Woonboot bij de sluis"), "Woonboot bij de sluis"),
        (Address(location="."), None),
        (Address(number="7"), None),
        (Address(street="Lindelaan"), None),
        (Address(street=".", number="7"), None),
        (Address(street="Lindelaan", number="0"), None),
        (Address(), None),
    ],
)
def test_the_first_line_follows_the_norm(address: Address, line: str | None) -> None:
    assert addresses.lines(address).line_1 == line


def test_the_place_stands_in_capitals_after_two_blanks() -> None:
    address = Address(street="Lindelaan", number="7", postcode="6811ab", place="Ede-Dorp")
    assert addresses.lines(address, "Arnhem").filled == ("Lindelaan 7", "6811 AB  EDE-DORP")


@pytest.mark.parametrize("place", ["", "."])
def test_the_municipality_stands_in_for_a_place_that_is_not_registered(place: str) -> None:
    address = Address(street="Lindelaan", number="7", postcode="6811AB", place=place)
    assert addresses.lines(address, "Arnhem").line_2 == "6811 AB  ARNHEM"


def test_a_location_has_its_place_below_it_also_without_a_postcode() -> None:
    boat = Address(location="Woonboot bij de sluis")
    assert addresses.lines(boat, "'t Proefdorp")[:4] == AddressLines("Woonboot bij de sluis", "'T PROEFDORP")[:4]
    moored = Address(location="Woonboot bij de sluis", postcode="6811AB")
    assert addresses.lines(moored, "Arnhem").line_2 == "6811 AB  ARNHEM"


def test_an_address_abroad_keeps_its_own_lines() -> None:
    address = Address(country="5010", abroad_1="Rue Neuve 1", abroad_2="Namur")
    assert addresses.lines(address)[:4] == AddressLines("Rue Neuve 1", "Namur", None, Country("5010", "België"))[:4]


def test_an_unknown_line_of_an_address_abroad_is_left_out() -> None:
    address = Address(country="6037", abroad_1=".", abroad_2="Calle Prueba 1")
    assert addresses.lines(address)[:4] == AddressLines(None, "Calle Prueba 1", None, Country("6037", "Spanje"))[:4]


@pytest.mark.parametrize(
    "address",
    [
        Address(country="0000", abroad_1="Calle Prueba 1"),
        Address(country="0", abroad_1="Calle Prueba 1"),
        Address(abroad_1="Calle Prueba 1"),
        Address(country="0000"),
        Address(country="6037"),
        Address(country="6037", abroad_1=".", abroad_2=".", abroad_3="."),
    ],
)
def test_without_a_country_or_without_a_line_an_address_abroad_is_unknown(address: Address) -> None:
    assert addresses.lines(address)[:4] == AddressLines()[:4]


def test_the_netherlands_are_no_foreign_country() -> None:
    address = Address(country="6030", abroad_1="Proefpad 2", abroad_2="6811AB Arnhem")
    assert addresses.lines(address)[:4] == AddressLines("Proefpad 2", "6811AB Arnhem", None, None)[:4]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("5002", "Frankrijk"),
        ("6014", "Verenigde Staten van Amerika"),
        ("7011", "Nederlandse Antillen"),
        ("8042", "Saint Kitts, Nevis en Anguilla"),
        ("9089", "Bondsrepubliek Duitsland"),
        ("4321", None),
    ],
)
def test_a_country_has_the_name_of_the_national_table_also_when_it_is_no_more(code: str, name: str | None) -> None:
    assert addresses.lines(Address(country=code, abroad_2="Ergens")).country == Country(code, name)


def test_the_table_of_countries_has_one_name_a_code() -> None:
    entries = [line.split(";") for line in COUNTRIES.read_text("utf-8").splitlines()]
    assert entries[0] == ["code", "name"]
    codes = [code for code, name in entries[1:] if name == name.strip() != ""]
    assert len(codes) == len(entries) - 1 == 398
    assert codes == sorted(set(codes))
    assert [code for code in codes if len(code) != 4 or not code.isdigit()] == []


@pytest.mark.parametrize("postcode", ["6811SA", "6811SD", "6811SS", "0811AB", "6811A", ""])
def test_a_postcode_that_cannot_exist_is_none(postcode: str) -> None:
    assert addresses.lines(Address(street="Lindelaan", number="7", postcode=postcode)).postcode is None


@pytest.mark.parametrize(
    ("address", "text"),
    [
        (Address(street="Havendijk", number="156", addition="2", postcode="1231 GF"), "1231GF156X2"),
        (Address(street="Havendijk", number="13", addition="hs", postcode="1231FZ"), "1231FZ13XHS"),
        (Address(street="Postbus", number="30250", postcode="2500 GG"), "2500GG30250"),
        (Address(street="Havendijk", number="1", letter="a", addition="b-c/d", postcode="1231FZ"), "1231FZ1XABCD"),
        (Address(street="Havendijk", number="1", addition="1234567", postcode="1231FZ"), None),
        (Address(street="Havendijk", number="1", marker="to", postcode="1231FZ"), None),
        (Address(street="Havendijk", number="1", postcode="1231SS"), None),
        (Address(location="Woonboot", postcode="1231FZ"), None),
    ],
)
def test_the_kix_string_is_printed_only_when_it_fits(address: Address, text: str | None) -> None:
    assert addresses.lines(address).kix == text
