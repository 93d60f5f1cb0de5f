"""The form of the home visit (I2): nothing in it is obligatory, and it is saved while one types.

It speaks two languages: fields as people fill them in, and the codes that `visiting.answers` keeps.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField

from bezoekdienst.lib import words
from bezoekdienst.visiting.models import Intake
from bezoekdienst.web.forms.intakes import LINES, YES_NO, one_of, several

DETAILS = ("first_name", "birth_year", "sex", "street", "postcode", "town")
PLAIN = (
    *("loss", "about_when", "asks_for", "likes", "interests", "network", "emergency_contact"),
    *("dayparts", "languages", "must_not", "life_view"),
)
HOME = ("pets", "smoking", "stairs")
WISHES = ("sex", "loss", "age_min", "age_max")
CONSENTS = ("visits", "finite_told", "life_view")
COMPANY = (
    "Hoe vaak ziet of spreekt u mensen?",
    "Is er iemand bij wie u uw hart kunt luchten?",
    "Mist u gezelschap?",
)
SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Wie is het?", "", DETAILS),
    ("Het verlies", "Laat mensen vertellen. U hoeft niets te vragen wat niet vanzelf komt.", ("loss", "about_when")),
    ("Wat iemand zoekt", "", ("asks_for", "likes", "interests")),
    ("Om iemand heen", "", ("network", "emergency_contact", "company_1", "company_2", "company_3")),
    ("Wanneer kan het bezoek komen?", "", ("dayparts", "languages")),
    ("Thuis", "", (*HOME, "children_at_home", "must_not")),
    (
        "Wensen over de vrijwilliger",
        "Zonder vinkje is het een voorkeur. Met vinkje kan het niet anders, en wacht iemand dus misschien langer.",
        tuple(name for kind in WISHES for name in (f"wish_{kind}", f"must_{kind}")),
    ),
    (
        "Wat is afgesproken?",
        "",
        ("consent_visits", "consent_finite_told", "consent_life_view", "life_view"),
    ),
)


class KitchenTable(forms.Form):
    """What is said at the kitchen table. Made `of` an intake; `details`, `answers` and `consents` give it back."""

    first_name = forms.CharField(label="Roepnaam", max_length=60, required=False)
    birth_year = forms.IntegerField(label="Geboortejaar", required=False)
    sex = one_of("Vrouw of man", words.SEXES)
    street = forms.CharField(label="Straat en huisnummer", max_length=120, required=False)
    postcode = forms.CharField(label="Postcode", max_length=7, required=False)
    town = forms.CharField(label="Plaats", max_length=80, required=False)
    loss = one_of("Hoe ging het?", words.LOSS_KINDS)
    about_when = forms.CharField(label="Wanneer was het ongeveer?", max_length=80, required=False)
    asks_for = forms.CharField(label="Wat hoopt iemand van het bezoek?", required=False, widget=LINES)
    likes = forms.CharField(label="Wat wil iemand graag doen of bespreken?", required=False, widget=LINES)
    interests = several("Waar houdt iemand van?", words.INTERESTS)
    network = forms.CharField(label="Wie zijn er om iemand heen?", required=False, widget=LINES)
    emergency_contact = forms.CharField(label="Wie bellen wij als er iets is?", max_length=160, required=False)
    company_1 = forms.CharField(label=COMPANY[0], max_length=200, required=False)
    company_2 = forms.CharField(label=COMPANY[1], max_length=200, required=False)
    company_3 = forms.CharField(label=COMPANY[2], max_length=200, required=False)
    dayparts = several("Op welke delen van de week?", words.DAYPARTS)
    languages = several("Welke talen spreekt iemand?", words.LANGUAGES)
    pets = one_of("Zijn er huisdieren?", YES_NO)
    smoking = one_of("Wordt er binnen gerookt?", YES_NO)
    stairs = one_of("Moet het bezoek een trap op?", YES_NO)
    children_at_home = one_of("Wonen er kinderen thuis?", YES_NO)
    must_not = several("Wat kan bij de vrijwilliger echt niet?", {"smoking": "roken", "pets": "een huisdier meenemen"})
    wish_sex = one_of("Een vrouw of een man", words.SEXES)
    wish_loss = one_of("Iemand die dit zelf meemaakte", words.LOSS_KINDS)
    wish_age_min = forms.IntegerField(label="Niet jonger dan", min_value=18, max_value=100, required=False)
    wish_age_max = forms.IntegerField(label="Niet ouder dan", min_value=18, max_value=100, required=False)
    must_sex = forms.BooleanField(label="Dit moet", required=False)
    must_loss = forms.BooleanField(label="Dit moet", required=False)
    must_age_min = forms.BooleanField(label="Dit moet", required=False)
    must_age_max = forms.BooleanField(label="Dit moet", required=False)
    consent_visits = forms.BooleanField(
        label="Een vrijwilliger mag komen en mag weten wat daarvoor nodig is", required=False
    )
    consent_finite_told = forms.BooleanField(label="Gezegd dat het bezoek uiterlijk na een jaar stopt", required=False)
    consent_life_view = forms.BooleanField(label="De levensbeschouwing mag worden opgeschreven", required=False)
    life_view = one_of("Levensbeschouwing", words.LIFE_VIEWS, help_text="Alleen met toestemming: zet eerst het vinkje.")

    @classmethod
    def of(cls, intake: Intake) -> "KitchenTable":
        """Filled with what is known already."""
        return cls(initial=_filled(intake))

    def clean(self) -> None:
        """A life view is written down with explicit consent only (I2)."""
        if self.cleaned_data.get("life_view") and not self.cleaned_data.get("consent_life_view"):
            self.add_error("life_view", "Zet eerst het vinkje: dit mag alleen met toestemming op papier.")

    def sections(self) -> list[tuple[str, str, list[BoundField]]]:
        """(heading, explanation, fields) in the order of a conversation."""
        return [(heading, lead, [self[name] for name in names]) for heading, lead, names in SECTIONS]

    def days(self) -> list[tuple[str, list[Any]]]:
        """The fourteen parts of the week as rows: a day, its morning and its afternoon."""
        boxes = list(self["dayparts"].subwidgets)
        names = list(words.DAYPARTS.values())[::2]
        return [(name.removesuffix("ochtend"), boxes[2 * row : 2 * row + 2]) for row, name in enumerate(names)]

    def details(self) -> dict[str, Any]:
        """What belongs to the resident herself; only what is filled in rightly."""
        return {name: self.cleaned_data[name] for name in DETAILS if name in self.cleaned_data}

    def answers(self) -> dict[str, Any]:
        """What was said, in the codes of `visiting.answers`; only what is filled in rightly."""
        said, given = self.cleaned_data, {name: self.cleaned_data[name] for name in PLAIN if name in self.cleaned_data}
        given.setdefault("life_view", "")  # refused above: then what there was goes as well
        given["home"] = {trait: _truth(said.get(trait)) for trait in HOME if said.get(trait)}
        given["children_at_home"] = _truth(said.get("children_at_home"))
        given["company"] = [said.get(f"company_{number}", "") for number in (1, 2, 3)]
        given["wishes"] = [
            {"kind": kind, "value": said[f"wish_{kind}"], "must": bool(said.get(f"must_{kind}"))}
            for kind in WISHES
            if said.get(f"wish_{kind}")
        ]
        return given

    def consents(self, before: dict[str, str], today: date) -> dict[str, str | None]:
        """Each consent with its day: the day it was given, today when it is new, None when it was taken back."""
        return {
            name: (before.get(name) or today.isoformat()) if self.cleaned_data.get(f"consent_{name}") else None
            for name in CONSENTS
        }


def _filled(intake: Intake) -> dict[str, Any]:
    said, resident = intake.answers, intake.resident
    filled = {name: getattr(resident, name) for name in DETAILS} | {name: said.get(name) for name in PLAIN}
    filled["loss"] = said.get("loss") or intake.bereavement.kind
    filled["languages"] = said.get("languages") or ["nl"]
    filled |= {trait: _word(said.get("home", {}).get(trait)) for trait in HOME}
    filled["children_at_home"] = _word(said.get("children_at_home"))
    filled |= {f"company_{number}": text for number, text in enumerate(_texts(said.get("company")), start=1)}
    for wish in said.get("wishes", ()):
        filled |= {f"wish_{wish['kind']}": wish.get("value"), f"must_{wish['kind']}": wish.get("must")}
    return filled | {f"consent_{name}": bool(intake.consents.get(name)) for name in CONSENTS}


def _texts(company: object) -> Iterable[str]:
    return [str(text) for text in company][:3] if isinstance(company, list) else []


def _truth(said: str | None) -> bool | None:
    return {"yes": True, "no": False}.get(said or "")


def _word(known: bool | None) -> str:
    return {True: "yes", False: "no"}.get(known, "") if known is not None else ""
