"""One door per object: what a volunteer may reach. What isn't hers answers exactly like what isn't there."""

import uuid
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from rest_framework.exceptions import NotAuthenticated, NotFound
from rest_framework.request import Request

from bezoekdienst.accounts.models import User
from bezoekdienst.visiting import limits
from bezoekdienst.visiting.models import Signal, Trajectory, Visit
from bezoekdienst.visiting.states import TRAJECTORY_OPEN, TrajectoryState
from volunteers.models import Invitation, Volunteer


def user(request: Request) -> User:
    """Who asks. Raises NotAuthenticated; a route that declares its ability let nobody unknown in before."""
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user


def volunteer(user: User) -> Volunteer:
    """The volunteer that this user is; NotFound when the user is none."""
    found = Volunteer.objects.filter(user=user).first()
    if found is None:
        raise NotFound
    return found


def trajectories(user: User, on: date) -> QuerySet[Trajectory]:
    """Her open trajectories, and those that ended at most 14 days before `on` (the nightly job having run or not)."""
    first_on = on - timedelta(days=limits.LATE_DAYS)
    still_open = Q(state__in=TRAJECTORY_OPEN) & (Q(hard_stop_on=None) | Q(hard_stop_on__gte=first_on))
    just_ended = Q(state=TrajectoryState.ENDED, ended_on__gte=first_on)
    return Trajectory.objects.filter(still_open | just_ended, volunteer__user=user)


def trajectory(user: User, id: int, on: date) -> Trajectory:
    """One of `trajectories`; NotFound otherwise."""
    found = trajectories(user, on).select_related("resident", "volunteer").filter(pk=id).first()
    if found is None:
        raise NotFound
    return found


def visit(user: User, id: uuid.UUID, on: date) -> Visit:
    """A visit in one of her `trajectories`; NotFound otherwise."""
    within = trajectories(user, on).values("pk")
    found = Visit.objects.select_related("trajectory").filter(pk=id, trajectory__in=within).first()
    if found is None:
        raise NotFound
    return found


def free_visit(user: User, id: uuid.UUID) -> None:
    """NotFound when a visit of somebody else has this id: what she sends must not be laid beside it."""
    if Visit.objects.filter(pk=id).exclude(trajectory__volunteer__user=user).exists():
        raise NotFound


def signal(user: User, id: uuid.UUID, on: date) -> Signal:
    """A signal that she reported, in one of her `trajectories`; NotFound otherwise."""
    within = trajectories(user, on).values("pk")
    found = Signal.objects.filter(pk=id, reported_by=user, trajectory__in=within).first()
    if found is None:
        raise NotFound
    return found


def invitation(user: User, gathering_id: int) -> Invitation:
    """Her invitation to a gathering; NotFound when she has none."""
    found = Invitation.objects.select_related("gathering", "volunteer")
    mine = found.filter(gathering__pk=gathering_id, volunteer__user=user).first()  # pk: a number too large is none
    if mine is None:
        raise NotFound
    return mine
