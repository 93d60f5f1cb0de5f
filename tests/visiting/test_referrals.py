import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from bezoekdienst.lib.errors import Refused
from bezoekdienst.notices.models import Message
from bezoekdienst.visiting import endings, evaluations, follow_ups, referrals, trajectories
from bezoekdienst.visiting.models import Signal
from bezoekdienst.visiting.states import SIGNAL_TRANSITIONS, SignalState
from tests import cast, factories
from tests.refusals import texts

pytestmark = pytest.mark.django_db
ID = uuid.UUID(int=9)


def here(text):
    """A moment by the clock of the town."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Amsterdam"))


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
    consent = {"consent_on": factories.TODAY, "shared": "dat zij slecht eet"}
    referral = referrals.refer(signal, to="huisarts", **consent, by=by, at=factories.NOW)
    follow_ups.settle(referral, outcome="gesprek geweest", by=by, at=factories.NOW)
    with pytest.raises(Refused) as refusal:
        referrals.close(signal, outcome="", by=by, at=factories.NOW)
    assert texts(refusal) == ["Schrijf op wat ervan kwam."]
    referrals.close(signal, outcome="hulp loopt", by=by, at=factories.NOW)
    signal.refresh_from_db()
    assert (signal.state, signal.outcome, signal.closed_at) == ("closed", "hulp loopt", factories.NOW)
    assert signal.referrals.get().outcome == "gesprek geweest"


def test_a_signal_is_not_settled_before_somebody_saw_it(by):
    with pytest.raises(Refused) as refusal:
        referrals.settle(report(), by=by, at=factories.NOW)
    assert texts(refusal) == ["Het signaal is nu “gemeld” en kan niet naar “opgelost”."]


VERBS = {
    "seen": lambda signal, by: referrals.see(signal, by=by, at=factories.NOW),
    "discussed": lambda signal, by: referrals.discuss(signal, by=by, at=factories.NOW),
    "referred": lambda signal, by: referrals.refer(signal, to="GGZ", danger_reason="gevaar", by=by, at=factories.NOW),
    "settled": lambda signal, by: referrals.settle(signal, by=by, at=factories.NOW),
    "closed": lambda signal, by: referrals.close(signal, outcome="goed", by=by, at=factories.NOW),
}


@pytest.mark.parametrize("then", VERBS)
@pytest.mark.parametrize("now", SignalState.values)
def test_every_step_from_every_state_goes_as_the_table_says(by, now, then):
    signal = report()
    Signal.objects.update(state=now, seen_at=None if now == "reported" else factories.NOW)
    if then in SIGNAL_TRANSITIONS[now]:
        VERBS[then](signal, by)
    else:
        with pytest.raises(Refused):
            VERBS[then](signal, by)
    signal.refresh_from_db()
    assert signal.state == (then if then in SIGNAL_TRANSITIONS[now] else now)


@pytest.mark.parametrize("word", ["seen", "closed"])
def test_the_second_of_two_coordinators_hears_who_was_first(by, word):
    signal, colleague = report(), cast.deputy()
    VERBS["seen"](signal, by)
    if word == "closed":
        VERBS["settled"](signal, by)
        VERBS["closed"](signal, by)
    with pytest.raises(Refused) as refusal:
        VERBS[word](signal, colleague)
    state = {"seen": "gezien", "closed": "afgesloten"}[word]
    when = "op 23 november 2026 om 10.00 uur"
    assert texts(refusal) == [f"Dit is al gedaan, door Cato Coördinator, {when}. Het signaal is “{state}”."]


def test_the_word_to_the_volunteer_is_another_than_the_outcome(by):
    signal = report()
    with pytest.raises(Refused) as refusal:
        referrals.tell(signal, words="Dank u wel.", by=by, at=factories.NOW)
    assert texts(refusal) == ["Zeg eerst dat u dit signaal gezien hebt."]
    referrals.see(signal, by=by, at=factories.NOW)
    referrals.settle(signal, by=by, at=factories.NOW)
    with pytest.raises(Refused) as refusal:
        referrals.close(signal, outcome="dochter belde", told="x" * 501, by=by, at=factories.NOW)
    assert texts(refusal) == ["Dit is te lang: hoogstens 500 tekens."]
    referrals.close(signal, outcome="dochter belde", told=" Het is opgepakt. ", by=by, at=factories.NOW)
    referrals.tell(signal, words="Dank u wel.", by=by, at=factories.NOW)
    signal.refresh_from_db()
    assert (signal.outcome, signal.told) == ("dochter belde", "Dank u wel.")


def test_the_office_notes_a_worry_about_anybody_who_lives_and_a_phone_also_late(by):
    anybody = factories.ResidentFactory()
    given = {"trajectory": None, "kind": "money", "note": "", "by": by, "at": factories.NOW}
    assert referrals.report(ID, resident=anybody, **given).reported_by == by
    endings.note_death(anybody, died_on=factories.TODAY, by=by, at=factories.NOW)
    with pytest.raises(Refused) as refusal:
        referrals.report(uuid.UUID(int=20), resident=anybody, **given)
    assert texts(refusal) == ["Deze bezoeker is overleden op 23 november 2026."]
    endings.note_death(cast.trajectory().resident, died_on=factories.TODAY, by=by, at=factories.NOW)
    assert report(id=uuid.UUID(int=21), kind="safety").state == "reported"
    assert not Message.objects.exists()


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


@pytest.mark.parametrize(
    ("kind", "reported", "due"),
    [
        ("gloom", "2026-11-20 16:00", "2026-11-23 23:59"),  # a Friday; the next working day is Monday
        ("gloom", "2026-11-21 03:00", "2026-11-23 23:59"),
        ("gloom", "2026-11-22 23:59", "2026-11-23 23:59"),
        ("gloom", "2026-12-24 12:00", "2026-12-28 23:59"),  # Christmas, and a weekend
        ("gloom", "2026-10-23 12:00", "2026-10-26 23:59"),  # over the end of summer time
        ("safety", "2026-11-20 16:00", "2026-11-20 20:00"),
        ("safety", "2026-11-20 22:30", "2026-11-21 02:30"),  # danger doesn't wait for an office
        ("safety", "2026-10-25 00:30", "2026-10-25 03:30"),  # four hours, one of them doubled
        ("safety", "2027-03-28 00:30", "2027-03-28 05:30"),  # four hours, one of them skipped
    ],
)
def test_a_term_is_a_working_day_and_for_danger_four_hours_of_any_day(kind, reported, due):
    due_at = referrals.due_at(report(kind=kind, at=here(reported)))
    assert f"{timezone.localtime(due_at):%Y-%m-%d %H:%M}" == due


def test_late_is_after_the_term_and_as_long_as_nobody_saw_it(by):
    signal = report(kind="safety")
    four = factories.NOW + timedelta(hours=4)
    assert [referrals.is_late(signal, four + timedelta(seconds=n)) for n in (0, 1)] == [False, True]
    referrals.see(signal, by=by, at=four)
    assert referrals.is_late(signal, four + timedelta(days=1)) is False


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
