"""What is asked when a table is taken over."""

from typing import Any

from django import forms

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


class TableFile(forms.Form):
    """A form that was filled in, of at most so many rows."""

    file = TableField(label="Bestand")

    def __init__(self, *filled: Any, at_most: int) -> None:
        super().__init__(*filled)
        self.fields["file"].help_text = f"Excel (.xlsx) of CSV. Hoogstens {at_most} regels en {MAX_MB} MB."
