"""One quarterly mailing."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from letters.states import RoundState


class Round(models.Model):
    """From draft to closed (L8). `reference_on` is P of L1; `quarter_on` the first day of its quarter."""

    quarter_on = models.DateField("kwartaal")
    reference_on = models.DateField("peildatum")
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.DRAFT)
    opened_at = models.DateTimeField()
    extract = models.ForeignKey("letters.Extract", null=True, on_delete=models.PROTECT, related_name="rounds")
    letterhead = models.ForeignKey("letters.Letterhead", null=True, on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey("policy.Policy", null=True, on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField(null=True)
    frozen_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    proof_seen_at = models.DateTimeField(null=True)
    last_checked_on = models.DateField("laatste controle", null=True)  # state date of the extract laid over it
    unusual_count_reason = models.CharField(max_length=300, blank=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    print_at = models.DateTimeField("printen vanaf", null=True)  # when the queue gets the boxes; None: by hand
    printed_at = models.DateTimeField(null=True)
    posted_on = models.DateField("gepost op", null=True)
    closed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    silent_erased_at = models.DateTimeField(null=True)  # A5

    class Meta:
        ordering: ClassVar[list[str]] = ["-quarter_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["quarter_on"], condition=~Q(state=RoundState.CANCELLED), name="letters_one_round_a_quarter"
            ),
            models.UniqueConstraint(
                fields=["extract"], condition=~Q(state=RoundState.CANCELLED), name="letters_extract_used_once"
            ),
        ]

    def __str__(self) -> str:
        return f"ronde {(self.quarter_on.month + 2) // 3} van {self.quarter_on.year}"
