"""Handing in a delivery, and deciding about who was held."""

from datetime import date
from typing import Any

from django import forms

from bezoekdienst.web.forms import fields, rounds
from letters.states import Outcome

WHY_NOT = (
    ("Het adres klopt niet.", "Het adres klopt niet"),
    ("De naam klopt niet.", "De naam klopt niet"),
    ("Deze persoon woont hier niet.", "Deze persoon woont hier niet"),
    ("Het overlijden is niet zeker.", "Het overlijden is niet zeker"),
    ("Deze persoon is al op een andere manier benaderd.", "Al op een andere manier benaderd"),
    ("Een brief past hier niet.", "Een brief past hier niet"),
)


class ExtractForm(forms.Form):
    """One file and the day it shows."""

    file = rounds.DeliveryField(
        label="Bestand uit het bevolkingsregister",
        help_text="Kies het bestand, of sleep het hierheen. Hoogstens 256 MB en 250.000 regels.",
    )
    state_on = fields.day("Van welke dag is dit bestand?", help_text="De dag waarop het register er zo uitzag.")

    def __init__(self, *args: Any, today: date | None = None, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["state_on"].initial = today


class DecisionForm(forms.Form):
    """A letter after all, or none and why. The reasons are ours, so that no name or number ends up in them."""

    outcome = forms.ChoiceField(choices=[(Outcome.DUE, ""), (Outcome.LEFT_OUT, "")])
    reason = forms.ChoiceField(label="Waarom niet?", choices=WHY_NOT, required=False)
