"""Intervision every six weeks, and the yearly theme day (V5)."""

from typing import ClassVar

from django.db import models


class Gathering(models.Model):
    """A meeting of the volunteers."""

    class Kind(models.TextChoices):
        INTERVISION = "intervision", "intervisie"
        THEME_DAY = "theme_day", "themadag"

    kind = models.CharField("soort", max_length=12, choices=Kind)
    starts_at = models.DateTimeField("begint")
    place = models.CharField("plaats", max_length=120)

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_at:%d-%m-%Y}"


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
