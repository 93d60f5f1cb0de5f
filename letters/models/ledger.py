"""The memory that prevents a second letter: keyed pseudonyms only."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class LedgerEntry(models.Model):
    """One loss that was dealt with (L4). Freed (deleted) when its round is cancelled or its letter pulled in time."""

    round = models.ForeignKey("letters.Round", on_delete=models.PROTECT, related_name="ledger")
    letter = models.OneToOneField("letters.Letter", null=True, on_delete=models.SET_NULL, related_name="ledger_entry")
    made_on = models.DateField()

    class Meta:
        verbose_name_plural = "ledger entries"

    def __str__(self) -> str:
        return f"boeking {self.pk}"


class LedgerKey(models.Model):
    """One keyed pseudonym of a loss. A strong one (numbers) can be in the ledger once: the database says so."""

    entry = models.ForeignKey(LedgerEntry, on_delete=models.CASCADE, related_name="keys")
    digest = models.CharField(max_length=90, db_index=True)
    strong = models.BooleanField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["digest"], condition=Q(strong=True), name="letters_one_letter_a_loss")
        ]

    def __str__(self) -> str:
        return self.digest[:12]


class Suppression(models.Model):
    """A keyed pseudonym of somebody who wants no more letters (A4). A weak one (near spelling) holds, never skips."""

    digest = models.CharField(max_length=90, unique=True)
    strong = models.BooleanField()
    made_on = models.DateField()

    def __str__(self) -> str:
        return self.digest[:12]
