"""The few things that are always asked of who signs up, with or without a letter (A2)."""

import re

from django import forms

TIMES = (
    ("maakt niet uit", "Maakt niet uit"),
    ("in de ochtend", "In de ochtend"),
    ("in de middag", "In de middag"),
)


class SignUpForm(forms.Form):
    """Whatever is typed as a code is taken as it is: the page says nothing about it, right or wrong."""

    name = forms.CharField(
        label="Uw naam",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Vul uw naam in."},
    )
    phone = forms.CharField(
        label="Uw telefoonnummer",
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"required": "Vul uw telefoonnummer in, dan kunnen wij u bellen."},
    )
    best_time = forms.ChoiceField(
        label="Wanneer bellen wij u het best?", choices=TIMES, initial=TIMES[0][0], widget=forms.RadioSelect
    )
    email = forms.EmailField(
        label="E-mail", required=False, max_length=200, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    code = forms.CharField(
        label="Code uit de brief",
        required=False,
        max_length=40,
        help_text="Geen brief of code? Dat geeft niets.",
        widget=forms.TextInput(attrs={"class": "code", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_phone(self) -> str:
        """A number one can dial: six digits at least."""
        phone: str = self.cleaned_data["phone"].strip()
        if len(re.sub(r"\D", "", phone)) < 6:
            raise forms.ValidationError("Kijk uw telefoonnummer nog eens na.")
        return phone
