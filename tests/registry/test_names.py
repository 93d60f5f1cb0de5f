"""Our own cases; the public ones are in test_oracle."""

import pytest

from letters.registry import names
from letters.registry.names import Addressee
from letters.registry.rows import NameParts, RegistryPerson, Relation
from tests.registry.people import WIDOW_OF_A_BAKER, WIDOW_OF_A_BARON, someone


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Griet", "G."),
        ("Griet Q Roos", "G.Q R."),
        ("van Roos", "v.R."),
        ("IJda Thea", "I.T."),
        ("Roos-Marijn", "R."),
        ("  Roos   Griet ", "R.G."),
        ("", None),
        (".", None),
    ],
)
def test_initials_are_one_letter_a_name(given: str, expected: str | None) -> None:
    assert names.initials(given) == expected


def test_name_use_stays_as_registered_after_the_death() -> None:
    widow = someone("Griet", prefix="in het", surname="Bos", use="V", relations=(WIDOW_OF_A_BAKER,))
    assert names.salutation(widow) == "Geachte mevrouw De Bakker-in het Bos"
    assert names.addressee(widow) == Addressee("G. de Bakker-in het Bos", None)
    assert names.running_text(widow) == "mevrouw De Bakker-in het Bos"


def test_the_partner_who_died_last_gives_the_name() -> None:
    earlier = Relation(name=NameParts(surname="Eerder"), end="20010101", end_reason="S")
    widow = someone("Griet", surname="Bos", use="P", relations=(earlier, WIDOW_OF_A_BAKER))
    assert names.salutation(widow) == "Geachte mevrouw De Bakker"


def test_a_relation_marked_incorrect_gives_no_name() -> None:
    wrong = Relation(name=NameParts(surname="Fout"), incorrect="O")
    assert names.salutation(someone("Griet", surname="Bos", use="P", relations=(wrong,))) == "Geachte mevrouw Bos"


@pytest.mark.parametrize("surname", ["", "."])
def test_without_an_own_surname_nothing_is_composed(surname: str) -> None:
    nobody = someone("Griet", surname=surname)
    assert names.salutation(nobody) is None
    assert names.addressee(nobody) == Addressee()
    assert names.running_text(nobody) is None
    assert names.full_name(nobody.name, "V") == "Griet"


def test_an_unknown_sex_is_saluted_by_initials() -> None:
    assert names.salutation(someone("Griet Roos", prefix="van", surname="Bos", sex="O")) == "Geachte G.R. van Bos"
    assert names.salutation(someone(prefix="van", surname="Bos", sex="O")) == "Geachte Van Bos"


def test_no_repr_shows_a_name_or_a_number() -> None:
    person = RegistryPerson(line=7, name=NameParts(surname="Bos"), bsn="123456782", a_number="1234567890")
    assert repr(person) == "RegistryPerson(line=7)"
    assert "123456782" not in repr(Relation(bsn="123456782", a_number="1234567890"))


@pytest.mark.parametrize(("code", "form"), [("G", "graaf"), ("GI", "gravin"), ("R", "ridder")])
def test_the_full_name_of_an_unknown_sex_has_the_form_of_the_code(code: str, form: str) -> None:
    assert names.full_name(NameParts("Griet", code, "op  de", "Hei"), "O") == f"Griet {form} op de Hei"


@pytest.mark.parametrize("use", ["E", "P", "V", "N", "", "X"])
def test_who_never_had_a_partner_uses_her_own_name(use: str) -> None:
    single = someone("Griet", prefix="op de", surname="Hei", use=use)
    assert names.addressee(single) == Addressee("G. op de Hei", None)
    assert names.salutation(single) == "Geachte mevrouw Op de Hei"
    assert names.running_text(single) == "mevrouw Op de Hei"


@pytest.mark.parametrize("use", ["P", "V", "N"])
def test_a_partner_whose_surname_is_not_known_leaves_her_own_name(use: str) -> None:
    widow = someone("Griet", surname="Hei", use=use, relations=(Relation(name=NameParts(surname="."), end="20260601"),))
    assert names.addressee(widow) == Addressee("G. Hei", None)
    assert names.salutation(widow) == "Geachte mevrouw Hei"
    assert names.running_text(widow) == "mevrouw Hei"


def test_without_an_own_surname_the_partners_name_alone_can_still_be_written() -> None:
    widow = someone("Griet", surname=".", use="P", relations=(WIDOW_OF_A_BAKER,))
    assert names.addressee(widow) == Addressee("G. de Bakker", None)
    assert names.salutation(widow) == "Geachte mevrouw De Bakker"
    assert names.running_text(widow) == "mevrouw De Bakker"


@pytest.mark.parametrize(
    ("starts", "name"),
    [
        (("19700401", "19750808"), "Eerste"),
        (("19750808", "19700401"), "Tweede"),
        (("19700401", "19700400"), "Tweede"),
        (("19700400", "19700000"), "Tweede"),
        (("19700401", "00000000"), "Tweede"),
        (("19700401", "19750000"), "Eerste"),
    ],
)
def test_of_two_partners_who_live_the_longest_standing_gives_the_name(starts: tuple[str, str], name: str) -> None:
    first, second = (
        Relation(name=NameParts(surname=surname), start=start)
        for surname, start in zip(("Eerste", "Tweede"), starts, strict=True)
    )
    assert names.salutation(someone(surname="Hei", use="P", relations=(first, second))) == f"Geachte mevrouw {name}"


def test_a_partner_who_lives_gives_the_name_before_one_who_died() -> None:
    alive = Relation(name=NameParts(surname="Levend"), start="20100101")
    widow = someone(surname="Hei", use="P", relations=(WIDOW_OF_A_BAKER, alive))
    assert names.salutation(widow) == "Geachte mevrouw Levend"


@pytest.mark.parametrize(
    ("ends", "name"),
    [
        (("20060614", "19831014"), "Eerste"),
        (("00000000", "19831014"), "Tweede"),
        (("20060000", "20060614"), "Tweede"),
    ],
)
def test_of_two_ended_relations_the_one_with_the_latest_end_gives_the_name(ends: tuple[str, str], name: str) -> None:
    first, second = (
        Relation(name=NameParts(surname=surname), start="19700101", end=end, end_reason="O")
        for surname, end in zip(("Eerste", "Tweede"), ends, strict=True)
    )
    assert names.salutation(someone(surname="Hei", use="P", relations=(first, second))) == f"Geachte mevrouw {name}"


@pytest.mark.parametrize(
    ("prefix", "sex", "greeting", "text"),
    [
        ("'t", "V", "Geachte mevrouw 't Hei", "mevrouw 't Hei"),
        ("Op Den", "M", "Geachte heer Op Den Hei", "de heer Op Den Hei"),
        ("Op Den", "O", "Geachte G. Op Den Hei", "G. Op Den Hei"),
        ("op den", "O", "Geachte G. op den Hei", "G. op den Hei"),
    ],
)
def test_a_prefix_stays_as_registered_but_for_its_first_character(
    prefix: str, sex: str, greeting: str, text: str
) -> None:
    person = someone("Griet", prefix=prefix, surname="Hei", sex=sex)
    assert names.salutation(person) == greeting
    assert names.running_text(person) == text
    assert names.addressee(person).name == f"G. {prefix} Hei"


def test_without_given_names_the_line_begins_with_a_capital() -> None:
    chain = "Proef bin Persoon"
    widow = someone(surname=chain, use="V", relations=(WIDOW_OF_A_BARON,))
    assert names.addressee(widow).name == f"Barones van Zomeren-{chain}"
    assert names.addressee(someone(surname=chain, use="P", relations=(WIDOW_OF_A_BAKER,))).name == "De Bakker"
    assert names.addressee(someone(prefix="op de", surname="Hei")).name == "Op de Hei"
