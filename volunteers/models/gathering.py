"""Intervision every six weeks, and the yearly theme day (V5)."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q


class Series(models.Model):
    """Gatherings planned ahead at a rhythm: every so many weeks, the same hour and place, until it is stopped."""

    every_weeks = models.PositiveSmallIntegerField("om de hoeveel weken")
    first_at = models.DateTimeField("de eerste")
    minutes = models.PositiveSmallIntegerField("hoe lang, in minuten", default=120)
    place = models.CharField("plaats", max_length=120)
    made_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["first_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(every_weeks__range=(1, 26)), name="volunteers_series_rhythm")
        ]

    def __str__(self) -> str:
        return f"reeks elke {self.every_weeks} weken"


class Gathering(models.Model):
    """A meeting of the volunteers."""

    class Kind(models.TextChoices):
        INTERVISION = "intervision", "intervisie"
        THEME_DAY = "theme_day", "themadag"

    kind = models.CharField("soort", max_length=12, choices=Kind)
    starts_at = models.DateTimeField("begint")
    minutes = models.PositiveSmallIntegerField("hoe lang, in minuten", default=120)
    place = models.CharField("plaats", max_length=120)
    theme = models.CharField("thema", max_length=200, blank=True)
    series = models.ForeignKey(Series, null=True, on_delete=models.SET_NULL, related_name="gatherings")
    changes = models.PositiveSmallIntegerField(default=0)  # RFC 5545 SEQUENCE: every move or cancellation adds one
    moved_at = models.DateTimeField(null=True)  # to another time: an answer given before it was about the old one
    cancelled_at = models.DateTimeField("gaat niet door", null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_at:%d-%m-%Y}"

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)


class Invitation(models.Model):
    """One volunteer's answer to a gathering, and whether she came."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="invitations")
    volunteer = models.ForeignKey("volunteers.Volunteer", on_delete=models.CASCADE, related_name="invitations")
    coming = models.BooleanField("komt", null=True)
    answered_at = models.DateTimeField(null=True)
    present = models.BooleanField("was er", null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["gathering", "volunteer"], name="volunteers_invited_once")
        ]

    def __str__(self) -> str:
        return f"{self.volunteer}, {self.gathering}"
