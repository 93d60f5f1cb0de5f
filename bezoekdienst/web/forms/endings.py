"""What is asked when somebody moves, is away, is admitted, or died (T6, T8, I3)."""

from typing import Any

from django import forms

from bezoekdienst.web.forms.fields import day, words

TYPED = "overleden"
STAYS, MOVED, AWAY, ADMITTED = "stays", "moved", "away", "admitted"
WHAT = [
    (STAYS, "Verhuisd, en het bezoek kan doorgaan"),
    (MOVED, "Verhuisd, en het bezoek stopt"),
    (AWAY, "Een tijd weg, of opgenomen: een pauze"),
    (ADMITTED, "Voorgoed opgenomen: het bezoek stopt"),
]


class Leaving(forms.Form):
    """She moved, is away for a while, or was admitted for good: with what that means for the visits."""

    what = forms.ChoiceField(label="Wat is er gebeurd?", choices=WHAT, widget=forms.RadioSelect)
    on = day("Sinds wanneer?")
    street = forms.CharField(
        label="Nieuwe straat en huisnummer",
        max_length=120,
        required=False,
        help_text="Alleen als het bezoek doorgaat: de vrijwilliger ziet het dan op de telefoon.",
    )
    postcode = forms.CharField(label="Postcode", max_length=7, required=False)
    town = forms.CharField(label="Plaats", max_length=80, required=False)
    note = words("Toelichting", required=False)

    def clean(self) -> dict[str, Any]:
        """Visits that go on need an address to go to."""
        filled = super().clean() or self.cleaned_data
        if filled.get("what") == STAYS and not (filled.get("street") and filled.get("town")):
            self.add_error("street", "Vul het nieuwe adres in: straat, huisnummer en plaats.")
        return filled


class DeathDay(forms.Form):
    """On which day somebody died. `call`: whom to tell first, beside the day."""

    died_on = day("Overleden op")

    def __init__(self, *args: Any, call: str = "", **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["died_on"].help_text = call


class Death(DeathDay):
    """Somebody died. What the volunteer read can't be unread, so it asks to type a word (T8)."""

    typed = forms.CharField(
        label=f"Typ het woord “{TYPED}”",
        help_text="Zo kan dit niet per ongeluk gebeuren.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def clean_typed(self) -> str:
        """The word, however it is capitalised."""
        if (typed := str(self.cleaned_data["typed"]).strip().lower()) != TYPED:
            raise forms.ValidationError(f"Typ hier het woord {TYPED}.")
        return typed
