"""Every job that runs by itself, with its hour (Europe/Amsterdam) beside it. Each: the clock, one verb, nothing else.

The rows are the queue: a job that didn't run finds at its next hour all that it missed, and running twice does nothing
more. `bell.ring("name")` only makes it sooner. What can't be undone waits while the date is in doubt (07-trust).
"""

from collections.abc import Callable
from contextlib import suppress

from celery.schedules import BaseSchedule, crontab, schedule
from celery.signals import worker_ready
from django.utils import timezone

from bezoekdienst.audit import events
from bezoekdienst.celery import app
from bezoekdienst.notices import digests, post, reminders
from bezoekdienst.retention import applying, clock
from bezoekdienst.visiting import alerts, trajectories
from letters import memory, quarters, rounds
from letters.deliveries import inbox
from letters.printing import boxes, following, hours, making
from matching import proposals
from volunteers import invitations

Job = Callable[[], int]
QUARTER_DAYS = {"day_of_month": "1", "month_of_year": "1,4,7,10"}


def job(*hours: BaseSchedule, when_sure: bool = False) -> Callable[[Job], Job]:
    """Register a job with the hours at which beat rings it. What it returns is a count, for the log of the worker.

    `when_sure`: it does nothing as long as the clock is in doubt.
    """

    def register(act: Job) -> Job:
        def run() -> int:
            events.origin.set("job")
            return 0 if when_sure and clock.doubt(timezone.now()) else act()

        task = app.task(name=f"bezoekdienst.tasks.{act.__name__}")(run)
        for number, hour in enumerate(hours):
            app.conf.beat_schedule[f"{act.__name__}-{number}"] = {"task": task.name, "schedule": hour}
        return act

    return register


@job(crontab(hour="6", minute="0", **QUARTER_DAYS), crontab(hour="6", minute="20"), when_sure=True)
def open_round() -> int:
    """1 January, April, July and October at 6:00; every morning at 6:20 what was missed; when a delivery came in."""
    now = timezone.now()
    on = timezone.localdate(now)
    return inbox.take_all(on=on, at=now) + quarters.begin(on=on, at=now)


@job(crontab(minute="*/5"), when_sure=True)
def read_inbox() -> int:
    """Every five minutes: what was dropped in the watched folder."""
    now = timezone.now()
    return inbox.take_all(on=timezone.localdate(now), at=now)


@job(crontab())
def make_boxes() -> int:
    """At release, and every minute what is left over: a worker that died, a message that got lost."""
    return making.make_all(at=timezone.now())


@job(crontab())
def print_due() -> int:
    """Every minute: boxes of which the planned hour has come, and those that are made after it."""
    return hours.send_due(at=timezone.now())


@job(schedule(20))
def follow_printer() -> int:
    """Every twenty seconds, while a box is at the printer: some forget a job a minute after it came out."""
    return following.follow(at=timezone.now())


@job(crontab())
def send_notices() -> int:
    """When one is queued, and every minute."""
    return post.send_due(timezone.now())


@job(crontab(hour="0", minute="10"), when_sure=True)
def close_outlived() -> int:
    """Every night just after midnight: T5, the year is over."""
    now = timezone.now()
    return trajectories.close_outlived(on=timezone.localdate(now), at=now)


@job(crontab(hour="6", minute="40"))
def propose() -> int:
    """Every morning, and at once when somebody starts waiting or a place comes free."""
    now = timezone.now()
    return len(proposals.propose(on=timezone.localdate(now), by=None, at=now))


@job(crontab(hour="7-20", minute="0"), when_sure=True)
def remind() -> int:
    """Every morning at 7:00, and until the evening what was missed: each cause once (T1, T6, T7, B4, V5, V6, I1).

    Then the overviews of who chose this day.
    """
    now = timezone.now()
    on = timezone.localdate(now)
    queued = reminders.queue_due(on=on, at=now)
    queued += invitations.invite_newcomers(at=now) + invitations.remind(on=on, at=now)
    return queued + digests.queue_due(on=on, at=now)


@job(crontab(minute="*/10"))
def escalate() -> int:
    """Every ten minutes: an urgent signal that nobody saw in time goes to the deputy (S1)."""
    return alerts.escalate(at=timezone.now())


@job(crontab(hour="2", minute="40"))
def replay() -> int:
    """Every night, and when a worker starts: what a backup that was put back doesn't know any more (A4, L4)."""
    return sum(applying.replay(at=timezone.now()).values())


@job(crontab(hour="3", minute="0"), when_sure=True)
def forget_silent() -> int:
    """Every night: A5, names of who didn't answer; print files; ledger entries past their term (L4)."""
    now = timezone.now()
    on = timezone.localdate(now)
    return rounds.erase_silent(on=on, at=now) + boxes.erase_due(on=on, at=now) + memory.forget(on)


@job(crontab(hour="3", minute="30"), when_sure=True)
def erase() -> int:
    """Every night: what the retention schedule says has had its time."""
    now = timezone.now()
    return applying.apply(on=timezone.localdate(now), at=now)


@worker_ready.connect
def catch_up(**_: object) -> None:
    """After downtime nothing waits for its hour: what was missed is done when a worker is there again."""
    for name in ("replay", "open_round", "close_outlived", "make_boxes", "print_due", "send_notices"):
        with suppress(Exception):
            app.send_task(f"bezoekdienst.tasks.{name}", retry=False)
