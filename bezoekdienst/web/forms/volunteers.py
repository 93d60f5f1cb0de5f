"""What is asked about a volunteer."""

from typing import Any

from django import forms
from django.forms import BoundField

from bezoekdienst.lib import wording, words
from bezoekdienst.web.forms.fields import day, mail
from bezoekdienst.web.forms.fields import words as sentences
from volunteers.models import Course, SignOffTalk

HOME = {"pets": "heeft zelf huisdieren", "smoking": "rookt zelf"}
SECTIONS = (
    ("Hoeveel en hoe ver", "", ("capacity", "max_km")),
    ("Wanneer", "", ("dayparts",)),
    (
        "Wat er past",
        "Hoe meer wij weten, hoe beter het voorstel.",
        ("interests", "languages", "life_view", "children_at_home"),
    ),
    ("Wat niet kan", "Wat hier staat, stellen wij nooit voor.", ("wish_sex", "must_not", "home")),
    ("In eigen woorden", "Dit leest u mee bij het kiezen. Het telt niet vanzelf.", ("wish_words",)),
)
MONTHS = [("", "kies een maand"), *((str(number), name) for number, name in enumerate(wording.MONTHS, 1))]
MUST_NOT = {"pets": "geen huisdieren", "smoking": "niet waar gerookt wordt", "stairs": "geen trappen"}


def several(label: str, choices: dict[str, str], **given: Any) -> forms.MultipleChoiceField:
    """Any number of these."""
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, choices=list(choices.items()), required=False, widget=widget, **given)


class Apply(forms.Form):
    """Somebody who wants to become a volunteer (V1)."""

    name = forms.CharField(label="Naam", max_length=120)
    first_name = forms.CharField(label="Voornaam", max_length=60, help_text="Zo heet de vrijwilliger op het scherm.")
    phone = forms.CharField(
        label="Telefoon", max_length=20, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = mail()
    birth_year = forms.IntegerField(label="Geboortejaar", required=False)
    sex = forms.ChoiceField(label="Geslacht", choices=[("", "niet bekend"), *words.SEXES.items()], required=False)
    pc4 = forms.RegexField(
        label="Postcode, alleen de cijfers",
        regex=r"^[1-9][0-9]{3}$",
        required=False,
        error_messages={"invalid": "Schrijf vier cijfers, zoals 6811."},
    )


class New(Apply):
    """The same; somebody with a number or address that is known already is asked about first."""

    although_known = forms.BooleanField(
        label="Toch noteren: het is iemand anders, of iemand die terugkomt", required=False, widget=forms.HiddenInput
    )

    def doubt(self) -> None:
        """Ask whether it is another one."""
        self.fields["although_known"].widget = forms.CheckboxInput()


class Prefer(forms.Form):
    """What the matching looks at: how far and how many, what she likes, when, and where not (V3 for the places)."""

    max_km = forms.IntegerField(label="Hoe ver reizen, in kilometers?", min_value=1, max_value=100)
    capacity = forms.IntegerField(
        label="Hoeveel mensen tegelijk?",
        required=False,
        min_value=1,
        max_value=4,
        help_text="Leeg: zoveel als in het beleid staat.",
    )
    children_at_home = forms.NullBooleanField(
        label="Kinderen thuis?",
        required=False,
        widget=forms.Select(choices=[("unknown", "niet bekend"), ("true", "ja"), ("false", "nee")]),
    )
    life_view = forms.ChoiceField(
        label="Levensbeschouwing",
        choices=[("", "niet bekend"), *words.LIFE_VIEWS.items()],
        required=False,
        help_text="Alleen als de vrijwilliger dit zelf wil vertellen.",
    )
    languages = several("Talen", words.LANGUAGES)
    interests = several("Interesses", words.INTERESTS)
    dayparts = several("Welke delen van de week?", words.DAYPARTS)
    wish_sex = forms.ChoiceField(
        label="Alleen bij een vrouw, of alleen bij een man?",
        choices=[("", "maakt niet uit"), *words.SEXES.items()],
        required=False,
    )
    must_not = several("Waar kan het niet?", MUST_NOT)
    home = several("En zelf?", HOME)
    wish_words = sentences("Wat moet er verder kloppen, en wat liever niet?", required=False)

    def sections(self) -> list[tuple[str, str, list[BoundField]]]:
        """(heading, explanation, fields), as one talks about it."""
        return [(heading, lead, [self[name] for name in names]) for heading, lead, names in SECTIONS]

    def days(self) -> list[tuple[str, list[Any]]]:
        """The fourteen parts of the week as rows: a day, its morning and its afternoon."""
        boxes = list(self["dayparts"].subwidgets)
        names = list(words.DAYPARTS.values())[::2]
        return [(name.removesuffix("ochtend"), boxes[2 * row : 2 * row + 2]) for row, name in enumerate(names)]

    def clean(self) -> dict[str, Any]:
        """What `roster.change` takes: the three questions about wishes as one."""
        filled = super().clean() or {}
        sex, must_not, home, said = (filled.pop(name, None) for name in ("wish_sex", "must_not", "home", "wish_words"))
        wishes = {"must_not": must_not or [], "home": {trait: trait in (home or ()) for trait in HOME}}
        own = {name: value for name, value in (("sex", sex), ("words", (said or "").strip())) if value}
        return {**filled, "wishes": {**wishes, **own}}


class OwnLoss(forms.Form):
    """Her own loss of a partner (V2): about when is enough."""

    kind = forms.ChoiceField(
        label="Wat voor verlies?", choices=list(words.LOSS_KINDS.items()), widget=forms.RadioSelect
    )
    year = forms.IntegerField(label="In welk jaar overleed de partner?", min_value=1900, max_value=2100)
    month = forms.TypedChoiceField(label="In welke maand?", choices=MONTHS, coerce=int)
    day = forms.IntegerField(
        label="Op welke dag?",
        required=False,
        min_value=1,
        max_value=31,
        help_text="De maand is genoeg: dan rekenen wij vanaf de laatste dag ervan.",
    )


class Talk(forms.Form):
    """The talk about her own loss, and what came of it (V2)."""

    OUTCOMES = (
        (SignOffTalk.Outcome.FIT, "Kan op bezoek: het verlies is genoeg verwerkt"),
        (SignOffTalk.Outcome.LATER, "Nu nog niet: wij spreken elkaar later opnieuw"),
        (SignOffTalk.Outcome.NOT, "Niet: dit werk past niet"),
    )
    held_on = day("Wanneer was het gesprek?")
    outcome = forms.ChoiceField(label="Wat kwam eruit?", choices=OUTCOMES, widget=forms.RadioSelect)
    again_on = day("Wanneer spreekt u elkaar opnieuw?", required=False, help_text="Alleen bij “nu nog niet”.")
    note = sentences("Aantekening", required=False, help_text="Alleen de coördinator leest dit terug.")


class On(forms.Form):
    """One day."""

    on = day("Op welke dag?")


class Why(forms.Form):
    """A reason."""

    reason = sentences("Waarom?", rows=2)


class Pause(forms.Form):
    """A period, both days included."""

    start_on = day("Vanaf wanneer?")
    end_on = day("Tot en met wanneer?", required=False, help_text="Nog niet bekend? Laat dit dan leeg.")


class Until(forms.Form):
    """The last day of a pause."""

    end_on = day("Wat is de laatste dag van de pauze?")


class TakePart(forms.Form):
    """Which training she takes part in."""

    course: "forms.ModelChoiceField[Course]" = forms.ModelChoiceField(
        label="Welke training?", queryset=Course.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, courses: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        field = self.fields["course"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = courses
