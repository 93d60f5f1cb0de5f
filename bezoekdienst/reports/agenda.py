"""What the service has to do on which day, for who works there: whom it is about stands in it, so it leaves no screen.

The feed (`calendars`) is the same for calendar programs, without a name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from bezoekdienst.visiting import acquaintances
from bezoekdienst.visiting.models import Intake, Trajectory
from bezoekdienst.visiting.states import IntakeState, TrajectoryState
from bezoekdienst.visiting.waiting import AGAIN
from letters.correspondence import MINUTES
from volunteers import topics
from volunteers.models import Gathering, SignOffTalk, TrainingDay


@dataclass(frozen=True, slots=True)
class Appointment:
    """One thing on a day, at an hour when `at` is known. `route` and `pk` lead to its page.

    `goes` is the user who goes there and `goes_name` her name: None and "" is everybody, or nobody named yet.
    """

    on: date
    what: str
    route: str
    pk: int | None
    at: datetime | None = None
    minutes: int = 60
    goes: int | None = None
    goes_name: str = ""
    remark: str = ""

    @property
    def order(self) -> tuple[date, bool, float, str]:
        """By day; what has no hour first."""
        return self.on, self.at is not None, self.at.timestamp() if self.at else 0.0, self.what


def between(first_on: date, last_on: date) -> list[Appointment]:
    """Everything from the first day up to and including the last, in order; a fixed number of queries."""
    days = (first_on, last_on)
    found = [*_talks(days), *_acquaintances(days), *_gatherings(days), *_training(days), *_calls(days), *_losses(days)]
    return sorted(found, key=lambda one: one.order)


def is_hers(one: Appointment, user: int) -> bool:
    """Whether it is in her own calendar: she goes there, or nobody is named."""
    return one.goes in (None, user)


def _talks(days: tuple[date, date]) -> Iterator[Appointment]:
    rows = Intake.objects.filter(state=IntakeState.PLANNED, planned_for_at__date__range=days)
    for one in rows.select_related("resident", "planned_with"):
        assert one.planned_for_at is not None
        goes = one.planned_with
        yield Appointment(
            timezone.localdate(one.planned_for_at),
            f"Gesprek bij {one.resident.name}",
            *("intake", one.pk, one.planned_for_at, MINUTES),
            goes=goes.pk if goes else None,
            goes_name=goes.name if goes else "",
            remark="" if one.confirmed_way else "nog niet bevestigd",
        )


def _acquaintances(days: tuple[date, date]) -> Iterator[Appointment]:
    rows = Trajectory.objects.filter(state=TrajectoryState.ACQUAINTANCE, meeting_on__range=days)
    for one in rows.select_related("resident", "volunteer"):
        assert one.meeting_on is not None
        what = f"Kennismaking van {one.volunteer.first_name} met {one.resident.name}"
        moment = acquaintances.starts(one.meeting_on, one.meeting_time)
        at = moment if isinstance(moment, datetime) else None
        yield Appointment(one.meeting_on, what, "trajectory", one.pk, at, acquaintances.MINUTES)


def _gatherings(days: tuple[date, date]) -> Iterator[Appointment]:
    for one in Gathering.objects.filter(cancelled_at=None, starts_at__date__range=days):
        on, what = timezone.localdate(one.starts_at), one.get_kind_display().capitalize()
        yield Appointment(on, what, "gathering", one.pk, one.starts_at, one.minutes, remark=one.place)


def _training(days: tuple[date, date]) -> Iterator[Appointment]:
    for one in TrainingDay.objects.filter(held_on__range=days):
        at, minutes = None, 60
        if one.starts:
            at = timezone.make_aware(datetime.combine(one.held_on, one.starts))
            minutes = _minutes(one.ends) - _minutes(one.starts) if one.ends else minutes
        what = f"Training: {topics.label(one.topic)}"
        yield Appointment(one.held_on, what, "training_day", one.pk, at, minutes, remark=one.place)


def _minutes(hour: time) -> int:
    return hour.hour * 60 + hour.minute


def _calls(days: tuple[date, date]) -> Iterator[Appointment]:
    rows = Intake.objects.filter(again_on__range=days, state__in=AGAIN, resident__died_on=None)
    for one in rows.select_related("resident"):
        assert one.again_on is not None
        yield Appointment(one.again_on, f"{one.resident.name} opnieuw bellen", "intake", one.pk)


def _losses(days: tuple[date, date]) -> Iterator[Appointment]:
    """Talks with a volunteer that were put off; one she had since is no longer to come."""
    later = SignOffTalk.objects.filter(volunteer=OuterRef("volunteer"), held_on__gt=OuterRef("held_on"))
    for one in SignOffTalk.objects.filter(~Exists(later), again_on__range=days).select_related("volunteer"):
        assert one.again_on is not None
        yield Appointment(one.again_on, f"{one.volunteer.name} opnieuw spreken", "volunteer", one.volunteer_id)


def week(on: date) -> tuple[date, date]:
    """The first and last day of the week of `on`."""
    first = on - timedelta(days=on.weekday())
    return first, first + timedelta(days=6)
