import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from bezoekdienst.lib.errors import Refused
from bezoekdienst.notices.models import Message
from bezoekdienst.visiting import evaluations, referrals, trajectories
from bezoekdienst.visiting.models import Signal
from tests import cast, factories
from tests.refusals import texts

pytestmark = pytest.mark.django_db
ID = uuid.UUID(int=9)


def report(*, kind="gloom", id=ID, by=None, at=factories.NOW, note="zit hele dagen binnen"):
    trajectory = cast.trajectory()
    by = by or trajectory.volunteer.user
    return referrals.report(id, resident=trajectory.resident, trajectory=trajectory, kind=kind, note=note, by=by, at=at)


def test_a_signal_sent_ten_times_is_one_signal():
    assert {report().pk for _ in range(10)} == {ID}
    assert Signal.objects.count() == 1
    with pytest.raises(Refused) as refusal:
        report(note="iets anders")
    assert texts(refusal) == ["Dit signaal was al verstuurd met iets anders erin. Meld het opnieuw."]


def test_only_danger_mails_at_once_and_without_content(by):
    report()
    assert not Message.objects.exists()
    signal = report(id=uuid.UUID(int=10), kind="wish_to_die")
    assert signal.urgent is True
    assert [(message.kind, message.user, message.facts) for message in Message.objects.all()] == [
        ("signal_urgent", by, {})
    ]


def test_a_deputy_hears_of_danger_that_nobody_saw_in_four_hours_once(by):
    deputy = cast.deputy()
    report(kind="safety")
    assert referrals.escalate(at=factories.NOW + timedelta(hours=3, minutes=59)) == 0
    assert [referrals.escalate(at=factories.NOW + timedelta(hours=4, minutes=n)) for n in range(2)] == [1, 0]
    assert set(Message.objects.values_list("user", flat=True)) == {by.pk, deputy.pk}


def test_danger_that_was_seen_goes_no_further(by):
    cast.deputy()
    signal = report(kind="safety")
    referrals.see(signal, by=by, at=factories.NOW)
    assert referrals.escalate(at=factories.NOW + timedelta(hours=5)) == 0
    assert not Message.objects.exists()


def test_the_whole_way_of_a_signal(by):
    signal = report()
    referrals.see(signal, by=by, at=factories.NOW)
    referrals.discuss(signal, by=by, at=factories.NOW)
    with pytest.raises(Refused) as refusal:
        referrals.refer(signal, to=" ", by=by, at=factories.NOW)
    assert texts(refusal) == [
        "Vul in naar wie u verwijst.",
        "Vraag eerst toestemming. Alleen bij gevaar mag het zonder, met de reden erbij.",
    ]
    referral = referrals.refer(signal, to="huisarts", consent_on=factories.TODAY, by=by, at=factories.NOW)
    referrals.settle_referral(referral, outcome="gesprek geweest", by=by, at=factories.NOW)
    with pytest.raises(Refused) as refusal:
        referrals.close(signal, outcome="", by=by, at=factories.NOW)
    assert texts(refusal) == ["Schrijf op wat ervan kwam."]
    referrals.close(signal, outcome="hulp loopt", by=by, at=factories.NOW)
    signal.refresh_from_db()
    assert (signal.state, signal.outcome, signal.closed_at) == ("closed", "hulp loopt", factories.NOW)


def test_a_signal_is_not_settled_before_somebody_saw_it(by):
    with pytest.raises(Refused) as refusal:
        referrals.settle(report(), by=by, at=factories.NOW)
    assert texts(refusal) == ["Het signaal is nu “gemeld” en kan niet naar “opgelost”."]


def test_danger_may_be_passed_on_without_consent_with_the_reason(by):
    signal = report(kind="safety")
    referrals.see(signal, by=by, at=factories.NOW)
    referral = referrals.refer(signal, to="Veilig Thuis", danger_reason="slaat", by=by, at=factories.NOW)
    assert (referral.consent_on, referral.danger_reason) == (None, "slaat")


def test_only_her_own_volunteer_and_not_long_after_the_end(by):
    with pytest.raises(Refused) as refusal:
        report(by=cast.other_volunteer().user)
    assert refusal.value.reasons == (referrals.NOT_YOURS,)
    end = {"reason": "goal_reached", "on": date(2026, 11, 10), "by": by, "at": factories.NOW}
    trajectories.close(cast.trajectory(), **end)
    report(at=factories.NOW + timedelta(days=1))
    with pytest.raises(Refused):
        report(id=uuid.UUID(int=11), at=factories.NOW + timedelta(days=2))


def test_a_signal_reported_on_friday_is_due_on_monday_and_danger_in_four_hours():
    friday = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
    assert referrals.due_at(report(at=friday)).date() == date(2026, 11, 23)
    assert referrals.due_at(report(id=uuid.UUID(int=12), kind="safety", at=friday)) == friday + timedelta(hours=4)


def test_an_evaluation_goes_out_once_after_the_end_and_comes_back(by):
    trajectory = cast.trajectory()
    with pytest.raises(Refused) as refusal:
        evaluations.send(trajectory, by=by, at=factories.NOW)
    assert texts(refusal) == ["Het traject loopt nog."]
    trajectories.close(trajectory, reason="goal_reached", on=factories.TODAY, by=by, at=factories.NOW)
    evaluation = evaluations.send(trajectory, by=by, at=factories.NOW)
    with pytest.raises(Refused) as refusal:
        evaluations.send(trajectory, by=by, at=factories.NOW)
    assert texts(refusal) == ["De evaluatie is al verstuurd."]
    back = {"received_on": factories.TODAY, "by": by, "at": factories.NOW}
    with pytest.raises(Refused) as refusal:
        evaluations.receive(evaluation, statements=[5, 4, 6, 1, 1], mark=11, **back)
    assert len(refusal.value.reasons) == 2
    evaluations.receive(evaluation, statements=[5, 4, 5, 0, 3], mark=8, text="fijn", **back)
    evaluation.refresh_from_db()
    assert evaluation.answers == {"statements": [5, 4, 5, 0, 3], "mark": 8, "text": "fijn"}
