"""One letter in a round, and what came back on it."""

from typing import ClassVar

from django.db import models

from letters.states import LetterState, ReplyKind, ReplyWay


class Letter(models.Model):
    """One sheet for one loss (L10). The addressee is erased on term; the letter and its code stay for the counts."""

    round = models.ForeignKey("letters.Round", on_delete=models.CASCADE, related_name="letters")
    box = models.ForeignKey("letters.PrintJob", null=True, on_delete=models.SET_NULL, related_name="letters")
    addressee = models.OneToOneField("letters.Addressee", null=True, on_delete=models.SET_NULL, related_name="letter")
    position = models.PositiveIntegerField()  # in the round, sorted by postcode and number; 1 is the first
    code = models.CharField(max_length=8, unique=True)
    text_variant = models.CharField(max_length=4)
    state = models.CharField(max_length=10, choices=LetterState, default=LetterState.MADE)
    pulled_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["round", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "position"], name="letters_position_once")
        ]

    def __str__(self) -> str:
        return f"brief {self.position} van {self.round}"


class Reply(models.Model):
    """What came back. `intake` is what a yes opened: from here on the service knows a person."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="replies")
    kind = models.CharField(max_length=8, choices=ReplyKind)
    way = models.CharField(max_length=5, choices=ReplyWay)
    received_on = models.DateField()
    received_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    intake = models.ForeignKey("visiting.Intake", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        verbose_name_plural = "replies"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} op {self.letter}"
