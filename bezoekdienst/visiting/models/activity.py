"""What there is to do nearby, and who was pointed to it (B6)."""

from typing import ClassVar

from django.db import models

STILL = models.Q(stopped_on=None)


class Activity(models.Model):
    """A coffee morning, a walking group: a line of the list that the coordinator keeps."""

    name = models.CharField("wat", max_length=80)
    details = models.CharField("wanneer, waar, en bij wie", max_length=300, blank=True)
    stopped_on = models.DateField(null=True)  # no longer on the list; who was pointed to it still counts

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["name"], condition=STILL, name="visiting_activity_once")
        ]

    def __str__(self) -> str:
        return self.name


class Pointer(models.Model):
    """Somebody was told of an activity, on a day: noted and counted."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="pointers")
    resident = models.ForeignKey("visiting.Resident", on_delete=models.CASCADE, related_name="pointers")
    pointed_on = models.DateField()
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["pointed_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["activity", "resident", "pointed_on"], name="visiting_pointed_once_a_day")
        ]

    def __str__(self) -> str:
        return f"gewezen op {self.activity}"
