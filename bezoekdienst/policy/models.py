"""The numbers this service works by. Versioned: a change is a new row that holds from its date on."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

# field -> (default, lowest, highest, rule). The bounds are the method's; a town may be stricter inside them.
BOUNDS: dict[str, tuple[int, int, int, str]] = {
    "wait_months": (5, 3, 9, "L1"),
    "horizon_months": (18, 12, 24, "L1"),
    "silent_weeks": (8, 4, 26, "A5"),
    "print_file_days": (14, 1, 60, "07"),
    "contact_working_days": (5, 1, 20, "I1"),
    "intake_weeks": (3, 1, 8, "I1"),
    "loss_months": (12, 6, 36, "V2"),
    "training_days": (4, 1, 8, "V2"),
    "vog_months": (36, 12, 60, "V2"),
    "capacity": (2, 1, 4, "V3"),
    "rest_weeks": (4, 0, 26, "V4"),
    "intervision_weeks": (6, 3, 13, "V5"),
    "acquaintance_weeks": (3, 1, 8, "T1"),
    "trajectory_months": (12, 1, 12, "T2"),
    "planned_months": (9, 1, 12, "T3"),
    "extension_weeks": (8, 0, 13, "T4"),
    "reminder_weeks": (3, 1, 8, "B4"),
    "silence_weeks": (6, 2, 12, "B4"),
    "deputy_hours": (4, 1, 24, "S1"),
    "fit_floor": (45, 0, 100, "06"),
    "note_months": (3, 1, 12, "07"),
    "resident_months": (12, 3, 24, "07"),
}


class Supply(models.TextChoices):
    """How the register's data reach the letter (07-trust, privacy by design)."""

    MUNICIPALITY = "a", "de gemeente draait zelf en verstuurt zelf"
    PROCESSOR = "b", "de dienst verstuurt als verwerker van de gemeente"
    REGULATION = "c", "levering volgens gemeentelijke verordening, zonder BSN"


def _bounded(name: str) -> "models.PositiveSmallIntegerField[Any, Any]":
    default, lowest, highest, _ = BOUNDS[name]
    return models.PositiveSmallIntegerField(
        default=default, validators=[MinValueValidator(lowest), MaxValueValidator(highest)]
    )


def _constraints() -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(
            name=f"policy_{name}_bounds", condition=models.Q(**{f"{name}__gte": low, f"{name}__lte": high})
        )
        for name, (_, low, high, _rule) in BOUNDS.items()
    ]


class Policy(models.Model):
    """One version; in force from `valid_from_on` until a later one begins, of one day the last one made.

    A version that holds is never written again, so what was frozen with it stays what it was.
    """

    valid_from_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    first_loss_on = models.DateField(null=True)  # L1: losses before it were dealt with on paper
    municipality_code = models.CharField(max_length=4, default="0202")
    municipality_name = models.CharField(max_length=80, default="Arnhem")
    supply = models.CharField(max_length=1, choices=Supply, default=Supply.PROCESSOR)
    second_clerk = models.BooleanField(default=True)  # L8: released by somebody else than who froze it
    blocked_weeks = models.JSONField(default=list)  # L11: names of extra weeks: "moederdag", "vaderdag", "allerzielen"
    matching = models.JSONField(default=dict)  # weights, tables; empty: the defaults of matching/facts.py

    wait_months = _bounded("wait_months")
    horizon_months = _bounded("horizon_months")
    silent_weeks = _bounded("silent_weeks")
    print_file_days = _bounded("print_file_days")
    contact_working_days = _bounded("contact_working_days")
    intake_weeks = _bounded("intake_weeks")
    loss_months = _bounded("loss_months")
    training_days = _bounded("training_days")
    vog_months = _bounded("vog_months")
    capacity = _bounded("capacity")
    rest_weeks = _bounded("rest_weeks")
    intervision_weeks = _bounded("intervision_weeks")
    acquaintance_weeks = _bounded("acquaintance_weeks")
    trajectory_months = _bounded("trajectory_months")
    planned_months = _bounded("planned_months")
    extension_weeks = _bounded("extension_weeks")
    reminder_weeks = _bounded("reminder_weeks")
    silence_weeks = _bounded("silence_weeks")
    deputy_hours = _bounded("deputy_hours")
    fit_floor = _bounded("fit_floor")
    note_months = _bounded("note_months")
    resident_months = _bounded("resident_months")

    class Meta:
        ordering: ClassVar[list[str]] = ["valid_from_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [*_constraints()]

    def __str__(self) -> str:
        return f"beleid vanaf {self.valid_from_on}"
