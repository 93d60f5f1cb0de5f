"""Our own words: for a refused field (Django's "Dit veld is vereist." speaks of fields, people don't), for a format."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

REQUIRED = "Vul dit nog in."
CHOOSE = "Kies een van de mogelijkheden."
CLOCK = "In dit uur wordt de klok verzet. Kies een ander uur."
# The most particular class first: the first that fits speaks.
INVALID: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.DateTimeField, "Deze dag en tijd kloppen niet. Schrijf ze zo: 3-3-2027 14:30."),
    (forms.DateField, "Deze datum klopt niet. Schrijf hem zo: 3-3-2027."),
    (forms.TimeField, "Deze tijd klopt niet. Schrijf hem zo: 14:30."),
    (forms.EmailField, "Dit e-mailadres klopt niet helemaal."),
    (forms.IntegerField, "Schrijf hier een getal."),
    (forms.DecimalField, "Schrijf hier een getal."),
    (forms.FloatField, "Schrijf hier een getal."),
)

# What a delivery was read as, by the name of its format (letters/registry/formats).
FORMATS = {
    "rubrieken-CSV": "tabel met rubrieknummers",
    "LO-namen-CSV": "tabel met de namen uit het Logisch Ontwerp",
    "tabel": "eigen tabel",
    "Excel": "tabel in Excel",
    "LO3-selectie": "LO3-berichten",
    "berichten (JSON)": "berichten in JSON",
    "BRP API (JSON)": "personen van de BRP API",
}


def sentences(field: BoundField) -> list[str]:
    """Why this field was refused; a form's own words are left as they are."""
    return [_sentence(field.field, error) for error in field.errors.as_data()]


def _sentence(field: forms.Field, error: ValidationError) -> str:
    own = str(error.messages[0])
    if error.code == "required" and field.error_messages["required"] == forms.Field.default_error_messages["required"]:
        options = getattr(field, "choices", None)
        return CHOOSE if options is not None else REQUIRED
    if error.code == "invalid_choice":
        return CHOOSE
    if error.code == "ambiguous_timezone":
        return CLOCK
    if error.code == "invalid":
        for kind, words in INVALID:
            if isinstance(field, kind) and error.message in _defaults(kind):
                return words
    return own


def _defaults(kind: type[forms.Field]) -> set[object]:
    """What Django itself would say for this kind of field, its validators' words among them."""
    given = {kind.default_error_messages.get("invalid")} | {
        check.message for check in kind.default_validators if hasattr(check, "message")
    }
    return given - {None}
