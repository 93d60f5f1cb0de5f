"""The demo's intakes, proposals and first meetings, after the round was answered."""

from bezoekdienst.demo import history
from bezoekdienst.demo.stage import Stage
from bezoekdienst.visiting import trajectories
from bezoekdienst.visiting.models import Trajectory
from matching import pairing, proposals
from matching.models import Proposal

ACCEPTED = 2  # the others stay open, to be clicked through by hand


def hold_intakes(stage: Stage) -> None:
    """Home visits with everybody who said yes."""
    stage.telling.step("intakes", "The coordinator visits everybody who said yes")
    opened = [(reply.intake, said) for reply, said in stage.answered if reply.intake]
    for number, (intake, said) in enumerate(opened[:-1]):
        assert intake is not None
        history.complete(stage, intake, days_ago=4 - number % 3, answer=said)
    last, said = opened[-1]
    assert last is not None
    history.complete(stage, last, days_ago=1, answer=said)
    stage.telling.count("held", len(opened), "intakes held")
    stage.telling.count("waiting", history.waiting(), "wait for a volunteer; the others found another way")


def propose(stage: Stage) -> None:
    """The joint proposal with its explanation; the first two accepted, met, and begun."""
    stage.telling.step("proposals", "The joint proposal for everybody who waits")
    at = stage.at(stage.anchor, 9)
    made = proposals.propose(on=stage.anchor, by=stage.user("coordinator"), at=at)
    stage.telling.count("proposed", len(made), "proposals, the best for all of them together")
    stage.telling.table(["for", "proposed", "fit", "because"], [_row(proposal) for proposal in made])
    for proposal in made:
        stage.telling.note(f"{proposal.intake.resident.name}: {proposal.shown['funnel']}")
    for proposal in made[:ACCEPTED]:
        started = pairing.accept(proposal, by=stage.user("coordinator"), at=at)
        trajectories.meet(
            started,
            meeting_on=stage.anchor,
            resident_agreed=True,
            volunteer_agreed=True,
            by=stage.user("coordinator"),
            at=stage.at(stage.anchor, 11),
        )
        stage.begun.append(started)
    stage.telling.count("accepted", len(stage.begun), "accepted; both said yes, the year has begun")
    for one in stage.begun:
        stage.telling.note(_year(one))


def _row(proposal: Proposal) -> list[str]:
    first = proposal.shown["candidates"][0]
    best = sorted(first["parts"], key=lambda part: -part["points"])[:3]
    because = ", ".join(f"{part['label'].lower()} {part['points'] / 100:.1f}" for part in best)
    return [proposal.intake.resident.name, proposal.volunteer.first_name, f"{proposal.fit / 100:.1f}", because]


def _year(trajectory: Trajectory) -> str:
    name, planned_on, stop_on = trajectory.volunteer.first_name, trajectory.planned_end_on, trajectory.hard_stop_on
    return f"{name}: planned until {planned_on}, never past {stop_on}"
