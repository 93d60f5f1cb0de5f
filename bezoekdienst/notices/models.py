"""Outgoing mail: a row per message. The row is the queue; the key makes sure that each cause is told once."""

from typing import ClassVar

from django.db import models


class State(models.TextChoices):
    """A message is queued, claimed by a worker under a lease, and then sent or given up; or held for a digest."""

    QUEUED = "queued", "klaar om te versturen"
    HELD = "held", "wacht op het overzicht"
    SENT = "sent", "verstuurd"
    FAILED = "failed", "niet gelukt"


class Message(models.Model):
    """One mail to one user, without personal content: it says that something is waiting, and where.

    Without a user it goes to somebody who can't log in; whom, is looked up from `facts` when it is sent.
    """

    key = models.CharField(max_length=200, unique=True)  # the cause, for instance "trajectory:12:ends:28"
    kind = models.CharField(max_length=60)
    user = models.ForeignKey("accounts.User", null=True, on_delete=models.CASCADE, related_name="+")
    facts = models.JSONField(default=dict)  # numbers and dates for the template, never a name
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    queued_at = models.DateTimeField()
    lease_until_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.key


class Digest(models.Model):
    """On which days somebody wants one mail with what needs her, and whether the single mails wait for it."""

    user = models.OneToOneField("accounts.User", on_delete=models.CASCADE, related_name="digest")
    weekdays = models.CharField(max_length=7, blank=True)  # ISO numbers, "14": Monday and Thursday; "" is never
    holds = models.BooleanField(default=False)  # the single mails wait for the digest; urgent ones never do
    chosen_on = models.DateField(null=True)  # the first one comes after this day

    def __str__(self) -> str:
        return f"overzicht van {self.user}"
