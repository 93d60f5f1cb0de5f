"""A lease on a box that is being made: short, so that a killed worker is soon replaced, renewed while work goes on."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import DatabaseError, connection

from letters.models import PrintJob
from letters.states import BoxState

LENGTH = timedelta(seconds=25)  # with a sweep every minute a killed worker is replaced within 90 seconds
RENEW_SECONDS = 8
LONGEST = timedelta(hours=1)  # one that lasts longer was given when the clock ran ahead: nobody holds it


@contextmanager
def kept(box: PrintJob, *, at: datetime) -> Iterator[None]:
    """Renew the lease of `box`, claimed at `at`, from a thread beside the work, for as long as the block lasts."""
    done = threading.Event()
    keeper = threading.Thread(target=_keep, args=(box.pk, at, done), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        done.set()
        keeper.join()


def _keep(pk: int, at: datetime, done: threading.Event) -> None:
    began = time.monotonic()
    while not done.wait(RENEW_SECONDS):
        now = at + timedelta(seconds=time.monotonic() - began)
        try:
            PrintJob.objects.filter(pk=pk, state=BoxState.QUEUED).update(lease_until_at=now + LENGTH)
        except DatabaseError:
            continue  # gone for a moment: the next renewal, or another worker, takes over
        finally:
            connection.close()  # this thread's own
