"""Waking a worker. A lost message loses nothing: the row is the job, and every periodic job looks for rows itself."""

import logging

from django.conf import settings
from django.db import transaction

from bezoekdienst.celery import app

log = logging.getLogger(__name__)


def ring(task: str) -> None:
    """Wake a worker for `bezoekdienst.tasks.<task>` once the current transaction is committed; silent when it can't."""
    transaction.on_commit(lambda: _send(task), robust=True)


def _send(task: str) -> None:
    try:
        if not settings.REDIS_URL:
            settings.BROKER_DIR.mkdir(parents=True, exist_ok=True)
        app.send_task(f"bezoekdienst.tasks.{task}", retry=False)
    except Exception as error:
        # Redis away, folder full, ...: the periodic sweep finds the row; the person must not be kept waiting.
        log.warning("no worker was woken for %s: %s", task, type(error).__name__)
