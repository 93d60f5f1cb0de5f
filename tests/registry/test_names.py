"""Our own cases; the public ones are in test_oracle."""

import pytest

from letters.registry import names
from letters.registry.names import Addressee
from letters.registry.rows import NameParts, RegistryPerson, Relation

WIDOW_OF_A_BARON = Relation(name=NameParts(title="B", prefix="van", surname="Zomeren"), end="20260601", end_reason="O")
WIDOW_OF_A_BAKER = Relation(name=NameParts(prefix="de", surname="Bakker"), end="20260601", end_reason="O")


def someone(
    given: str = "", title: str = "", prefix: str = "", surname: str = "", sex: str = "V", use: str = "E",
    relations: tuple[Relation, ...] = (),
) -> RegistryPerson:  # fmt: skip
    return RegistryPerson(
        line=1, name=NameParts(given, title, prefix, surname), sex=sex, name_use=use, relations=relations
    )


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


def test_a_courtesy_title_goes_with_a_titled_partners_name() -> None:
    widow = someone("Griet", surname="Bos", use="N", relations=(WIDOW_OF_A_BARON,))
    assert names.salutation(widow) == "Hoogwelgeboren vrouwe"
    assert names.addressee(widow) == Addressee("G. Bos-barones van Zomeren", "De hoogwelgeboren vrouwe")
    assert names.running_text(widow) == "mevrouw Bos-barones van Zomeren"


def test_a_man_has_no_courtesy_title() -> None:
    widower = someone("Griet", surname="Bos", sex="M", use="P", relations=(WIDOW_OF_A_BARON,))
    assert names.salutation(widower) == "Geachte heer Van Zomeren"
    assert names.addressee(widower) == Addressee("G. van Zomeren", None)


def test_a_predicate_comes_back_to_a_widow_who_uses_her_own_name() -> None:
    widow = someone("Griet", title="JV", surname="Bos", relations=(WIDOW_OF_A_BAKER,))
    assert names.addressee(widow) == Addressee("Jonkvrouw G. Bos", "De hoogwelgeboren vrouwe")
    assert names.running_text(widow) == "jonkvrouw Bos"


def test_a_predicate_is_given_up_with_a_partner_who_lives() -> None:
    wife = someone("Griet", title="JV", surname="Bos", relations=(Relation(name=NameParts(surname="Bakker")),))
    assert names.addressee(wife) == Addressee("G. Bos", None)


def test_a_woman_has_no_form_of_ridder_on_paper_but_is_saluted() -> None:
    lady = someone("Griet", title="R", surname="Bos")
    assert names.addressee(lady) == Addressee("G. Bos", None)
    assert names.salutation(lady) == "Hoogwelgeboren vrouwe"
    assert names.full_name(lady.name, lady.sex) == "Griet ridder Bos"


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
