"""What is due, of one sign-up or one trajectory (I1, T1, T6, T7, B4). Pure: the mail and the list both ask here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bezoekdienst.lib import calendar
from bezoekdienst.visiting import limits
from bezoekdienst.visiting.facts import IntakeFacts, Terms, TrajectoryFacts

_SIGNED_UP, _ACQUAINTANCE, _ACTIVE = "signed_up", "acquaintance", "active"  # of `states`, which is Django's
_BEFORE_THE_VISIT = frozenset({_SIGNED_UP, "planned"})


@dataclass(frozen=True, slots=True)
class Ending:
    """An end that comes near: the nearest threshold of 8, 4 and 2 weeks. `is_stop`: then the year is over."""

    on: date
    weeks: int
    is_stop: bool


def contact_until(one: IntakeFacts, terms: Terms) -> date | None:
    """The last day for a first contact; None once somebody tried, or she isn't just signed up any more (I1)."""
    if one.state != _SIGNED_UP or one.tried:
        return None
    return calendar.add_working_days(_since(one), terms.contact_working_days)


def talk_until(one: IntakeFacts, terms: Terms) -> date | None:
    """The last day for the home visit; None once it took place (I1)."""
    return _since(one) + timedelta(weeks=terms.intake_weeks) if one.state in _BEFORE_THE_VISIT else None


def _since(one: IntakeFacts) -> date:
    """From when her terms count: of who came over from paper it isn't known what was done before."""
    return max(one.opened_on, one.taken_on or one.opened_on)


def settle_until(one: TrajectoryFacts, terms: Terms) -> date | None:
    """The last day to settle an acquaintance; None for what runs (T1)."""
    if one.state != _ACQUAINTANCE:
        return None
    return one.matched_on + timedelta(weeks=terms.acquaintance_weeks)


def review(one: TrajectoryFacts, on: date) -> tuple[int, date] | None:
    """The latest review of the year (months, day) that nobody had yet; None when there is none (T6)."""
    if one.state != _ACTIVE or one.started_on is None:
        return None
    return limits.review_due(one.year_on or one.started_on, one.reviewed_on, on)


def endings(one: TrajectoryFacts, on: date) -> Iterator[Ending]:
    """The planned end and the hard stop as far as they are near; one when they coincide (T7)."""
    if one.state != _ACTIVE or one.planned_end_on is None or one.hard_stop_on is None:
        return
    for end_on in sorted({one.planned_end_on, one.hard_stop_on}):
        if weeks := limits.warning_weeks(end_on, on):
            yield Ending(end_on, weeks, end_on == one.hard_stop_on)


def silent_since(one: TrajectoryFacts, weeks: int, on: date) -> date | None:
    """Since when nothing was logged, if that is `weeks` weeks or more; a pause rests and begins anew (B4, T6)."""
    if one.state != _ACTIVE or one.paused:
        return None
    days = (one.started_on, one.visited_on, one.rested_on, one.taken_on)  # visits on paper aren't logged here
    since_on = max((day for day in days if day), default=on)
    return since_on if since_on + timedelta(weeks=weeks) <= on else None
