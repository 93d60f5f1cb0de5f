"""Typing in a card, a phone call, or an envelope that came back."""

from datetime import date
from typing import Any

from django import forms

from bezoekdienst.web.forms import rounds
from letters.states import ReplyKind, ReplyWay

KINDS = (
    (ReplyKind.YES, "Graag een gesprek"),
    (ReplyKind.MORE, "Wil meer weten"),
    (ReplyKind.NEVER, "Liever geen brieven meer"),
    (ReplyKind.RETURNED, "De brief kwam onbestelbaar terug"),
)
WAYS = ((ReplyWay.CARD, "Met de kaart"), (ReplyWay.PHONE, "Aan de telefoon"), (ReplyWay.POST, "Retour per post"))


class ReplyForm(forms.Form):
    """One answer by its code. What the letter knows already (name, address) needn't be typed."""

    code = forms.CharField(
        label="Code",
        max_length=20,
        help_text="Acht tekens, op de kaart en onder aan de brief.",
        widget=forms.TextInput(
            attrs={"class": "code", "autocomplete": "off", "autofocus": True, "spellcheck": "false"}
        ),
    )
    kind = forms.ChoiceField(label="Wat is het antwoord?", choices=KINDS, widget=forms.RadioSelect)
    way = forms.ChoiceField(label="Hoe kwam het binnen?", choices=WAYS, widget=forms.RadioSelect, initial=ReplyWay.CARD)
    on = rounds.day("Wanneer?")
    phone = forms.CharField(
        label="Telefoon",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    best_time = forms.CharField(label="Wanneer bellen?", required=False, max_length=80)
    name = forms.CharField(
        label="Naam", required=False, max_length=120, help_text="Alleen als er een andere naam op de kaart staat."
    )
    postcode = forms.CharField(label="Postcode", required=False, max_length=7)
    number = forms.CharField(label="Huisnummer", required=False, max_length=10)

    def __init__(self, *args: Any, today: date | None = None, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["on"].initial = today
        if not (self.is_bound and ("postcode" in self.data or "number" in self.data)):
            self.ask_address(False)

    def ask_address(self, wanted: bool) -> None:
        """Show or leave away what is needed only when the name on the letter is gone already (A4)."""
        for name in ("postcode", "number"):
            if wanted:
                self.fields[name] = type(self).base_fields[name]
            else:
                self.fields.pop(name, None)
