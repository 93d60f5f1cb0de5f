"""Losses that prove to be one: whose year it is, and what becomes of what lives under the others (I4, T2 to T5).

The year that began first is the year. What lives, an open intake or trajectory, goes on in it and not a day longer;
what was lived through stays where it was noted, as it was. Decided from rows alone, without a query or a clock.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bezoekdienst.visiting import limits
from bezoekdienst.visiting.models import Bereavement, Intake, Trajectory
from bezoekdienst.visiting.states import INTAKE_OPEN, TRAJECTORY_OPEN, IntakeState

_FURTHEST = (
    *(IntakeState.MATCHED, IntakeState.SUITABLE, IntakeState.VISITED),
    *(IntakeState.PLANNED, IntakeState.SIGNED_UP),
)


@dataclass(frozen=True, slots=True)
class Year:
    """The losses that are one: `root`, whose year it is, what was written down twice, and the last day of all."""

    root: Bereavement
    doubles: tuple[Bereavement, ...] = ()
    stop_on: date | None = None
    extended_to_on: date | None = None  # an extension that comes along, cut to what T4 allows this year


@dataclass(frozen=True, slots=True)
class Move:
    """An open trajectory that goes on in the year of `root`, at most until `stop_on`."""

    trajectory: Trajectory
    root: Bereavement
    stop_on: date | None
    planned_end_on: date | None


@dataclass(frozen=True, slots=True)
class Ending:
    """An open trajectory whose year proves to be over since `stop_on`; `on` is the last day that its facts allow."""

    trajectory: Trajectory
    on: date
    stop_on: date


@dataclass(frozen=True, slots=True)
class Fold:
    """Two open intakes for one loss: `gone` is laid into the one further on."""

    gone: Intake
    into: Intake


@dataclass(frozen=True, slots=True)
class Group:
    """Losses that are one, with the intakes and open trajectories that hang on them; `visited`: each one's last day."""

    losses: tuple[Bereavement, ...]
    intakes: tuple[Intake, ...]
    open: tuple[Trajectory, ...]
    visited: Mapping[int, date]

    def living(self, over: Iterable[int] = ()) -> list[Intake]:
        """Open intakes, and those of a trajectory that goes on; the one furthest on first."""
        visits = {one.bereavement_id for one in self.open if one.pk not in over}
        matched = (one for one in self.intakes if one.state == IntakeState.MATCHED and one.bereavement_id in visits)
        found = [*matched, *(one for one in self.intakes if one.state in INTAKE_OPEN)]
        return sorted(found, key=lambda one: (_FURTHEST.index(IntakeState(one.state)), one.opened_on, one.pk))


@dataclass(frozen=True, slots=True)
class Part:
    """What becomes of one group; `places` are intakes that hang on the root from now on."""

    year: Year
    moves: tuple[Move, ...] = ()
    endings: tuple[Ending, ...] = ()
    folds: tuple[Fold, ...] = ()
    places: tuple[tuple[Intake, Bereavement], ...] = ()


def decide(group: Group, on: date) -> Part:
    """What becomes of losses that are one, on a day; of a single loss nothing does."""
    if len(group.losses) == 1:
        return Part(Year(group.losses[0], stop_on=group.losses[0].hard_stop_on))
    year = _year(group, on)
    beside = [one for one in group.open if one.bereavement_id != year.root.pk]
    over_on = year.stop_on if year.stop_on and year.stop_on < on else None
    endings = tuple(_ending(one, over_on, group.visited) for one in beside) if over_on else ()
    moves = () if over_on else tuple(_move(one, year) for one in beside)
    living = group.living(over={ending.trajectory.pk for ending in endings})
    folds = tuple(Fold(one, living[0]) for one in living[1:])
    moved = living and living[0].bereavement_id != year.root.pk
    return Part(year, moves, endings, folds, ((living[0], year.root),) if moved else ())


def _year(group: Group, on: date) -> Year:
    """The earliest start; as long as no year began, the loss on which most depends."""
    living = group.living()
    first = living[0].bereavement_id if living else 0

    def earliness(loss: Bereavement) -> tuple[date, date, bool, int]:
        return loss.year_started_on or date.max, loss.limit_on or date.max, loss.pk != first, loss.pk

    root, *doubles = sorted(group.losses, key=earliness)
    extended_to_on = _extension(root, group, on)
    return Year(root, tuple(doubles), extended_to_on or root.hard_stop_on, extended_to_on)


def _extension(root: Bereavement, group: Group, on: date) -> date | None:
    """T4: the extension of a trajectory that goes on comes along, as far as the earlier year may be extended."""
    extensions = {loss.pk: loss.extended_to_on for loss in group.losses if loss.pk != root.pk}
    for one in group.open:
        granted_on = extensions.get(one.bereavement_id)
        if granted_on and root.limit_on and root.extended_to_on is None:
            to_on = min(granted_on, limits.extension_latest(root.limit_on, one.policy.extension_weeks))
            return to_on if to_on > root.limit_on and to_on >= on else None
    return None


def _move(one: Trajectory, year: Year) -> Move:
    stop_on = min((day for day in (one.hard_stop_on, year.stop_on) if day), default=None)
    planned_on = one.planned_end_on
    return Move(one, year.root, stop_on, min(planned_on, stop_on) if planned_on and stop_on else planned_on)


def _ending(one: Trajectory, stop_on: date, visited: Mapping[int, date]) -> Ending:
    return Ending(one, max(stop_on, one.started_on or one.matched_on, visited.get(one.pk, stop_on)), stop_on)


def is_open(one: Trajectory, on: date) -> bool:
    """T5 for a row that was read: one that outlived its year is over, whether or not the nightly job came by."""
    return one.state in TRAJECTORY_OPEN and limits.is_open(one.ended_on, one.hard_stop_on, on)
