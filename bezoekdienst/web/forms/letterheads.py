"""Sender, addresses, envelope and pictures of the letters, as one form."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bezoekdienst.lib.errors import Refused
from letters import envelope, images, letterheads
from letters.letterheads import Changes
from letters.models import Letterhead, Picture

HINTS = {
    "municipality": "Alleen de naam, zonder “gemeente”.",
    "service_about": "Bijvoorbeeld: STERN hoort bij welzijnsorganisatie SWOA.",
    "sign_up_url": "Staat op de brief en in de code die men kan scannen.",
    "return_line": "De kleine regel boven het adres, in het venster.",
    "reply_address": "Elke regel van het adres op een eigen regel.",
    "reply_hint": "Bijvoorbeeld: een postzegel is niet nodig.",
    "legal_basis": "Waarom de gemeente deze brief mag sturen.",
    "complaint": "Noem de functionaris gegevensbescherming, en hoe men die bereikt.",
}
LONG = frozenset({"reply_address", "legal_basis", "complaint", "service_about"})
SENDER = ("municipality", "signatory", "signatory_role", "legal_basis", "complaint")
SERVICE = ("service_name", "service_about", "coordinator", "phone", "phone_hours", "email", "sign_up_url")
PICTURES = {"logo": "het logo", "signature": "de handtekening"}
NOBODY, FROM_AGE, EVERYBODY = "niemand", "leeftijd", "iedereen"
FROM = ((NOBODY, "Voor niemand"), (FROM_AGE, "Vanaf een leeftijd"), (EVERYBODY, "Voor iedereen"))


class MillimetresField(forms.DecimalField):
    """A measure as people read it off: 148,5 or 148.5, perhaps with mm behind it."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "measure"})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs take it for a whole number
        """`value` as a number of millimetres. Raises ValidationError."""
        return super().to_python(str(value or "").strip().removesuffix("mm").strip().replace(",", "."))


class PictureField(forms.FileField):
    """A PNG or JPEG, as the picture that we draw of it. Raises ValidationError with the sentence why not."""

    widget = forms.FileInput(attrs={"accept": "image/png,image/jpeg"})

    def clean(self, data: Any, initial: Any = None) -> Picture | None:
        if not data:
            return None
        try:
            return images.drawn(data.read())
        except Refused as refused:
            raise ValidationError([reason.text for reason in refused.reasons]) from None


class LetterheadForm(forms.Form):
    """A field for each of letterheads.FIELDS, the envelope and its measures, the pictures, and the type."""

    profile = forms.ChoiceField(
        label="Welke envelop?",
        choices=[*((name, one.name) for name, one in envelope.PROFILES.items()), (envelope.OWN, "Eigen maten")],
        widget=forms.RadioSelect,
    )
    logo = PictureField(label="Logo", required=False, help_text="PNG of JPEG, hooguit 2 MB. Zonder logo: de naam.")
    remove_logo = forms.BooleanField(label="Geen logo meer", required=False)
    signature = PictureField(label="Handtekening", required=False, help_text="PNG of JPEG, hooguit 2 MB.")
    remove_signature = forms.BooleanField(label="Geen handtekening meer", required=False)
    large_print = forms.ChoiceField(
        label="Grote letters",
        help_text="De brief is dan twee vellen. De leeftijd is die van dit jaar.",
        choices=FROM,
        widget=forms.RadioSelect,
    )
    age = forms.IntegerField(label="De leeftijd, als u die kiest", required=False, initial=80)
    with_kix = forms.BooleanField(
        label="Streepjes voor de post onder het adres", required=False, help_text="Daarmee sorteert PostNL sneller."
    )

    def __init__(self, *args: Any, current: Letterhead | None = None, **given: Any) -> None:
        super().__init__(*args, **given)
        self.current = current
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
        self._begin(current)

    def _begin(self, current: Letterhead | None) -> None:
        """The rest as it stands in the version in force; the measures of a usual envelope to begin with."""
        self.fields["profile"].initial = current.envelope if current else "c5_left"
        measured = letterheads.profile(current) if current else envelope.C5_LEFT
        for name, label in envelope.MEASURES.items():
            was = f"{getattr(measured, name):g}".replace(".", ",")
            label = label[:1].upper() + label[1:]
            self.fields[name] = MillimetresField(
                label=label, required=False, max_digits=6, decimal_places=2, initial=was
            )
        age = current.large_print_from if current else None
        self.fields["large_print"].initial = NOBODY if age is None else FROM_AGE if age else EVERYBODY
        self.fields["age"].initial = age or 80
        self.fields["with_kix"].initial = current.with_kix if current else True

    def clean(self) -> dict[str, Any]:
        """What one choice asks of another, and a picture that must be chosen again because something else is wrong."""
        cleaned = super().clean() or {}
        if cleaned.get("profile") == envelope.OWN:
            for name in envelope.MEASURES:
                if cleaned.get(name) is None and name not in self.errors:
                    self.add_error(name, "Vul deze maat in, in millimeters.")
        if cleaned.get("large_print") == FROM_AGE and cleaned.get("age") is None and "age" not in self.errors:
            self.add_error("age", "Vul een leeftijd in.")
        return cleaned

    def choose_again(self) -> None:
        """Ask again for pictures that were chosen: a browser doesn't send them a second time by itself."""
        for name, what in PICTURES.items():
            if self.errors and name in self.files and name not in self.errors:
                self.add_error(name, f"Kies {what} opnieuw. Uw browser onthoudt het bestand niet.")

    def sender(self) -> list[forms.BoundField]:
        return [self[name] for name in SENDER]

    def service(self) -> list[forms.BoundField]:
        return [self[name] for name in SERVICE]

    def measures(self) -> list[forms.BoundField]:
        return [self[name] for name in envelope.MEASURES]

    def profile_now(self) -> envelope.Profile | None:
        """The envelope as the sent form has it; None when its measures are no measures."""
        chosen = self.cleaned_data.get("profile", "")
        if chosen != envelope.OWN:
            return envelope.PROFILES.get(chosen)
        measures = {name: float(self.cleaned_data.get(name) or 0) for name in envelope.MEASURES}
        own = envelope.own(measures)
        return None if envelope.reasons(own) else own

    def changes(self) -> Changes:
        """What `letterheads.save` takes."""
        given, age = self.cleaned_data, {NOBODY: None, EVERYBODY: 0, FROM_AGE: self.cleaned_data["age"]}
        changes = Changes(
            texts=self._texts(), profile=given["profile"], with_kix=given["with_kix"],
            large_print_from=age[given["large_print"]],
        )  # fmt: skip
        if given["profile"] == envelope.OWN:
            changes["measures"] = {name: float(given[name]) for name in envelope.MEASURES}
        if given["logo"] or given["remove_logo"]:
            changes["logo"] = given["logo"]
        if given["signature"] or given["remove_signature"]:
            changes["signature"] = given["signature"]
        return changes

    def _texts(self) -> dict[str, str | list[str]]:
        """Each as one line, however it was typed; only the reply address has several."""
        lines = {name: str(self.cleaned_data[name]).splitlines() for name in letterheads.FIELDS}
        texts: dict[str, str | list[str]] = {name: " ".join(map(str.strip, given)) for name, given in lines.items()}
        texts["reply_address"] = [line.strip() for line in lines["reply_address"] if line.strip()]
        return texts
