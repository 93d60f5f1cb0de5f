"""Volunteer x resident, with the explanation as it was shown, and the decision."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bezoekdienst.fields import EncryptedJSONField, EncryptedTextField
from matching.states import State


class Proposal(models.Model):
    """What the software proposed or the coordinator chose herself, and what was decided (M3)."""

    intake = models.ForeignKey("visiting.Intake", on_delete=models.CASCADE, related_name="proposals")
    volunteer = models.ForeignKey("volunteers.Volunteer", on_delete=models.CASCADE, related_name="proposals")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    plan = models.UUIDField()  # one joint plan: the proposals that were computed together
    fit = models.PositiveSmallIntegerField()  # 0..10,000: hundredths of a point
    shown = EncryptedJSONField()  # the explanation as it was on screen
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    reason = EncryptedTextField(default="")  # why against the proposal, or over an objection
    trajectory = models.OneToOneField(
        "visiting.Trajectory", null=True, on_delete=models.SET_NULL, related_name="proposal"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["intake"], condition=Q(state=State.OPEN), name="matching_one_open_proposal_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"voorstel {self.pk}"
