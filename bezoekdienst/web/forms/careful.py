"""A form with a note about somebody: what seems to say who it is, is pointed out once before it is kept (B2)."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django import forms

from bezoekdienst.visiting import notes, visits


class Careful(forms.Form):
    """Comes back once, full, when the note seems to hold a name or a number; the same note again goes through."""

    looked_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, names: Sequence[str] = (), **given: Any) -> None:
        super().__init__(*args, **given)
        self.names = names

    def clean(self) -> dict[str, Any]:
        filled = super().clean() or self.cleaned_data
        note = filled.get("note", "")
        short = note[: visits.LONGEST_NOTE]  # what is longer is refused, and would be looked at for minutes
        found, mark = notes.warnings(short, self.names), _mark(note)
        if found and filled.get("looked_at") != mark:
            self.data = {**self.data, "looked_at": mark}
            self.add_error("note", " ".join([*found, "Mag het zo blijven? Klik dan nog een keer op de knop."]))
        filled.pop("looked_at", None)
        return filled


def _mark(note: str) -> str:
    return sha256(" ".join(note.split()).encode()).hexdigest()[:16]
