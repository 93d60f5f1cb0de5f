"""What becomes of everything when two entries become one, in sentences: read before the yes, as nothing brings it back.

Pure: from the plan and today to words.
"""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from bezoekdienst.lib import wording
from bezoekdienst.visiting.mergers.merger_plans import Plan
from bezoekdienst.visiting.mergers.one_loss import Fold, Part
from bezoekdienst.visiting.models import Trajectory
from bezoekdienst.visiting.states import INTAKE_OPEN, IntakeState, Source, TrajectoryState
from bezoekdienst.web import phrases


def told(plan: Plan, today: date) -> list[str]:
    """The sentences of a plan, what is about her first and what stops last."""
    return [
        *_person(plan),
        *(sentence for part in plan.parts for sentence in _loss(part, today)),
        *(sentence for fold in plan.folds for sentence in _fold(fold, today)),
        *_visits(plan),
        *_ends(plan),
    ]


def _person(plan: Plan) -> Iterator[str]:
    name, signed_up_on = phrases.start(plan.details["name"]), plan.details["signed_up_on"]
    source = Source(plan.details["source"]).label
    yield f"Er blijft één bezoeker over: {name}, aangemeld op {wording.day(signed_up_on)} ({source})."
    yield "Alle contacten, bezoeken, signalen en wie liever niet komt, staan voortaan bij deze bezoeker."
    if len(plan.parts) > 1:
        yield f"Er zijn {len(plan.parts)} verliezen, elk met een eigen jaar."


def _loss(part: Part, today: date) -> Iterator[str]:
    if not part.year.doubles:
        return
    began_on, stop_on = part.year.root.year_started_on, part.year.stop_on
    if began_on is None or stop_on is None:
        yield "Het is één verlies. Het jaar begint bij de kennismaking waarop beiden ja zeggen."
        return
    yield f"Het is één verlies, met één jaar: van {wording.day(began_on)} tot en met {wording.day(stop_on)}."
    if part.year.extended_to_on:
        yield "De verlenging gaat mee, zover als het in dit jaar mag."
    open_ones = {*(fold.into.state for fold in part.folds), *(intake.state for intake, _ in part.places)}
    if stop_on < today and open_ones & INTAKE_OPEN:
        yield "Dat jaar is om: er kan geen vrijwilliger meer komen. Kies bij de aanmelding andere hulp of “nu niet”."


def _fold(fold: Fold, today: date) -> Iterator[str]:
    state = str(IntakeState(fold.into.state).label)
    since = min((day for day in (fold.into.waiting_since, fold.gone.waiting_since) if day), default=None)
    waits = f", sinds {wording.day(since)}" if since and fold.into.state == IntakeState.SUITABLE else ""
    yield f"De twee aanmeldingen worden er één: {state}{waits}. Wat in de ene ontbreekt, komt uit de andere."
    planned_on = timezone.localdate(fold.gone.planned_for_at) if fold.gone.planned_for_at else None
    if fold.gone.state == IntakeState.PLANNED and planned_on and planned_on >= today:
        yield f"De afspraak van {wording.day(planned_on)} vervalt. Bel zelf even af."


def _visits(plan: Plan) -> Iterator[str]:
    for move in plan.moves:
        before, stop_on = move.trajectory.hard_stop_on, move.stop_on
        goes_on = f"{_visit(move.trajectory)} gaat door"
        if stop_on is None or stop_on == before:
            yield f"{goes_on}, zoals nu."
        else:
            was = f" Dat was {wording.day(before)}." if before else ""
            yield f"{goes_on}, uiterlijk tot en met {wording.day(stop_on)}.{was}"


def _ends(plan: Plan) -> Iterator[str]:
    for one in plan.outlived:
        assert one.hard_stop_on is not None  # or it couldn't be outlived
        yield f"{_visit(one)} is voorbij: het jaar was om op {wording.day(one.hard_stop_on)}."
    for ending in plan.endings:
        stop = wording.day(ending.stop_on)
        yield f"{_visit(ending.trajectory)} stopt nu, want het jaar was al om op {stop}. Bel beiden zelf."
        yield f"Als laatste dag staat er dan {wording.day(ending.on)}. Alle bezoeken tot die dag blijven staan."
    if plan.died_on and (plan.stays.died_on is None or plan.goes.died_on is None):
        yield f"Het overlijden op {wording.day(plan.died_on)} geldt dan voor deze bezoeker: alles wat nog loopt, stopt."


def _visit(one: Trajectory) -> str:
    """Het bezoek van Wim."""
    what = "De kennismaking met" if one.state == TrajectoryState.ACQUAINTANCE else "Het bezoek van"
    return f"{what} {one.volunteer.first_name}"
