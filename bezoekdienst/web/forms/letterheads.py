"""Sender and addresses of the letters, as one form."""

from typing import Any

from django import forms

from letters import envelope, letterheads
from letters.models import Letterhead

HINTS = {
    "municipality": "Alleen de naam, zonder “gemeente”.",
    "service_about": "Bijvoorbeeld: STERN hoort bij welzijnsorganisatie SWOA.",
    "sign_up_url": "Staat op de brief en in de code die men kan scannen.",
    "return_line": "De kleine regel boven het adres, in het venster.",
    "reply_address": "Elke regel van het adres op een eigen regel.",
    "reply_hint": "Bijvoorbeeld: een postzegel is niet nodig.",
    "legal_basis": "Waarom de gemeente deze brief mag sturen.",
}
LONG = frozenset({"reply_address", "legal_basis", "complaint", "service_about"})
GROUPS = (
    ("Wie schrijft", ("municipality", "signatory", "signatory_role", "legal_basis", "complaint")),
    (
        "Over de dienst",
        ("service_name", "service_about", "coordinator", "phone", "phone_hours", "email", "sign_up_url"),
    ),
    ("De envelop", ("profile", "return_line", "reply_address", "reply_hint")),
)


class LetterheadForm(forms.Form):
    """A field for each of letterheads.FIELDS, and the envelope."""

    profile = forms.ChoiceField(
        label="Welke envelop?",
        choices=[(name, one.name) for name, one in envelope.PROFILES.items()],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, current: Letterhead | None = None, **given: Any) -> None:
        super().__init__(*args, **given)
        texts = current.texts if current else {}
        for name, label in letterheads.FIELDS.items():
            was = texts.get(name, "")
            self.fields[name] = forms.CharField(
                label=label[:1].upper() + label[1:],
                help_text=HINTS.get(name, ""),
                max_length=400,
                initial="\n".join(was) if isinstance(was, list) else was,
                widget=forms.Textarea(attrs={"rows": 3}) if name in LONG else forms.TextInput(),
            )
        self.fields["profile"].initial = current.envelope if current else "c5_left"

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings, as the page shows them."""
        return [(heading, [self[name] for name in names]) for heading, names in GROUPS]

    def texts(self) -> dict[str, str | list[str]]:
        """What `letterheads.save` takes: the reply address as lines."""
        given: dict[str, str | list[str]] = {name: self.cleaned_data[name].strip() for name in letterheads.FIELDS}
        given["reply_address"] = [line.strip() for line in str(given["reply_address"]).splitlines() if line.strip()]
        return given
