"""What is asked when a table is taken over."""

from typing import Any

from django import forms

from volunteers.imports.columns import AT_MOST

MAX_MB = 5


class TableField(forms.FileField):
    """A table that people filled in. Of one that is too large the content was dropped on the way; its size was not."""

    default_error_messages = {
        "required": "Kies het bestand.",
        "empty": "Dit bestand is leeg.",
        "too_big": f"Dit bestand is te groot: meer dan {MAX_MB} MB. Lever het in delen.",
    }

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file is not None and file.size > MAX_MB * 1024**2:
            raise forms.ValidationError(self.error_messages["too_big"], code="too_big")
        return file


class VolunteersFile(forms.Form):
    """The form with volunteers, filled in."""

    file = TableField(
        label="Bestand met vrijwilligers",
        help_text=f"Excel (.xlsx) of CSV. Hoogstens {AT_MOST} regels en {MAX_MB} MB.",
    )
