from datetime import date

import pytest

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from letters import counts, withdrawals
from letters.models import LedgerEntry, Letter, Suppression
from letters.printing import boxes, making, papers
from letters.states import BoxState, LetterState
from letters.withdrawals import Cause
from tests.letters import chain

pytestmark = pytest.mark.django_db
THREE = tuple(chain.widow(number) for number in range(3))


def withdraw(letter: Letter, cause: Cause) -> None:
    withdrawals.withdraw(letter, cause=cause, by=chain.clerk(), at=chain.at())


@pytest.mark.parametrize(
    ("cause", "comes_back"),
    [
        (Cause.DEAD, False),
        (Cause.OBJECTS, False),
        (Cause.REMARRIED, False),
        (Cause.SECRET, False),
        (Cause.MOVED, True),
        (Cause.WRONG, True),
    ],
)
def test_a_letter_is_taken_out_and_comes_back_only_where_it_may(cause: Cause, comes_back: bool) -> None:
    subject = chain.frozen(*THREE)
    letter = subject.letters.get(position=2)
    withdraw(letter, cause)
    letter.refresh_from_db()
    assert (letter.state, letter.pulled_reason) == (LetterState.PULLED, withdrawals.REASONS[cause].text)
    assert LedgerEntry.objects.filter(letter=letter).exists() is not comes_back
    assert LedgerEntry.objects.exclude(letter=letter).count() == 2
    assert Suppression.objects.exists() is (cause is Cause.OBJECTS)
    assert counts.of(subject).reconciles
    (event,) = Event.objects.filter(kind="letter.withdrawn")
    assert event.facts == {"cause": cause.label.lower()}


def test_a_box_that_never_left_is_made_again_without_it() -> None:
    subject = chain.released(*THREE)
    making.make_all(at=chain.at())
    box = subject.boxes.get()
    before = box.digest
    withdraw(subject.letters.get(position=1), Cause.DEAD)
    box.refresh_from_db()
    assert box.state == BoxState.QUEUED
    making.make_all(at=chain.at())
    box.refresh_from_db()
    assert (box.state, box.pages, box.letters.count()) == (BoxState.MADE, 4, 2)
    assert box.digest != before
    assert papers.pulls(subject) == []


def test_of_a_box_that_left_the_envelope_is_on_the_pull_list() -> None:
    subject = chain.printed(*THREE)
    withdraw(subject.letters.get(position=3), Cause.MOVED)
    assert [(pull.box, pull.place) for pull in papers.pulls(subject)] == [(1, 3)]
    assert boxes.perhaps_on_paper(subject).count() == 1


def test_what_is_on_the_post_or_out_already_is_refused() -> None:
    subject = chain.posted(*THREE)
    with pytest.raises(Refused, match="kan er niet meer uit"):
        withdraw(subject.letters.get(position=1), Cause.DEAD)
    assert set(subject.letters.values_list("state", flat=True)) == {LetterState.POSTED}
    with pytest.raises(Refused, match="Kies waarom"):
        withdrawals.withdraw(subject.letters.get(position=1), cause="zomaar", by=chain.clerk(), at=chain.at())


def test_taken_out_twice_is_out_once() -> None:
    subject = chain.frozen(*THREE)
    letter = subject.letters.get(position=1)
    withdraw(letter, Cause.DEAD)
    with pytest.raises(Refused, match="kan er niet meer uit"):
        withdraw(letter, Cause.WRONG)
    assert subject.letters.get(position=1).pulled_reason == "Deze persoon is zelf overleden."


def test_who_objects_gets_no_letter_about_another_loss_either() -> None:
    again = chain.widow(0, e05_01_20=chain.bsn(901), e05_02_40="Anders", e05_03_10="19500202")
    first, second = chain.frozen(*THREE), chain.frozen(again, chain.widow(9), on=date(2027, 1, 4))
    withdraw(first.letters.get(addressee__row=1), Cause.OBJECTS)
    pulled = Letter.objects.filter(state=LetterState.PULLED).values_list("round", "addressee__row", "pulled_reason")
    reason = withdrawals.REASONS[Cause.OBJECTS].text
    assert sorted(pulled) == [(first.pk, 1, reason), (second.pk, 1, reason)]
