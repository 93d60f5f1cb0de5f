from datetime import date, timedelta

import pytest

from bezoekdienst.lib.errors import Refused
from bezoekdienst.retention import applying
from letters import counts, memory, plausibility, rounds
from letters.deliveries import judging
from letters.models import Addressee, LedgerEntry, LedgerKey, Letter, Round
from letters.states import RoundState
from tests.letters import chain

pytestmark = pytest.mark.django_db
THREE = tuple(chain.widow(number) for number in range(3))


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
    chain.check(subject, *THREE)
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


def test_cancelling_gives_every_loss_back_and_the_delivery_can_be_used_again():
    subject = chain.checked(*THREE)
    chain.check(subject, chain.widow(0, e06_08_10="20260930"), *THREE[1:])
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
    chain.check(subject, chain.widow(0, e06_08_10="20260930"), *THREE[1:])
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
