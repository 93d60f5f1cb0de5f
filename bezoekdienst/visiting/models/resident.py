"""A bereaved resident who signed up or was referred: a person the service knows. And her loss."""

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from bezoekdienst.fields import EncryptedJSONField, EncryptedTextField
from bezoekdienst.visiting.states import Source


class Resident(models.Model):
    """Whom the service visits, or may visit. `pseudonym` stands for her in the log and is gone with her row."""

    pseudonym = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("naam", max_length=120)
    first_name = models.CharField("roepnaam", max_length=60, blank=True)  # what the volunteer's phone shows
    phone = models.CharField("telefoon", max_length=20, blank=True)
    email = models.EmailField("e-mail", blank=True)
    street = models.CharField("straat en huisnummer", max_length=120, blank=True)
    postcode = models.CharField("postcode", max_length=7, blank=True)
    town = models.CharField("plaats", max_length=80, blank=True)
    source = models.CharField("hoe aangemeld", max_length=10, choices=Source)
    signed_up_on = models.DateField("aangemeld op")
    best_time = models.CharField("wanneer bellen", max_length=120, blank=True)
    birth_year = models.PositiveSmallIntegerField("geboortejaar", null=True, blank=True)
    sex = models.CharField("geslacht", max_length=1, blank=True)
    died_on = models.DateField("overleden op", null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def pc4(self) -> str:
        """The four digits of the postcode, or "" when it isn't known."""
        return self.postcode[:4]

    @property
    def written_postcode(self) -> str:
        """As on an envelope, whichever way it was typed: "6811 AB"; "" when unknown."""
        typed = self.postcode.replace(" ", "").upper()
        return f"{typed[:4]} {typed[4:]}" if len(typed) == 6 else self.postcode

    @property
    def place(self) -> str:
        """Postcode and town as on an envelope: "6811 AB Arnhem"; "" when unknown."""
        return f"{self.written_postcode} {self.town}".strip()

    @property
    def can_be_written_to(self) -> bool:
        """Whether her address is whole enough for an envelope, and for who goes there."""
        return bool(self.street and self.postcode and self.town)


class Bereavement(models.Model):
    """One loss of a resident (I4). The year of visits belongs to it, whoever visits (T2).

    `year_started_on` and `limit_on` are set at the first meeting that ended in two yeses, and never move later.
    """

    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="bereavements")
    # Written down twice: what was done under this one is history, and the year is that of the other (I4).
    same_as = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="doubles")
    kind = EncryptedTextField("soort verlies", default="")  # of lib.words.LOSS_KINDS; "" unknown
    about_when = EncryptedTextField("wanneer ongeveer", default="")
    year_started_on = models.DateField(null=True)
    limit_on = models.DateField(null=True)  # last permitted day without an extension
    extended_to_on = models.DateField(null=True)  # T4: at most once
    extension_reason = EncryptedTextField(default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(year_started_on=None, limit_on=None) | Q(limit_on__gte=F("year_started_on")),
                name="visiting_year_has_limit",
            ),
            models.CheckConstraint(
                condition=Q(extended_to_on=None) | Q(extended_to_on__gt=F("limit_on")),
                name="visiting_extension_after_limit",
            ),
        ]

    def __str__(self) -> str:
        return f"verlies van {self.resident}"

    @property
    def hard_stop_on(self) -> date | None:
        """The last day of all: the extended date, else the limit; None before the year runs (T4)."""
        return self.extended_to_on or self.limit_on


class Exclusion(models.Model):
    """A volunteer who must not visit this resident, and why (I2, T1)."""

    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="exclusions")
    volunteer = models.ForeignKey("volunteers.Volunteer", on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=20)  # of lib.words.EXCLUSIONS
    noted_on = models.DateField()
    detail = EncryptedJSONField(default=dict)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["resident", "volunteer", "why"], name="visiting_excluded_once")
        ]

    def __str__(self) -> str:
        return f"{self.volunteer} niet bij {self.resident}"
