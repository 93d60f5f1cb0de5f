"""Where postcode areas lie: an optional table that the operator imports (`bezoekdienst places import FILE`)."""

from typing import ClassVar

from django.db import models


class Place(models.Model):
    """The middle of one postcode-4 area, WGS 84 degrees."""

    pc4 = models.CharField(max_length=4, primary_key=True)
    lat = models.FloatField()
    lon = models.FloatField()

    class Meta:
        ordering: ClassVar[list[str]] = ["pc4"]

    def __str__(self) -> str:
        return self.pc4
