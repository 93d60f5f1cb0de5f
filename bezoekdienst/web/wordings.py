"""Our own words: for a refused field (Django's "Dit veld is vereist." speaks of fields, people don't), for a format."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

REQUIRED = "Vul dit nog in."
CHOOSE = "Kies een van de mogelijkheden."
# By what Django calls the mistake; the holes are its own. A form that says it in its own words is left alone.
MISTAKES = {
    "ambiguous_timezone": "In dit uur wordt de klok verzet. Kies een ander uur.",
    "max_length": "Dit is te lang. Schrijf hooguit {limit_value} tekens.",
    "max_value": "Dit is te veel. Vul hooguit {limit_value} in.",
    "min_value": "Dit is te weinig. Vul minstens {limit_value} in.",
    "max_digits": "Dit getal is te lang. Schrijf hooguit {max} cijfers.",
    "max_whole_digits": "Dit getal is te groot. Schrijf hooguit {max} cijfers voor de komma.",
    "max_decimal_places": "Schrijf hooguit {max} cijfers achter de komma.",
    "null_characters_not_allowed": "Hier staat een teken in dat wij niet kennen. Typ het opnieuw.",
}
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
    if error.code in MISTAKES and error.code not in field.error_messages:
        return MISTAKES[error.code].format(**(error.params or {}))
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
