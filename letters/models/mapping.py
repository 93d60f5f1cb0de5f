"""What a person said that the columns of a supplier's own table are, so that she says it once."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower


class ColumnMapping(models.Model):
    """One supplier's heading. `columns` says of every heading (`headings.normal`) which element it holds, "" for none.

    `signature` is a keyed hash of the headings in any order: by that the table is known when it comes back.
    """

    supplier = models.CharField("leverancier", max_length=80)  # as the clerk typed it
    signature = models.CharField(max_length=80, unique=True)
    columns = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["supplier"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(Lower("supplier"), name="letters_one_mapping_a_supplier")
        ]

    def __str__(self) -> str:
        return self.supplier
