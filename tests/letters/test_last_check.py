"""A fresh extract laid over a round: who may no longer be written to comes out, and a wrong file pulls nobody (L9)."""

from datetime import date, timedelta

import pytest

from bezoekdienst.lib.errors import Refused
from letters import counts, last_check, rounds
from letters.models import LedgerEntry
from letters.printing import papers
from letters.states import LetterState
from tests.letters import chain

pytestmark = pytest.mark.django_db


THREE = tuple(chain.widow(number) for number in range(3))


def test_the_last_check_pulls_who_died_moved_became_secret_or_is_absent():
    lines = [chain.widow(number) for number in range(6)]
    subject = chain.frozen(*lines)
    fresh = [
        chain.widow(0, e06_08_10="20260930"),
        chain.widow(1, e08_09_10="0228"),
        chain.widow(2, e07_70_10="4"),
        chain.widow(3, e08_11_20="77"),
        lines[4],
    ]
    pulled = chain.check(subject, *fresh)
    assert {letter.addressee.row: letter.pulled_reason for letter in pulled} == {
        1: "Deze persoon is zelf overleden.",
        2: "Deze persoon woont niet (meer) in de gemeente.",
        3: "De gegevens van deze persoon zijn geheim.",
        4: last_check.CHANGED.text,
        6: last_check.ABSENT.text,
    }
    # L4: dead and secret keep their place in the ledger; who moved, changed or was absent comes back
    kept = {entry.letter.addressee.row for entry in LedgerEntry.objects.select_related("letter__addressee")}
    assert kept == {1, 3, 5}
    assert counts.of(subject).reconciles


def test_a_loss_that_turns_out_not_to_be_one_keeps_no_place_for_the_day_that_it_is():
    subject = chain.frozen(*THREE)
    pulled = chain.check(subject, chain.widow(0, e05_07_10="", e05_07_40=""), chain.widow(1, e05_07_40="S"), THREE[2])
    assert [letter.pulled_reason for letter in pulled] == [
        "De partner leeft volgens het register nog.",
        "Geen overlijden: het huwelijk of partnerschap eindigde door scheiding.",
    ]
    assert [entry.letter.addressee.row for entry in LedgerEntry.objects.all()] == [3]
    on = date(2027, 4, 1)
    late = {"e05_07_10": "20260915", "e05_85_10": "20260915", "e05_86_10": "20260916"}
    assert chain.take_in(chain.widow(0, **late), on=on).due == 1


def test_a_corrected_date_takes_out_who_would_be_written_to_too_early_or_in_the_wrong_words():
    subject = chain.frozen(*THREE)
    recent = {"e05_07_10": "20260801", "e05_85_10": "20260801", "e05_86_10": "20260802"}
    pulled = chain.check(subject, chain.widow(0, **recent), chain.widow(1, e05_07_10="20250801"), THREE[2])
    assert {letter.addressee.row: letter.pulled_reason for letter in pulled} == {
        1: "Het overlijden is nog te kort geleden. Deze persoon komt in een volgende ronde.",
        2: last_check.REDATED.text,
    }
    assert [entry.letter.addressee.row for entry in LedgerEntry.objects.all()] == [3]


def test_of_two_lines_of_one_person_the_one_that_objects_counts():
    subject = chain.frozen(*THREE)
    pulled = chain.check(subject, chain.widow(0, e06_08_10="20260930"), THREE[1], THREE[0], THREE[2])
    assert [letter.addressee.row for letter in pulled] == [1]


def test_a_neighbour_with_the_same_name_is_not_the_addressee():
    nameless = {"e01_01_20": "", "e05_01_20": ""}
    mine = chain.widow(0, **nameless)
    neighbour = chain.widow(0, e01_01_20=chain.bsn(500), e01_03_10="19330303", e08_11_20="8", e06_08_10="20260901")
    subject = chain.frozen(mine)
    assert chain.check(subject, neighbour, mine) == []


def test_a_check_older_than_the_extract_is_refused():
    subject = chain.frozen(*THREE)
    with pytest.raises(Refused, match="ouder dan het bestand"):
        chain.check(subject, *THREE, on=chain.ON - timedelta(days=1))


@pytest.mark.parametrize(("there", "refused"), [(15, False), (14, True), (0, True), (20, False)])
def test_half_a_file_is_no_last_check_unless_somebody_says_that_it_is_whole(there, refused):
    lines = [chain.widow(number) for number in range(20)]
    subject = chain.frozen(*lines)
    fresh = (*lines[:there], chain.widow(90))
    if refused:
        with pytest.raises(Refused, match=f"haalt {20 - there} van de 20 brieven eruit"):
            chain.check(subject, *fresh)
        assert (subject.last_checked_on, subject.letters.filter(state=LetterState.PULLED).count()) == (None, 0)
        last_check.lay(
            subject,
            chain.delivery(*fresh),
            state_on=chain.ON,
            by=chain.clerk(),
            at=chain.at(),
            on=chain.ON,
            even_many=True,
        )
    else:
        chain.check(subject, *fresh)
    assert subject.letters.filter(state=LetterState.PULLED).count() == 20 - there


def test_a_letter_of_which_the_name_is_gone_cannot_be_checked_and_does_not_go():
    subject = chain.printed(*THREE)
    subject.letters.get(position=2).addressee.delete()
    assert [letter.position for letter in chain.check(subject, *THREE)] == [2]
    assert [pull.place for pull in papers.pulls(subject)] == [2]


def test_a_file_in_which_nobody_of_the_round_stands_pulls_nobody_however_small_the_round():
    subject = chain.frozen(*THREE)
    with pytest.raises(Refused, match="haalt 3 van de 3 brieven eruit"):
        chain.check(subject, *(chain.widow(n, e01_01_20="", e01_01_10=f"100000000{n}") for n in range(3)))
    assert subject.letters.filter(state=LetterState.MADE).count() == 3


def test_the_old_file_chosen_by_mistake_is_no_last_check():
    subject, later = chain.frozen(*THREE), chain.ON + timedelta(days=8)
    with pytest.raises(Refused, match="al aangeleverd, als dat van 1 oktober 2026"):
        chain.check(subject, *THREE, on=later)
    subject.refresh_from_db()
    assert subject.last_checked_on is None
    given = {"state_on": later, "by": chain.clerk(), "at": chain.at(later), "on": later}
    assert last_check.lay(subject, chain.delivery(*THREE), even_many=True, **given) == []  # nothing changed: it happens
    assert subject.last_checked_on == later


@pytest.mark.parametrize(("days", "fits"), [(7, True), (8, False)])
def test_nothing_is_made_on_an_old_check(days, fits):
    subject = chain.checked(*THREE)  # a Thursday: five working days later is the next Thursday
    later = chain.ON + timedelta(days=days)
    if fits:
        rounds.release(subject, by=chain.clerk(), at=chain.at(later))
    else:
        with pytest.raises(Refused, match="ouder dan 5 werkdagen"):
            rounds.release(subject, by=chain.clerk(), at=chain.at(later))
