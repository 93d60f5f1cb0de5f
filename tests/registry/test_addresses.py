import pytest

from letters.registry import addresses
from letters.registry.addresses import AddressLines, Country
from letters.registry.rows import Address


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
        (Address(location="Woonboot bij de sluis"), "Woonboot bij de sluis"),
        (Address(street=".", number="7"), None),
        (Address(street="Lindelaan", number="0"), None),
        (Address(), None),
    ],
)
def test_the_first_line_follows_the_norm(address: Address, line: str | None) -> None:
    assert addresses.lines(address).line_1 == line


def test_the_place_stands_in_capitals_after_two_blanks() -> None:
    address = Address(street="Lindelaan", number="7", postcode="6811ab", place="Ede-Dorp")
    assert addresses.lines(address, "Arnhem") == AddressLines("Lindelaan 7", "6811 AB  EDE-DORP")


def test_the_municipality_stands_in_for_a_place_that_is_not_registered() -> None:
    address = Address(street="Lindelaan", number="7", postcode="6811AB")
    assert addresses.lines(address, "Arnhem").line_2 == "6811 AB  ARNHEM"


def test_an_address_abroad_keeps_its_own_lines() -> None:
    address = Address(country="5010", abroad_1="Rue Neuve 1", abroad_2="Namur")
    assert addresses.lines(address) == AddressLines("Rue Neuve 1", "Namur", None, Country("5010", "België"))


@pytest.mark.parametrize("postcode", ["6811SA", "6811SD", "6811SS", "0811AB", "6811A", ""])
def test_a_postcode_that_cannot_exist_is_none(postcode: str) -> None:
    assert addresses.postcode(Address(postcode=postcode)) is None


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
    assert addresses.kix(address) == text
