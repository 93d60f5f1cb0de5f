"""Volunteer x resident, as it was shown, and the decision; and what the coordinator fixed or held back first."""

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
    is_own_choice = models.BooleanField(default=False)  # the coordinator's own, not the plan's (M3)
    policy = models.ForeignKey("policy.Policy", null=True, on_delete=models.SET_NULL, related_name="+")  # whose weights
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


class FixedPair(models.Model):
    """A pair the coordinator fixed before solving: the rest is the best round it. Not a decision yet."""

    intake = models.OneToOneField("visiting.Intake", on_delete=models.CASCADE, related_name="fixed")
    volunteer = models.ForeignKey("volunteers.Volunteer", on_delete=models.CASCADE, related_name="fixed")
    reason = EncryptedTextField(default="")  # over an objection, or under the floor
    fixed_at = models.DateTimeField()
    fixed_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["fixed_at", "id"]

    def __str__(self) -> str:
        return f"vastgezet {self.pk}"


class HeldBack(models.Model):
    """Not in the proposal for now, by the coordinator's wish: somebody who waits, or a volunteer."""

    intake = models.OneToOneField("visiting.Intake", null=True, on_delete=models.CASCADE, related_name="held_back")
    volunteer = models.OneToOneField(
        "volunteers.Volunteer", null=True, on_delete=models.CASCADE, related_name="held_back"
    )
    until_on = models.DateField("tot en met", null=True)
    reason = EncryptedTextField("waarom")
    held_at = models.DateTimeField()
    held_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["held_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(intake=None, volunteer__isnull=False) | Q(intake__isnull=False, volunteer=None),
                name="matching_held_back_one_of_both",
            )
        ]

    def __str__(self) -> str:
        return f"aangehouden {self.pk}"
