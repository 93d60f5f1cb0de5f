"""Whether today is the day that this machine says (07-trust: a wrong clock). Jobs that can't be undone ask here.

A machine that comes back a year ahead would erase everybody, mail everybody and end every trajectory. So each night's
erasure is a moment we are sure of, and so is a word of somebody who looked; since then the log must go on without a
silence of more than a week, and nothing in it may lie ahead. Otherwise what can't be undone waits, until somebody says
that the date is right. Off for a holiday is asked once, and then everything is caught up.

A jump of less than a week passes. An end waits too: what is past its hard stop isn't open anyway, closed or not (T5).
"""

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from bezoekdienst import bell
from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.audit.models import Event
from bezoekdienst.lib import clocks
from bezoekdienst.lib.clocks import Jump
from bezoekdienst.retention.models import ErasureRun

CONFIRMED = "clock.confirmed"
WAITING = ("open_round", "close_outlived", "remind")  # rung when the date is right; erasing waits for the night


def doubt(at: datetime) -> Jump | None:
    """Why `at` may not be now; None when there is no reason to think so, or somebody said that it is."""
    said = Event.objects.filter(kind=CONFIRMED).order_by("-id").first()
    if (found := clocks.jump(_known(said), at)) or (said and said.facts["elsewhere"]):
        return found
    other = _elsewhere()
    return clocks.differ(other, at) if other else None


def _known(said: Event | None) -> list[datetime]:
    """The last moment we were sure of and all that was written down after it; nothing before the first night.

    "After" goes by the order of writing as far as somebody said something, since moments may have been wrong.
    """
    runs = ErasureRun.objects.filter(pk__gt=said.facts["run"]) if said else ErasureRun.objects.all()
    run = runs.order_by("-pk").first()
    sure = run.ran_at if run else said.at if said else None
    if sure is None:
        return []
    since = Event.objects.filter(pk__gt=said.pk if said else 0, at__gt=sure)
    return [sure, *since.values_list("at", flat=True)]


def _elsewhere() -> datetime | None:
    """What the database's own machine says, when that is another one."""
    host = str(connection.settings_dict["HOST"])
    if connection.vendor != "postgresql" or host.startswith("/") or host in {"", "localhost", "127.0.0.1", "::1"}:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def confirm(*, by: User | None, at: datetime) -> None:
    """Somebody looked, and the date is right: what waited goes on. Does nothing when nobody doubted it."""
    with transaction.atomic():
        found = doubt(at)
        if found is None:
            return
        run = ErasureRun.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        on, before_on = (timezone.localdate(moment).isoformat() for moment in (at, found.before))
        elsewhere = found.way == clocks.Way.ELSEWHERE
        events.record(CONFIRMED, by=by, at=at, on=on, before_on=before_on, run=run, elsewhere=elsewhere)
        for name in WAITING:
            bell.ring(name)
