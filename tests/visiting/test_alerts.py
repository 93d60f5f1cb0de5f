"""Danger is heard: by the coordinators at once, by the deputies in time, and never by nobody without a word (S1)."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from bezoekdienst.accounts import people
from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit.models import Event
from bezoekdienst.lib import danger
from bezoekdienst.notices import post
from bezoekdienst.notices.models import Message
from bezoekdienst.visiting import alerts, endings, referrals
from tests import cast, factories

pytestmark = pytest.mark.django_db
NOW = factories.NOW
NOWHERE = "tests.notices.nowhere.Backend"


def here(text):
    """A moment by the clock of the town."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Amsterdam"))


def report(kind="wish_to_die", by=None, at=NOW):
    running = cast.trajectory()
    by = by or running.volunteer.user
    return referrals.report(
        uuid.uuid4(), resident=running.resident, trajectory=running, kind=kind, note="x", by=by, at=at
    )


def addressed():
    return sorted(Message.objects.values_list("user__name", flat=True))


def happened(kind):
    return [(event.actor_id, event.facts) for event in Event.objects.filter(kind=kind)]


def test_only_danger_mails_at_once_with_whom_to_call_and_without_names(by):
    report("gloom")
    assert not Message.objects.exists()
    report()
    assert [(message.kind, message.user, message.facts) for message in Message.objects.all()] == [
        ("signal_urgent", by, {})
    ]
    post.send_due(NOW)
    sent = mail.outbox[0]
    assert (sent.subject, sent.to) == ("DRINGEND: bezoekdienst", [by.email])
    assert danger.SAID in sent.body
    assert not [word for word in ("Bea", "Bezoeker", "Vera", "leven") if word in sent.body]


@pytest.mark.parametrize(
    ("reported", "not_yet", "then"),
    [
        ("2026-11-23 10:00", "2026-11-23 13:59", "2026-11-23 14:00"),
        ("2026-11-20 23:30", "2026-11-21 03:20", "2026-11-21 03:30"),  # a night, a weekend
        ("2026-12-25 09:00", "2026-12-25 12:50", "2026-12-25 13:00"),  # Christmas
        ("2026-10-25 00:30", "2026-10-25 03:20", "2026-10-25 03:30"),  # the hour that is doubled
        ("2027-03-28 00:30", "2027-03-28 05:20", "2027-03-28 05:30"),  # the hour that is skipped
    ],
)
def test_a_deputy_hears_four_hours_later_and_once_whatever_the_day(by, reported, not_yet, then):
    cast.deputy()
    report(at=here(reported))
    post.send_due(here(reported))
    assert alerts.escalate(at=here(not_yet)) == 0
    assert [alerts.escalate(at=here(then) + timedelta(minutes=10 * n)) for n in range(3)] == [1, 0, 0]
    assert addressed() == ["Cato Coördinator", "Daan Deputaat"]
    assert happened("signal.escalated") == [(None, {"count": 1})]


def test_what_was_seen_goes_no_further_and_what_waited_to_go_out_does_not(by):
    cast.deputy()
    signal = report()
    referrals.see(signal, by=by, at=NOW)
    assert alerts.escalate(at=NOW + timedelta(hours=5)) == 0
    assert not Message.objects.exists()


def test_what_was_seen_between_queueing_and_sending_is_not_mailed(by):
    report()
    signal = alerts.alarming().get()
    signal.state = "seen"
    signal.save()
    assert (post.send_due(NOW), mail.outbox, Message.objects.count()) == (0, [], 0)


def test_who_reported_it_herself_is_not_mailed_and_her_colleague_is(by):
    colleague = factories.coordinator(name="Cor Collega")
    signal = report(by=by)
    assert addressed() == [colleague.name]
    assert alerts.unheard([signal]) == set()


def test_a_sole_coordinator_who_noted_it_knows_and_after_hours_the_deputy_does_too(by):
    cast.deputy()
    signal = report(by=by)
    assert (addressed(), alerts.unheard([signal])) == ([], set())
    assert alerts.escalate(at=NOW + timedelta(hours=1)) == 0
    assert alerts.escalate(at=NOW + timedelta(hours=4)) == 1


def test_without_a_coordinator_the_deputy_does_not_have_to_wait():
    cast.deputy()
    signal = report()
    assert alerts.unheard([signal]) == {signal.pk}
    assert alerts.escalate(at=NOW + timedelta(minutes=10)) == 1
    assert (addressed(), alerts.unheard([signal])) == (["Daan Deputaat"], set())


def test_a_mail_that_was_given_up_goes_to_the_deputy_and_is_tried_until_somebody_saw_it(by, settings):
    cast.deputy()
    signal = report()
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, NOWHERE
    for n in range(5):
        post.send_due(NOW + n * post.LEASE)
    assert alerts.unheard([signal]) == {signal.pk}
    assert alerts.trouble() == [alerts.NOT_SENT]
    at = NOW + timedelta(minutes=30)
    assert (alerts.escalate(at=at), addressed()) == (1, ["Cato Coördinator", "Daan Deputaat"])
    settings.EMAIL_BACKEND = backend
    assert post.send_due(at) == 2
    assert (alerts.unheard([signal]), alerts.trouble()) == (set(), [])


def test_when_nobody_at_all_can_be_told_the_log_and_the_operator_know_once():
    signal = report()
    assert alerts.trouble() == [alerts.NO_COORDINATOR, alerts.NO_DEPUTY]
    assert [alerts.escalate(at=NOW + timedelta(hours=n)) for n in range(3)] == [0, 0, 0]
    assert happened("signal.unheard") == [(None, {})]
    assert alerts.unheard([signal]) == {signal.pk}
    people.give(factories.UserFactory(name="Nieuw Hier"), Role.COORDINATOR, by=None, at=NOW)
    alerts.escalate(at=NOW + timedelta(hours=4))
    assert (addressed(), alerts.unheard([signal])) == (["Nieuw Hier"], set())


def test_danger_of_somebody_who_died_alarms_nobody_any_more(by):
    cast.deputy()
    signal = report()
    endings.note_death(signal.resident, died_on=factories.TODAY, by=by, at=NOW)
    assert alerts.escalate(at=NOW + timedelta(days=1)) == 0
    assert not Message.objects.exists()
    assert not alerts.alarming().exists()


def test_who_was_told_stands_with_the_signal_in_a_fixed_number_of_queries(by, django_assert_num_queries):
    signals = [report(), report("safety")]
    post.send_due(NOW)
    with django_assert_num_queries(1):
        assert [(mail.user.name, mail.state) for mail in alerts.told(signals[0])] == [("Cato Coördinator", "sent")]
    with django_assert_num_queries(3):
        assert alerts.unheard(signals) == set()
