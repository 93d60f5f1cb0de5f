"""The verb of a review: a talk with who is visited. Can it be done with less, or stop? (T6)"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import wording
from bezoekdienst.lib.errors import Reason, refuse_if
from bezoekdienst.visiting import limits, obstacles
from bezoekdienst.visiting.models import Contact, Trajectory
from bezoekdienst.visiting.states import TrajectoryState


def note(
    trajectory: Trajectory,
    *,
    made_on: date,
    way: str,
    reached: bool,
    review: str = "",
    note: str = "",
    by: User,
    at: datetime,
) -> Contact:
    """Keep what was said. `review` is one of `Contact.Review`, "" when nobody was reached: then the talk is still due.

    Raises Refused for a day outside the trajectory, or an answer that doesn't fit. Nothing else follows: a plan is
    moved, or a trajectory ended, by its own act.
    """
    today = timezone.localdate(at)
    with transaction.atomic():
        trajectory.refresh_from_db()
        refuse_if(_obstacles(trajectory, made_on, way, reached, review, today))
        made = Contact.objects.create(
            resident=trajectory.resident, made_on=made_on, way=way, reached=reached, review=review, note=note, by=by
        )
        about, word = trajectory.resident.pseudonym, str(Contact.Review(review).label) if review else "niet bereikt"
        events.record(
            "trajectory.reviewed", by=by, at=at, subject=trajectory, about=about, on=made_on.isoformat(), word=word
        )
    return made


def beside() -> "Prefetch[str, QuerySet[Contact], str]":
    """For trajectories that are read many at once: each resident comes with her reviews in `reviewed`."""
    talks = Contact.objects.exclude(review="").only("resident", "made_on")
    return Prefetch("resident__contacts", talks, to_attr="reviewed")


def latest(trajectory: Trajectory) -> Contact | None:
    """The last review of her year, also with the volunteer before (T2, T6); None when there was none.

    Reads the bereavement.
    """
    year_on = trajectory.bereavement.year_started_on
    if trajectory.started_on is None or year_on is None:
        return None
    return _talks(trajectory, year_on).first()


def days(trajectory: Trajectory) -> list[tuple[int, date]]:
    """When the coordinator calls: (months, day), counted from when her year began, as far as it reaches (T2, T6).

    Reads the bereavement.
    """
    year_on, stop_on = trajectory.bereavement.year_started_on, trajectory.hard_stop_on
    if trajectory.started_on is None or year_on is None or stop_on is None:
        return []
    planned = zip(limits.REVIEW_MONTHS, limits.reviews(year_on), strict=True)
    return [(months, on) for months, on in planned if on <= stop_on]


def due(trajectory: Trajectory, on: date) -> tuple[int, date] | None:
    """The review (months, day) whose day has come and that nobody had yet; None when there is none (T6)."""
    year_on = trajectory.bereavement.year_started_on
    if year_on is None or trajectory.state != TrajectoryState.ACTIVE or not trajectory.is_open_on(on):
        return None
    return limits.review_due(year_on, _talks(trajectory, year_on).values_list("made_on", flat=True), on)


def had(trajectory: Trajectory) -> dict[int, date]:
    """Which reviews of her year were had, by their months, and when; also with the volunteer before (T2, T6)."""
    year_on = trajectory.bereavement.year_started_on
    if year_on is None:
        return {}
    return limits.reviews_had(year_on, _talks(trajectory, year_on).values_list("made_on", flat=True))


def _talks(trajectory: Trajectory, since_on: date) -> QuerySet[Contact]:
    return Contact.objects.filter(resident=trajectory.resident_id, made_on__gte=since_on).exclude(review="")


def _obstacles(
    trajectory: Trajectory, made_on: date, way: str, reached: bool, review: str, today: date
) -> list[Reason]:
    if reasons := obstacles.to_any(trajectory, today, TrajectoryState.ACTIVE):
        return reasons
    if way not in Contact.Way.values:
        reasons.append(Reason("T6", "Kies telefoon, e-mail of bezoek."))
    if made_on > today:
        reasons.append(Reason("T6", "Het gesprek ligt in de toekomst. Kies vandaag of eerder."))
    if trajectory.started_on and made_on < trajectory.started_on:
        reasons.append(Reason("T6", f"Het gesprek ligt voor het begin op {wording.day(trajectory.started_on)}."))
    if reached and review not in Contact.Review.values:
        reasons.append(Reason("T6", "Kies wat eruit kwam: zoals nu, met minder, of stoppen."))
    if review and not reached:
        reasons.append(Reason("T6", "U sprak niemand. Laat dan leeg wat eruit kwam."))
    return reasons
