"""One contact and its note."""

import uuid
from typing import ClassVar

from django.db import models

from bezoekdienst.fields import EncryptedJSONField, EncryptedTextField
from bezoekdienst.visiting.states import Mood, VisitKind


class Visit(models.Model):
    """A visit as logged. The phone makes the id, so that sending it ten times makes one visit (B3)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    trajectory = models.ForeignKey("visiting.Trajectory", on_delete=models.CASCADE, related_name="visits")
    on = models.DateField("datum")
    kind = models.CharField("hoe", max_length=12, choices=VisitKind, default=VisitKind.AT_HOME)
    minutes = models.PositiveSmallIntegerField("minuten", default=60)
    mood = models.CharField("gevoel", max_length=5, choices=Mood, default=Mood.WELL)
    note = EncryptedTextField("bezoekverslag", default="")
    kilometres = models.PositiveSmallIntegerField("kilometers", null=True)
    next_on = models.DateField("volgende afspraak", null=True)
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    phoned_in = models.BooleanField(default=False)  # B5: typed by the coordinator for the volunteer
    corrected_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    # A keyed digest of what was first sent: a phone that sends it once more after a correction still sends the same.
    sent_digest = models.CharField(max_length=80, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["-on", "-logged_at"]

    def __str__(self) -> str:
        return f"bezoek {self.on}"


class VisitConflict(models.Model):
    """Other content that came under the id of a visit that was there already: refused, and kept visible (B3)."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="conflicts")
    received_at = models.DateTimeField()
    content = EncryptedJSONField()

    def __str__(self) -> str:
        return f"afwijkend bezoek {self.visit_id}"
