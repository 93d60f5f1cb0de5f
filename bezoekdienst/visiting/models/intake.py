"""The coordinator's home visit and its outcome; and the calls around it."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from bezoekdienst.fields import EncryptedJSONField, EncryptedTextField
from bezoekdienst.visiting.states import INTAKE_OPEN, IntakeState


class Intake(models.Model):
    """From sign-up to an outcome (I1, I2). `answers` holds what was said at the kitchen table, all of it optional."""

    class Confirmed(models.TextChoices):
        """How the appointment was confirmed to the resident."""

        LETTER = "letter", "brief"
        MAIL = "mail", "e-mail"
        PHONE = "phone", "telefoon"

    resident = models.ForeignKey("visiting.Resident", on_delete=models.CASCADE, related_name="intakes")
    bereavement = models.OneToOneField("visiting.Bereavement", on_delete=models.CASCADE, related_name="intake")
    state = models.CharField(max_length=12, choices=IntakeState, default=IntakeState.SIGNED_UP)
    opened_on = models.DateField()
    planned_for_at = models.DateTimeField("afspraak", null=True)
    planned_with = models.ForeignKey(  # who goes there
        "accounts.User", verbose_name="wie gaat", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Of the appointment as it stands now, so both are emptied when it moves.
    confirmed_way = models.CharField("bevestigd per", max_length=6, choices=Confirmed, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    visited_on = models.DateField("gesprek op", null=True)
    waiting_since = models.DateField("wacht sinds", null=True)  # set when suitable
    urgency = models.PositiveSmallIntegerField("dringendheid", default=0)
    urgency_reason = EncryptedTextField(default="")
    again_on = models.DateField("opnieuw bellen op", null=True)  # not reached, or "not now": when to try again
    ended_on = models.DateField(null=True)
    ended_from = models.CharField(max_length=12, choices=IntakeState, blank=True)  # where it stood when it ended
    outcome_note = EncryptedTextField(default="")
    # Codes and short texts: loss, interests, dayparts, languages, life_view, children_at_home, home {pets, smoking,
    # stairs}, must_not [...], wishes [{kind, value, must}], network, asks_for, emergency_contact, company [3].
    answers = EncryptedJSONField(default=dict)
    consents = EncryptedJSONField(default=dict)  # {"visits": "2026-03-01", "life_view": ..., "finite_told": ...}

    left_on: date | None = None  # the last day with a volunteer who stopped: where `waiting.beside` looked it up

    class Meta:
        ordering: ClassVar[list[str]] = ["opened_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["resident"], condition=Q(state__in=sorted(INTAKE_OPEN)), name="visiting_one_open_intake"
            ),
            models.CheckConstraint(condition=Q(urgency__lte=2), name="visiting_urgency_0_2"),
        ]

    def __str__(self) -> str:
        return f"intake van {self.resident}"

    @property
    def source(self) -> str:
        """How she came, in words, to the sign-up she first came with; "" of a later one, of which it isn't noted."""
        is_first = self.opened_on <= self.resident.signed_up_on
        return str(self.resident.get_source_display()) if is_first else ""


class Contact(models.Model):
    """A call attempt, or a review of a trajectory (I1, T6)."""

    class Way(models.TextChoices):
        PHONE = "phone", "telefoon"
        MAIL = "mail", "e-mail"
        VISIT = "visit", "bezoek"

    class Review(models.TextChoices):
        """T6: can it be done with less, or stop?"""

        AS_NOW = "as_now", "het gaat door zoals nu"
        LESS = "less", "het kan met minder bezoek"
        STOP = "stop", "het kan stoppen"

    resident = models.ForeignKey("visiting.Resident", on_delete=models.CASCADE, related_name="contacts")
    made_on = models.DateField("datum")
    way = models.CharField("hoe", max_length=6, choices=Way)
    reached = models.BooleanField("gesproken")
    note = EncryptedTextField("notitie", default="")
    review = models.CharField("bij een tussengesprek", max_length=6, choices=Review, blank=True)
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_on", "-id"]

    def __str__(self) -> str:
        return f"contact met {self.resident}"
