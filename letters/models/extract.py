"""One delivery from the population register, and what became of its persons. Never a foreign key to Resident."""

from typing import ClassVar

from django.db import models

from bezoekdienst.fields import EncryptedJSONField
from letters.states import Outcome


class Extract(models.Model):
    """A delivery as it was read and judged. The file itself is never kept; its hash refuses a second copy."""

    file_hash = models.CharField(max_length=64, unique=True)  # HMAC, not a plain hash: the file holds BSNs
    format = models.CharField(max_length=20)
    state_on = models.DateField("toestand op")
    reference_on = models.DateField()  # P: judged against this day (L1, L3)
    received_at = models.DateTimeField("ontvangen")
    received_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    # L12, to the unit: lines = persons + continuation_lines + rejected_lines; persons = due + held + left_out.
    lines = models.PositiveIntegerField()
    persons = models.PositiveIntegerField()
    continuation_lines = models.PositiveIntegerField()
    rejected_lines = models.PositiveIntegerField()
    due = models.PositiveIntegerField()
    held = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField()
    reasons = models.JSONField(default=dict)  # {"left_out": {"secret": 3, ...}, "held": {...}}: counts only

    class Meta:
        ordering: ClassVar[list[str]] = ["-state_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(
                    lines=models.F("persons") + models.F("continuation_lines") + models.F("rejected_lines")
                ),
                name="letters_lines_reconcile",
            ),
            models.CheckConstraint(
                condition=models.Q(persons=models.F("due") + models.F("held") + models.F("left_out")),
                name="letters_persons_reconcile",
            ),
        ]

    def __str__(self) -> str:
        return f"aanlevering van {self.state_on}"


class Addressee(models.Model):
    """A person of an extract whom the service does NOT know: due, or held for a person's decision.

    `sheet` is what goes on paper: addressee_lines, salutation, address_lines, postcode, number, kix, text_variant; and
    the year of birth, for the size of the type.
    `keys` are the keyed hashes of the loss (L4), `person_key` that of the survivor: for the last check (L9).
    """

    extract = models.ForeignKey(Extract, on_delete=models.CASCADE, related_name="addressees")
    row = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    reasons = models.JSONField(default=list)  # [[rule, sentence], ...]
    sheet = EncryptedJSONField()
    keys = models.JSONField(default=dict)  # {"strong": [...], "weak": [...]}
    person_keys = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["row"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["extract", "row"], name="letters_one_addressee_a_row")
        ]

    def __str__(self) -> str:
        return f"regel {self.row}"


class LineOutcome(models.Model):
    """A line that gives no letter: left out or rejected. A line number and the reasons; no name, no number."""

    extract = models.ForeignKey(Extract, on_delete=models.CASCADE, related_name="line_outcomes")
    row = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    reasons = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar[list[str]] = ["row"]

    def __str__(self) -> str:
        return f"regel {self.row}: {self.get_outcome_display()}"
