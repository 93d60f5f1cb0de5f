"""Typing in a card, a phone call, or an envelope that came back."""

from datetime import date
from typing import Any

from django import forms

from bezoekdienst.web.forms import fields
from bezoekdienst.web.forms.sign_up import Line
from letters import codes
from letters.states import ReplyKind, ReplyWay

KINDS = (
    (ReplyKind.YES, "Graag een gesprek"),
    (ReplyKind.MORE, "Wil meer weten"),
    (ReplyKind.NEVER, "Liever geen brieven meer"),
    (ReplyKind.RETURNED, "De brief kwam onbestelbaar terug"),
)
WAYS = ((ReplyWay.CARD, "Met de kaart"), (ReplyWay.PHONE, "Aan de telefoon"))


class ReplyForm(forms.Form):
    """One answer by its code. What the letter knows already (name, address) needn't be typed."""

    code = Line(
        label="Code",
        help_text="Acht tekens, op de kaart en onder aan de brief.",
        error_messages={"required": "Vul de code in. Zonder code noteert u een gesprek bij de intakes."},
        widget=forms.TextInput(
            attrs={"class": "code", "autocomplete": "off", "autofocus": True, "spellcheck": "false"}
        ),
    )
    kind = forms.ChoiceField(label="Wat is het antwoord?", choices=KINDS, widget=forms.RadioSelect)
    name = Line(
        label="Naam",
        required=False,
        max_length=120,
        help_text="Alleen als er geen code is, of als er een andere naam op de kaart staat.",
    )
    postcode = Line(label="Postcode", required=False, max_length=10)
    number = Line(label="Huisnummer", required=False, max_length=10)
    phone = Line(
        label="Telefoon",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    best_time = Line(label="Wanneer bellen?", required=False, max_length=80)
    way = forms.ChoiceField(label="Hoe kwam het binnen?", choices=WAYS, widget=forms.RadioSelect, initial=ReplyWay.CARD)
    on = fields.day("Op welke dag?")
    again = forms.BooleanField(label="Het klopt: dit is een volgend antwoord op dezelfde brief", required=False)

    def __init__(self, *args: Any, today: date | None = None, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["on"].initial = today
        self.fields["code"].required = self.data.get("kind") != ReplyKind.NEVER  # who objects needs no letter (A4)
        self.asks_again = "again" in self.data  # shown once somebody is told what was answered before

    def clean_code(self) -> str:
        """The code as it stands on the letter; what can't be one is told as precisely as it can be."""
        code = codes.normalise(self.cleaned_data["code"])
        foreign = sorted(set(code) - set(codes.ALPHABET))
        if foreign:
            raise forms.ValidationError(f"Dit teken staat nooit in een code: {', '.join(foreign)}. Kijk nog eens goed.")
        if code and len(code) != codes.LENGTH:
            raise forms.ValidationError(f"Een code heeft {codes.LENGTH} tekens. U typte er {len(code)}.")
        if code and not codes.is_valid(code):
            raise forms.ValidationError("In deze code zit een typefout. Kijk de tekens één voor één na.")
        return code

    def clean(self) -> dict[str, Any]:
        """An envelope that came back came by post, whatever was ticked."""
        filled: dict[str, Any] = super().clean() or {}
        if filled.get("kind") == ReplyKind.RETURNED:
            filled["way"] = ReplyWay.POST
        return filled
