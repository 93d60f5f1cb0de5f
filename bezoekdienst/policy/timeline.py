"""Which numbers hold when, over versions that follow each other. Pure: snapshots in, snapshots out, no clock.

A version is a whole snapshot, but what somebody changed was a number or two. So a change that begins before a later
version runs on into it, until a version that changes the same number itself; and taking a version away takes only its
own changes out of the later ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Values = dict[str, Any]  # every number of the policy by its name


@dataclass(frozen=True, slots=True)
class Span:
    """The numbers that hold from `begins_on` on, until the next span begins; of one day the last one counts."""

    begins_on: date
    values: Values


def holding(line: Sequence[Span], on: date) -> int:
    """Which span holds on a day, by its place in the line; before the first one, the first one."""
    return max(sum(span.begins_on <= on for span in line) - 1, 0)


def changed(line: Sequence[Span], on: date, wanted: Values) -> list[Span]:
    """The line with one span more, that begins `on`: like the one before it but for `wanted`, which runs on."""
    before = holding(line, on)
    old = line[before].values
    made = Span(on, old | wanted)
    return [*line[: before + 1], made, *_run_on(line[before + 1 :], old, made.values)]


def without(line: Sequence[Span], place: int) -> list[Span]:
    """The line with one span less, whose changes go out of the later ones as well. Never the first one."""
    if place < 1:
        raise ValueError("the first version has none before it to fall back on")
    return [*line[:place], *_run_on(line[place + 1 :], line[place].values, line[place - 1].values)]


def differences(old: Values, new: Values) -> Values:
    """What `new` says otherwise, by name, in the order of `new`."""
    return {name: value for name, value in new.items() if old[name] != value}


def _run_on(later: Sequence[Span], old: Values, new: Values) -> list[Span]:
    """`later` with `new` wherever it still said `old`: name by name, until a span that changes that name itself."""
    running, spans = differences(old, new), []
    for span in later:
        running = {name: value for name, value in running.items() if span.values[name] == old[name]}
        spans.append(Span(span.begins_on, span.values | running))
    return spans
