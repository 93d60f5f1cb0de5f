"""Four days before the first visit."""

from typing import ClassVar

from django.db import models

from bezoekdienst.fields import EncryptedTextField
from bezoekdienst.lib import words


class Course(models.Model):
    """One training: a name and its days."""

    name = models.CharField("naam", max_length=80)

    def __str__(self) -> str:
        return self.name


class Participation(models.Model):
    """A volunteer takes part in a course."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="participations")
    volunteer = models.ForeignKey("volunteers.Volunteer", on_delete=models.CASCADE, related_name="courses")
    joined_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["volunteer__first_name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["course", "volunteer"], name="volunteers_takes_part_once")
        ]

    def __str__(self) -> str:
        return f"{self.volunteer}, {self.course}"


class TrainingDay(models.Model):
    """One day of a course. `topic` is one of `words.TRAINING_TOPICS`, or the coordinator's own words."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="days")
    held_on = models.DateField("datum")
    starts = models.TimeField("van", null=True)
    ends = models.TimeField("tot", null=True)
    topic = models.CharField("onderwerp", max_length=80)
    place = models.CharField("plaats", max_length=80, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["held_on"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["course", "held_on"], name="volunteers_one_training_a_day")
        ]

    def __str__(self) -> str:
        return f"{words.TRAINING_TOPICS.get(self.topic, self.topic)} ({self.held_on})"


class TrainingAttendance(models.Model):
    """What is noted of somebody on a training day: she was there, wasn't, or needed not be, with the reason why."""

    class Presence(models.TextChoices):
        PRESENT = "present", "was er"
        ABSENT = "absent", "was er niet"
        EXEMPT = "exempt", "vrijgesteld"

    day = models.ForeignKey(TrainingDay, on_delete=models.CASCADE, related_name="attendances")
    volunteer = models.ForeignKey("volunteers.Volunteer", on_delete=models.CASCADE, related_name="trainings")
    presence = models.CharField(max_length=7, choices=Presence, default=Presence.PRESENT)
    reason = EncryptedTextField("waarom vrijgesteld", default="")
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["day", "volunteer"], name="volunteers_present_once")
        ]

    def __str__(self) -> str:
        return f"{self.volunteer}, {self.day}"
