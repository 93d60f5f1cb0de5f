"""Whether a clock can be believed, by the moments that were written down before. Moments in, words none: pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

LONGEST_SILENCE = timedelta(days=7)  # a service that runs writes something every night: more than this wants a word
SLACK = timedelta(days=1)


class Way(StrEnum):
    """How it can't be right."""

    AHEAD = "ahead"  # nothing was written down for too long
    BACK = "back"  # something was written down that is still to come
    ELSEWHERE = "elsewhere"  # another clock says otherwise


@dataclass(frozen=True, slots=True)
class Jump:
    """From a moment that we know of to one that can hardly follow on it."""

    before: datetime
    after: datetime
    way: Way


def jump(known: Iterable[datetime], now: datetime) -> Jump | None:
    """The first step between `known` moments, or from the last of them to now, that is no ordinary one; None without.

    Moments that are known do not grow old: what was written down under a clock that ran ahead shows that it did.
    """
    moments = sorted(known)
    if moments and moments[-1] > now + SLACK:
        return Jump(moments[-1], now, Way.BACK)
    steps = pairwise([*moments, now])
    return next((Jump(*step, Way.AHEAD) for step in steps if step[1] - step[0] > LONGEST_SILENCE), None)


def differ(other: datetime, now: datetime) -> Jump | None:
    """When two clocks of one moment are more than a day apart."""
    return Jump(other, now, Way.ELSEWHERE) if abs(other - now) > SLACK else None
