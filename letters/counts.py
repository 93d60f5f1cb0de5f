"""A round's sums, to the unit, always shown (L12); the funnel from letter to match; and when the answers came."""

import statistics
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, F, Max, Q, QuerySet

from bezoekdienst.visiting.models import Intake, Trajectory
from bezoekdienst.visiting.states import IntakeState
from letters.models import Reply, Round
from letters.states import ANSWERS, OPENS_INTAKE, LetterState, ReplyKind

ANSWERED, VISITED, MATCHED = STEPS = ("answered", "visited", "matched")
ROUNDS_BEFORE = 4


@dataclass(frozen=True, slots=True)
class Counts:
    """What L12 adds up. `replies` counts letters by their latest reply; `silent` is what is left of the posted ones."""

    lines: int
    persons: int
    continuation_lines: int
    rejected_lines: int
    due: int
    held: int
    left_out: int
    letters: int
    posted: int
    pulled: int
    cancelled: int
    not_yet_posted: int
    replies: dict[str, int]
    silent: int

    @property
    def reconciles(self) -> bool:
        """Whether every sum of L12 is exact."""
        return (
            self.lines == self.persons + self.continuation_lines + self.rejected_lines
            and self.persons == self.due + self.held + self.left_out
            and self.letters == self.posted + self.pulled + self.cancelled + self.not_yet_posted
            and self.posted == sum(self.replies.values()) + self.silent
        )


def of(subject: Round) -> Counts:
    """The sums of one round, in five queries whatever its size."""
    states = dict(subject.letters.order_by().values_list("state").annotate(Count("pk")))
    extract, posted = subject.extract, states.get(LetterState.POSTED, 0)
    replies = _latest_replies(subject)
    return Counts(
        lines=extract.lines if extract else 0,
        persons=extract.persons if extract else 0,
        continuation_lines=extract.continuation_lines if extract else 0,
        rejected_lines=extract.rejected_lines if extract else 0,
        due=extract.due if extract else 0,
        held=extract.held if extract else 0,
        left_out=extract.left_out if extract else 0,
        letters=sum(states.values()),
        posted=posted,
        pulled=states.get(LetterState.PULLED, 0),
        cancelled=states.get(LetterState.CANCELLED, 0),
        not_yet_posted=states.get(LetterState.MADE, 0),
        replies=replies,
        silent=posted - sum(replies.values()),
    )


@dataclass(frozen=True, slots=True)
class Funnel:
    """How far the people of a round came, each number a part of the one before it."""

    letters: int
    answered: int
    visited: int
    matched: int


def funnel(subject: Round) -> Funnel:
    """Letters posted, people who answered yes or more, those who had their intake, those who met a volunteer."""
    posted = subject.letters.filter(state=LetterState.POSTED).count()
    return Funnel(posted, *(came(subject, step).count() for step in STEPS))


def came(subject: Round, step: str) -> "QuerySet[Intake]":
    """The intakes that came from a round, as far as `step`: what a number of the funnel counts."""
    intakes = Intake.objects.filter(
        pk__in=Reply.objects.filter(letter__round=subject).exclude(intake=None).values("intake")
    )
    if step in (VISITED, MATCHED):
        intakes = intakes.exclude(visited_on=None)
    if step == MATCHED:
        visited = Trajectory.objects.values("bereavement")
        # one that made room for a later sign-up hangs on what was written down twice, her visits on the loss itself
        made_room = Q(state=IntakeState.MATCHED, bereavement__same_as__in=visited)
        intakes = intakes.filter(Q(bereavement__in=visited) | made_room)
    return intakes


@dataclass(frozen=True, slots=True)
class Answers:
    """When and how a round was answered. An envelope that came back is no answer.

    `days`: of each letter that was answered the days from posting to its first answer, ascending. `kinds` and `ways`
    count these letters by their latest answer. `usual`: how many yeses the rounds before brought, by their median.
    """

    days: tuple[int, ...]
    kinds: dict[str, int]
    ways: dict[str, int]
    usual: float | None

    @property
    def half_within(self) -> int | None:
        """Within how many days half of them had answered; None without an answer."""
        return self.days[(len(self.days) - 1) // 2] if self.days else None


def answers(subject: Round) -> Answers:
    """In two queries whatever its size."""
    first: dict[int, int] = {}
    latest: dict[int, tuple[str, str]] = {}
    replies = Reply.objects.filter(letter__round=subject, kind__in=ANSWERS).order_by("received_on", "pk")
    for letter, kind, way, on in replies.values_list("letter", "kind", "way", "received_on"):
        first.setdefault(letter, max((on - (subject.posted_on or on)).days, 0))
        latest[letter] = kind, way
    kinds, ways = (Counter(chosen) for chosen in zip(*latest.values(), strict=True)) if latest else ({}, {})
    return Answers(tuple(sorted(first.values())), dict(kinds), dict(ways), _usual(subject))


def _usual(subject: Round) -> float | None:
    yes = Q(letters__replies__kind__in=OPENS_INTAKE)
    before = (
        Round.objects.filter(posted_on__lt=subject.posted_on)
        .annotate(yeses=Count("letters", filter=yes, distinct=True))
        .order_by(F("posted_on").desc())
        .values_list("yeses", flat=True)[:ROUNDS_BEFORE]
        if subject.posted_on
        else ()
    )
    return statistics.median(before) if before else None


def _latest_replies(subject: Round) -> dict[str, int]:
    latest = (
        Reply.objects.filter(letter__round=subject, letter__state=LetterState.POSTED)
        .order_by()
        .values("letter")
        .annotate(latest=Max("pk"))
        .values("latest")
    )
    counted = dict(Reply.objects.filter(pk__in=latest).order_by().values_list("kind").annotate(Count("pk")))
    return {str(kind): counted.get(kind, 0) for kind in ReplyKind}
