"""The few things that are always asked of who signs up, with or without a letter (A2)."""

import re
from typing import Any

from django import forms

# control characters, and the marks that reverse the order of writing or take no room
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")

TIMES = (
    ("", "Maakt niet uit"),
    ("in de ochtend", "In de ochtend"),
    ("in de middag", "In de middag"),
)


class Line(forms.CharField):
    """One line of text as one sees it: without signs that can't be seen, or turn around what stands beside them."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(" ".join(UNSEEN.sub(" ", str(value or "")).split()))


class SignUpForm(forms.Form):
    """Whatever is typed as a code is taken as it is: the page says nothing about it, right or wrong."""

    name = Line(
        label="Uw naam",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Vul uw naam in.", "max_length": "Dit is te lang. Vul alleen uw naam in."},
    )
    phone = Line(
        label="Uw telefoonnummer",
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={
            "required": "Vul uw telefoonnummer in, dan kunnen wij u bellen.",
            "max_length": "Dit is te lang. Vul alleen uw telefoonnummer in.",
        },
    )
    best_time = forms.ChoiceField(
        label="Wanneer bellen wij u het best?",
        choices=TIMES,
        initial="",
        required=False,
        widget=forms.RadioSelect,
    )
    email = forms.EmailField(
        label="E-mail",
        required=False,
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"max_length": "Dit is te lang voor een e-mailadres."},
    )
    code = Line(
        label="Code uit de brief",
        required=False,
        help_text="Geen brief of code? Dat geeft niets.",
        widget=forms.TextInput(
            attrs={"class": "code", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_name(self) -> str:
        """A name one can say: with a letter in it, also where its signs can't be seen."""
        name: str = self.cleaned_data["name"]
        if not any(map(str.isalpha, name)):
            raise forms.ValidationError("Vul uw naam in.")
        return name

    def clean_phone(self) -> str:
        """A number one can dial: six digits at least."""
        phone: str = self.cleaned_data["phone"].strip()
        if len(re.sub(r"\D", "", phone)) < 6:
            raise forms.ValidationError("Kijk uw telefoonnummer nog eens na.")
        return phone
