"""Figures that outlive the persons they counted: added up when somebody is erased, by year, name and part."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import F

from bezoekdienst.retention.models import Tally
from bezoekdienst.visiting.models import Resident

Key = tuple[int, str, str]


def add_up(leaving: Iterable[Resident]) -> None:
    """Add what these residents counted for, inside the transaction that erases them."""
    found: Counter[Key] = Counter()
    for resident in leaving:
        found.update(_of(resident))
    for (year, name, part), count in sorted(found.items()):
        tally, _ = Tally.objects.get_or_create(year=year, name=name, part=part)
        Tally.objects.filter(pk=tally.pk).update(count=F("count") + count)


def _of(resident: Resident) -> Iterable[Key]:
    yield resident.signed_up_on.year, "resident", resident.source
    for intake in resident.intakes.all():
        yield intake.opened_on.year, "intake", intake.state
    for trajectory in resident.trajectories.all():
        yield trajectory.matched_on.year, "match", ""
        if trajectory.ended_on:
            yield trajectory.ended_on.year, "trajectory_end", trajectory.end_reason
        for visit in trajectory.visits.filter(withdrawn_at=None):
            yield visit.on.year, "visit", visit.kind
    for signal in resident.signals.all():
        yield signal.reported_at.year, "signal", signal.kind
