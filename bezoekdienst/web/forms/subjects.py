"""What is asked before somebody gets all that is held of her, and before she is erased."""

from collections.abc import Iterable
from typing import Any

from django import forms

TYPED = "wissen"
PDF, JSON = "pdf", "json"


class Giving(forms.Form):
    """Which passages are left out, and as what it is made: `kind` is the button that was pressed."""

    kind = forms.ChoiceField(choices=[(PDF, PDF), (JSON, JSON)])
    struck = forms.MultipleChoiceField(required=False)
    seen = forms.CharField()

    def __init__(self, *args: Any, passages: Iterable[str], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["struck"].choices = [(passage, passage) for passage in passages]  # type: ignore[attr-defined]

    @property
    def ticked(self) -> set[str]:
        """What was ticked, also of a form that comes back."""
        return set(self.data.getlist("struck")) if self.is_bound else set()  # type: ignore[attr-defined]


class Erasing(forms.Form):
    """The word that is typed, for there is no way back."""

    seen = forms.CharField(widget=forms.HiddenInput)
    typed = forms.CharField(
        label=f"Typ het woord “{TYPED}”",
        help_text="Dit kan niet terug. Zo kan het niet per ongeluk gebeuren.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def clean_typed(self) -> str:
        """The word, however it is capitalised."""
        if (typed := str(self.cleaned_data["typed"]).strip().lower()) != TYPED:
            raise forms.ValidationError(f"Typ hier het woord {TYPED}.")
        return typed
