"""What must be so before letters are made and go to the post (L8, L9, L11)."""

from datetime import date, timedelta

import pytest

from bezoekdienst.lib.errors import Refused
from letters import counts, rounds
from letters.models import LedgerEntry
from letters.states import LetterState, RoundState
from tests.letters import chain

pytestmark = pytest.mark.django_db


THREE = tuple(chain.widow(number) for number in range(3))


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


def test_nothing_is_posted_before_every_envelope_of_the_pull_list_is_out():
    subject = chain.printed(*THREE)
    chain.check(subject, THREE[0], chain.widow(1, e06_08_10="20260930"))  # one died, one is absent: both are on paper
    day = chain.ON + timedelta(days=1)
    for counted in (0, 1, 3):
        with pytest.raises(Refused, match="uithaallijst staat een ander aantal"):
            rounds.post(subject, on=day, by=chain.clerk(), at=chain.at(day), taken_out=counted)
    rounds.post(subject, on=day, by=chain.clerk(), at=chain.at(day), taken_out=2)
    assert (subject.state, counts.of(subject).posted, counts.of(subject).pulled) == (RoundState.POSTED, 1, 2)


@pytest.mark.parametrize(("days", "fits"), [(42, True), (43, False)])
def test_a_letter_that_lay_frozen_too_long_does_not_go(days, fits):
    subject, later = chain.looked_at(chain.frozen(*THREE), chain.clerk(), chain.at()), chain.ON + timedelta(days=days)
    chain.check(subject, *THREE, chain.widow(90), on=later)
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
    chain.check(subject, *THREE, chain.widow(90), on=later)
    with pytest.raises(Refused, match="meer dan 6 weken geleden vastgezet"):
        rounds.post(subject, on=later, by=chain.clerk(), at=chain.at(later))
