"""States of rounds, letters and print jobs, and what may follow what (L8). Imports nothing of ours."""

from collections.abc import Mapping

from django.db import models


class RoundState(models.TextChoices):
    DRAFT = "draft", "concept"
    FROZEN = "frozen", "vastgezet"
    RELEASED = "released", "vrijgegeven"
    PRINTED = "printed", "gedrukt"
    POSTED = "posted", "op de post"
    CLOSED = "closed", "afgesloten"
    CANCELLED = "cancelled", "geannuleerd"


ROUND_TRANSITIONS: Mapping[str, frozenset[str]] = {
    RoundState.DRAFT: frozenset({RoundState.FROZEN, RoundState.CANCELLED}),
    RoundState.FROZEN: frozenset({RoundState.RELEASED, RoundState.CANCELLED}),
    RoundState.RELEASED: frozenset({RoundState.PRINTED, RoundState.CANCELLED}),
    RoundState.PRINTED: frozenset({RoundState.POSTED, RoundState.CANCELLED}),
    RoundState.POSTED: frozenset({RoundState.CLOSED}),
    RoundState.CLOSED: frozenset(),
    RoundState.CANCELLED: frozenset(),
}
ROUND_STEPS = (
    RoundState.DRAFT,
    RoundState.FROZEN,
    RoundState.RELEASED,
    RoundState.PRINTED,
    RoundState.POSTED,
    RoundState.CLOSED,
)
ROUND_COUNTS_FOR_REFERENCE = frozenset(RoundState) - {RoundState.DRAFT, RoundState.CANCELLED}  # L3
ROUND_CHECKABLE = frozenset({RoundState.FROZEN, RoundState.RELEASED, RoundState.PRINTED})  # L9
ROUND_PRINTS = frozenset({RoundState.RELEASED, RoundState.PRINTED})  # boxes may go to paper, also once more (L10)


class LetterState(models.TextChoices):
    MADE = "made", "klaar"
    POSTED = "posted", "op de post"
    PULLED = "pulled", "eruit gehaald"
    CANCELLED = "cancelled", "vervallen"


LETTER_TRANSITIONS: Mapping[str, frozenset[str]] = {
    LetterState.MADE: frozenset({LetterState.POSTED, LetterState.PULLED, LetterState.CANCELLED}),
    LetterState.POSTED: frozenset(),
    LetterState.PULLED: frozenset(),
    LetterState.CANCELLED: frozenset(),
}


class BoxState(models.TextChoices):
    """A box of at most 250 letters: one claimed row, one file."""

    QUEUED = "queued", "wacht"
    MADE = "made", "gemaakt"
    SENT = "sent", "bij de printer"
    PRINTED = "printed", "gedrukt"
    FAILED = "failed", "niet gelukt"
    ERASED = "erased", "gewist"


BOX_TRANSITIONS: Mapping[str, frozenset[str]] = {
    BoxState.QUEUED: frozenset({BoxState.MADE, BoxState.FAILED, BoxState.ERASED}),
    # back to QUEUED: a letter was pulled before the file ever left, so it is made again without it
    BoxState.MADE: frozenset({BoxState.QUEUED, BoxState.SENT, BoxState.PRINTED, BoxState.FAILED, BoxState.ERASED}),
    BoxState.SENT: frozenset({BoxState.PRINTED, BoxState.FAILED, BoxState.ERASED}),
    # L10: a reprint is the same file, and asked for; a second click on a page of before the printing is no reprint
    BoxState.PRINTED: frozenset({BoxState.MADE, BoxState.ERASED}),
    BoxState.FAILED: frozenset({BoxState.QUEUED, BoxState.MADE, BoxState.PRINTED, BoxState.ERASED}),
    BoxState.ERASED: frozenset(),
}


BOX_DONE = frozenset({BoxState.PRINTED, BoxState.ERASED})  # nothing of it waits for the printer
BOX_HAS_FILE = frozenset({BoxState.MADE, BoxState.SENT, BoxState.PRINTED})


class ReplyKind(models.TextChoices):
    """What came back on a letter."""

    YES = "yes", "graag een gesprek"
    MORE = "more", "wil meer weten"
    NEVER = "never", "liever geen brieven meer"
    RETURNED = "returned", "onbestelbaar retour"


OPENS_INTAKE = frozenset({ReplyKind.YES, ReplyKind.MORE})  # A3
ANSWERS = frozenset(ReplyKind) - {ReplyKind.RETURNED}  # an envelope that came back says nothing


class ReplyWay(models.TextChoices):
    CARD = "card", "kaart"
    PHONE = "phone", "telefoon"
    PAGE = "page", "internet"
    POST = "post", "retour per post"


class Outcome(models.TextChoices):
    """What became of a line of an extract."""

    DUE = "due", "krijgt een brief"
    HELD = "held", "wacht op een besluit"
    LEFT_OUT = "left_out", "krijgt geen brief"
    REJECTED = "rejected", "niet te lezen"


WORDS: dict[str, str] = {
    str(state): str(state.label) for states in (RoundState, LetterState, BoxState) for state in states
}
