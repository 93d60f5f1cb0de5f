"""Passing on: only with consent for exactly that, or in danger; and somebody asks what came of it (S2, S3)."""

import uuid
from datetime import date, timedelta

import pytest

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting import endings, follow_ups, referrals
from tests import cast, factories
from tests.refusals import texts

pytestmark = pytest.mark.django_db
NOW, TODAY = factories.NOW, factories.TODAY
CONSENT = {"consent_on": TODAY, "shared": "dat zij slecht slaapt"}


@pytest.fixture
def signal(by):
    running = cast.trajectory()
    one = referrals.report(
        uuid.uuid4(), resident=running.resident, trajectory=running, kind="gloom", note="", by=by, at=NOW
    )
    referrals.see(one, by=by, at=NOW)
    return one


def refer(signal, by, to="huisarts", at=NOW, **consent):
    return referrals.refer(signal, to=to, by=by, at=at, **(consent or CONSENT))


@pytest.mark.parametrize(
    ("given", "reasons"),
    [
        ({}, ["Vraag eerst toestemming. Alleen bij gevaar mag het zonder, met de reden erbij."]),
        ({"danger_reason": "  "}, ["Vraag eerst toestemming. Alleen bij gevaar mag het zonder, met de reden erbij."]),
        ({"consent_on": TODAY}, ["Schrijf op wat u mag doorgeven. Daarvoor geldt de toestemming."]),
        ({**CONSENT, "consent_on": TODAY + timedelta(days=1)}, ["De toestemming ligt in de toekomst."]),
    ],
)
def test_without_consent_for_exactly_that_nothing_is_passed_on(signal, by, given, reasons):
    with pytest.raises(Refused) as refusal:
        referrals.refer(signal, to="huisarts", by=by, at=NOW, **given)
    signal.refresh_from_db()
    assert (texts(refusal), signal.state, signal.referrals.count()) == (reasons, "seen", 0)


def test_a_consent_says_whose_it_is_of_which_day_and_for_what(signal, by):
    made = refer(signal, by, **CONSENT, consent_by="haar zoon, als mentor")
    kept = (made.to, made.consent_on, made.consent_by, made.shared, made.made_on, made.made_by)
    assert kept == ("huisarts", TODAY, "haar zoon, als mentor", "dat zij slecht slaapt", TODAY, by)


def test_danger_may_be_passed_on_without_consent_with_the_reason(signal, by):
    made = refer(signal, by, to="Veilig Thuis", danger_reason="slaat")
    assert (made.consent_on, made.danger_reason) == (None, "slaat")


def test_a_signal_can_be_passed_on_to_several_and_closing_it_settles_what_is_left(signal, by):
    first, second = refer(signal, by), refer(signal, by, to="maatschappelijk werk")
    follow_ups.settle(first, outcome="andere pillen", by=by, at=NOW)
    referrals.close(signal, outcome="het gaat beter", by=by, at=NOW + timedelta(days=3))
    second.refresh_from_db()
    first.refresh_from_db()
    assert (first.outcome, first.settled_on) == ("andere pillen", TODAY)
    assert (second.outcome, second.settled_on) == ("het gaat beter", TODAY + timedelta(days=3))


def test_an_outcome_written_anew_keeps_the_day_of_the_first(signal, by):
    made = refer(signal, by)
    with pytest.raises(Refused) as refusal:
        follow_ups.settle(made, outcome=" ", by=by, at=NOW)
    assert texts(refusal) == ["Schrijf op wat ervan kwam."]
    follow_ups.settle(made, outcome="eerste gesprek", by=by, at=NOW)
    follow_ups.settle(made, outcome="komt elke week", by=by, at=NOW + timedelta(days=9))
    made.refresh_from_db()
    assert (made.outcome, made.settled_on) == ("komt elke week", TODAY)


def test_consent_can_be_taken_back_once_and_nobody_asks_any_more(signal, by):
    made = refer(signal, by)
    after = NOW + timedelta(weeks=5)
    assert list(follow_ups.waiting(after.date())) == [made]
    follow_ups.withdraw(made, on=TODAY + timedelta(days=1), by=by, at=after)
    assert (made.withdrawn_on, made.outcome) == (TODAY + timedelta(days=1), "")
    assert list(follow_ups.waiting(after.date())) == []
    assert Event.objects.filter(kind="referral.withdrawn").count() == 1
    with pytest.raises(Refused) as refusal:
        follow_ups.withdraw(made, on=TODAY, by=by, at=after)
    assert texts(refusal) == ["De toestemming is al ingetrokken op 24 november 2026."]


@pytest.mark.parametrize("on", [TODAY - timedelta(days=1), TODAY + timedelta(days=1)])
def test_consent_is_taken_back_on_a_day_on_which_it_stood(signal, by, on):
    with pytest.raises(Refused) as refusal:
        follow_ups.withdraw(refer(signal, by), on=on, by=by, at=NOW)
    until = "Kies een dag vanaf 23 november 2026, toen de toestemming er kwam, tot en met vandaag."
    assert texts(refusal) == [until]


def test_what_went_because_of_danger_has_no_consent_to_take_back(signal, by):
    with pytest.raises(Refused) as refusal:
        follow_ups.withdraw(refer(signal, by, danger_reason="slaat"), on=TODAY, by=by, at=NOW)
    assert texts(refusal) == ["Deze doorverwijzing ging zonder toestemming, vanwege gevaar."]


def test_after_four_weeks_without_an_outcome_it_waits_also_of_an_intake(signal, by):
    talked = factories.IntakeFactory(state="other_help", visited_on=date(2026, 11, 2))
    of_both = [refer(signal, by), referrals.refer_intake(talked, to="GGZ", by=by, at=NOW, **CONSENT)]
    four = TODAY + timedelta(weeks=4)
    assert list(follow_ups.waiting(four - timedelta(days=1))) == []
    assert list(follow_ups.waiting(four)) == of_both
    endings.note_death(talked.resident, died_on=TODAY, by=by, at=NOW)
    assert list(follow_ups.waiting(four)) == of_both[:1]
    follow_ups.settle(of_both[0], outcome="loopt", by=by, at=NOW)
    assert list(follow_ups.waiting(four)) == []
