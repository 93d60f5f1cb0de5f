"""Who writes, and the words: versioned, so that a round keeps the version it was frozen with."""

from typing import ClassVar

from django.db import models


class Letterhead(models.Model):
    """One version of sender, addresses and texts. `texts` holds what letters/rendering.Stationery asks for."""

    version = models.PositiveIntegerField(unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    envelope = models.CharField(max_length=12, default="dl_left")
    texts = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["-version"]

    def __str__(self) -> str:
        return f"briefhoofd {self.version}"
