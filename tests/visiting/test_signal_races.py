"""Two at the same moment: one sees it, one closes it, one mail a deputy, one death; the other is told who was first."""

import uuid
from datetime import timedelta

import pytest

from bezoekdienst.audit.models import Event
from bezoekdienst.notices.models import Message
from bezoekdienst.visiting import alerts, deaths, endings, referrals
from bezoekdienst.visiting.models import Signal
from tests import cast, factories
from tests.matching.test_races import at_once, one_winner

pytestmark = pytest.mark.django_db(transaction=True)
NOW, TODAY = factories.NOW, factories.TODAY
BOTH = 4


def report(kind="safety"):
    running = cast.trajectory()
    signal = {"resident": running.resident, "trajectory": running, "kind": kind, "note": ""}
    return referrals.report(uuid.uuid4(), **signal, by=running.volunteer.user, at=NOW)


def again(signal):
    """As each of them holds it in her own request."""
    return Signal.objects.select_related("resident").get(pk=signal.pk)


def count(kind):
    return Event.objects.filter(kind=kind).count()


def test_one_sees_it_and_the_others_hear_who():
    by, signal = cast.coordinator(), report()
    one_winner(at_once([lambda: referrals.see(again(signal), by=by, at=NOW)] * BOTH))
    assert count("signal.seen") == 1


def test_one_closes_it():
    by, signal = cast.coordinator(), report()
    referrals.see(signal, by=by, at=NOW)
    referrals.settle(signal, by=by, at=NOW)
    one_winner(
        at_once([lambda n=n: referrals.close(again(signal), outcome=f"zo {n}", by=by, at=NOW) for n in range(BOTH)])
    )
    assert count("signal.closed") == 1


def test_the_same_worry_sent_at_once_is_one_and_mails_once():
    by, running, pk = cast.coordinator(), cast.trajectory(), uuid.uuid4()
    given = {"resident": running.resident, "trajectory": running, "kind": "safety", "note": ""}
    outcomes = at_once([lambda: referrals.report(pk, **given, by=running.volunteer.user, at=NOW)] * BOTH)
    assert {getattr(one, "pk", one) for one in outcomes} == {pk}
    assert (count("signal.reported"), [one.user for one in Message.objects.all()]) == (1, [by])


def test_jobs_that_run_at_once_mail_a_deputy_once():
    cast.coordinator()
    deputy = cast.deputy()
    report()
    outcomes = at_once([lambda: alerts.escalate(at=NOW + timedelta(hours=5))] * BOTH)
    assert sorted(outcomes) == [0, 0, 0, 1]
    assert (Message.objects.filter(user=deputy).count(), count("signal.escalated")) == (1, 1)


def test_a_death_is_noted_once_and_taken_back_once():
    by, resident = cast.coordinator(), cast.trajectory().resident
    one_winner(at_once([lambda: endings.note_death(resident, died_on=TODAY, by=by, at=NOW)] * BOTH))
    one_winner(at_once([lambda: deaths.take_back(resident, by=by, at=NOW)] * BOTH))
    assert (count("resident.died"), count("resident.death_retracted")) == (1, 1)
    assert resident.trajectories.get().state == "active"
