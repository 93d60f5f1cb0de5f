"""Where people live: an optional table that the operator imports (`bezoekdienst places import FILE`), or a list of
districts of the coordinator's own."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Place(models.Model):
    """The middle of one postcode-4 area, WGS 84 degrees."""

    pc4 = models.CharField(max_length=4, primary_key=True)
    lat = models.FloatField()
    lon = models.FloatField()

    class Meta:
        ordering: ClassVar[list[str]] = ["pc4"]

    def __str__(self) -> str:
        return self.pc4


class District(models.Model):
    """A part of town as the coordinator names it, and its postcode-4 areas: for who has no table of places."""

    name = models.CharField("wijk", max_length=60, unique=True)
    pc4s = models.JSONField("postcodes", default=list)
    within_km = models.DecimalField("binnen de wijk, in km", max_digits=4, decimal_places=1, default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class Apart(models.Model):
    """How far two districts lie apart, in km, as the coordinator estimates; kept once a pair, the lower id first."""

    one = models.ForeignKey(District, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(District, on_delete=models.CASCADE, related_name="+")
    km = models.DecimalField("km", max_digits=4, decimal_places=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["one", "other"], name="volunteers_apart_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="volunteers_apart_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one} tot {self.other}: {self.km} km"
