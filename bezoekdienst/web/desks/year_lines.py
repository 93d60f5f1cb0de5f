"""What the picture of a year shows of one trajectory: visits, talks, pauses, the plan and the limit (T2 to T6)."""

from datetime import date
from typing import Any

from django.db.models import Prefetch

from bezoekdienst.visiting.models import Contact, Trajectory, Visit

_NAMES = ("started_on", "planned_end_on", "ended_on", "hard_stop_on")
_VISITS = Visit.objects.filter(withdrawn_at=None).only("on", "trajectory_id", "logged_at", "withdrawn_at")
_TALKS = Contact.objects.exclude(review="").only("made_on", "resident_id")
# What `of` reads, for several trajectories at once.
BESIDE = (
    Prefetch("visits", _VISITS),
    Prefetch("resident__contacts", _TALKS, to_attr="talks"),
    "pauses",
)


def of(one: Trajectory, *, label: str, url: str, today: date) -> dict[str, Any]:
    """One bar, as `look.year_bars` wants it. Reads `BESIDE`, and the bereavement."""
    last_on = one.ended_on or one.hard_stop_on or today
    pauses = [(pause.since_on, pause.until_on) for pause in one.pauses.all()]
    if one.paused_since_on:
        pauses.append((one.paused_since_on, min(today, last_on)))
    talks = [talk.made_on for talk in getattr(one.resident, "talks", ())]
    return {
        **{name: getattr(one, name) for name in _NAMES},
        "label": label,
        "url": url,
        "limit_on": one.bereavement.limit_on,
        "visited_on": [visit.on for visit in one.visits.all() if visit.withdrawn_at is None],
        "talked_on": sorted(on for on in talks if one.started_on and one.started_on <= on <= last_on),
        "pauses": pauses,
    }
