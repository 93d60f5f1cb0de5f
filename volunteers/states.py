"""The life of a volunteer (V1). Pauses are periods beside it, not a state."""

from django.db import models


class State(models.TextChoices):
    APPLICANT = "applicant", "aangemeld"
    TRAINING = "training", "in training"
    ACTIVE = "active", "actief"
    LEFT = "left", "gestopt"
    DECLINED = "declined", "afgewezen"


TRANSITIONS: dict[str, frozenset[str]] = {
    State.APPLICANT: frozenset({State.TRAINING, State.DECLINED}),
    State.TRAINING: frozenset({State.ACTIVE, State.DECLINED, State.LEFT}),
    State.ACTIVE: frozenset({State.LEFT}),
    State.LEFT: frozenset(),
    State.DECLINED: frozenset(),
}
WORDS = dict(State.choices)
HERE = frozenset({State.TRAINING, State.ACTIVE})  # belongs to the group: is invited, may be mailed
GONE = frozenset({State.LEFT, State.DECLINED})  # a volunteer no more; who comes back applies again
