"""The appointment for an acquaintance: when it is, what the log says of it, and that the volunteer hears of it (T1)."""

from datetime import date, datetime, time

from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import wording
from bezoekdienst.notices import post
from bezoekdienst.visiting.models import Trajectory

MAIL, OFF = "acquaintance", "acquaintance_off"  # kinds of mail
MINUTES = 60  # how long it fills a calendar
UNSAID = (None, None)
_ANSWERS = {True: "ja", False: "nee", None: "nog niets"}
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


def record(trajectory: Trajectory, meeting_on: date, *, by: User, at: datetime) -> None:
    """What was planned, or what both said of it."""
    answers = (trajectory.resident_agreed, trajectory.volunteer_agreed)
    about, on = trajectory.resident.pseudonym, meeting_on.isoformat()
    if answers == UNSAID:
        events.record("trajectory.meeting_planned", by=by, at=at, subject=trajectory, about=about, on=on)
        return
    said = ", ".join(_ANSWERS[answer] for answer in answers)
    events.record("trajectory.met", by=by, at=at, subject=trajectory, about=about, on=on, answers=said)


def tell(trajectory: Trajectory, before: When, *, by: User, at: datetime) -> None:
    """An appointment ahead that was made, or moved since `before`: the volunteer is told where to look.

    What was still queued about the one before is taken back, also when one of the two answered meanwhile.
    """
    about = f"trajectory:{trajectory.pk}:met:"
    post.forget(about)
    meeting_on, user = trajectory.meeting_on, trajectory.volunteer.user
    if (trajectory.resident_agreed, trajectory.volunteer_agreed) != UNSAID or when(trajectory) == before:
        return
    if meeting_on is not None and meeting_on >= timezone.localdate(at) and user is not None and user != by:
        post.queue(f"{about}{at.isoformat()}", MAIL, user, at)


def call_off(trajectory: Trajectory, *, by: User | None, at: datetime) -> None:
    """It ended before they met: the volunteer hears that she needn't go, also after a death, unless she did it herself.

    Nothing is said of why: that is told by a person.
    """
    user, answers = trajectory.volunteer.user, (trajectory.resident_agreed, trajectory.volunteer_agreed)
    if answers == UNSAID and _is_ahead(trajectory, at) and user is not None and user != by:
        post.queue(f"trajectory:{trajectory.pk}:off:{at.isoformat()}", OFF, user, at)


def _is_ahead(trajectory: Trajectory, at: datetime) -> bool:
    """Of a day without an hour: until it is over."""
    meeting_on, meeting_time = when(trajectory)
    if meeting_on is None:
        return False
    moment = starts(meeting_on, meeting_time)
    return moment > at if isinstance(moment, datetime) else moment >= timezone.localdate(at)
