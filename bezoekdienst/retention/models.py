"""What was erased, as counts; and the figures that survive it."""

from typing import ClassVar

from django.db import models


class ErasureRun(models.Model):
    """One day's erasure, with counts per line of the schedule: the proof that what should be gone is gone."""

    ran_at = models.DateTimeField()
    for_on = models.DateField()
    counts = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"opschoning {self.for_on}"


class Tally(models.Model):
    """A figure that outlives the persons it counted: one row a year, name and part; never a row a person."""

    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    part = models.CharField(max_length=60, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["year", "name", "part"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["year", "name", "part"], name="retention_tally_once")
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.name} {self.part}"
