"""A worry or other question for help; and passing it on."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from bezoekdienst.fields import EncryptedTextField
from bezoekdienst.visiting.models.intake import Intake
from bezoekdienst.visiting.states import SignalKind, SignalState


class Signal(models.Model):
    """Noted by a volunteer or the coordinator (S1, S2). The phone makes the id, as with a visit."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    resident = models.ForeignKey("visiting.Resident", on_delete=models.CASCADE, related_name="signals")
    trajectory = models.ForeignKey("visiting.Trajectory", null=True, on_delete=models.SET_NULL, related_name="signals")
    kind = EncryptedTextField("soort")  # of states.SignalKind
    urgent = models.BooleanField("dringend")
    note = EncryptedTextField("wat is er", default="")
    state = models.CharField(max_length=10, choices=SignalState, default=SignalState.REPORTED)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    seen_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = EncryptedTextField("wat ervan kwam", default="")
    told = EncryptedTextField("woord aan wie het meldde", default="")  # S2: on her phone; `outcome` never is

    class Meta:
        ordering: ClassVar[list[str]] = ["-urgent", "reported_at"]

    def __str__(self) -> str:
        return f"signaal over {self.resident}"

    @property
    def kind_label(self) -> str:
        """The Dutch word of its kind."""
        return str(SignalKind(self.kind).label)


class Referral(models.Model):
    """A signal or an intake passed on to somebody, with consent or because of danger (S3)."""

    signal = models.ForeignKey(Signal, null=True, on_delete=models.CASCADE, related_name="referrals")
    intake = models.ForeignKey("visiting.Intake", null=True, on_delete=models.CASCADE, related_name="referrals")
    to = EncryptedTextField("naar wie")
    made_on = models.DateField()
    made_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    consent_on = models.DateField("toestemming op", null=True)
    consent_by = EncryptedTextField("toestemming van", default="")  # "" is the resident herself
    shared = EncryptedTextField("wat doorgegeven mag worden", default="")  # S3: for what exactly she consented
    withdrawn_on = models.DateField("toestemming ingetrokken op", null=True)
    danger_reason = EncryptedTextField("gevaar, omdat", default="")
    outcome = EncryptedTextField("wat ervan kwam", default="")
    settled_on = models.DateField("afgerond op", null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(signal__isnull=False) | Q(intake__isnull=False), name="visiting_referral_of_something"
            )
        ]

    def __str__(self) -> str:
        return f"doorverwijzing {self.made_on}"

    @property
    def of(self) -> Signal | Intake:
        """The signal or the intake that was passed on."""
        found = self.signal or self.intake
        assert found is not None  # a constraint of the table
        return found
