"""A trained peer who lost a partner, and visits."""

import uuid
from datetime import date
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from bezoekdienst.fields import EncryptedDateField, EncryptedJSONField, EncryptedTextField
from volunteers.states import State


class Volunteer(models.Model):
    """What the service knows of a volunteer. Whether she can be deployed today is computed, never stored (V2)."""

    user = models.OneToOneField("accounts.User", null=True, on_delete=models.SET_NULL, related_name="volunteer")
    pseudonym = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("naam", max_length=120)
    first_name = models.CharField("voornaam", max_length=60)
    phone = models.CharField("telefoon", max_length=20, blank=True)
    email = models.EmailField("e-mail", blank=True)
    birth_year = models.PositiveSmallIntegerField("geboortejaar", null=True)
    sex = models.CharField("geslacht", max_length=1, blank=True)  # M, V, O; "" unknown
    pc4 = models.CharField("postcode (vier cijfers)", max_length=4, blank=True)
    max_km = models.PositiveSmallIntegerField("hoe ver, in km", default=10)
    languages = models.JSONField("talen", default=list)  # ISO 639-1 codes
    interests = models.JSONField("interesses", default=list)
    dayparts = models.JSONField("dagdelen", default=list)  # of 14: "ma-o", "ma-m", ...
    children_at_home = models.BooleanField("kinderen thuis", null=True)
    life_view = EncryptedTextField("levensbeschouwing", default="")
    # {"sex": "V", "must_not": ["smoking"], "home": {"pets": true}}: what she asks, and what she brings along
    wishes = EncryptedJSONField("wensen", default=dict)
    state = models.CharField(max_length=12, choices=State, default=State.APPLICANT)
    capacity = models.PositiveSmallIntegerField(
        "plaatsen", null=True, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )  # V3: null takes the policy's
    vog_on = models.DateField("VOG afgegeven op", null=True)
    vog_asked_on = models.DateField("VOG aangevraagd op", null=True)
    conduct_agreed_on = models.DateField("gedragscode getekend op", null=True)
    training_exemption = EncryptedTextField("vrijstelling training", default="", blank=True)
    applied_on = models.DateField()
    started_on = models.DateField(null=True)
    left_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["first_name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__range=(1, 4)), name="volunteers_capacity_1_4"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OwnLoss(models.Model):
    """The volunteer's own loss of a partner. When it was is encrypted as well: `latest` orders by reading."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="losses")
    kind = EncryptedTextField("soort verlies")
    happened_on = EncryptedDateField("wanneer")
    noted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"verlies van {self.volunteer}"


class SignOffTalk(models.Model):
    """The coordinator talked with her about her own loss: fit to visit, later, or not. The last talk counts (V2)."""

    class Outcome(models.TextChoices):
        FIT = "fit", "kan op bezoek"
        LATER = "later", "nu nog niet"
        NOT = "not", "niet"

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="talks")
    held_on = models.DateField("gesprek op")
    outcome = models.CharField("uitkomst", max_length=5, choices=Outcome)
    again_on = models.DateField("opnieuw op", null=True)  # only beside LATER
    note = EncryptedTextField("aantekening", default="")
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["held_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(again_on=None) | Q(outcome="later", again_on__gt=F("held_on")),
                name="volunteers_talk_again_only_when_later",
            )
        ]

    def __str__(self) -> str:
        return f"gesprek met {self.volunteer}"


class Pause(models.Model):
    """A period in which a volunteer takes nobody new; both days included, open-ended without an end."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="pauses")
    start_on = models.DateField("vanaf")
    end_on = models.DateField("tot en met", null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["start_on"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(end_on=None) | Q(end_on__gte=F("start_on")), name="volunteers_pause_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"pauze van {self.volunteer}"

    def runs(self, on: date) -> bool:
        """Whether `on` lies in it."""
        return self.start_on <= on and (self.end_on is None or on <= self.end_on)
