"""The verb for two logs under one id: the coordinator asks the volunteer, and chooses which one holds (B3)."""

from datetime import date, datetime
from typing import Any, cast

from django.db import transaction

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.visiting import visits
from bezoekdienst.visiting.models import Trajectory, Visit, VisitConflict

_GONE = Reason("B3", "Hier is al gekozen. Kijk de pagina nog eens na.")


def content_of(conflict: VisitConflict) -> visits.Content:
    """What the log says that was laid beside the visit; the trajectory under which it came stays out."""
    said: dict[str, Any] = {name: value for name, value in conflict.content.items() if name != "trajectory"}
    for name in ("on", "next_on"):
        said[name] = date.fromisoformat(said[name]) if said.get(name) else None
    return cast(visits.Content, said)


def settle(visit: Visit, *, take: VisitConflict | None, by: User, at: datetime) -> None:
    """Let the visit stand as it is, or `take` what another log says; what was laid beside it goes.

    A choice and no correction, so not bound to fourteen days or to the maker. Raises Refused when the other log doesn't
    fit: its day lies outside the trajectory, or it came under somebody else's.
    """
    with transaction.atomic():
        trajectory = Trajectory.objects.select_for_update().get(pk=visit.trajectory_id)
        visit.refresh_from_db(from_queryset=Visit.objects.select_for_update())
        kept = list(visit.conflicts.all())
        if not kept or (take and take not in kept):
            raise Refused(_GONE)
        if take:
            _take(visit, trajectory, take, at)
        visit.conflicts.all().delete()
        word = "het andere verslag" if take else "het eerste verslag"
        about = trajectory.resident.pseudonym
        events.record("visit.settled", by=by, at=at, subject=visit, about=about, on=visit.on.isoformat(), word=word)


def _take(visit: Visit, trajectory: Trajectory, conflict: VisitConflict, at: datetime) -> None:
    if conflict.content.get("trajectory") != trajectory.pk:
        raise Refused(Reason("B3", "Dat verslag ging over iemand anders. Er is niets veranderd."))
    said = content_of(conflict)
    visits.require_fit(trajectory, said)
    for name, value in said.items():
        setattr(visit, name, value)
    visit.corrected_at = at
    visit.save(update_fields=[*said, "corrected_at"])
