"""The coordinator's decision: accept (lock, check again, start the acquaintance) or decline (M1 to M3)."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import transitions
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.visiting import trajectories
from bezoekdienst.visiting.models import Intake, Resident, Trajectory
from matching import assignment, blocks, explanation, gather, proposals
from matching.models import Proposal
from matching.states import TRANSITIONS, WORDS, State
from volunteers.models import Volunteer


def accept(proposal: Proposal, *, by: User, at: datetime, reason: str = "") -> Trajectory:
    """Start the acquaintance. Every rule is asked again with the volunteer's row locked: the last place has one winner.

    Raises Refused with each block that holds now; an objection needs a `reason`, which is kept.
    """
    with transaction.atomic():
        volunteer, intake = _lock(proposal.intake_id, proposal.volunteer_id)
        proposal.refresh_from_db(from_queryset=Proposal.objects.select_for_update())
        _check(proposal, State.ACCEPTED)
        board = gather.pair(intake, volunteer, timezone.localdate(at))
        _judge(board, intake, volunteer, reason)
        trajectory = trajectories.start(intake, volunteer, by=by, at=at)
        proposal.state, proposal.trajectory = State.ACCEPTED, trajectory
        proposal.decided_at, proposal.decided_by, proposal.reason = at, by, reason.strip()
        proposal.save(update_fields=["state", "trajectory", "decided_at", "decided_by", "reason"])
        events.record("proposal.accepted", by=by, at=at, subject=proposal, about=intake.resident.pseudonym)
    return trajectory


def choose(intake: Intake, volunteer: Volunteer, *, by: User, at: datetime, reason: str) -> Trajectory:
    """The coordinator's own choice, against the proposal; the open one is declined with her reason (M3).

    Kept with it is what was on screen: everybody's candidates. Raises Refused without a reason, or when a block holds.
    """
    if not reason.strip():
        raise Refused(Reason("M3", "U kiest iemand anders dan voorgesteld. Schrijf kort op waarom."))
    with transaction.atomic():
        volunteer, intake = _lock(intake.pk, volunteer.pk)
        for other in Proposal.objects.filter(intake=intake, state=State.OPEN):
            decline(other, by=by, at=at, reason=reason)
        board = gather.board(timezone.localdate(at))
        _judge(board, intake, volunteer, reason)
        fit = board.pairs[intake.pk, volunteer.pk].fit
        proposal = Proposal.objects.create(
            intake=intake,
            volunteer=volunteer,
            plan=uuid.uuid4(),
            fit=fit.points if fit else 0,
            shown=proposals.shown(board, assignment.Plan((), ()), intake.pk, volunteer.pk),
            made_at=at,
        )
        return accept(proposal, by=by, at=at, reason=reason)


def decline(proposal: Proposal, *, by: User, at: datetime, reason: str) -> Proposal:
    """Not this one, with the reason why; the person goes on waiting."""
    if not reason.strip():
        raise Refused(Reason("M3", "Schrijf kort op waarom u dit voorstel niet kiest."))
    with transaction.atomic():
        proposal.refresh_from_db(from_queryset=Proposal.objects.select_for_update())
        _check(proposal, State.DECLINED)
        proposal.state, proposal.decided_at, proposal.decided_by = State.DECLINED, at, by
        proposal.reason = reason.strip()
        proposal.save(update_fields=["state", "decided_at", "decided_by", "reason"])
        events.record("proposal.declined", by=by, at=at, subject=proposal, about=proposal.intake.resident.pseudonym)
    return proposal


def _lock(intake_id: int, volunteer_id: int) -> tuple[Volunteer, Intake]:
    """Both rows locked, always in this order (volunteer, resident, intake, proposal): two acts never wait in a ring.

    `no_key`: a new proposal may point at a locked volunteer, or proposing would wait for her in the other direction.
    """
    volunteer = Volunteer.objects.select_for_update(no_key=True).get(pk=volunteer_id)
    Resident.objects.select_for_update().get(intakes=intake_id)
    return volunteer, Intake.objects.select_for_update().get(pk=intake_id)


def _judge(board: explanation.Board, intake: Intake, volunteer: Volunteer, reason: str) -> None:
    pair = board.pairs.get((intake.pk, volunteer.pk))
    if pair is None:
        raise Refused(Reason("M2", "Deze bezoeker wacht niet meer, of de vrijwilliger is niet meer actief."))
    refuse_if([Reason(found.rule, found.text) for found in pair.findings if found.kind == blocks.BLOCK])
    objections = [found for found in pair.findings if found.kind == blocks.OBJECTION]
    if objections and not reason.strip():
        refuse_if([Reason(found.rule, f"{found.text} Het mag met een reden: schrijf die op.") for found in objections])


def _check(proposal: Proposal, then: State) -> None:
    transitions.check(TRANSITIONS, "M3", "Dit voorstel", proposal.state, then, WORDS)
