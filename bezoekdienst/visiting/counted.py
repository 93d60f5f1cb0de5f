"""What a resident counts for in the figures of a year: one definition, for the living and for the erased."""

from collections.abc import Iterable, Iterator

from django.db.models import Model, Prefetch, QuerySet

from bezoekdienst.visiting import company
from bezoekdienst.visiting.models import Evaluation, Resident, Trajectory, Visit

Key = tuple[int, str, str]  # year, name, part
WAY = ("came_visited", "came_suitable", "came_matched")  # from sign-up to match, by source


def residents() -> QuerySet[Resident]:
    """Everybody, with all that `of` looks at: a fixed number of queries."""
    visits = Prefetch("trajectories__visits", Visit.objects.filter(withdrawn_at=None))
    return Resident.objects.prefetch_related("intakes", "signals", "pointers", "trajectories__evaluation", visits)


def of(resident: Resident) -> Iterator[Key]:
    """One key for each thing that is counted: sign-up, talk, match, end, visit, signal, pointer, what was said."""
    return (key for key, _ in with_rows(resident))


def with_rows(resident: Resident) -> Iterator[tuple[Key, Model]]:
    """Each key with the row on whose page it stands: a visit and a form on the trajectory's, a pointer on hers."""
    yield (resident.signed_up_on.year, "resident", resident.source), resident
    for step in _way(resident):
        yield (resident.signed_up_on.year, step, resident.source), resident
    for intake in resident.intakes.all():
        if intake.visited_on:
            yield (intake.visited_on.year, "talk", intake.state), intake
    for trajectory in resident.trajectories.all():
        yield from ((key, trajectory) for key in _year(resident, trajectory))
    for signal in resident.signals.all():
        yield (signal.reported_at.year, "signal", signal.kind), signal
    for told in resident.pointers.all():
        yield (told.pointed_on.year, "pointer", ""), resident


def _year(resident: Resident, trajectory: Trajectory) -> Iterator[Key]:
    """What one trajectory counts for."""
    yield trajectory.matched_on.year, "match", ""
    if trajectory.ended_on:
        yield trajectory.ended_on.year, "trajectory_end", trajectory.end_reason
    for visit in trajectory.visits.all():
        if visit.withdrawn_at is None:
            yield visit.on.year, "visit", visit.kind
    if hasattr(trajectory, "evaluation"):
        yield from _said(trajectory.evaluation, _at_the_start(resident, trajectory))


def _way(resident: Resident) -> Iterator[str]:
    """How far who signed up came: what a source brings is counted by the year of the sign-up (I1).

    Who had a volunteer waited for her once, also when she came back since and waits no more.
    """
    talks, is_matched = list(resident.intakes.all()), bool(resident.trajectories.all())
    if any(intake.visited_on for intake in talks):
        yield WAY[0]
    if is_matched or any(intake.waiting_since for intake in talks):
        yield WAY[1]
    if is_matched:
        yield WAY[2]


def _at_the_start(resident: Resident, trajectory: Trajectory) -> object:
    """What was said on company at the kitchen table, before these visits (I2).

    Who signed up once more has another intake with this loss by now (I4): then the one of before counts.
    """
    talks = list(resident.intakes.all())
    hers = [intake for intake in talks if intake.bereavement_id == trajectory.bereavement_id]
    early = [intake for intake in talks if intake.opened_on <= trajectory.matched_on]
    found = [intake for intake in hers if intake in early] or early or hers
    return found[-1].answers.get("company") if found else None


def _said(evaluation: Evaluation, company_before: object) -> Iterator[Key]:
    """E1: went out, came back, and what each answer adds to the group's."""
    if evaluation.sent_on:
        yield evaluation.sent_on.year, "evaluation", "sent"
    if evaluation.received_on is None:
        return
    year, answers = evaluation.received_on.year, evaluation.answers
    yield year, "evaluation", "received"
    if answers.get("mark"):
        yield year, "mark", str(answers["mark"])
    for number, answer in enumerate(answers.get("statements", ())):
        if answer:
            yield year, f"statement_{number}", str(answer)
    for number, change in company.changes(company_before, answers.get("company")):
        yield year, f"company_{number}", change


def of_all(people: Iterable[Resident]) -> Iterator[Key]:
    """The keys of several residents, one after the other."""
    for resident in people:
        yield from of(resident)
