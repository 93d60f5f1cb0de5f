"""Resident and volunteer, from acquaintance to goodbye; at most one year."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from bezoekdienst.fields import EncryptedJSONField, EncryptedTextField
from bezoekdienst.visiting import limits
from bezoekdienst.visiting.states import TRAJECTORY_OPEN, EndReason, TrajectoryState


class TrajectoryQuerySet(models.QuerySet["Trajectory"]):
    def open_on(self, on: date) -> "TrajectoryQuerySet":
        """T5: not ended AND not past the hard stop; the nightly job having run or not makes no difference."""
        return self.filter(state__in=TRAJECTORY_OPEN).filter(Q(hard_stop_on=None) | Q(hard_stop_on__gte=on))

    def outlived(self, on: date) -> "TrajectoryQuerySet":
        """Past the hard stop and not yet closed: what the nightly job closes."""
        return self.filter(state__in=TRAJECTORY_OPEN, hard_stop_on__lt=on)


class Trajectory(models.Model):
    """One volunteer's time with one resident. Triggers in the database hold all dates against `hard_stop_on` (T4)."""

    resident = models.ForeignKey("visiting.Resident", on_delete=models.CASCADE, related_name="trajectories")
    bereavement = models.ForeignKey("visiting.Bereavement", on_delete=models.CASCADE, related_name="trajectories")
    volunteer = models.ForeignKey("volunteers.Volunteer", on_delete=models.PROTECT, related_name="trajectories")
    policy = models.ForeignKey("policy.Policy", on_delete=models.PROTECT, related_name="+")  # frozen at its start
    state = models.CharField(max_length=12, choices=TrajectoryState, default=TrajectoryState.ACQUAINTANCE)
    matched_on = models.DateField("gekoppeld op")
    meeting_on = models.DateField("kennismaking op", null=True)
    meeting_time = models.TimeField("kennismaking om", null=True)  # on the clock of the town
    resident_agreed = models.BooleanField("bezoeker zegt ja", null=True)
    volunteer_agreed = models.BooleanField("vrijwilliger zegt ja", null=True)
    started_on = models.DateField("begonnen op", null=True)
    planned_end_on = models.DateField("gepland tot en met", null=True)
    plan_reason = EncryptedTextField("waarom verplaatst", default="")  # T3
    hard_stop_on = models.DateField("uiterlijk tot en met", null=True)
    paused_since_on = models.DateField("gepauzeerd sinds", null=True)
    ended_on = models.DateField("geëindigd op", null=True)
    end_reason = models.CharField("waarom", max_length=20, choices=EndReason, blank=True)
    end_note = EncryptedTextField(default="")
    thanks = EncryptedTextField("laatste woord aan de vrijwilliger", default="")

    objects = TrajectoryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["matched_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["resident"],
                condition=Q(state__in=sorted(TRAJECTORY_OPEN)),
                name="visiting_one_open_trajectory",  # T9
            ),
            models.CheckConstraint(
                condition=~Q(state="active")
                | Q(started_on__isnull=False, planned_end_on__isnull=False, hard_stop_on__isnull=False),
                name="visiting_active_has_dates",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
                name="visiting_ended_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="ended") | Q(ended_on=None, end_reason=""), name="visiting_open_has_no_end"
            ),
            models.CheckConstraint(
                condition=Q(hard_stop_on=None) | Q(planned_end_on__lte=F("hard_stop_on")),
                name="visiting_planned_within_year",
            ),
            models.CheckConstraint(
                condition=Q(hard_stop_on=None) | Q(ended_on=None) | Q(ended_on__lte=F("hard_stop_on")),
                name="visiting_ended_within_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer} bij {self.resident}"

    def is_open_on(self, on: date) -> bool:
        """T5, of one row: what `open_on` asks of all of them."""
        return self.state in TRAJECTORY_OPEN and limits.is_open(self.ended_on, self.hard_stop_on, on)


class TrajectoryPause(models.Model):
    """A pause that is over (T6), `until_on` its last day; the one of now stands on the trajectory itself."""

    trajectory = models.ForeignKey(Trajectory, on_delete=models.CASCADE, related_name="pauses")
    since_on = models.DateField()
    until_on = models.DateField()

    class Meta:
        ordering: ClassVar[list[str]] = ["since_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(until_on__gte=F("since_on")), name="visiting_pause_has_length")
        ]

    def __str__(self) -> str:
        return f"pauze vanaf {self.since_on}"


class Evaluation(models.Model):
    """The short satisfaction form at the end (E1); through paper or a link, never through the volunteer."""

    trajectory = models.OneToOneField(Trajectory, on_delete=models.CASCADE, related_name="evaluation")
    sent_on = models.DateField(null=True)
    received_on = models.DateField(null=True)
    # {"statements": [1..5] x 5, "mark": 1..10, "text": "", "company": [code] x 3}
    answers = EncryptedJSONField(default=dict)

    def __str__(self) -> str:
        return f"evaluatie van {self.trajectory}"
