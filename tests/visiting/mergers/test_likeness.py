"""Who may have been written down twice: what is pointed out, and what isn't (I4)."""

import pytest

from bezoekdienst.visiting.mergers import likeness
from bezoekdienst.visiting.mergers.likeness import Entry, Ground, Pair

HERE = "6811 AB"


def between(one: Entry, other: Entry) -> list[Ground]:
    """What they have in common, whichever comes first."""
    found = likeness.grounds(one, other)
    assert likeness.grounds(other, one) == found
    return list(found)


def named(one: str, other: str, street: str = "") -> list[Ground]:
    return between(Entry(1, one, street=street, postcode=HERE), Entry(2, other, street=street, postcode="6811ab"))


@pytest.mark.parametrize(
    "written", ["06-12345678", "+31 6 1234 5678", "0031612345678", "+31 (0)6-12345678", "(06)12345678"]
)
def test_a_telephone_number_is_one_however_it_is_written(written):
    assert between(Entry(1, "Anna", written), Entry(2, "Bea", "06 12 34 56 78")) == [Ground.PHONE]


def test_a_number_abroad_and_a_few_digits_are_no_number_of_ours():
    assert likeness.phone("+32 470 12 34 56") == "32470123456"
    assert between(Entry(1, "Anna", "112"), Entry(2, "Bea", "112")) == []


def test_a_mail_address_is_one_in_capitals_too():
    given = (
        Entry(1, "Anna", email="A.Verzonnen@voorbeeld.example "),
        Entry(2, "Bea", email="a.verzonnen@voorbeeld.example"),
    )
    assert between(*given) == [Ground.EMAIL]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mevrouw De Boer", "Mw. de Böer"),
        ("Truus van Verzonnen", "VERZONNEN, Truus van"),
        ("Truus Verzonnen", "Verzonnen Truus"),
        ("Truus Verzonnen", "mevr. T. Verzonnen"),
        ("T.M. Verzonnen", "T. Verzonnen"),
        ("A. de Boer-Verzonnen", "A. de Boer - Verzonnen"),
    ],
)
def test_a_name_is_one_in_any_order_with_any_title_with_initials_or_in_full(one, other):
    assert named(one, other) == [Ground.NAME]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Truus Verzonnen", "Tineke Verzonnen"),
        ("mevrouw De Boer", "de heer De Boer"),
        ("mevrouw Kamer 12", "mevrouw Kamer 13"),
        ("Bo Vos", "Bo Bos"),
        ("A. de Boer", "B. de Boer"),
        ("mevrouw Een", "mevrouw Twee"),
    ],
)
def test_another_first_name_title_number_or_a_short_name_is_somebody_else(one, other):
    assert named(one, other) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("Truus Jansen", "Truus Janssen"), ("Truus Verzonnen", "Trues Verzonnen"), ("mw. Meijer", "mevrouw Meyer")],
)
def test_one_letter_off_at_the_same_postcode_is_worth_a_look(one, other):
    assert named(one, other) == [Ground.SLIP]
    assert between(Entry(1, one, postcode=HERE), Entry(2, other, postcode="6899 ZZ")) == []


def test_a_mother_and_a_daughter_at_one_address_are_worth_a_look_and_no_more():
    assert named("Truus Verzonnen", "Tineke Verzonnen-Bedacht", "Weg 3") == [Ground.HOME]
    elsewhere = (
        Entry(1, "Truus Verzonnen", street="Weg 3", postcode=HERE),
        Entry(2, "Tineke Verzonnen", street="Weg 4", postcode=HERE),
    )
    assert between(*elsewhere) == []
    assert [ground for ground in Ground if ground.is_near] == [Ground.NAME_ALONE, Ground.HOME, Ground.SLIP]


def test_the_same_name_counts_without_a_postcode_and_not_with_another():
    there, nowhere = Entry(1, "Truus Verzonnen", postcode="6899 ZZ"), Entry(2, "Truus Verzonnen")
    assert between(there, nowhere) == [Ground.NAME_ALONE]
    assert between(there, Entry(2, "Truus Verzonnen", postcode=HERE)) == []
    assert between(Entry(1, "Verzonnen"), Entry(2, "Verzonnen")) == []


def test_every_ground_is_told_and_the_name_says_enough_beside_its_near_misses():
    one = Entry(1, "Truus Verzonnen", "06-12345678", "t@voorbeeld.example", "Weg 3", HERE)
    other = Entry(2, "T. Verzonnen", "0612345678", "T@voorbeeld.example", "Weg 3 A", HERE)
    assert between(one, other) == [Ground.PHONE, Ground.EMAIL, Ground.NAME]


def test_pairs_come_in_order_and_three_of_one_are_three_pairs():
    entries = [Entry(pk, "Truus Verzonnen", postcode=HERE) for pk in (7, 3, 5)]
    assert likeness.pairs([*entries, Entry(1, "Wim Bedacht", postcode=HERE)]) == [
        Pair(3, 5, (Ground.NAME,)),
        Pair(3, 7, (Ground.NAME,)),
        Pair(5, 7, (Ground.NAME,)),
    ]


def test_the_number_of_a_practice_says_nothing():
    names = ["Anna", "Bea", "Cor", "Dirk", "Els", "Fien", "Gré", "Henk", "Ina"]
    entries = [Entry(pk, name, "026-1234567") for pk, name in enumerate(names, 1)]
    assert len(likeness.pairs(entries[:8])) == 28
    assert likeness.pairs(entries) == []


@pytest.mark.parametrize(
    ("one", "other", "is_told"),
    [
        ("mevrouw Verzonnen", "de heer Bedacht", False),
        ("mevrouw Verzonnen", "de heer Verzonnen", True),
        ("mevrouw Verzonnen", "mevrouw Bedacht", True),
    ],
)
def test_one_telephone_is_told_but_for_a_man_and_a_woman_of_other_names(one, other, is_told):
    found = between(Entry(1, one, "026-1234567"), Entry(2, other, "026-1234567"))
    assert found == ([Ground.PHONE] if is_told else [])


def test_nothing_written_down_is_nothing_in_common():
    assert between(Entry(1, ""), Entry(2, "")) == []
