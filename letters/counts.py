"""A round's sums, to the unit, always shown (L12); and the funnel from letter to match."""

from dataclasses import dataclass

from django.db.models import Count, Max

from bezoekdienst.visiting.models import Intake, Trajectory
from letters.models import Reply, Round
from letters.states import LetterState, ReplyKind


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
    intakes = Intake.objects.filter(
        pk__in=Reply.objects.filter(letter__round=subject).exclude(intake=None).values("intake")
    )
    visited = intakes.exclude(visited_on=None)
    matched = visited.filter(bereavement__in=Trajectory.objects.values("bereavement"))
    posted = subject.letters.filter(state=LetterState.POSTED)
    return Funnel(posted.count(), intakes.count(), visited.count(), matched.count())


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
