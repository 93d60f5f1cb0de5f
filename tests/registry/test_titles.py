"""Titles, predicates and courtesy titles, in our own cases; the public ones are in test_oracle."""

import pytest

from letters.registry import names
from letters.registry.names import Addressee
from letters.registry.rows import NameParts, Relation
from tests.registry.people import WIDOW_OF_A_BAKER, WIDOW_OF_A_BARON, someone


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


@pytest.mark.parametrize(
    ("codes", "man", "woman", "style"),
    [
        ("B BS", "baron", "barones", "Hoogwelgeboren"),
        ("G GI", "graaf", "gravin", "Hooggeboren"),
        ("H HI", "hertog", "hertogin", "Hoogwelgeboren"),
        ("M MI", "markies", "markiezin", "Hoogwelgeboren"),
    ],
)
def test_a_title_follows_the_sex_and_not_the_code(codes: str, man: str, woman: str, style: str) -> None:
    for code in codes.split():
        he, she = (someone("Griet", code, "op de", "Hei", sex) for sex in "MV")
        assert names.addressee(he) == Addressee(f"G. {man} op de Hei", f"De {style.lower()} heer")
        assert names.addressee(she) == Addressee(f"G. {woman} op de Hei", f"De {style.lower()} vrouwe")
        assert (names.salutation(he), names.salutation(she)) == (f"{style} heer", f"{style} vrouwe")
        assert (names.running_text(he), names.running_text(she)) == (f"{man} op de Hei", f"{woman} op de Hei")
        assert names.full_name(he.name, "M") == f"Griet {man} op de Hei"


@pytest.mark.parametrize("code", ["P", "PS"])
@pytest.mark.parametrize(
    ("sex", "line", "text"),
    [("M", "G. prins Hei", "prins Hei"), ("V", "G. prinses Hei", "prinses Hei"), ("O", "G. Hei", "G. Hei")],
)
def test_who_is_a_prince_is_a_highness_whatever_the_sex(code: str, sex: str, line: str, text: str) -> None:
    royal = someone("Griet", code, surname="Hei", sex=sex)
    assert names.addressee(royal) == Addressee(line, "De hoogheid")
    assert names.salutation(royal) == "Hoogheid"
    assert names.running_text(royal) == text


@pytest.mark.parametrize("code", ["JH", "JV"])
def test_a_predicate_follows_the_sex_and_stands_in_front(code: str) -> None:
    he, she = (someone("Griet", code, surname="Hei", sex=sex) for sex in "MV")
    assert names.addressee(he) == Addressee("Jonkheer G. Hei", "De hoogwelgeboren heer")
    assert names.addressee(she) == Addressee("Jonkvrouw G. Hei", "De hoogwelgeboren vrouwe")
    assert (names.running_text(he), names.running_text(she)) == ("jonkheer Hei", "jonkvrouw Hei")
    assert names.full_name(he.name, "M") == "jonkheer Griet Hei"


@pytest.mark.parametrize("code", ["B", "BS", "G", "GI", "H", "HI", "JH", "JV", "M", "MI", "R"])
def test_without_a_known_sex_a_title_has_no_form_on_paper(code: str) -> None:
    nobody = someone("Griet", code, "op de", "Hei", "O")
    assert names.addressee(nobody) == Addressee("G. op de Hei", None)
    assert names.salutation(nobody) == "Geachte G. op de Hei"
    assert names.running_text(nobody) == "G. op de Hei"


@pytest.mark.parametrize(
    ("use", "line", "style", "text"),
    [
        ("E", "Jonkheer G. Hei", "De hoogwelgeboren heer", "jonkheer Hei"),
        ("P", "G. de Bakker", None, "de heer De Bakker"),
        ("V", "G. de Bakker-jonkheer Hei", "De hoogwelgeboren heer", "de heer De Bakker-jonkheer Hei"),
        ("N", "Jonkheer G. Hei-de Bakker", "De hoogwelgeboren heer", "jonkheer Hei-de Bakker"),
    ],
)
def test_a_mans_predicate_goes_with_his_own_name(use: str, line: str, style: str | None, text: str) -> None:
    widower = someone("Griet", "JH", surname="Hei", sex="M", use=use, relations=(WIDOW_OF_A_BAKER,))
    assert names.addressee(widower) == Addressee(line, style)
    assert names.running_text(widower) == text
    assert names.salutation(widower) == ("Hoogwelgeboren heer" if style else "Geachte heer De Bakker")


@pytest.mark.parametrize("use", ["V", "N"])
def test_a_widow_gives_up_the_predicate_with_her_partners_name(use: str) -> None:
    widow = someone("Griet", "JV", surname="Hei", use=use, relations=(WIDOW_OF_A_BAKER,))
    line, greeting = {"V": ("de Bakker-Hei", "De Bakker-Hei"), "N": ("Hei-de Bakker", "Hei-de Bakker")}[use]
    assert names.addressee(widow) == Addressee(f"G. {line}", None)
    assert names.salutation(widow) == f"Geachte mevrouw {greeting}"
    assert names.running_text(widow) == f"mevrouw {greeting}"


@pytest.mark.parametrize(
    ("use", "line", "style", "text"),
    [
        ("E", "G. gravin Hei", "De hooggeboren vrouwe", "gravin Hei"),
        ("P", "G. barones van Zomeren", "De hoogwelgeboren vrouwe", "barones van Zomeren"),
        ("V", "G. barones van Zomeren-gravin Hei", "De hoogwelgeboren vrouwe", "barones van Zomeren-gravin Hei"),
        ("N", "G. gravin Hei-barones van Zomeren", "De hoogwelgeboren vrouwe", "gravin Hei-barones van Zomeren"),
    ],
)
def test_a_courtesy_title_goes_before_a_title_of_her_own(use: str, line: str, style: str, text: str) -> None:
    widow = someone("Griet", "GI", surname="Hei", use=use, relations=(WIDOW_OF_A_BARON,))
    assert names.addressee(widow) == Addressee(line, style)
    assert names.salutation(widow) == style.removeprefix("De ").capitalize()
    assert names.running_text(widow) == text


@pytest.mark.parametrize(
    ("code", "form", "style"),
    [
        ("B", "barones", "hoogwelgeboren vrouwe"),
        ("G", "gravin", "hooggeboren vrouwe"),
        ("H", "hertogin", "hoogwelgeboren vrouwe"),
        ("M", "markiezin", "hoogwelgeboren vrouwe"),
        ("P", "prinses", "hoogheid"),
    ],
)
def test_each_title_of_a_husband_has_its_courtesy_title(code: str, form: str, style: str) -> None:
    relation = Relation(name=NameParts(title=code, surname="Adelboom"), end="20260601")
    widow = someone("Griet", surname="Hei", use="P", relations=(relation,))
    assert names.addressee(widow) == Addressee(f"G. {form} Adelboom", f"De {style}")
    assert names.salutation(widow) == style.capitalize()
    assert names.running_text(widow) == f"{form} Adelboom"


@pytest.mark.parametrize("code", ["BS", "GI", "HI", "JH", "JV", "MI", "PS", "R"])
def test_a_womans_title_a_predicate_or_a_knighthood_gives_no_courtesy_title(code: str) -> None:
    relation = Relation(name=NameParts(title=code, surname="Adelboom"), end="20260601")
    widow = someone("Griet", surname="Hei", use="P", relations=(relation,))
    assert names.addressee(widow) == Addressee("G. Adelboom", None)
    assert names.salutation(widow) == "Geachte mevrouw Adelboom"
    assert names.running_text(widow) == "mevrouw Adelboom"


def test_a_titled_partner_without_a_known_surname_is_honoured_in_the_salutation_alone() -> None:
    count = Relation(name=NameParts(title="G", surname="."), end="20260601")
    widow = someone("Griet", surname="Hei", use="V", relations=(count,))
    assert names.salutation(widow) == "Hooggeboren vrouwe"
    assert names.addressee(widow) == Addressee("G. Hei", None)
    assert names.running_text(widow) == "mevrouw Hei"


def test_a_title_without_a_surname_is_still_a_salutation() -> None:
    lady = someone("Griet", "G", use="V", relations=(WIDOW_OF_A_BAKER,))
    assert names.salutation(lady) == "Hooggeboren vrouwe"
    assert names.addressee(lady) == Addressee()
    assert names.running_text(lady) is None
