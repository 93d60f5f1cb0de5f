from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.db import connection

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from letters import last_check, rounds, sheets
from letters.deliveries import holding
from letters.models import Addressee, LineOutcome
from letters.states import Outcome
from tests.letters import chain

pytestmark = pytest.mark.django_db
DOUBTFUL = {"e08_83_10": "081110"}


def decide(addressee, outcome, reason=""):
    holding.decide(addressee, outcome=outcome, reason=reason, by=chain.clerk(), at=chain.at())


def test_sending_anyway_moves_her_to_due_and_keeps_the_sums_true():
    extract = chain.take_in(chain.widow(1), chain.widow(2, **DOUBTFUL))
    decide(extract.addressees.get(outcome=Outcome.HELD), Outcome.DUE)
    extract.refresh_from_db()
    assert (extract.due, extract.held, extract.left_out, extract.reasons) == (2, 0, 0, {})
    event = Event.objects.get(kind="addressee.decided")
    assert event.facts == {"row": 2, "outcome": "krijgt een brief"}


def test_of_who_is_left_out_no_name_stays():
    extract = chain.take_in(chain.widow(1), chain.widow(2, **DOUBTFUL))
    decide(extract.addressees.get(outcome=Outcome.HELD), Outcome.LEFT_OUT, "Het adres klopt niet.")
    extract.refresh_from_db()
    assert (extract.due, extract.held, extract.left_out) == (1, 0, 1)
    assert extract.reasons == {"left_out": {"Na bekijken geen brief: Het adres klopt niet.": 1}}
    assert list(Addressee.objects.values_list("row", flat=True)) == [1]
    assert LineOutcome.objects.get().row == 2


@pytest.mark.parametrize("reason", ["", "  ", "staat onder 123456782 in het register", "x" * 121])
def test_leaving_out_needs_a_short_reason_without_numbers(reason):
    extract = chain.take_in(chain.widow(2, **DOUBTFUL))
    with pytest.raises(Refused):
        decide(extract.addressees.get(), Outcome.LEFT_OUT, reason)
    assert extract.addressees.get().outcome == Outcome.HELD


def test_nobody_decides_twice_or_about_who_was_due():
    extract = chain.take_in(chain.widow(1), chain.widow(2, **DOUBTFUL))
    held = extract.addressees.get(outcome=Outcome.HELD)
    decide(held, Outcome.DUE)
    for one in extract.addressees.all():
        with pytest.raises(Refused, match="al besloten"):
            decide(one, Outcome.LEFT_OUT, "Het adres klopt niet.")


def test_after_the_freeze_it_is_too_late():
    subject = chain.frozen(chain.widow(1), chain.widow(2, **DOUBTFUL))
    with pytest.raises(Refused, match="al vastgezet"):
        decide(subject.extract.addressees.get(outcome=Outcome.HELD), Outcome.DUE)


def test_a_letter_that_cannot_be_made_is_never_sent_anyway():
    extract = chain.take_in(chain.widow(2, e01_02_40="", e01_02_10=""))
    with pytest.raises(Refused, match="geen aanhef"):
        decide(extract.addressees.get(), Outcome.DUE)


def test_a_loss_that_cannot_be_remembered_gets_no_letter():
    extract = chain.take_in(chain.widow(2, e01_01_20="", e05_01_20="", e05_02_40="", e05_02_10="Teun"))
    with pytest.raises(Refused, match="tweede brief"):
        decide(extract.addressees.get(), Outcome.DUE)


def test_the_last_check_does_not_undo_a_decision_but_sees_a_new_reason():
    lines = [chain.widow(1), chain.widow(2, **DOUBTFUL), chain.widow(3, **DOUBTFUL)]
    subject = chain.drafted(*lines)
    for one in subject.extract.addressees.filter(outcome=Outcome.HELD):
        decide(one, Outcome.DUE)
    rounds.freeze(subject, by=chain.clerk(), at=chain.at())
    fresh = [*lines[:2], chain.widow(3, e07_70_10="3", **DOUBTFUL)]
    pulled = last_check.lay(
        subject, chain.delivery(*fresh), state_on=chain.ON, by=chain.clerk(), at=chain.at(), on=chain.ON
    )
    assert [letter.addressee.row for letter in pulled] == [3]


@pytest.mark.django_db(transaction=True)
def test_a_decision_at_the_moment_of_the_freeze_is_in_the_round_or_comes_too_late(monkeypatch):
    subject = chain.drafted(chain.widow(1), chain.widow(2, **DOUBTFUL))
    held, sort_key = subject.extract.addressees.get(outcome=Outcome.HELD), sheets.sort_key

    def decided():
        try:
            decide(held, Outcome.DUE)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(1) as pool:
        tried = []

        def interrupted(sheet):
            tried.append(tried[0] if tried else pool.submit(decided))
            wait(tried[:1], timeout=0.3)  # who is due was read already
            return sort_key(sheet)

        monkeypatch.setattr(sheets, "sort_key", interrupted)
        rounds.freeze(subject, by=chain.clerk(), at=chain.at())
        assert tried[0].result() is False
    assert subject.letters.count() == subject.extract.addressees.filter(outcome=Outcome.DUE).count() == 1
