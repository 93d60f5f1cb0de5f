"""Proposals: gather, judge, solve, and keep what was shown (M3). Computed at once when somebody waits."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from matching import changes, explanation, scoring, situation, turns
from matching.explanation import Pair
from matching.models import Proposal
from matching.situation import Situation
from matching.states import State


def propose(*, on: date, by: User | None, at: datetime) -> list[Proposal]:
    """A row for everybody in the joint plan who has no open proposal yet, in the plan's own order.

    What is open stays as it was shown, also when the plan changed meanwhile: a change is told first (`renew`). Only of
    who died it lapses by itself (T8). Two at once go one after the other, and nobody is accepted meanwhile: everybody
    who waits is locked first.
    """
    with transaction.atomic():
        turns.of_all()
        lapse(Proposal.objects.exclude(intake__resident__died_on=None), at=at)
        return _make(situation.read(on), by=by, at=at)


def renew(*, on: date, by: User, at: datetime) -> list[Proposal]:
    """The coordinator saw what changed: open proposals that no longer say what is true lapse, and new ones are made."""
    with transaction.atomic():
        turns.of_all()
        now = situation.read(on)
        stale = [one.pk for one in Proposal.objects.filter(state=State.OPEN) if not is_true(now, one)]
        lapse(Proposal.objects.filter(pk__in=stale), at=at)
        return _make(now, by=by, at=at)


def follow(before: Situation, *, by: User, at: datetime) -> Situation:
    """After an act of the coordinator, in her transaction: what it changed is proposed anew; gives how things stand.

    A proposal that was stale `before` it stays as it was shown: that change wasn't hers, and is still to be told.
    """
    now = situation.read(before.on)
    standing = Proposal.objects.filter(state=State.OPEN)
    hers = [one.pk for one in standing if is_true(before, one) and not is_true(now, one)]
    lapse(Proposal.objects.filter(pk__in=hers), at=at)
    _make(now, by=by, at=at)
    return now


def _make(now: Situation, *, by: User | None, at: datetime) -> list[Proposal]:
    standing = set(Proposal.objects.filter(state=State.OPEN).values_list("intake_id", flat=True))
    batch = uuid.uuid4()
    made = [
        make(now, placed.resident_id, placed.volunteer_id, plan=batch, at=at)
        for placed in now.plan.placed
        if placed.resident_id not in standing
    ]
    if made:
        events.record("proposals.made", by=by, at=at, count=len(made))
    return made


def make(now: Situation, intake_id: int, volunteer_id: int, *, plan: uuid.UUID, at: datetime) -> Proposal:
    """An open row for a pair on the board, in the caller's transaction; the person has no other open one."""
    pair = now.board.pair(intake_id, volunteer_id)
    return Proposal.objects.create(
        intake_id=intake_id,
        volunteer_id=volunteer_id,
        plan=plan,
        fit=pair.fit.points if pair and pair.fit else 0,
        policy=now.policy,
        shown=shown(now, intake_id, volunteer_id),
        made_at=at,
    )


def lapse(proposals: QuerySet[Proposal], *, at: datetime) -> int:
    """Close open proposals that no longer say what is true, in the caller's transaction; gives their number.

    One conditional UPDATE: a proposal that was decided at this very moment stays decided.
    """
    return proposals.filter(state=State.OPEN).update(state=State.LAPSED, decided_at=at)


def is_true(now: Situation, proposal: Proposal) -> bool:
    """Whether an open proposal still says what matters: the same partner, fit and findings."""
    pair = now.board.pair(proposal.intake_id, proposal.volunteer_id)
    if pair is None or now.plan.pairs.get(proposal.intake_id) != proposal.volunteer_id:
        return False
    before = changes.kept(proposal.shown, proposal.volunteer_id)
    return before == changes.sight(pair, now.proposed(proposal.intake_id))


def shown(now: Situation, intake_id: int, volunteer_id: int) -> dict[str, Any]:
    """The explanation as it stands on screen: the funnel, the candidates with their parts, who was proposed, and who
    else was on the board."""
    names = {volunteer.id: volunteer.name for volunteer in now.board.volunteers}
    price = next((placed.price for placed in now.plan.placed if placed.resident_id == intake_id), None)
    return {
        "funnel": explanation.funnel(now.board, intake_id).sentence,
        "proposed": now.proposed(intake_id),
        "price": price or 0,
        "candidates": [_candidate(pair, names[pair.volunteer_id]) for pair in beside(now, intake_id, volunteer_id)],
        "among": {
            "waiting": sorted(resident.id for resident in now.board.residents),
            "volunteers": sorted(names),
        },
    }


def beside(now: Situation, intake_id: int, volunteer_id: int | None) -> list[Pair]:
    """Up to three candidates side by side: the one it is about first, then the best of the others."""
    chosen = now.board.pair(intake_id, volunteer_id) if volunteer_id else None
    best = explanation.candidates(now.board, intake_id, at_most=4)
    others = [pair for pair in best if pair.volunteer_id != volunteer_id]
    return [*([chosen] if chosen else []), *others][:3]


_PART = ("label", "weight", "percent", "points", "text")


def _candidate(pair: Pair, name: str) -> dict[str, Any]:
    fit = pair.fit
    parts = fit.parts if fit else ()
    return {
        "volunteer": pair.volunteer_id,
        "name": name,
        "points": fit.points if fit else None,
        "word": scoring.word(fit.points) if fit else "",
        "parts": [{name: getattr(part, name) for name in _PART} for part in parts],
        "findings": [{"kind": finding.kind, "rule": finding.rule, "text": finding.text} for finding in pair.findings],
    }
