"""Who asks what is held of her, as she says it herself; and what is done with the answer."""

from typing import Any

from django import forms

from bezoekdienst.retention.subjects.addressees import Asked
from bezoekdienst.web.forms import fields
from bezoekdienst.web.forms.sign_up import Line
from bezoekdienst.web.forms.subjects import JSON, PDF, TYPED

SEEK, ERASE = "zoeken", "wissen"
GIVES = frozenset({PDF, JSON})


class Asks(forms.Form):
    """Nothing of it is kept. `step` is the button that was pressed; erasing asks for the word as well."""

    name = Line(label="Naam", max_length=120, help_text="De achternaam, zoals die op de brief kan staan.")
    postcode = Line(label="Postcode", max_length=10)
    number = Line(label="Huisnummer", max_length=10)
    born = fields.day("Geboortedatum", required=False, help_text="Als er meer mensen met die naam wonen.")
    typed = forms.CharField(
        label=f"Typ het woord “{TYPED}”",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    step = forms.ChoiceField(choices=[(step, step) for step in (SEEK, PDF, JSON, ERASE)])

    def clean(self) -> dict[str, Any]:
        filled: dict[str, Any] = super().clean() or {}
        if filled.get("step") == ERASE and str(filled.get("typed")).strip().lower() != TYPED:
            self.add_error("typed", f"Typ hier het woord {TYPED}.")
        return filled

    @property
    def asked(self) -> Asked:
        """Who it is, of a form in which nothing but the word is wrong."""
        return Asked(*(self.cleaned_data[name] for name in Asked._fields))

    @property
    def is_told(self) -> bool:
        """Whether she can be looked for."""
        return self.is_bound and not self.errors.keys() - {"typed", "__all__"}
