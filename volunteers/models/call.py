"""A volunteer asks to be called; until somebody did, it stands on the coordinator's list."""

import uuid
from typing import ClassVar

from django.db import models


class CallRequest(models.Model):
    """One tap on the phone: please call me. The phone makes the id, so that a retry is the same request."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    volunteer = models.ForeignKey("volunteers.Volunteer", on_delete=models.CASCADE, related_name="call_requests")
    asked_at = models.DateTimeField()
    called_at = models.DateTimeField("gebeld", null=True)
    called_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["asked_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["volunteer"], condition=models.Q(called_at=None), name="volunteers_one_open_call_request"
            )
        ]

    def __str__(self) -> str:
        return f"{self.volunteer} vraagt om een telefoontje"
