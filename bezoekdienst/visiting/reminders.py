"""What is due to be said, and to whom: each cause once, by mail without personal content (I1, T1, T6, T7, B4).

The key of a message names its cause; asking again, or late, queues only what wasn't said yet.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from bezoekdienst.accounts import people
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Role
from bezoekdienst.lib import calendar
from bezoekdienst.notices import post
from bezoekdienst.policy import versions
from bezoekdienst.policy.models import Policy
from bezoekdienst.visiting import limits
from bezoekdienst.visiting.models import Contact, Intake, Trajectory
from bezoekdienst.visiting.states import IntakeState, TrajectoryState


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to say: `cause` is its key without the person, `facts` are numbers and iso dates for the template."""

    cause: str
    kind: str
    to_volunteer: User | None
    to_coordinators: bool
    facts: tuple[tuple[str, str | int], ...] = ()


def due(on: date) -> list[Reminder]:
    """Everything that is true on `on` and worth a mail; whether it was said before is the queue's business."""
    policy = versions.current(on)
    return [*_endings(on), *_pace(on, policy), *_intakes(on, policy)]


def queue_due(*, on: date, at: datetime) -> int:
    """Queue what is due and wasn't said yet; how many messages."""
    coordinators = people.holders(Role.COORDINATOR)
    return sum(_queue(reminder, coordinators, at) for reminder in due(on))


def _queue(reminder: Reminder, coordinators: Iterable[User], at: datetime) -> int:
    told = {user.pk: user for user in (coordinators if reminder.to_coordinators else ())}
    if reminder.to_volunteer:
        told[reminder.to_volunteer.pk] = reminder.to_volunteer
    facts = dict(reminder.facts)
    return sum(post.queue(f"{reminder.cause}:{pk}", reminder.kind, user, at, **facts) for pk, user in told.items())


def _active(on: date) -> QuerySet[Trajectory]:
    running = Trajectory.objects.open_on(on).filter(state=TrajectoryState.ACTIVE)
    return running.select_related("volunteer__user").order_by("pk")


def _endings(on: date) -> Iterator[Reminder]:
    """T7: the planned end and the hard stop, one message when they coincide.

    In a pause reminders rest, but the year runs on: then only the coordinator hears, and only of the hard stop (T6).
    """
    for trajectory in _active(on):
        user = None if trajectory.paused_since_on else trajectory.volunteer.user
        ends = {trajectory.planned_end_on: "ends"} if trajectory.paused_since_on is None else {}
        for end_on, kind in {**ends, trajectory.hard_stop_on: "year_ends"}.items():
            weeks = limits.warning_weeks(end_on, on) if end_on else None
            if end_on and weeks:
                cause = f"trajectory:{trajectory.pk}:{kind}:{end_on}:{weeks}"
                yield Reminder(cause, kind, user, True, (("weeks", weeks), ("on", end_on.isoformat())))


def silent(on: date, weeks: int) -> list[tuple[Trajectory, date]]:
    """Active trajectories without a log for `weeks` weeks, and since when; paused ones rest (B4, T6)."""
    last = Max("visits__on", filter=Q(visits__withdrawn_at=None))
    found: list[tuple[Trajectory, date]] = []
    for trajectory in _active(on).filter(paused_since_on=None).annotate(last_on=last):
        since_on = trajectory.last_on or trajectory.started_on
        if since_on and since_on + timedelta(weeks=weeks) <= on:
            found.append((trajectory, since_on))
    return found


def _pace(on: date, policy: Policy) -> Iterator[Reminder]:
    """B4: friendly, to the volunteer, once a silence; the coordinator's list shows the long ones by itself."""
    for trajectory, since_on in silent(on, policy.reminder_weeks):
        if trajectory.volunteer.user:
            cause = f"trajectory:{trajectory.pk}:silent:{since_on}"
            yield Reminder(cause, "silent", trajectory.volunteer.user, False, (("weeks", policy.reminder_weeks),))


def uncontacted(on: date, policy: Policy) -> list[Intake]:
    """Signed up, and nobody tried to make contact within so many working days (I1)."""
    tried = Contact.objects.filter(resident=OuterRef("resident"), made_on__gte=OuterRef("opened_on"))
    waiting = Intake.objects.filter(~Exists(tried), state=IntakeState.SIGNED_UP).select_related("resident")
    return [i for i in waiting if calendar.add_working_days(i.opened_on, policy.contact_working_days) < on]


def unvisited(on: date, policy: Policy) -> list[Intake]:
    """Signed up or planned, and no visit within so many weeks (I1)."""
    before = on - timedelta(weeks=policy.intake_weeks)
    states = (IntakeState.SIGNED_UP, IntakeState.PLANNED)
    return list(Intake.objects.filter(state__in=states, opened_on__lt=before).select_related("resident"))


def _intakes(on: date, policy: Policy) -> Iterator[Reminder]:
    for intake in uncontacted(on, policy):
        days = policy.contact_working_days
        yield Reminder(f"intake:{intake.pk}:contact:{intake.opened_on}", "contact_due", None, True, (("days", days),))
    for intake in unvisited(on, policy):
        weeks = policy.intake_weeks
        yield Reminder(f"intake:{intake.pk}:visit:{intake.opened_on}", "visit_due", None, True, (("weeks", weeks),))


def unsettled(on: date, policy: Policy) -> list[Trajectory]:
    """Acquaintances not settled within so many weeks (T1)."""
    before = on - timedelta(weeks=policy.acquaintance_weeks)
    open_ones = Trajectory.objects.open_on(on).filter(state=TrajectoryState.ACQUAINTANCE, matched_on__lt=before)
    return list(open_ones.select_related("resident", "volunteer"))


def reviews_due(on: date) -> list[tuple[Trajectory, date]]:
    """Active trajectories whose latest review is due and was not had since that day (T6)."""
    last = Max("resident__contacts__made_on", filter=~Q(resident__contacts__review=""))
    found: list[tuple[Trajectory, date]] = []
    for trajectory in _active(on).select_related("resident").annotate(reviewed_on=last):
        assert trajectory.started_on is not None  # active
        if due := limits.review_due(trajectory.started_on, trajectory.reviewed_on, on):
            found.append((trajectory, due[1]))
    return found
