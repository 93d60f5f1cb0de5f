"""What becomes of two entries that are one person: decided from their rows alone, without a query or a clock (I4).

Whose words stay is chosen; what becomes of the years is not (`one_loss`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bezoekdienst.lib import wording
from bezoekdienst.lib.errors import Reason
from bezoekdienst.visiting.mergers import one_loss
from bezoekdienst.visiting.mergers.one_loss import Ending, Fold, Group, Move, Part
from bezoekdienst.visiting.models import Bereavement, Intake, Resident, Trajectory
from bezoekdienst.visiting.states import INTAKE_OPEN, TRAJECTORY_OPEN

# What is known of a person, in the parts that are chosen as one: part -> its fields.
DETAILS: dict[str, tuple[str, ...]] = {
    **{name: (name,) for name in ("name", "first_name", "phone", "email")},
    "address": ("street", "postcode", "town"),
    **{name: (name,) for name in ("best_time", "birth_year", "sex")},
}


@dataclass(frozen=True, slots=True)
class Side:
    """One entry and what lives by dates: losses, intakes, trajectories; `visited` is the last visit day of each."""

    resident: Resident
    losses: tuple[Bereavement, ...]
    intakes: tuple[Intake, ...]
    trajectories: tuple[Trajectory, ...]
    visited: Mapping[int, date]

    @property
    def roots(self) -> list[Bereavement]:
        """The losses that were not found to be another one before."""
        return [loss for loss in self.losses if loss.same_as_id is None]

    @classmethod
    def of_both(cls, stays: "Side", goes: "Side") -> "Side":
        """All rows of two entries, under the one that stays."""
        return cls(
            stays.resident,
            (*stays.losses, *goes.losses),
            (*stays.intakes, *goes.intakes),
            (*stays.trajectories, *goes.trajectories),
            {**stays.visited, **goes.visited},
        )


@dataclass(frozen=True, slots=True)
class Choices:
    """What the coordinator says: each loss of who goes -> the loss of who stays that it is, None for another loss;
    part of DETAILS -> the resident whose words stay; key of an answer -> the intake whose answer stays."""

    same: Mapping[int, int | None]
    details: Mapping[str, int] = field(default_factory=dict)
    answers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of everything. With `refusals` nothing does: what to do first."""

    stays: Resident
    goes: Resident
    details: Mapping[str, Any]  # the columns of who stays
    died_on: date | None
    parts: tuple[Part, ...]  # the losses, those that are one together
    outlived: tuple[Trajectory, ...]  # over already: only the nightly job hadn't come by yet
    refusals: tuple[Reason, ...]

    @property
    def moves(self) -> list[Move]:
        """Open trajectories that go on in another year."""
        return [move for part in self.parts for move in part.moves]

    @property
    def endings(self) -> list[Ending]:
        """Open trajectories whose year proves to be over."""
        return [ending for part in self.parts for ending in part.endings]

    @property
    def folds(self) -> list[Fold]:
        """Open intakes that are laid into another."""
        return [fold for part in self.parts for fold in part.folds]


def lay(stays: Side, goes: Side, choices: Choices, on: date) -> Plan:
    """The plan for two entries on a day, as `choices` say."""
    both = Side.of_both(stays, goes)
    running = tuple(one for one in both.trajectories if one_loss.is_open(one, on))
    parts = tuple(one_loss.decide(_group(losses, both, running), on) for losses in _together(stays, goes, choices))
    plan = Plan(
        stays=stays.resident,
        goes=goes.resident,
        details=_details(stays.resident, goes.resident, choices),
        died_on=min((one.died_on for one in (stays.resident, goes.resident) if one.died_on), default=None),
        parts=parts,
        outlived=tuple(one for one in both.trajectories if one.state in TRAJECTORY_OPEN and one not in running),
        refusals=(),
    )
    refusals = *_unsaid(stays, goes, choices), *_two_visited(plan, running), *_two_coming(plan, both.intakes)
    return replace(plan, refusals=refusals)


def kept_by_default(stays: Resident, goes: Resident) -> dict[str, int]:
    """Whose words stay for each part of DETAILS unless she says otherwise: the fullest, else the newest; those of who
    stays when both say the same."""
    newest = max((stays, goes), key=lambda one: (one.signed_up_on, one.pk))
    kept = {}
    for part, names in DETAILS.items():
        said = {one: [value for name in names if (value := getattr(one, name))] for one in (stays, goes)}
        full = {one: len(one.name) if part == "name" else len(values) for one, values in said.items()}
        same = said[stays] == said[goes]
        kept[part] = (stays if same else max((newest, stays, goes), key=lambda one: full[one])).pk
    return kept


def _together(stays: Side, goes: Side, choices: Choices) -> list[tuple[Bereavement, ...]]:
    """The losses, those that are one together."""
    groups = {loss.pk: [loss] for loss in stays.roots}
    others = []
    for loss in goes.roots:
        same = groups.get(choices.same.get(loss.pk) or 0)
        others.append([loss]) if same is None else same.append(loss)
    return [tuple(group) for group in (*groups.values(), *others)]


def _group(losses: tuple[Bereavement, ...], both: Side, running: tuple[Trajectory, ...]) -> Group:
    keys = {loss.pk for loss in losses}
    intakes = tuple(one for one in both.intakes if one.bereavement_id in keys)
    return Group(losses, intakes, tuple(one for one in running if one.bereavement_id in keys), both.visited)


def _details(stays: Resident, goes: Resident, choices: Choices) -> dict[str, Any]:
    """The columns of who stays. Signed up is once: the first time counts, with how she came."""
    first = min((stays, goes), key=lambda one: (one.signed_up_on, one.pk))
    kept, people = {**kept_by_default(stays, goes), **choices.details}, {one.pk: one for one in (stays, goes)}
    chosen = {name: getattr(people[kept[part]], name) for part, names in DETAILS.items() for name in names}
    return {**chosen, "signed_up_on": first.signed_up_on, "source": first.source}


def _unsaid(stays: Side, goes: Side, choices: Choices) -> Iterator[Reason]:
    known = {None, *(loss.pk for loss in stays.roots)}
    if any(loss.pk not in choices.same or choices.same[loss.pk] not in known for loss in goes.roots):
        yield Reason("I4", "Zeg bij elk verlies of het hetzelfde verlies is, of een ander.")


def _two_visited(plan: Plan, running: tuple[Trajectory, ...]) -> Iterator[Reason]:
    over = {ending.trajectory.pk for ending in plan.endings}
    names = [one.volunteer.first_name for one in running if one.pk not in over]
    if len(names) > 1:
        text = f"Er is nu twee keer bezoek: van {wording.listed(names)}. Rond eerst een van de twee trajecten af."
        yield Reason("T9", text)


def _two_coming(plan: Plan, intakes: tuple[Intake, ...]) -> Iterator[Reason]:
    laid = {fold.gone.pk for fold in plan.folds}
    if sum(one.state in INTAKE_OPEN and one.pk not in laid for one in intakes) > 1:
        text = "Er lopen twee aanmeldingen, elk voor een ander verlies. Rond er eerst een af: het kan één voor één."
        yield Reason("I1", text)
