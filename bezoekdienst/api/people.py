"""What the phone shows of a volunteer's people: in a fixed number of queries, and with the reading recorded."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from rest_framework.exceptions import NotFound

from bezoekdienst.accounts.models import User
from bezoekdienst.api import doors
from bezoekdienst.audit import events
from bezoekdienst.audit.models import Event
from bezoekdienst.lib import spelling
from bezoekdienst.visiting import appointments
from bezoekdienst.visiting.models import Resident, Signal, Trajectory, Visit

READ = "mijn mensen, op de telefoon"
_CALLED = {"v": "Mevrouw", "m": "Meneer"}


def mine(user: User, on: date) -> list[dict[str, Any]]:
    """Her trajectories as `TrajectoryOut` wants them, the one with the nearest appointment first."""
    rows = [_row(trajectory, on) for trajectory in _whole(doors.trajectories(user, on), user)]
    return sorted(rows, key=lambda row: (row["ended_on"] is not None, row["next_on"] or date.max, row["id"]))


def one(user: User, id: int, on: date) -> dict[str, Any]:
    """One of `mine`. Raises NotFound when it isn't hers."""
    found = _whole(doors.trajectories(user, on).filter(pk=id), user).first()
    if found is None:
        raise NotFound
    return _row(found, on)


def note_reading(user: User, trajectories: Iterable[int], at: datetime) -> None:
    """Record that `user` read about these people (07-trust): once a person a day, however often the page is opened."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    residents = Trajectory.objects.filter(pk__in=list(trajectories)).values_list("resident__pseudonym", flat=True)
    today = Event.objects.filter(kind="person.read", actor=user, at__gte=midnight, about__in=list(residents))
    noted = set(today.values_list("about", flat=True))
    fresh = sorted(set(residents) - noted)
    if fresh:
        with transaction.atomic():
            for pseudonym in fresh:
                events.record("person.read", by=user, at=at, about=pseudonym, what=READ)


def _whole(found: QuerySet[Trajectory], user: User) -> QuerySet[Trajectory]:
    own_signals = Signal.objects.filter(reported_by=user).order_by("-reported_at")
    return found.select_related("resident").prefetch_related(
        Prefetch("visits", Visit.objects.order_by("-on", "-logged_at").prefetch_related("conflicts")),
        Prefetch("signals", own_signals),
    )


def _row(trajectory: Trajectory, on: date) -> dict[str, Any]:
    visits = list(trajectory.visits.all())
    standing = [visit for visit in visits if visit.withdrawn_at is None]
    # The nightly job may still have to close what outlived its year: for the phone it has ended (T5).
    outlived = trajectory.hard_stop_on is not None and trajectory.hard_stop_on < on
    ended_on = trajectory.ended_on or (trajectory.hard_stop_on if outlived else None)
    names = ("id", "matched_on", "meeting_on", "meeting_time", "started_on", "planned_end_on", "hard_stop_on")
    return {
        **{name: getattr(trajectory, name) for name in (*names, "paused_since_on")},
        **_how_to_get_there(trajectory, gone=ended_on is not None),
        "state": "ended" if ended_on else trajectory.state,
        "ended_on": ended_on,
        "died_on": trajectory.resident.died_on,
        "weeks_left": _weeks_left(trajectory, on) if ended_on is None else None,
        "last_visit_on": max((visit.on for visit in standing), default=None),
        "next_on": None if ended_on else appointments.next_on(visits, on),
        "thanks": trajectory.thanks if ended_on else "",  # of one that was reopened it isn't the last word
        "visits": visits,
        "signals": list(trajectory.signals.all()),
    }


def _how_to_get_there(trajectory: Trajectory, *, gone: bool) -> dict[str, str]:
    resident = trajectory.resident
    place = {
        "phone": resident.phone,
        "street": resident.street,
        "postcode": resident.written_postcode,
        "town": resident.town,
    }
    if gone:
        place = dict.fromkeys(place, "")
    return {"first_name": resident.first_name or _unnamed(resident), **place}


def _unnamed(resident: Resident) -> str:
    """Whose first name nobody asked yet, without a surname: "Mevrouw F.", and "Uw bezoeker" when that isn't known."""
    sex = resident.sex.lower() or spelling.addressed(resident.name)
    initials = [word[0].upper() for word in spelling.words(resident.name)[-1:]]
    return " ".join([_CALLED[sex], *(f"{one}." for one in initials)]) if sex in _CALLED else "Uw bezoeker"


def _weeks_left(trajectory: Trajectory, on: date) -> int | None:
    return (trajectory.hard_stop_on - on) // timedelta(weeks=1) if trajectory.hard_stop_on else None
