"""What people write in a cell, and what is said of what can't be read."""

from datetime import date

import pytest

from bezoekdienst.lib import words
from bezoekdienst.lib.spreadsheets import values

INTERESTS = values.some_of(words.INTERESTS)


def unfit(reads: values.Reader, cell: str) -> str:
    with pytest.raises(values.Unfit) as caught:
        reads(cell)
    return str(caught.value)


@pytest.mark.parametrize(
    "cell",
    [
        *["3-3-2025", "03-03-2025", "3/3/2025", "3.3.2025", "3 3 2025", "2025-03-03", "2025/3/3", "20250303"],
        *["3 maart 2025", "3 mrt 2025", "3-mrt-2025", "3 Maart 2025", "03-03-2025 00:00", "2025-03-03T00:00:00"],
    ],
)
def test_a_day_is_a_day_however_it_is_written(cell: str) -> None:
    assert values.day(cell) == date(2025, 3, 3)


@pytest.mark.parametrize(
    "cell",
    ["29-2-2025", "3-13-2025", "3-3-25", "maart 2025", "2025", "45719", "morgen", "3-3.2025", "31-12-9999", "1-1-0001"],
)
def test_what_is_no_day_is_not_guessed_at(cell: str) -> None:
    assert unfit(values.day, cell) == "Schrijf een datum die bestaat, zoals 3-3-2025."


@pytest.mark.parametrize("cell", ["3-0000", "dec 9999", "13-2020"])
def test_a_month_of_no_year_that_anybody_means_is_not_guessed_at(cell: str) -> None:
    assert unfit(values.latest_day, cell) == "Schrijf een datum zoals 3-3-2025, of maand en jaar, zoals maart 2025."


@pytest.mark.parametrize(
    ("cell", "last"),
    [
        *[("februari 2024", date(2024, 2, 29)), ("2-2023", date(2023, 2, 28)), ("dec 2020", date(2020, 12, 31))],
        *[("03/2020", date(2020, 3, 31)), ("3-2-2020", date(2020, 2, 3))],
    ],
)
def test_of_a_month_the_last_day_counts_so_that_it_is_never_too_long_ago(cell: str, last: date) -> None:
    assert values.latest_day(cell) == last


@pytest.mark.parametrize("cell", ["13-2020", "lente 2020", "2020"])
def test_a_month_that_does_not_exist_is_none(cell: str) -> None:
    assert unfit(values.latest_day, cell).startswith("Schrijf een datum")


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("ma ochtend, di middag", ["mo-am", "tu-pm"]),
        ("dinsdagmiddag; Maandag-ochtend", ["mo-am", "tu-pm"]),
        ("wo, za o", ["we-am", "we-pm", "sa-am"]),
        ("zo.m, zo mid, zondag middag", ["su-pm"]),
        ("geen", []),
    ],
)
def test_parts_of_the_week_are_read_in_their_order(cell: str, codes: list[str]) -> None:
    assert values.dayparts(cell) == codes
    assert set(codes) <= set(words.DAYPARTS)


@pytest.mark.parametrize("cell", ["ma avond", "altijd", "m o", "maandagavond"])
def test_a_part_of_the_week_that_does_not_exist_is_named(cell: str) -> None:
    said = f"“{cell}” kennen wij niet. Schrijf het zo: ma ochtend, di middag."
    assert unfit(values.dayparts, f"di middag, {cell}") == said


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("muziek, Wandelen", ["wandelen", "muziek"]),
        ("tuin en planten", ["tuin"]),
        ("planten; koken", ["tuin", "koken"]),
        ("lezen en muziek", ["muziek", "lezen"]),
        ("gewoon_praten", ["gewoon_praten"]),
        ("geen", []),
    ],
)
def test_several_words_of_a_list(cell: str, codes: list[str]) -> None:
    assert INTERESTS(cell) == codes


def test_a_word_that_is_not_on_the_list_is_named_with_the_list() -> None:
    said = unfit(values.some_of({"a": "appels", "b": "peren"}), "appels, bananen")
    assert said == "“bananen” kennen wij niet. U kunt kiezen uit: appels, peren."
    assert unfit(values.one_of({"a": "appels"}), "bananen") == "U kunt kiezen uit: appels."


@pytest.mark.parametrize(("cell", "code"), [("Vrouw", "V"), ("v", "V"), ("man", "M"), ("Anders", "O")])
def test_one_word_of_a_list_or_its_code(cell: str, code: str) -> None:
    assert values.one_of(words.SEXES)(cell) == code


def test_what_stands_between_brackets_in_a_list_may_be_left_out() -> None:
    assert values.some_of(words.LANGUAGES)("dialect, Oekraiens") == ["nds", "uk"]


@pytest.mark.parametrize(
    ("cell", "yes"), [("ja", True), ("X", True), ("WAAR", True), ("Nee", False), ("ONWAAR", False)]
)
def test_yes_and_no(cell: str, yes: bool) -> None:
    assert values.yes_or_no(cell) is yes
    assert unfit(values.yes_or_no, "misschien") == "Schrijf ja of nee."


@pytest.mark.parametrize(("cell", "number"), [("10", 10), ("10 km", 10), ("10,0", 10), ("1", 1), ("100", 100)])
def test_a_whole_number_perhaps_with_its_unit(cell: str, number: int) -> None:
    assert values.whole(1, 100)(cell) == number


@pytest.mark.parametrize("cell", ["0", "101", "-5", "tien", "10,5", "1e3"])
def test_a_number_outside_its_bounds_is_refused_with_them(cell: str) -> None:
    assert unfit(values.whole(1, 100), cell) == "Schrijf een getal van 1 tot en met 100."


@pytest.mark.parametrize("cell", ["6811", "6811AB", "6811 ab"])
def test_of_a_postcode_the_digits_are_kept(cell: str) -> None:
    assert values.pc4(cell) == "6811"
    assert unfit(values.pc4, "0811") == "Schrijf een postcode, zoals 6811 of 6811 AB."


def test_a_phone_number_gets_the_nought_back_that_a_workbook_took() -> None:
    assert values.phone("260000099") == "0260000099"
    assert values.phone("+31 26 000 00 99") == "+31 26 000 00 99"
    assert unfit(values.phone, "12345") == "Schrijf een telefoonnummer, zoals 026 000 00 00."


def test_signs_that_cannot_be_seen_are_gone() -> None:
    assert values.seen(" Mia\u200b\u202e  van\tVerzonnen\n") == "Mia van Verzonnen"


def test_several_days_stand_in_one_cell_in_any_order() -> None:
    assert values.days("3-9-2026, 4 juni 2026; 2026-06-04") == [date(2026, 6, 4), date(2026, 9, 3)]
    with pytest.raises(values.Unfit, match="Schrijf datums met een komma ertussen"):
        values.days("3-9-2026, morgen")


@pytest.mark.parametrize("cell", ["6811ab", "6811 AB"])
def test_a_whole_postcode_is_written_as_on_an_envelope(cell: str) -> None:
    assert values.postcode(cell) == "6811 AB"


@pytest.mark.parametrize("cell", ["6811", "AB 6811", "0811 AB", "6811 ABC"])
def test_half_a_postcode_is_none(cell: str) -> None:
    with pytest.raises(values.Unfit, match="hele postcode"):
        values.postcode(cell)
