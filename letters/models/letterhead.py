"""Who writes, and the words: versioned, so that a round keeps the version it was frozen with."""

from typing import ClassVar

from django.db import models


class Picture(models.Model):
    """A logo or signature, as we drew it of what was uploaded: PNG. Kept once, however many versions show it."""

    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the content
    content = models.BinaryField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"afbeelding {self.digest[:8]}"


class Letterhead(models.Model):
    """One version of sender, addresses and texts. `texts` holds what letters/rendering.Stationery asks for.

    `words` are the letter's own words as `sheet/wording` takes them, empty for those that come with the system;
    `measures` those of an envelope of one's own, in millimetres (`envelope.Profile`), when `envelope` is "own".
    """

    version = models.PositiveIntegerField(unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    envelope = models.CharField(max_length=12, default="dl_left")
    measures = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    logo = models.ForeignKey(Picture, null=True, on_delete=models.PROTECT, related_name="+")
    signature = models.ForeignKey(Picture, null=True, on_delete=models.PROTECT, related_name="+")
    with_kix = models.BooleanField(default=True)
    large_print_from = models.PositiveSmallIntegerField(null=True)  # age in years; None: for nobody, 0: for everybody

    class Meta:
        ordering: ClassVar[list[str]] = ["-version"]

    def __str__(self) -> str:
        return f"briefhoofd {self.version}"
