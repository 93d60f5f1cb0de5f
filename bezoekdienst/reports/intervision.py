"""What to talk about at intervision, without names (E2): what ends, what began, what is heavy, what gave worries.

It is read aloud among people who each visit somebody, so it holds nothing by which one of them could tell who another
visits: months and no days, no kind of loss, no reason why something ended. How many are heavy and what the worries
were about is only told where enough trajectories run for it to be about anybody's.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from bezoekdienst.lib import wording, words
from bezoekdienst.policy import versions
from bezoekdienst.reports.hiding import HIDDEN_UNDER
from bezoekdienst.visiting.models import Signal, Trajectory
from bezoekdienst.visiting.states import SIGNAL_OPEN, URGENT_SIGNALS, SignalKind, TrajectoryState
from volunteers.models import Gathering

COMING_WEEKS = 8  # as far as the warnings of T7 look
URGENT = "dringend"


@dataclass(frozen=True, slots=True)
class Agenda:
    """What there is to talk about on a day. `heavy` and `kinds` are None where too few run to tell (E2)."""

    since_on: date
    until_on: date
    running: int
    ending: tuple[str, ...]
    begun: tuple[str, ...]
    ended: int
    heavy: int | None
    signals: int
    kinds: tuple[tuple[str, int], ...] | None
    open_signals: int


def agenda(gathering: Gathering) -> Agenda:
    """For one gathering, since the intervision before it; a fixed number of queries."""
    on = timezone.localdate(gathering.starts_at)
    since_on, until_on = _since(gathering, on), on + timedelta(weeks=COMING_WEEKS)
    started = Trajectory.objects.exclude(started_on=None).filter(started_on__lte=on).select_related("bereavement")
    every = list(started.order_by("started_on", "pk"))
    running = [one for one in every if _runs(one, on)]
    signals = Signal.objects.filter(reported_at__date__gt=since_on, reported_at__date__lte=on)
    told = Counter(_kind(one) for one in signals)
    enough = len(running) >= HIDDEN_UNDER
    return Agenda(
        since_on=since_on,
        until_on=until_on,
        running=len(running),
        ending=tuple(_ending(one) for one in sorted(running, key=_end) if _end(one) <= until_on),
        begun=_begun([one for one in every if _started(one) > since_on]),
        ended=sum(one.ended_on is not None and since_on < one.ended_on <= on for one in every),
        heavy=sum(one.bereavement.kind in words.HEAVY_LOSSES for one in running) if enough else None,
        signals=told.total(),
        kinds=tuple(sorted(told.items(), key=lambda each: (-each[1], each[0]))) if enough else None,
        open_signals=Signal.objects.filter(state__in=SIGNAL_OPEN).count(),
    )


def _since(gathering: Gathering, on: date) -> date:
    """The day of the intervision before it; where there was none, as long ago as the rhythm is (V5)."""
    held = Gathering.objects.filter(kind=Gathering.Kind.INTERVISION, cancelled_at=None)
    before = held.filter(starts_at__lt=gathering.starts_at).order_by("starts_at").last()
    weeks = timedelta(weeks=versions.current(on).intervision_weeks)
    return timezone.localdate(before.starts_at) if before else on - weeks


def _runs(one: Trajectory, on: date) -> bool:
    gone = one.state == TrajectoryState.ENDED and one.ended_on is not None and one.ended_on <= on
    return not gone and _end(one, last=True) >= on


def _end(one: Trajectory, *, last: bool = False) -> date:
    """The planned end, or with `last` the hard stop; both are filled in what began."""
    found = one.hard_stop_on if last else one.planned_end_on
    assert found is not None
    return found


def _started(one: Trajectory) -> date:
    assert one.started_on is not None
    return one.started_on


def _ending(one: Trajectory) -> str:
    end_on, start_on = _end(one), _started(one)
    after = end_on + timedelta(days=1)
    months = (after.year - start_on.year) * 12 + after.month - start_on.month - (after.day < start_on.day)
    lasted = "minder dan een maand" if months < 1 else "1 maand" if months == 1 else f"{months} maanden"
    return f"Een traject dat in {_month(end_on)} eindigt, na {lasted} bezoek."


def _begun(found: list[Trajectory]) -> tuple[str, ...]:
    months = Counter(_month(_started(one)) for one in found)
    return tuple(
        f"Een traject begon in {month}." if count == 1 else f"{count} trajecten begonnen in {month}."
        for month, count in months.items()
    )


def _month(on: date) -> str:
    return wording.MONTHS[on.month - 1]


def _kind(signal: Signal) -> str:
    """The two that are urgent under one word: which of them it was could be about one person only."""
    return URGENT if signal.kind in URGENT_SIGNALS else str(SignalKind(signal.kind).label)
