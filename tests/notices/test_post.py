from datetime import timedelta

import pytest
from django.core import mail

from bezoekdienst.lib import danger
from bezoekdienst.notices import post
from bezoekdienst.notices.models import Message, State
from tests import cast, factories

pytestmark = pytest.mark.django_db
NOW = factories.NOW


def queue(key="trajectory:1:ends:4"):
    return post.queue(key, "call_asked", cast.coordinator(), NOW, weeks=4, on="2026-12-21")


def test_a_cause_is_told_once_however_often_it_is_queued():
    assert [queue() for _ in range(3)] == [True, False, False]
    assert [post.send_due(NOW) for _ in range(2)] == [1, 0]
    assert len(mail.outbox) == 1
    assert queue() is False


def test_a_mail_says_that_something_is_waiting_and_nothing_more(settings):
    settings.SITE_URL = "https://bezoekdienst.example"
    queue()
    post.send_due(NOW)
    sent = mail.outbox[0]
    assert sent.subject == "Bezoekdienst: een vrijwilliger vraagt of u belt"
    assert sent.to == ["cato@voorbeeld.example"]
    assert sent.body.startswith("Goedendag,\n\nEen vrijwilliger vraagt of u even belt.")
    assert "https://bezoekdienst.example" in sent.body


def test_an_urgent_mail_says_so_and_whom_to_call():
    urgent = Message(kind="signal_urgent", user=cast.coordinator(), facts={})
    subject, body = post.compose(urgent, {"danger": danger.SAID})
    assert subject == "DRINGEND: bezoekdienst"
    assert danger.SAID in body


def test_a_claimed_mail_is_left_alone_until_its_lease_is_over():
    queue()
    Message.objects.update(lease_until_at=NOW + post.LEASE, attempts=1)
    assert post.send_due(NOW) == 0
    assert post.send_due(NOW + post.LEASE) == 1


def test_a_clock_that_ran_ahead_keeps_no_mail_back_for_years():
    """Say one about danger, that could not go out when the machine came up in another year."""
    queue()
    Message.objects.update(lease_until_at=NOW + timedelta(days=700), attempts=1)
    assert post.send_due(NOW) == 1


def test_two_workers_do_not_claim_the_same_mail():
    queue()
    pk = Message.objects.get().pk
    assert [post._claim(pk, NOW) for _ in range(2)] == [True, False]


def test_a_mail_that_keeps_failing_is_given_up_after_five_attempts(settings, caplog):
    settings.EMAIL_BACKEND = "tests.notices.nowhere.Backend"
    queue()
    assert [post.send_due(NOW + n * post.LEASE) for n in range(6)] == [0] * 6
    message = Message.objects.get()
    assert (message.state, message.attempts) == (State.FAILED, 5)
    assert "cato" not in caplog.text


def test_what_was_given_up_is_tried_every_hour_for_a_day_and_then_waits_for_somebody(settings):
    settings.EMAIL_BACKEND = "tests.notices.nowhere.Backend"
    queue()
    for minutes in range(0, 60 * 30, 5):
        post.send_due(NOW + timedelta(minutes=minutes))
    assert Message.objects.get().attempts == 5 + 23
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert post.send_due(NOW + timedelta(days=2)) == 0
    assert [post.try_again(), post.send_due(NOW + timedelta(days=2))] == [1, 1]


def test_a_mail_server_that_is_away_for_an_hour_keeps_no_mail(settings):
    queue()
    for minutes in range(0, 180, 5):
        away = "tests.notices.nowhere.Backend" if minutes < 60 else "django.core.mail.backends.locmem.EmailBackend"
        settings.EMAIL_BACKEND = away
        post.send_due(NOW + timedelta(minutes=minutes))
    assert (Message.objects.get().state, len(mail.outbox)) == (State.SENT, 1)


def test_what_was_taken_back_between_claim_and_sending_goes_nowhere():
    queue()
    pk = Message.objects.get().pk
    assert post._claim(pk, NOW)
    post.forget("trajectory:1:")
    assert (post._send(pk, NOW), mail.outbox) == (False, [])


def test_who_left_since_it_was_queued_gets_no_mail():
    queue()
    cast.coordinator().__class__.objects.update(is_active=False)
    assert (post.send_due(NOW), Message.objects.count()) == (0, 0)


@pytest.mark.parametrize("fact", ["mevrouw Bezoeker-Verzonnen", "Bea", "x"])
def test_a_fact_of_a_mail_is_a_number_or_a_day_and_never_a_name(fact):
    with pytest.raises(ValueError, match="no words in a mail's facts: whom"):
        post.queue("x", "ends", cast.coordinator(), NOW, whom=fact, was="2026-12-01T14:00:00+01:00", ids="3 4")
    assert not Message.objects.exists()


def test_a_mail_is_answered_by_no_absence_mail_and_is_one_message_however_often_it_is_tried(settings):
    settings.SITE_URL = "https://bezoekdienst.example"
    queue()
    message = Message.objects.get()
    names = [post._mail(message, post.Contents()).message()["Message-ID"] for _ in range(2)]
    post.send_due(NOW)
    headers = mail.outbox[0].message()
    assert {*names, headers["Message-ID"]} == {f"<notice-{message.pk}-20261123090000@bezoekdienst.example>"}
    assert (headers["Auto-Submitted"], headers["X-Auto-Response-Suppress"]) == ("auto-generated", "All")


def test_a_mail_that_failed_once_goes_out_later(settings):
    settings.EMAIL_BACKEND = "tests.notices.nowhere.Backend"
    queue()
    post.send_due(NOW)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert post.send_due(NOW + timedelta(minutes=6)) == 1
    assert Message.objects.get().sent_at == NOW + timedelta(minutes=6)


def test_what_was_not_sent_yet_can_be_taken_back():
    queue()
    queue("trajectory:10:ends:4")
    post.send_due(NOW)
    queue("trajectory:1:ends:2")
    assert post.forget("trajectory:1:") == 1
    assert sorted(Message.objects.values_list("key", flat=True)) == ["trajectory:10:ends:4", "trajectory:1:ends:4"]


def test_what_was_given_up_can_be_tried_again_and_fails_again_at_once(settings):
    settings.EMAIL_BACKEND = "tests.notices.nowhere.Backend"
    queue()
    for n in range(5):
        post.send_due(NOW + n * post.LEASE)
    assert [post.try_again("trajectory:1:") for _ in range(2)] == [1, 0]
    assert (post.send_due(NOW + timedelta(hours=1)), Message.objects.get().state) == (0, State.FAILED)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    post.try_again("trajectory:1:")
    assert (post.send_due(NOW + timedelta(hours=2)), Message.objects.get().state) == (1, State.SENT)


def test_nobody_mails_somebody_who_can_no_longer_log_in():
    user = cast.coordinator()
    user.is_active = False
    assert post.queue("x", "ends", user, NOW) is False
    assert not Message.objects.exists()
