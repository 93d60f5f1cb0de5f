"""What was dropped in the watched folder, and what came of it. The file itself is gone by then."""

from typing import ClassVar

from django.db import models


class InboxFile(models.Model):
    """One file: taken in (`extract`), or refused with its reasons until somebody has `seen` that."""

    name = models.CharField(max_length=80)  # as it was called, shortened; a name that isn't one of ours is not kept
    read_at = models.DateTimeField()
    extract = models.OneToOneField("letters.Extract", null=True, on_delete=models.SET_NULL, related_name="inbox_file")
    reasons = models.JSONField(default=list)  # [[rule, sentence], ...]
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-read_at"]

    def __str__(self) -> str:
        return f"bestand uit de aanlevermap van {self.read_at:%Y-%m-%d}"
