"""Four days before the first visit."""

from typing import ClassVar

from django.db import models


class Course(models.Model):
    """One training: a name and its days."""

    name = models.CharField("naam", max_length=80)

    def __str__(self) -> str:
        return self.name


class TrainingDay(models.Model):
    """One day of a course."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="days")
    held_on = models.DateField("datum")
    topic = models.CharField("onderwerp", max_length=80)
    place = models.CharField("plaats", max_length=80, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["held_on"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["course", "held_on"], name="volunteers_one_training_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.topic} ({self.held_on})"


class TrainingAttendance(models.Model):
    """Somebody was there on a training day."""

    day = models.ForeignKey(TrainingDay, on_delete=models.CASCADE, related_name="attendances")
    volunteer = models.ForeignKey("volunteers.Volunteer", on_delete=models.CASCADE, related_name="trainings")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["day", "volunteer"], name="volunteers_present_once")
        ]

    def __str__(self) -> str:
        return f"{self.volunteer}, {self.day}"
