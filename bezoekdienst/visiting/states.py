"""States, named sets of states, and what may follow what. Imports nothing of ours."""

from collections.abc import Mapping

from django.db import models


class IntakeState(models.TextChoices):
    """I1: from sign-up to an outcome."""

    SIGNED_UP = "signed_up", "aangemeld"
    PLANNED = "planned", "gesprek gepland"
    VISITED = "visited", "gesprek geweest"
    SUITABLE = "suitable", "wacht op een vrijwilliger"
    MATCHED = "matched", "gekoppeld"
    OTHER_HELP = "other_help", "andere hulp"
    NOT_NOW = "not_now", "nu niet"
    WITHDRAWN = "withdrawn", "afgezien"
    UNREACHABLE = "unreachable", "niet bereikbaar"
    DIED = "died", "overleden"


_STOPS = frozenset({IntakeState.WITHDRAWN, IntakeState.UNREACHABLE, IntakeState.DIED})
INTAKE_TRANSITIONS: Mapping[str, frozenset[str]] = {
    IntakeState.SIGNED_UP: frozenset({IntakeState.PLANNED, IntakeState.VISITED}) | _STOPS,
    # Called off without another day yet: back among those who wait for an appointment.
    IntakeState.PLANNED: frozenset({IntakeState.SIGNED_UP, IntakeState.PLANNED, IntakeState.VISITED}) | _STOPS,
    IntakeState.VISITED: frozenset({IntakeState.SUITABLE, IntakeState.OTHER_HELP, IntakeState.NOT_NOW}) | _STOPS,
    IntakeState.SUITABLE: frozenset({IntakeState.MATCHED, IntakeState.OTHER_HELP, IntakeState.NOT_NOW}) | _STOPS,
    # No click, or the volunteer stops: she waits again, within the same year. The visits stopped, and she comes back.
    IntakeState.MATCHED: frozenset({IntakeState.SUITABLE, IntakeState.SIGNED_UP, IntakeState.DIED}),
    IntakeState.OTHER_HELP: frozenset({IntakeState.SIGNED_UP}),
    IntakeState.NOT_NOW: frozenset({IntakeState.SIGNED_UP}),
    IntakeState.WITHDRAWN: frozenset({IntakeState.SIGNED_UP}),
    IntakeState.UNREACHABLE: frozenset({IntakeState.SIGNED_UP}),
    IntakeState.DIED: frozenset(),
}
INTAKE_OPEN = frozenset({IntakeState.SIGNED_UP, IntakeState.PLANNED, IntakeState.VISITED, IntakeState.SUITABLE})
INTAKE_BEFORE_DEATH = INTAKE_OPEN | {IntakeState.MATCHED}  # where a death noted by mistake is put back to
INTAKE_BEFORE_VISIT = frozenset({IntakeState.SIGNED_UP, IntakeState.PLANNED})


class TrajectoryState(models.TextChoices):
    """T1."""

    ACQUAINTANCE = "acquaintance", "kennismaking"
    ACTIVE = "active", "loopt"
    ENDED = "ended", "afgerond"


TRAJECTORY_TRANSITIONS: Mapping[str, frozenset[str]] = {
    TrajectoryState.ACQUAINTANCE: frozenset({TrajectoryState.ACTIVE, TrajectoryState.ENDED}),
    TrajectoryState.ACTIVE: frozenset({TrajectoryState.ENDED}),
    TrajectoryState.ENDED: frozenset({TrajectoryState.ACTIVE}),  # T5: a mistaken close, within 14 days
}
TRAJECTORY_OPEN = frozenset({TrajectoryState.ACQUAINTANCE, TrajectoryState.ACTIVE})


class EndReason(models.TextChoices):
    """T8."""

    GOAL_REACHED = "goal_reached", "doel bereikt"
    YEAR_REACHED = "year_reached", "het jaar is om"
    STOPPED_BY_RESIDENT = "stopped_by_resident", "op verzoek van de bezoeker"
    STOPPED_BY_VOLUNTEER = "stopped_by_volunteer", "de vrijwilliger stopt"
    NO_CLICK = "no_click", "geen klik"
    OTHER_HELP = "other_help", "andere hulp"
    MOVED = "moved", "verhuisd"
    ADMITTED = "admitted", "opgenomen"
    DIED = "died", "overleden"
    PRIVATE_CONTACT = "private_contact", "gaat door als vriendschap"
    UNREACHABLE = "unreachable", "niet bereikbaar"


WAITS_AGAIN = frozenset({EndReason.NO_CLICK, EndReason.STOPPED_BY_VOLUNTEER})
LEAVES = frozenset({EndReason.MOVED, EndReason.ADMITTED})  # what she waits for ends too
NO_SURVEY = frozenset({EndReason.DIED})  # E1


class VisitKind(models.TextChoices):
    """B1."""

    AT_HOME = "at_home", "thuis"
    WALK = "walk", "wandeling"
    PHONE = "phone", "telefoon"
    ELSEWHERE = "elsewhere", "ergens anders"
    NOBODY_HOME = "nobody_home", "niemand thuis"


class Mood(models.TextChoices):
    """What the volunteer says of herself after a visit."""

    WELL = "well", "alles goed"
    TALK = "talk", "ik wil even praten"


class SignalKind(models.TextChoices):
    """S1."""

    GLOOM = "gloom", "somberheid"
    SLEEP_FOOD = "sleep_food", "slapen of eten"
    DRINK_MEDICINES = "drink_medicines", "drank of medicijnen"
    MEMORY = "memory", "geheugen"
    MONEY = "money", "geld"
    HEALTH = "health", "gezondheid"
    SAFETY = "safety", "onveilig thuis"
    ISOLATION = "isolation", "eenzaam, al langer"
    WISH_TO_DIE = "wish_to_die", "wil niet meer leven"
    PRACTICAL = "practical", "praktisch"


URGENT_SIGNALS = frozenset({SignalKind.SAFETY, SignalKind.WISH_TO_DIE})


class SignalState(models.TextChoices):
    """S2."""

    REPORTED = "reported", "gemeld"
    SEEN = "seen", "gezien"
    DISCUSSED = "discussed", "besproken"
    REFERRED = "referred", "doorverwezen"
    SETTLED = "settled", "opgelost"
    CLOSED = "closed", "afgesloten"


SIGNAL_TRANSITIONS: Mapping[str, frozenset[str]] = {
    SignalState.REPORTED: frozenset({SignalState.SEEN}),
    SignalState.SEEN: frozenset({SignalState.DISCUSSED, SignalState.REFERRED, SignalState.SETTLED}),
    SignalState.DISCUSSED: frozenset({SignalState.REFERRED, SignalState.SETTLED}),
    SignalState.REFERRED: frozenset({SignalState.REFERRED, SignalState.CLOSED}),  # to one more
    SignalState.SETTLED: frozenset({SignalState.CLOSED}),
    SignalState.CLOSED: frozenset(),
}
SIGNAL_OPEN = frozenset(SignalState) - {SignalState.CLOSED}
# Seen, and waiting for a next step here; of what was passed on the referral asks (S2).
SIGNAL_STANDS = SIGNAL_OPEN - {SignalState.REPORTED, SignalState.REFERRED}


class Source(models.TextChoices):
    """How somebody came to the service; counted apart in the year's report."""

    LETTER = "letter", "brief van de gemeente"
    SELF = "self", "zelf"
    FAMILY = "family", "familie"
    GP = "gp", "huisarts"
    OTHER = "other", "anders"


WORDS: dict[str, str] = {
    str(state): str(state.label) for states in (IntakeState, TrajectoryState, SignalState) for state in states
}
