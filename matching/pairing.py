"""The coordinator's decision: yes to this pair (lock, check again, start the acquaintance), or no (M1 to M3)."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import transitions
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.visiting import trajectories
from bezoekdienst.visiting.models import Intake, Trajectory
from matching import blocks, changes, explanation, proposals, situation, turns
from matching.changes import Sight
from matching.explanation import Pair
from matching.models import FixedPair, HeldBack, Proposal
from matching.situation import Situation
from matching.states import TRANSITIONS, WORDS, State
from volunteers.models import Volunteer


class Changed(Refused):
    """Something that matters changed since it stood on screen; the reasons say what. Asked again, it may be done."""


def accept(proposal: Proposal, *, by: User, at: datetime, reason: str = "") -> Trajectory:
    """Yes to an open proposal as it was made. Raises Changed when it no longer says what is true, else as `choose`."""
    with transaction.atomic():
        turns.of_pair(proposal.intake_id, proposal.volunteer_id)
        proposal.refresh_from_db(from_queryset=Proposal.objects.select_for_update())
        _check(proposal, State.ACCEPTED)
        seen = changes.kept(proposal.shown, proposal.volunteer_id)
        trajectory = choose(proposal.intake, proposal.volunteer, by=by, at=at, reason=reason, seen=seen)
        proposal.refresh_from_db()
    return trajectory


def choose(
    intake: Intake, volunteer: Volunteer, *, by: User, at: datetime, reason: str, seen: Sight | None = None
) -> Trajectory:
    """Yes to this pair: start the acquaintance. Every rule is asked again with the volunteer's row locked: the last
    place has one winner (M2).

    Kept with it is what was on screen. Raises Refused with each block that holds now, or when it breaks a fixed pair of
    somebody else; Changed when `seen` isn't what there is now. An objection, a fit under the floor, and another than
    the plan proposes need a `reason` (M3).
    """
    with transaction.atomic():
        volunteer, intake = turns.of_pair(intake.pk, volunteer.pk)
        now = situation.read(timezone.localdate(at))
        pair = judge(now, intake, volunteer)
        proposed = now.proposed(intake.pk)
        _tell(now, pair, proposed, volunteer, seen)
        _reason(now, pair, proposed, reason)
        _beside_fixed(now, pair)
        proposal = _row(now, pair, proposed, at=at)
        proposal.trajectory = trajectories.start(intake, volunteer, by=by, at=at)
        proposal.is_own_choice = proposed != volunteer.pk
        _decide(proposal, State.ACCEPTED, by=by, at=at, reason=reason)
        events.record("proposal.accepted", by=by, at=at, subject=proposal, about=intake.resident.pseudonym)
        FixedPair.objects.filter(intake=intake).delete()
        HeldBack.objects.filter(intake=intake).delete()
        proposals.follow(now, by=by, at=at)
    return proposal.trajectory


def decline(intake: Intake, volunteer: Volunteer, *, by: User, at: datetime, reason: str) -> Proposal:
    """Not this one for her, with the reason why; she goes on waiting, and this pair isn't proposed again (M3)."""
    if not reason.strip():
        raise Refused(Reason("M3", "Schrijf kort op waarom u dit voorstel niet kiest."))
    with transaction.atomic():
        volunteer, intake = turns.of_pair(intake.pk, volunteer.pk)
        now = situation.read(timezone.localdate(at))
        pair = now.board.pair(intake.pk, volunteer.pk)
        if pair is None:
            raise Refused(turns.GONE)
        proposal = _row(now, pair, now.proposed(intake.pk), at=at)
        _decide(proposal, State.DECLINED, by=by, at=at, reason=reason)
        FixedPair.objects.filter(intake=intake, volunteer=volunteer).delete()
        events.record("proposal.declined", by=by, at=at, subject=proposal, about=intake.resident.pseudonym)
        proposals.follow(now, by=by, at=at)
    return proposal


def allow_again(intake: Intake, volunteer: Volunteer, *, by: User, at: datetime) -> None:
    """Take back an earlier no: the pair may be proposed again (M3). What was declined stays on record, as lapsed."""
    with transaction.atomic():
        volunteer, intake = turns.of_pair(intake.pk, volunteer.pk)
        now = situation.read(timezone.localdate(at))
        declined = Proposal.objects.filter(intake=intake, volunteer=volunteer, state=State.DECLINED)
        if declined.update(state=State.LAPSED):
            events.record("proposal.allowed", by=by, at=at, subject=intake, about=intake.resident.pseudonym)
            proposals.follow(now, by=by, at=at)


def judge(now: Situation, intake: Intake, volunteer: Volunteer) -> Pair:
    """The pair as it is now. Raises Refused when it isn't on the board, or with each block (M1)."""
    pair = now.board.pair(intake.pk, volunteer.pk)
    if pair is None:
        raise Refused(turns.GONE)
    refuse_if([Reason(found.rule, found.text) for found in pair.findings if found.kind == blocks.BLOCK])
    return pair


def needs_reason(now: Situation, pair: Pair) -> list[Reason]:
    """What about the pair itself the coordinator may overrule with a reason: each objection, and the floor (M1)."""
    found = [Reason(one.rule, one.text) for one in pair.findings if one.kind == blocks.OBJECTION]
    if not found and not now.may_be_proposed(pair):
        found.append(Reason("M1", "Zij passen minder goed bij elkaar dan de ondergrens."))
    return found


def _reason(now: Situation, pair: Pair, proposed: int | None, reason: str) -> None:
    if reason.strip():
        return
    refuse_if(
        [Reason(one.rule, f"{one.text} Het mag met een reden: schrijf die op.") for one in needs_reason(now, pair)]
    )
    if proposed != pair.volunteer_id:
        raise Refused(Reason("M3", "U kiest iemand anders dan voorgesteld. Schrijf kort op waarom."))


def _tell(now: Situation, pair: Pair, proposed: int | None, volunteer: Volunteer, seen: Sight | None) -> None:
    if seen is None:
        return
    told = changes.told(seen, changes.sight(pair, proposed), volunteer.first_name, now.name)
    if told:
        raise Changed(*(Reason("M2", text) for text in told))


def _beside_fixed(now: Situation, pair: Pair) -> None:
    """What is fixed for others must still hold: loosening it is an act of its own."""
    others = [one for one in now.chosen if one[0] != pair.resident_id]
    if others:
        explanation.propose(now.board, chosen=[*others, (pair.resident_id, pair.volunteer_id)])


def _row(now: Situation, pair: Pair, proposed: int | None, *, at: datetime) -> Proposal:
    """The row to decide on: the open one when it shows what there is now, else a new one; another open one lapses."""
    standing = Proposal.objects.select_for_update().filter(intake=pair.resident_id, state=State.OPEN).first()
    is_hers = standing is not None and standing.volunteer_id == pair.volunteer_id
    if standing and is_hers and changes.kept(standing.shown, pair.volunteer_id) == changes.sight(pair, proposed):
        return standing
    proposals.lapse(Proposal.objects.filter(intake=pair.resident_id), at=at)
    return proposals.make(now, pair.resident_id, pair.volunteer_id, plan=uuid.uuid4(), at=at)


def _decide(proposal: Proposal, then: State, *, by: User, at: datetime, reason: str) -> None:
    _check(proposal, then)
    proposal.state, proposal.decided_at, proposal.decided_by = then, at, by
    proposal.reason = reason.strip()
    decided = ["state", "decided_at", "decided_by", "reason", "trajectory", "is_own_choice"]
    proposal.save(update_fields=decided)


def _check(proposal: Proposal, then: State) -> None:
    transitions.check(TRANSITIONS, "M3", "Dit voorstel", proposal.state, then, WORDS)
