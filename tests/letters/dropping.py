"""Dropping files in the watched folder, and looking what became of them."""

import os
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from letters.deliveries import inbox
from letters.models import InboxFile
from tests.letters import chain

NAME = "brp-20261001.csv"


def put(content=None, name=NAME, *, age=timedelta(minutes=2)) -> Path:
    """Drop a file that was touched `age` ago, seen from 1 October 2026, 10:00."""
    path = Path(settings.EXTRACT_INBOX) / name
    path.write_bytes(chain.delivery(chain.widow(1)).getvalue() if content is None else content)
    aged(path, age)
    return path


def aged(path, age=timedelta(minutes=2)):
    touched = (chain.at() - age).timestamp()
    os.utime(path, (touched, touched), follow_symlinks=False)


def look(at=None):
    return inbox.take_all(on=chain.ON, at=at or chain.at())


def told():
    """What is written down of each file: its name and either the number of letters or the reasons."""
    rows = InboxFile.objects.order_by("pk").select_related("extract")
    return [(row.name, row.extract.due if row.extract else [text for _, text in row.reasons]) for row in rows]


def lying():
    return sorted(path.name for path in Path(settings.EXTRACT_INBOX).iterdir())
