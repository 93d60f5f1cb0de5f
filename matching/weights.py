"""Changing how fit is counted: seen first, on everybody who waits now; then kept as a version of the policy."""

import copy
from dataclasses import dataclass
from datetime import date, datetime

from bezoekdienst.accounts.models import User
from bezoekdienst.lib.errors import Refused
from bezoekdienst.policy import versions
from bezoekdienst.policy.models import Policy
from matching import gather, situation, tuning
from matching.facts import Weights


@dataclass(frozen=True, slots=True)
class Preview:
    """How things stand now and would stand with other weights, and for each person who waits what that changes."""

    now: situation.Situation
    then: situation.Situation
    effects: list[tuning.Effect]


def preview(weights: Weights, on: date) -> Preview:
    """The plan of today beside the one there would be with `weights`; keeps nothing, in a fixed number of queries."""
    policy = versions.current(on)
    now, then = situation.read(on, _readable(policy)), situation.read(on, _as_if(policy, weights))
    return Preview(now, then, tuning.effects(now.board, now.plan, then.board, then.plan))


def change(
    weights: Weights, *, valid_from_on: date, by: User | None, at: datetime, based_on: str | None = None
) -> Policy:
    """These weights from a day on. Only what is a `Weights` can be kept, so what is read back always adds up.

    Raises Refused as `versions.change` does.
    """
    before = versions.current(valid_from_on)
    return versions.change(
        valid_from_on=valid_from_on,
        by=by,
        at=at,
        based_on=based_on,
        told={"matching": told(before, _as_if(before, weights))},
        matching=tuning.kept(weights),
        fit_floor=weights.floor,
    )


def told(old: Policy, new: Policy) -> str:
    """What changed between two versions, in words; "" when nothing did."""
    try:
        return tuning.told(gather.weights(old), gather.weights(new))
    except Refused:
        return "gewichten die niet te lezen zijn"


def told_of(old: Policy, weights: Weights) -> str:
    """What `weights` change in those of a version, the floor included."""
    floor = [] if old.fit_floor == weights.floor else [f"ondergrens: van {old.fit_floor} naar {weights.floor}"]
    return "; ".join(filter(None, [told(old, _as_if(old, weights)), *floor]))


def _readable(policy: Policy) -> Policy:
    """The policy itself; with the weights that came along when its own can't be read."""
    try:
        gather.weights(policy)
    except Refused:
        return _as_if(policy, Weights())
    return policy


def _as_if(policy: Policy, weights: Weights) -> Policy:
    changed = copy.copy(policy)
    changed.matching, changed.fit_floor = tuning.kept(weights), weights.floor
    return changed
