"""What happened before the demo's round: five people who are visited, one of them for a year now."""

import uuid
from datetime import timedelta
from typing import Any

from bezoekdienst.demo import cast
from bezoekdienst.demo.stage import Stage
from bezoekdienst.visiting import intakes, referrals, residents, trajectories, visits
from bezoekdienst.visiting.models import Intake, Trajectory
from bezoekdienst.visiting.states import IntakeState, SignalKind, Source, TrajectoryState
from matching import pairing

RHYTHM_DAYS = 14
QUIET = frozenset({"wim"})  # logged nothing for weeks: stands on the coordinator's list


def run(stage: Stage) -> None:
    """Five trajectories that began earlier, with their visits; one signal."""
    stage.telling.step("history", "What was there before: trajectories that run")
    count = 0
    for known in cast.KNOWN:
        trajectory = _begin(stage, known)
        count += _visit(stage, trajectory, known)
    stage.telling.count("trajectories", len(cast.KNOWN), "trajectories began earlier")
    stage.telling.count("earlier_visits", count, "visits logged along the way")
    _signal(stage)


def end_the_year(stage: Stage) -> None:
    """The nightly job: what is past its hard stop is closed, on the day it had to end (T5)."""
    stage.telling.step("year", "The nightly job ends what has lasted a year")
    late = [(one, one.hard_stop_on) for one in Trajectory.objects.outlived(stage.anchor).select_related("volunteer")]
    closed = trajectories.close_outlived(on=stage.anchor, at=stage.at(stage.anchor, 1))
    stage.telling.count("closed", closed, "trajectory closed: one year reached")
    for one, stop_on in late:
        stage.telling.note(
            f"began {one.started_on}, last permitted day {stop_on}, visited by {one.volunteer.first_name}"
        )


def complete(stage: Stage, intake: Intake, *, days_ago: int, answer: cast.Answer) -> None:
    """Plan and hold the home visit of one intake."""
    coordinator, on = stage.user("coordinator"), stage.anchor - timedelta(days=days_ago)
    intakes.plan(intake, for_at=stage.at(on, 14), by=coordinator, at=stage.at(on, 9))
    intakes.complete(
        intake,
        visited_on=on,
        answers=_said(answer),
        consents={"visits": on, "finite_told": on, "life_view": on if answer.life_view else None},
        outcome=answer.outcome,
        urgency=answer.urgency,
        urgency_reason="Slaapt slecht en is veel alleen." if answer.urgency else "",
        by=coordinator,
        at=stage.at(on, 16),
    )
    known = {"birth_year": stage.anchor.year - answer.age, "sex": answer.sex}
    called = {"first_name": answer.first} if answer.first else {}
    residents.amend(intake.resident, **known, **called, by=coordinator, at=stage.at(on, 16))


def _said(answer: cast.Answer) -> dict[str, Any]:
    return {
        "loss": answer.loss,
        "interests": list(answer.interests),
        "dayparts": list(answer.dayparts),
        "languages": ["nl"],
        "home": answer.home,
        "wishes": list(answer.wishes),
        "asks_for": "Iemand die luistert en het zelf heeft meegemaakt.",
        **({"life_view": answer.life_view} if answer.life_view else {}),
    }


def _begin(stage: Stage, known: cast.Known) -> Trajectory:
    coordinator = stage.user("coordinator")
    signed_on = stage.anchor - timedelta(days=known.days_ago + 30)
    intake = intakes.open(
        name=known.name,
        first_name=known.first,
        phone=f"000 222 33 {cast.KNOWN.index(known) + 44}",
        source=Source.SELF,
        street=known.street,
        postcode=f"{known.pc4} XX",
        town="Arnhem",
        by=coordinator,
        at=stage.at(signed_on),
    )
    said = cast.Answer("yes", "phone", known.loss, known.age, "M" if known.name.startswith("de heer") else "V")
    complete(stage, intake, days_ago=known.days_ago + 14, answer=said)
    met_on = stage.anchor - timedelta(days=known.days_ago)
    trajectory = pairing.choose(
        intake, stage.volunteer(known.with_whom), by=coordinator, at=stage.at(met_on), reason="Kennen elkaars wijk."
    )
    at = stage.at(met_on, 17)
    trajectories.meet(trajectory, meeting_on=met_on, resident_agreed=True, volunteer_agreed=True, by=coordinator, at=at)
    return trajectory


def _visit(stage: Stage, trajectory: Trajectory, known: cast.Known) -> int:
    user, on, count = stage.user(known.with_whom), stage.anchor - timedelta(days=known.days_ago), 0
    last = trajectory.hard_stop_on or stage.anchor
    until = stage.anchor - timedelta(days=45 if known.with_whom in QUIET else 3)
    while on <= min(until, last):
        visits.log(
            uuid.uuid5(uuid.NAMESPACE_OID, f"{known.first} {on}"),
            trajectory=trajectory,
            on=on,
            kind="walk" if count % 4 == 3 else "at_home",
            minutes=60,
            mood="well",
            note="",
            kilometres=4,
            next_on=None,
            by=user,
            at=stage.at(on, 18),
        )
        on, count = on + timedelta(days=RHYTHM_DAYS), count + 1
    return count


def _signal(stage: Stage) -> None:
    trajectory = Trajectory.objects.get(state=TrajectoryState.ACTIVE, volunteer=stage.volunteer("riet"))
    referrals.report(
        uuid.uuid5(uuid.NAMESPACE_OID, "signal"),
        resident=trajectory.resident,
        trajectory=trajectory,
        kind=SignalKind.SLEEP_FOOD,
        note="Eet weinig en slaapt slecht, zegt ze zelf.",
        by=stage.user("riet"),
        at=stage.at(stage.anchor - timedelta(days=1), 15),
    )
    stage.telling.count("signals", 1, "signal that nobody has seen yet")


def waiting() -> int:
    """How many wait for a volunteer now."""
    return Intake.objects.filter(state=IntakeState.SUITABLE).count()
