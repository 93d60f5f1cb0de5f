"""What is mailed about a training: once each, and what holds when it is sent."""

from datetime import time, timedelta

import pytest
from django.core import mail

from bezoekdienst.notices import post
from bezoekdienst.notices.models import Message
from tests import cast, factories
from tests.volunteers.courses import PRESENT, TODAY, course, day, joined, trainee
from volunteers import attendance, roster, trainings

pytestmark = pytest.mark.django_db


@pytest.fixture
def given():
    return {"by": cast.coordinator(), "at": factories.NOW}


def sent(message):
    """What the mail says when it goes out now."""
    Message.objects.exclude(pk=message.pk).update(lease_until_at=factories.NOW + post.SLOWLY)
    mail.outbox.clear()
    assert post.send_due(factories.NOW) == 1
    Message.objects.update(lease_until_at=None)
    return mail.outbox[0].body


def test_the_days_ahead_go_by_mail_to_who_has_a_login_and_only_once(given):
    user = factories.UserFactory()
    found = course(given, day(1, starts=time(10), ends=time(16), place="'s Zaal"), day(2, "eigen woorden"))
    joined(given, found, trainee(user=user), trainee("Nel"))
    message = Message.objects.get()
    assert (message.kind, message.user) == ("training", user)
    body = sent(message)
    assert "dinsdag 24 november 2026, van 10.00 tot 16.00 uur, 's Zaal: het gesprek" in body
    assert "woensdag 25 november 2026: eigen woorden" in body
    assert "Truus" not in body


def test_who_did_a_topic_elsewhere_is_not_invited_for_it_again(given):
    truus = trainee(user=factories.UserFactory())
    first = joined(given, course(given, day()), truus)
    attendance.note(first.days.get(), {truus: PRESENT}, **given)
    Message.objects.all().delete()
    joined(given, course(given, day(5, "Het gesprek")), truus)
    assert Message.objects.count() == 0


def test_one_day_more_is_told_too(given):
    found = joined(given, course(given), trainee(user=factories.UserFactory()))
    trainings.add(found, day(20, "extra"), **given)
    assert (found.days.count(), Message.objects.count()) == (5, 2)
    assert "\n- zondag 13 december 2026: extra\n" in sent(Message.objects.latest("pk"))


def test_a_mail_says_what_holds_when_it_is_sent_and_keeps_no_place(given):
    found = joined(given, course(given, day(1), day(5)), trainee(user=factories.UserFactory()))
    first = found.days.first()
    for after, place in ((2, "De Zaal"), (3, "Elders")):
        trainings.change(first, day(after, place=place), **given)
    invited, changed = Message.objects.order_by("pk")  # of two changes that nobody heard of yet, one is told
    assert [invited.facts, changed.facts] == [
        {"days": f"{first.pk} {found.days.last().pk}"}, {"days": str(first.pk)},
    ]  # fmt: skip
    assert "\n- donderdag 26 november 2026, Elders: het gesprek\n- zaterdag 28 november 2026" in sent(invited)
    assert "\n- donderdag 26 november 2026, Elders: het gesprek\n" in sent(changed)


def test_of_a_day_that_is_cancelled_only_that_is_told(given):
    found = joined(given, course(given, day(1, place="De Zaal"), day(5)), trainee(user=factories.UserFactory()))
    Message.objects.all().delete()
    first = found.days.first()
    trainings.change(first, day(2, place="Elders"), **given)
    trainings.cancel(first, **given)
    assert post.send_due(factories.NOW) == 1
    (told,) = mail.outbox
    assert told.subject == "Bezoekdienst: een trainingsdag gaat niet door"
    assert "\n- woensdag 25 november 2026\n" in told.body


def test_a_day_that_is_past_when_the_mail_is_sent_is_not_told(given):
    found = joined(given, course(given, day(1), day(2)), trainee(user=factories.UserFactory()))
    trainings.cancel(found.days.last(), **given)
    assert Message.objects.count() == 2
    assert (post.send_due(factories.NOW + timedelta(days=3)), Message.objects.count()) == (0, 0)


def test_who_leaves_gets_no_mail_that_still_waited_to_be_sent(given):
    volunteer = cast.volunteer()
    joined(given, course(given, day(9)), volunteer)
    assert [message.kind for message in Message.objects.all()] == ["training"]
    roster.leave(volunteer, on=TODAY, **given)
    assert not Message.objects.exists()
