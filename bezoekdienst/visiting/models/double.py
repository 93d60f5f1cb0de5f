"""People who were written down twice: found, put together, or known to be two (I4)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Merger(models.Model):
    """Two entries turned out to be one person. Her events stand in the log under both pseudonyms."""

    resident = models.ForeignKey("visiting.Resident", on_delete=models.CASCADE, related_name="mergers")
    pseudonym = models.UUIDField(unique=True)  # of the entry that went
    merged_on = models.DateField()
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["merged_on", "id"]

    def __str__(self) -> str:
        return f"samengevoegd op {self.merged_on}"


class Different(models.Model):
    """Two who look alike and are not the same person: somebody looked, and isn't asked again. The lower id first."""

    one = models.ForeignKey("visiting.Resident", on_delete=models.CASCADE, related_name="different_later")
    other = models.ForeignKey("visiting.Resident", on_delete=models.CASCADE, related_name="different_earlier")
    noted_on = models.DateField()
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["one", "other"], name="visiting_different_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="visiting_different_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one} is niet {self.other}"
