"""The log of who did what: append-only, hash-chained, without content."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Event(models.Model):
    """One act. Never changed, and deleted only after its term (triggers in the database see to it).

    `about` is a person's random pseudonym; when the person is erased nothing leads from it to anybody any more.
    """

    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=60, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    origin = models.CharField(max_length=60)  # web, phone, command, job; with the network address where there is one
    about = models.UUIDField(null=True, db_index=True)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"
