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


@pytest.mark.parametrize(("code", "form"), [("G", "graaf"), ("GI", "gravin"), ("R", "ridder")])
def test_the_full_name_of_an_unknown_sex_has_the_form_of_the_code(code: str, form: str) -> None:
    assert names.full_name(NameParts("Griet", code, "op  de", "Hei"), "O") == f"Griet {form} op de Hei"


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


def test_a_titled_partner_without_a_known_surname_is_honoured_in_the_salutation_alone() -> None:
    count = Relation(name=NameParts(title="G", surname="."), end="20260601")
    widow = someone("Griet", surname="Hei", use="V", relations=(count,))
    assert names.salutation(widow) == "Hooggeboren vrouwe"
    assert names.addressee(widow) == Addressee("G. Hei", None)
    assert names.running_text(widow) == "mevrouw Hei"


def test_without_an_own_surname_the_partners_name_alone_can_still_be_written() -> None:
    widow = someone("Griet", surname=".", use="P", relations=(WIDOW_OF_A_BAKER,))
    assert names.addressee(widow) == Addressee("G. de Bakker", None)
    assert names.salutation(widow) == "Geachte mevrouw De Bakker"
    assert names.running_text(widow) == "mevrouw De Bakker"


def test_a_title_without_a_surname_is_still_a_salutation() -> None:
    lady = someone("Griet", "G", use="V", relations=(WIDOW_OF_A_BAKER,))
    assert names.salutation(lady) == "Hooggeboren vrouwe"
    assert names.addressee(lady) == Addressee()
    assert names.running_text(lady) is None


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
