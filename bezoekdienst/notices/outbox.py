"""What went out and what didn't: counts by kind, never what a mail says."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.notices import post
from bezoekdienst.notices.models import Message, State

BACK = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many mails of one kind went out, wait (also for an overview), and could not be sent."""

    kind: str
    sent: int
    waiting: int
    given_up: int


def tallies(at: datetime) -> list[Tally]:
    """Of the last thirty days, the most frequent kind first."""
    rows = Message.objects.filter(queued_at__gt=at - BACK).values("kind").annotate(
        sent=Count("pk", filter=Q(state=State.SENT)),
        waiting=Count("pk", filter=Q(state__in=post.OPEN)),
        given_up=Count("pk", filter=Q(state=State.FAILED)),
    )  # fmt: skip
    found = [Tally(row["kind"], row["sent"], row["waiting"], row["given_up"]) for row in rows.order_by("kind")]
    return sorted(found, key=lambda tally: -(tally.sent + tally.waiting + tally.given_up))


def given_up() -> list[Message]:
    """What could not be sent, each with its user, the latest first."""
    return list(Message.objects.filter(state=State.FAILED).select_related("user").order_by("-queued_at", "-pk"))


def retry(*, by: User, at: datetime) -> int:
    """Try everything that was given up once more; how many."""
    with transaction.atomic():
        count = post.try_again()
        if count:
            events.record("messages.retried", by=by, at=at, count=count)
    return count
