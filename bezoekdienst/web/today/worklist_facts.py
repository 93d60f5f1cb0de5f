"""What the worklist may look at: plain facts, read by `gathering_facts`, judged by `worklist`. Pure."""

import uuid
from dataclasses import dataclass, field
from datetime import date

from bezoekdienst.lib.clocks import Way
from bezoekdienst.visiting.facts import IntakeFacts, Terms, TrajectoryFacts


@dataclass(frozen=True, slots=True)
class SignalFacts:
    """A signal that nobody saw yet; `due_time` as "14.30". `unheard`: no mail about it reached anybody."""

    pk: uuid.UUID
    person: str
    by: str
    urgent: bool
    reported_on: date
    due_on: date
    due_time: str
    is_late: bool = False
    escalated: bool = False
    unheard: bool = False
    died: bool = False


@dataclass(frozen=True, slots=True)
class StalledFacts:
    """A signal that was seen, and that nobody passed on or closed yet."""

    pk: uuid.UUID
    person: str
    urgent: bool
    seen_on: date


@dataclass(frozen=True, slots=True)
class ReferralFacts:
    """A referral without an outcome, long enough ago to ask; `route` and `pk` of the page that it stands on."""

    route: str
    pk: object
    person: str
    made_on: date


@dataclass(frozen=True, slots=True)
class CallFacts:
    """A volunteer who asked to be called; `pk` is that of the request."""

    pk: uuid.UUID
    name: str
    phone: str
    asked_on: date
    asked_time: str


@dataclass(frozen=True, slots=True)
class WaitingFacts:
    """Somebody who waits for a volunteer; `proposed`: an open proposal lies ready. `again`: for another one, since her
    volunteer stopped."""

    pk: int
    person: str
    since_on: date
    urgent: bool = False
    proposed: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class VolunteerFacts:
    """A volunteer: the last day of her VOG, when she asked for the next, whether she missed two intervisions in a row.

    `talk_on`: when to talk about her own loss again, as was agreed; `untold_on`: since when a loss waits for a talk.
    """

    pk: int
    name: str
    vog_until: date | None
    missed_two: bool = False
    vog_asked_on: date | None = None
    talk_on: date | None = None
    untold_on: date | None = None


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """A gathering that was, of which nobody noted who was there; `kind` as one says it."""

    pk: int
    kind: str
    on: date


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """How the volunteers meet: by when the next intervision should be, when it is, and whether there is a theme day."""

    due_on: date
    next_on: date | None = None
    has_theme_day: bool = True
    unnoted: tuple[MeetingFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """The latest round on the post: what came back, and how many of these people have no volunteer yet."""

    pk: int
    name: str
    posted_on: date
    answers: int
    yeses: int
    unplaced: int
    free_places: int


@dataclass(frozen=True, slots=True)
class RushFacts:
    """The busiest hour of the last day on the sign-up page: how many signed up, and since when ("14.30")."""

    count: int
    on: date
    time: str


@dataclass(frozen=True, slots=True)
class ConflictFacts:
    """A visit of which two logs are kept (B3)."""

    trajectory_pk: int
    person: str
    volunteer: str
    on: date
    received_on: date


@dataclass(frozen=True, slots=True)
class DoubleFacts:
    """Two entries that may be one person, of which one is with us now, and what they have in common.

    `is_near`: only a near miss. `died`: the death of one is noted. `stop_on`: the last day of a year that is used up.
    """

    keys: tuple[int, int]
    persons: tuple[str, str]
    common: str
    signed_up_on: date
    is_near: bool = False
    died: bool = False
    stop_on: date | None = None


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """Why today may not be today: what we know of another day, and how it can't be right."""

    way: Way
    before_on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the list is made from."""

    today: date
    terms: Terms = field(default_factory=Terms)
    signals: tuple[SignalFacts, ...] = ()
    stalled: tuple[StalledFacts, ...] = ()
    referrals: tuple[ReferralFacts, ...] = ()
    calls: tuple[CallFacts, ...] = ()
    intakes: tuple[IntakeFacts, ...] = ()
    doubles: tuple[DoubleFacts, ...] = ()
    waiting: tuple[WaitingFacts, ...] = ()
    trajectories: tuple[TrajectoryFacts, ...] = ()
    volunteers: tuple[VolunteerFacts, ...] = ()
    group: GroupFacts | None = None  # None as long as there is nobody to meet
    round: RoundFacts | None = None
    rush: RushFacts | None = None
    conflicts: tuple[ConflictFacts, ...] = ()
    undelivered: int = 0  # mails that were given up
    clock: ClockFacts | None = None
