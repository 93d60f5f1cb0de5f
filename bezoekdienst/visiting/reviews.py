"""The verb of a review: a talk with who is visited. Can it be done with less, or stop? (T6)"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import wording
from bezoekdienst.lib.errors import Reason, refuse_if
from bezoekdienst.visiting import obstacles
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


def latest(trajectory: Trajectory) -> Contact | None:
    """The last review since this trajectory began; None when there was none."""
    if trajectory.started_on is None:
        return None
    had = Contact.objects.filter(resident=trajectory.resident_id, made_on__gte=trajectory.started_on)
    return had.exclude(review="").first()


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
