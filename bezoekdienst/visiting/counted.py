"""What a resident counts for in the figures of a year: one definition, for the living and for the erased."""

from collections.abc import Iterable, Iterator

from django.db.models import Prefetch, QuerySet

from bezoekdienst.visiting.models import Resident, Visit

Key = tuple[int, str, str]  # year, name, part


def residents() -> QuerySet[Resident]:
    """Everybody, with all that `of` looks at: a fixed number of queries."""
    visits = Prefetch("trajectories__visits", Visit.objects.filter(withdrawn_at=None))
    return Resident.objects.prefetch_related("intakes", "signals", "pointers", "trajectories", visits)


def of(resident: Resident) -> Iterator[Key]:
    """One key for each thing that is counted: sign-up, intake, match, end, visit, signal, pointer."""
    yield resident.signed_up_on.year, "resident", resident.source
    for intake in resident.intakes.all():
        yield intake.opened_on.year, "intake", intake.state
    for trajectory in resident.trajectories.all():
        yield trajectory.matched_on.year, "match", ""
        if trajectory.ended_on:
            yield trajectory.ended_on.year, "trajectory_end", trajectory.end_reason
        for visit in trajectory.visits.all():
            if visit.withdrawn_at is None:
                yield visit.on.year, "visit", visit.kind
    for signal in resident.signals.all():
        yield signal.reported_at.year, "signal", signal.kind
    for told in resident.pointers.all():
        yield told.pointed_on.year, "pointer", ""


def of_all(people: Iterable[Resident]) -> Iterator[Key]:
    """The keys of several residents, one after the other."""
    for resident in people:
        yield from of(resident)
