"""A real worker on a real Redis sends mails: also those that a killed worker had in its hands."""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from bezoekdienst.notices import post
from bezoekdienst.notices.models import Message, State
from tests import cast
from tests.services.worker import Start


def _until(done: Callable[[], object], *, within: float = 60) -> None:
    deadline = time.monotonic() + within
    while not done():
        assert time.monotonic() < deadline, f"not done within {within} seconds"
        time.sleep(0.2)


def _all_sent() -> bool:
    return not Message.objects.exclude(state=State.SENT).exists()


def test_what_a_killed_worker_held_goes_out_when_another_comes_and_each_mail_once(
    start_worker: Start, tmp_path: Path
) -> None:
    now, user, box = timezone.now(), cast.coordinator(), tmp_path / "mail"
    post.queue("killed", "call_asked", user, now)
    Message.objects.update(lease_until_at=now - timedelta(seconds=1), attempts=1)  # claimed, and never sent
    with start_worker(EMAIL_URL=f"file:///{box}"):
        _until(_all_sent)
        with transaction.atomic():
            post.queue("new", "call_asked", user, now)
        with transaction.atomic():
            post.queue("new", "call_asked", user, now)  # the same cause
        _until(_all_sent)
    sent = [line for file in box.iterdir() for line in file.read_text().splitlines() if line.startswith("Message-ID")]
    assert sorted(sent) == sorted(
        f"Message-ID: <notice-{one.pk}-{one.queued_at:%Y%m%d%H%M%S}@localhost>" for one in Message.objects.all()
    )
