from datetime import date, timedelta

import pytest

from bezoekdienst.lib.errors import Refused
from bezoekdienst.retention import applying
from letters import counts, last_check, memory, plausibility, rounds
from letters.deliveries import judging
from letters.models import Addressee, LedgerEntry, LedgerKey, Letter, Round
from letters.printing import papers
from letters.states import LetterState, RoundState
from tests.letters import chain

pytestmark = pytest.mark.django_db
THREE = tuple(chain.widow(number) for number in range(3))


def check(subject, *lines, on=chain.ON):
    return last_check.lay(subject, chain.delivery(*lines), state_on=on, by=chain.clerk(), at=chain.at(on), on=on)


def test_a_quarter_is_opened_once():
    first = rounds.open_quarter(on=chain.ON, at=chain.at())
    again = [rounds.open_quarter(on=chain.ON + timedelta(days=days), at=chain.at()) for days in (0, 40, 91)]
    assert first is not None and again == [None, None, None]
    assert rounds.open_quarter(on=date(2027, 1, 1), at=chain.at(date(2027, 1, 1))).quarter_on == date(2027, 1, 1)


def test_a_cancelled_quarter_is_begun_again_by_a_person_only():
    rounds.cancel(rounds.open_quarter(on=chain.ON, at=chain.at()), by=chain.clerk(), at=chain.at())
    assert rounds.open_quarter(on=chain.ON, at=chain.at()) is None
    assert rounds.open_quarter(on=chain.ON, at=chain.at(), by=chain.clerk()).state == RoundState.DRAFT
    assert rounds.open_quarter(on=chain.ON, at=chain.at(), by=chain.clerk()) is None


def test_freezing_books_every_loss_and_gives_each_letter_a_code_in_postcode_order():
    subject = chain.frozen(*THREE)
    letters = list(subject.letters.order_by("position"))
    assert [letter.position for letter in letters] == [1, 2, 3]
    assert [letter.addressee.sheet["postcode"] for letter in letters] == ["6811AB", "6812AB", "6813AB"]
    assert len({letter.code for letter in letters}) == 3
    assert (LedgerEntry.objects.count(), LedgerKey.objects.filter(strong=True).count()) == (3, 3)


def test_freezing_twice_is_refused_and_books_nothing_new():
    subject = chain.frozen(*THREE)
    stale = Round.objects.get(pk=subject.pk)
    stale.state = RoundState.DRAFT
    with pytest.raises(Refused):
        rounds.freeze(stale, by=chain.clerk(), at=chain.at())
    assert (Letter.objects.count(), LedgerEntry.objects.count()) == (3, 3)


def test_an_objection_between_reading_and_freezing_is_heard():
    subject = chain.drafted(*THREE)
    memory.suppress(subject.extract.addressees.get(row=2).person_keys, on=chain.ON)
    rounds.freeze(subject, by=chain.clerk(), at=chain.at())
    assert sorted(letter.addressee.row for letter in subject.letters.all()) == [1, 3]
    extract = subject.extract
    assert (extract.due, extract.held, extract.left_out) == (2, 0, 1)
    assert extract.reasons == {"left_out": {"Deze persoon wil geen brief of is al bekend.": 1}}
    assert set(Addressee.objects.values_list("row", flat=True)) == {1, 3}


def test_release_needs_proof_a_check_and_a_second_clerk():
    subject, first = chain.drafted(*THREE), chain.clerk()
    rounds.freeze(subject, by=first, at=chain.at())
    with pytest.raises(Refused) as refusal:
        rounds.release(subject, by=first, at=chain.at())
    assert [reason.text for reason in refusal.value.reasons] == [
        "Bekijk eerst de proefpagina’s.",
        "Doe eerst de laatste controle met een nieuw uittreksel.",
        "Vrijgeven doet iemand anders dan wie de ronde vastzette. Vraag een collega.",
    ]
    with pytest.raises(Refused, match="Open eerst de proefpagina"):
        rounds.proof_seen(subject, by=first, at=chain.at())
    chain.looked_at(subject, first, chain.at())
    check(subject, *THREE)
    rounds.release(subject, by=chain.clerk(), at=chain.at())
    assert (subject.state, subject.boxes.count()) == (RoundState.RELEASED, 1)


def test_a_second_click_on_release_fills_no_second_set_of_boxes():
    subject = chain.checked(*THREE)
    stale = Round.objects.get(pk=subject.pk)
    rounds.release(subject, by=chain.clerk(), at=chain.at())
    with pytest.raises(Refused, match="vrijgegeven"):
        rounds.release(stale, by=chain.clerk(), at=chain.at())
    assert subject.boxes.count() == 1


@pytest.mark.parametrize(("count", "usual"), [(2, True), (3, True), (8, True), (1, False), (9, False)])
def test_half_to_double_is_usual_and_outside_it_a_reason_is_asked(count, usual):
    chain.posted(*(chain.widow(number) for number in range(4)))
    on = date(2027, 1, 4)
    lines = tuple(chain.widow(number) for number in range(20, 20 + count))
    subject = chain.checked(*lines, on=on)
    assert (plausibility.remark(subject) == "") is usual
    assert [(one.letters, one.is_this) for one in plausibility.sizes(subject)][-1] == (count, True)
    if not usual:
        with pytest.raises(Refused, match="Typ waarom"):
            rounds.release(subject, by=chain.clerk(), at=chain.at(on))
    released = rounds.release(subject, by=chain.clerk(), at=chain.at(on), unusual_reason="Klopt.")
    assert released.unusual_count_reason == "Klopt."


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
    pulled = check(subject, *fresh)
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
    pulled = check(subject, chain.widow(0, e05_07_10="", e05_07_40=""), chain.widow(1, e05_07_40="S"), THREE[2])
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
    pulled = check(subject, chain.widow(0, **recent), chain.widow(1, e05_07_10="20250801"), THREE[2])
    assert {letter.addressee.row: letter.pulled_reason for letter in pulled} == {
        1: "Het overlijden is nog te kort geleden. Deze persoon komt in een volgende ronde.",
        2: last_check.REDATED.text,
    }
    assert [entry.letter.addressee.row for entry in LedgerEntry.objects.all()] == [3]


def test_of_two_lines_of_one_person_the_one_that_objects_counts():
    subject = chain.frozen(*THREE)
    pulled = check(subject, chain.widow(0, e06_08_10="20260930"), THREE[1], THREE[0], THREE[2])
    assert [letter.addressee.row for letter in pulled] == [1]


def test_a_neighbour_with_the_same_name_is_not_the_addressee():
    nameless = {"e01_01_20": "", "e05_01_20": ""}
    mine = chain.widow(0, **nameless)
    neighbour = chain.widow(0, e01_01_20=chain.bsn(500), e01_03_10="19330303", e08_11_20="8", e06_08_10="20260901")
    subject = chain.frozen(mine)
    assert check(subject, neighbour, mine) == []


def test_a_check_older_than_the_extract_is_refused():
    subject = chain.frozen(*THREE)
    with pytest.raises(Refused, match="ouder dan het bestand"):
        check(subject, *THREE, on=chain.ON - timedelta(days=1))


@pytest.mark.parametrize(("days", "fits"), [(7, True), (8, False)])
def test_posting_needs_a_check_of_at_most_five_working_days_ago(days, fits):
    subject, on = chain.printed(*THREE), chain.ON + timedelta(days=days)  # 1 October 2026 is a Thursday
    if fits:
        assert rounds.post(subject, on=on, by=chain.clerk(), at=chain.at(on)).posted_on == on
    else:
        with pytest.raises(Refused, match="ouder dan 5 werkdagen"):
            rounds.post(subject, on=on, by=chain.clerk(), at=chain.at(on))


@pytest.mark.parametrize("days", [-1, 1])
def test_nothing_is_posted_before_it_was_printed_or_in_the_future(days):
    subject = chain.printed(*THREE)
    with pytest.raises(Refused):
        rounds.post(subject, on=chain.ON + timedelta(days=days), by=chain.clerk(), at=chain.at())
    assert subject.letters.filter(state=LetterState.MADE).count() == 3


def test_no_letter_falls_on_the_mat_in_the_week_of_christmas():
    on = date(2026, 12, 21)
    subject = chain.printed(*THREE, on=on)
    with pytest.raises(Refused, match="kerst"):
        rounds.post(subject, on=on, by=chain.clerk(), at=chain.at(on))


def test_cancelling_gives_every_loss_back_and_the_delivery_can_be_used_again():
    subject = chain.checked(*THREE)
    check(subject, chain.widow(0, e06_08_10="20260930"), *THREE[1:])
    rounds.cancel(subject, by=chain.clerk(), at=chain.at())
    assert LedgerEntry.objects.count() == 0
    assert dict(subject.letters.values_list("position", "state")) == {1: "pulled", 2: "cancelled", 3: "cancelled"}
    again = rounds.open_quarter(on=chain.ON, at=chain.at(), by=chain.clerk())
    rounds.draft(again, extract=subject.extract, by=chain.clerk(), at=chain.at())
    rounds.freeze(again, by=chain.clerk(), at=chain.at())
    # who turned out to be dead doesn't come back with the old file
    assert sorted(letter.addressee.row for letter in again.letters.all()) == [2, 3]
    assert counts.of(again).reconciles


def test_a_printed_round_is_cancelled_only_when_the_sheets_are_destroyed():
    subject = chain.printed(*THREE)
    with pytest.raises(Refused, match="vernietigd"):
        rounds.cancel(subject, by=chain.clerk(), at=chain.at(), typed="ja")
    rounds.cancel(subject, by=chain.clerk(), at=chain.at(), typed=" Vernietigd ")
    assert subject.state == RoundState.CANCELLED


def test_a_posted_round_is_never_cancelled():
    with pytest.raises(Refused):
        rounds.cancel(chain.posted(*THREE), by=chain.clerk(), at=chain.at())
    assert LedgerEntry.objects.count() == 3


def test_an_extract_is_used_once_and_not_when_old():
    subject = chain.drafted(*THREE)
    other = rounds.open_quarter(on=date(2027, 1, 4), at=chain.at(date(2027, 1, 4)))
    with pytest.raises(Refused) as refusal:
        rounds.draft(other, extract=subject.extract, by=chain.clerk(), at=chain.at(date(2027, 1, 4)))
    assert [reason.rule for reason in refusal.value.reasons] == ["L9", "L4"]


@pytest.mark.parametrize(("days", "fits"), [(14, True), (15, False)])
def test_a_draft_that_lay_too_long_is_not_frozen_on_its_old_delivery(days, fits):
    subject, later = chain.drafted(*THREE), chain.ON + timedelta(days=days)
    if fits:
        rounds.freeze(subject, by=chain.clerk(), at=chain.at(later))
        return
    with pytest.raises(Refused, match="ouder dan 14 dagen"):
        rounds.freeze(subject, by=chain.clerk(), at=chain.at(later))
    assert (Letter.objects.count(), LedgerEntry.objects.count()) == (0, 0)
    fresh = chain.take_in(*THREE, chain.widow(9), on=later)
    rounds.draft(subject, extract=fresh, by=chain.clerk(), at=chain.at(later))
    assert rounds.freeze(subject, by=chain.clerk(), at=chain.at(later)).letters.count() == 4


def test_a_reference_date_never_goes_backwards():
    chain.frozen(*THREE, on=date(2026, 9, 25))  # judged for 1 October, which is near
    assert judging.reference_on(date(2026, 9, 25)) == date(2026, 10, 1)
    assert judging.reference_on(date(2026, 9, 28)) == date(2026, 10, 1)
    assert judging.reference_on(date(2026, 10, 5)) == date(2026, 10, 5)


def test_silent_names_go_after_eight_weeks_and_the_counts_stay():
    subject = chain.posted(*THREE)
    on = subject.posted_on + timedelta(weeks=8)
    assert rounds.erase_silent(on=on - timedelta(days=1), at=chain.at(on)) == 0
    assert rounds.erase_silent(on=on, at=chain.at(on)) == 3
    assert rounds.erase_silent(on=on, at=chain.at(on)) == 0
    assert (Addressee.objects.count(), counts.of(subject).silent) == (0, 3)
    subject.refresh_from_db()
    assert subject.state == RoundState.CLOSED


def test_the_next_round_skips_nobody_and_writes_nobody_twice():
    chain.posted(*THREE)
    on = date(2027, 1, 4)
    second = chain.frozen(*THREE, chain.widow(7), on=on)
    assert [letter.addressee.row for letter in second.letters.all()] == [4]


def test_a_round_that_lay_for_months_can_still_be_cancelled_after_its_lines_were_erased():
    subject = chain.frozen(*THREE, chain.widow(4, e08_83_10="081110"), chain.widow(5, e06_08_10="20260901"))
    check(subject, chain.widow(0, e06_08_10="20260930"), *THREE[1:])
    later = chain.ON + timedelta(days=240)
    applying.run(on=later, at=chain.at(later))
    rounds.cancel(subject, by=chain.clerk(), at=chain.at(later))
    extract = subject.extract
    extract.refresh_from_db()
    assert (subject.state, extract.due, extract.held, extract.left_out) == (RoundState.CANCELLED, 2, 1, 2)
    assert extract.reasons == {
        "held": {"Het adres wordt onderzocht.": 1},
        "left_out": {"Deze persoon is zelf overleden.": 2},
    }


def test_nothing_is_posted_before_every_envelope_of_the_pull_list_is_out():
    subject = chain.printed(*THREE)
    check(subject, THREE[0], chain.widow(1, e06_08_10="20260930"))  # one died, one is absent: both are on paper
    day = chain.ON + timedelta(days=1)
    for counted in (0, 1, 3):
        with pytest.raises(Refused, match="uithaallijst staat een ander aantal"):
            rounds.post(subject, on=day, by=chain.clerk(), at=chain.at(day), taken_out=counted)
    rounds.post(subject, on=day, by=chain.clerk(), at=chain.at(day), taken_out=2)
    assert (subject.state, counts.of(subject).posted, counts.of(subject).pulled) == (RoundState.POSTED, 1, 2)


@pytest.mark.parametrize(("there", "refused"), [(15, False), (14, True), (0, True), (20, False)])
def test_half_a_file_is_no_last_check_unless_somebody_says_that_it_is_whole(there, refused):
    lines = [chain.widow(number) for number in range(20)]
    subject = chain.frozen(*lines)
    fresh = (*lines[:there], chain.widow(90))
    if refused:
        with pytest.raises(Refused, match=f"haalt {20 - there} van de 20 brieven eruit"):
            check(subject, *fresh)
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
        check(subject, *fresh)
    assert subject.letters.filter(state=LetterState.PULLED).count() == 20 - there


def test_a_letter_of_which_the_name_is_gone_cannot_be_checked_and_does_not_go():
    subject = chain.printed(*THREE)
    subject.letters.get(position=2).addressee.delete()
    assert [letter.position for letter in check(subject, *THREE)] == [2]
    assert [pull.place for pull in papers.pulls(subject)] == [2]


def test_a_file_in_which_nobody_of_the_round_stands_pulls_nobody_however_small_the_round():
    subject = chain.frozen(*THREE)
    with pytest.raises(Refused, match="haalt 3 van de 3 brieven eruit"):
        check(subject, *(chain.widow(n, e01_01_20="", e01_01_10=f"100000000{n}") for n in range(3)))
    assert subject.letters.filter(state=LetterState.MADE).count() == 3


def test_the_old_file_chosen_by_mistake_is_no_last_check():
    subject, later = chain.frozen(*THREE), chain.ON + timedelta(days=8)
    with pytest.raises(Refused, match="al aangeleverd, als dat van 1 oktober 2026"):
        check(subject, *THREE, on=later)
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


@pytest.mark.parametrize(("days", "fits"), [(42, True), (43, False)])
def test_a_letter_that_lay_frozen_too_long_does_not_go(days, fits):
    subject, later = chain.looked_at(chain.frozen(*THREE), chain.clerk(), chain.at()), chain.ON + timedelta(days=days)
    check(subject, *THREE, chain.widow(90), on=later)
    if fits:
        rounds.release(subject, by=chain.clerk(), at=chain.at(later))
        return
    with pytest.raises(Refused, match="meer dan 6 weken geleden vastgezet") as refusal:
        rounds.release(subject, by=chain.clerk(), at=chain.at(later))
    assert len(refusal.value.reasons) == 1
    rounds.cancel(subject, by=chain.clerk(), at=chain.at(later))
    assert not LedgerEntry.objects.exists()


def test_a_round_that_lay_printed_too_long_is_not_posted():
    subject, later = chain.printed(*THREE), chain.ON + timedelta(days=43)
    check(subject, *THREE, chain.widow(90), on=later)
    with pytest.raises(Refused, match="meer dan 6 weken geleden vastgezet"):
        rounds.post(subject, on=later, by=chain.clerk(), at=chain.at(later))
