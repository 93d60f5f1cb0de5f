"""The life of a proposal (M3)."""

from collections.abc import Mapping

from django.db import models


class State(models.TextChoices):
    OPEN = "open", "voorgesteld"
    ACCEPTED = "accepted", "gekozen"
    DECLINED = "declined", "niet gekozen"
    LAPSED = "lapsed", "vervallen"


TRANSITIONS: Mapping[str, frozenset[str]] = {
    State.OPEN: frozenset({State.ACCEPTED, State.DECLINED, State.LAPSED}),
    State.ACCEPTED: frozenset(),
    State.DECLINED: frozenset({State.LAPSED}),  # the no is taken back
    State.LAPSED: frozenset(),
}
WORDS = dict(State.choices)
