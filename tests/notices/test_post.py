from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.template import Context, Engine

import bezoekdienst.notices
from bezoekdienst.notices import post
from bezoekdienst.notices.models import Message, State
from tests import cast, factories

pytestmark = pytest.mark.django_db
NOW = factories.NOW
TEMPLATES = Path(bezoekdienst.notices.__file__).parent / "templates" / "notices"
KINDS = sorted(template.stem for template in TEMPLATES.glob("*.txt"))


def queue(key="trajectory:1:ends:4"):
    return post.queue(key, "ends", cast.coordinator(), NOW, weeks=4, on="2026-12-21")


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
    assert sent.subject == "Bezoekdienst: een traject loopt bijna af"
    assert sent.to == ["cato@voorbeeld.example"]
    assert sent.body.startswith("Goedendag,\n\nOver 4 weken of eerder loopt een traject af")
    assert "https://bezoekdienst.example" in sent.body


@pytest.mark.parametrize("kind", KINDS)
def test_every_template_has_a_subject_and_a_text_and_only_known_gaps(kind):
    engine = Engine(dirs=[str(TEMPLATES)], string_if_invalid="???")
    numbers = {"weeks": 4, "days": 7, "due": 139, "held": 1, "on": "2026-12-21", "site": "https://bezoekdienst.example"}
    known = {**numbers, "lines": ["Intervisie, zaal 1"], "was": "dinsdag 1 december", "moved": True, "said": "yes"}
    first, blank, *body = engine.get_template(f"{kind}.txt").render(Context(known)).splitlines()
    assert first.startswith("Onderwerp: ")
    assert (blank, "https://bezoekdienst.example" in body, "???" in "".join(body)) == ("", True, False)


def test_an_urgent_mail_says_so_and_whom_to_call():
    subject, body = post.compose(Message(kind="signal_urgent", user=cast.coordinator(), facts={}))
    assert subject == "DRINGEND: bezoekdienst"
    assert "112" in body and "113" in body


def test_a_claimed_mail_is_left_alone_until_its_lease_is_over():
    queue()
    Message.objects.update(lease_until_at=NOW + post.LEASE, attempts=1)
    assert post.send_due(NOW) == 0
    assert post.send_due(NOW + post.LEASE) == 1


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


def test_nobody_mails_somebody_who_can_no_longer_log_in():
    user = cast.coordinator()
    user.is_active = False
    assert post.queue("x", "ends", user, NOW) is False
    assert not Message.objects.exists()
