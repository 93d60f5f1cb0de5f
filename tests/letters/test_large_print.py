"""For whom the type is large, and what that does to a round."""

from datetime import date

import pytest

from letters import proofs, rounds, sheets
from letters.deliveries import holding
from letters.printing import making
from letters.registry import composition
from letters.registry.rows import RegistryPerson
from letters.selection import Decision
from letters.states import Outcome
from tests.letters import chain
from tests.letters.heads import THREE, save

pytestmark = pytest.mark.django_db

LONG = "Verzonnenhuizenvoorbeeldhovensteinbergen"


@pytest.mark.parametrize(
    ("born", "from_age", "large"),
    [
        (1946, 80, True),  # turns eighty this year
        (1947, 80, False),
        (1900, None, False),
        (None, 80, False),
        (None, 0, True),
        (2000, 0, True),
    ],
)
def test_who_gets_large_type(born, from_age, large):
    assert sheets.is_large({"born": born}, from_age, date(2026, 1, 1)) is large


def test_a_sheet_from_before_the_year_was_kept_is_printed_as_usual():
    assert sheets.is_large({}, 80, chain.ON) is False


@pytest.mark.parametrize(
    ("birth", "born"),
    [("19460517", 1946), ("19460000", 1946), ("00000000", None), ("", None), ("1946", None), ("19461399", None)],
)
def test_of_the_birth_date_only_the_year_is_kept(birth, born):
    person = RegistryPerson(line=1, birth=birth)
    sheet = sheets.compose(composition.of(person), Decision(Outcome.DUE, ()), "1", birth)
    assert sheet["born"] == born
    assert [name for name, value in sheet.items() if birth and value == birth] == []


def test_a_round_prints_large_for_whom_its_letterhead_says_and_shows_one_on_the_proof():
    save(large_print_from=80)
    lines = [chain.widow(number, e01_03_10=f"{year}0510") for number, year in enumerate((1947, 1946, 1960))]
    frozen = chain.frozen(*lines)
    save(large_print_from=0)  # afterwards; the round keeps what it had
    frozen.refresh_from_db()
    letters = frozen.letters.select_related("addressee").order_by("addressee__row")
    assert [sheets.printed(one, frozen).large_print for one in letters] == [False, True, False]
    assert [one.addressee.row for one in proofs.chosen(frozen) if sheets.printed(one, frozen).large_print] == [2]


def test_a_round_without_large_letters_shows_none():
    frozen = chain.frozen(*THREE)
    assert {sheets.printed(one, frozen).large_print for one in frozen.letters.select_related("addressee")} == {False}


def test_a_large_letter_has_two_sheets_in_a_box_of_its_own():
    save(large_print_from=80)
    subject = chain.released(*(chain.widow(n, e01_03_10=f"{y}0510") for n, y in enumerate((1946, 1960))))
    making.make_all(at=chain.at())
    assert [box.pages for box in subject.boxes.all()] == [2, 4]


def test_a_salutation_that_fits_only_in_small_type_is_held_where_it_would_be_large():
    save(large_print_from=80)
    drafted = chain.drafted(
        chain.widow(0, e01_02_40=LONG, e01_03_10="19400510"), chain.widow(1, e01_02_40=LONG, e01_03_10="19600510")
    )
    assert [one.outcome for one in drafted.extract.addressees.all()] == [Outcome.DUE, Outcome.DUE]
    frozen = rounds.freeze(drafted, by=chain.clerk(), at=chain.at())
    assert [letter.addressee.row for letter in frozen.letters.all()] == [2]
    held = frozen.extract.addressees.get(outcome=Outcome.HELD)
    assert [reason.text for reason in holding.obstacles(held)] == ["De aanhef past niet op een regel."]
