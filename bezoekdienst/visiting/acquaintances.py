"""The appointment for an acquaintance: when it is, and that the volunteer hears of it (T1)."""

from datetime import date, datetime, time

from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.lib import wording
from bezoekdienst.notices import post
from bezoekdienst.visiting.models import Trajectory

MAIL = "acquaintance"  # a kind of mail
MINUTES = 60  # how long it fills a calendar
When = tuple[date | None, time | None]


def when(trajectory: Trajectory) -> When:
    """The day and the hour; None for what wasn't agreed."""
    return trajectory.meeting_on, trajectory.meeting_time


def starts(meeting_on: date, meeting_time: time | None) -> datetime | date:
    """The moment in the time of the town; the day itself as long as there is no hour."""
    return timezone.make_aware(datetime.combine(meeting_on, meeting_time)) if meeting_time else meeting_on


def said(meeting_on: date, meeting_time: time | None) -> str:
    """When it is or was, as one says it: 3 maart 2027 om 14.30 uur."""
    return wording.day(meeting_on) + (f" om {meeting_time:%H.%M} uur" if meeting_time else "")


def tell(trajectory: Trajectory, before: When, *, by: User, at: datetime) -> None:
    """An appointment ahead that was made, or moved since `before`: the volunteer is told where to look.

    What was still queued about the one before is taken back, also when one of the two answered meanwhile.
    """
    about = f"trajectory:{trajectory.pk}:met:"
    post.forget(about)
    meeting_on, user = trajectory.meeting_on, trajectory.volunteer.user
    if (trajectory.resident_agreed, trajectory.volunteer_agreed) != (None, None) or when(trajectory) == before:
        return
    if meeting_on is not None and meeting_on >= timezone.localdate(at) and user is not None and user != by:
        post.queue(f"{about}{at.isoformat()}", MAIL, user, at)
