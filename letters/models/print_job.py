"""One print-ready file and what happened to it."""

from typing import ClassVar

from django.db import models

from letters.states import BoxState


class PrintJob(models.Model):
    """A box of at most 250 letters: the unit of work. Claimed by a conditional update with a lease."""

    round = models.ForeignKey("letters.Round", on_delete=models.CASCADE, related_name="boxes")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=BoxState, default=BoxState.QUEUED)
    lease_until_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    file_name = models.CharField(max_length=120, blank=True)  # inside MEDIA_ROOT
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the file
    pages = models.PositiveIntegerField(default=0)
    printer_job_id = models.PositiveIntegerField(null=True)
    printer_says = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)  # first left us: from then on it may be on paper
    printed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["round", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "number"], name="letters_box_number_once")
        ]

    def __str__(self) -> str:
        return f"doos {self.number} van {self.round}"
