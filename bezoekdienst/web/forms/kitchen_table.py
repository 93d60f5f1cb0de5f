"""The form of the home visit (I2): nothing in it is obligatory, and it is saved while one types.

It speaks two languages: fields as people fill them in, and the codes that `visiting.answers` keeps. One that was sent
lies over what is stored (`web.table_changes`): a field that isn't right, or wasn't sent, stands for what there was.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone

from bezoekdienst.lib import wording, words
from bezoekdienst.visiting import company, residents
from bezoekdienst.visiting.models import Intake
from bezoekdienst.web.forms.intakes import LINES, one_of, several, yes_or_no

DETAILS = ("first_name", "birth_year", "sex", "street", "postcode", "town")
PLAIN = (
    *("loss", "about_when", "asks_for", "likes", "interests", "network", "emergency_contact"),
    *("dayparts", "languages", "must_not", "not_with", "life_view"),
)
HOME = ("pets", "smoking", "stairs")
LISTS = ("interests", "dayparts", "languages", "must_not")
WISHES = ("sex", "loss", "age_min", "age_max")
CONSENTS = ("visits", "finite_told", "life_view")
CONFLICT = "Iemand anders vulde hier intussen in: “{theirs}”. Klopt wat hier staat? Bewaar dan nog eens."
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
        (*(name for kind in WISHES for name in (f"wish_{kind}", f"must_{kind}")), "not_with"),
    ),
    (
        "Wat is afgesproken?",
        "",
        ("consent_visits", "consent_finite_told", "consent_life_view", "life_view"),
    ),
)


# What is worth asking everybody: the rest may well stay empty.
ASKED = frozenset(name for _, _, names in SECTIONS for name in names) - {
    *(f"{kind}_{wish}" for kind in ("wish", "must") for wish in WISHES),
    *("must_not", "not_with", "consent_life_view", "life_view"),
}


class KitchenTable(forms.Form):
    """What is said at the kitchen table, `of` an intake or sent. `details`, `answers` and `consents` give it back."""

    conflicts: Mapping[str, str] = MappingProxyType({})  # fields that somebody else changed meanwhile, and into what

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
    company_1 = one_of(company.QUESTIONS[0], company.SCALE)
    company_2 = one_of(company.QUESTIONS[1], company.SCALE)
    company_3 = one_of(company.QUESTIONS[2], company.SCALE)
    dayparts = several("Op welke delen van de week?", words.DAYPARTS)
    languages = several("Welke talen spreekt iemand?", words.LANGUAGES)
    pets = yes_or_no("Zijn er huisdieren?")
    smoking = yes_or_no("Wordt er binnen gerookt?")
    stairs = yes_or_no("Moet het bezoek een trap op?")
    children_at_home = yes_or_no("Wonen er kinderen thuis?")
    must_not = several("Wat kan bij de vrijwilliger echt niet?", {"smoking": "roken", "pets": "een huisdier meenemen"})
    wish_sex = one_of("Een vrouw of een man", words.SEXES)
    wish_loss = one_of(
        "Iemand die dit zelf meemaakte", {kind: said for kind, said in words.LOSS_KINDS.items() if kind != "not_said"}
    )
    wish_age_min = forms.IntegerField(label="Niet jonger dan", min_value=18, max_value=100, required=False)
    wish_age_max = forms.IntegerField(label="Niet ouder dan", min_value=18, max_value=100, required=False)
    not_with = forms.CharField(
        label="Wie mag het niet zijn?",
        required=False,
        widget=LINES,
        help_text="Familie, buren. Is het een vrijwilliger van ons? Noteer dat dan ook bij de bezoeker.",
    )
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

    def __init__(self, data: Any = None, *, intake: Intake, conflicts: Mapping[str, str] | None = None) -> None:
        self.intake, self.stored = intake, _filled(intake)
        super().__init__(data, initial=self.stored)
        self.conflicts = conflicts or {}
        for name, day in intake.consents.items():
            if field := self.fields.get(f"consent_{name}"):
                field.help_text = f"Sinds {wording.day(date.fromisoformat(day))}."

    @classmethod
    def of(cls, intake: Intake) -> "KitchenTable":
        """Filled with what is known already."""
        return cls(intake=intake)

    def clean_birth_year(self) -> int | None:
        """Pointed out here, so that a slip in it doesn't keep the rest from being saved."""
        year: int | None = self.cleaned_data["birth_year"]
        now = timezone.localdate().year
        if year and not now - residents.OLDEST <= year <= now - 18:
            raise forms.ValidationError(f"Het geboortejaar ligt tussen {now - residents.OLDEST} en {now - 18}.")
        return year

    def clean(self) -> None:
        """A life view is written down with explicit consent only (I2). What somebody else changed isn't overwritten."""
        consented, view = (self.cleaned_data.get(name) for name in ("consent_life_view", "life_view"))
        if view and not consented and view != self.stored["life_view"]:
            self.add_error("life_view", "Zet eerst het vinkje: dit mag alleen met toestemming op papier.")
        for name, theirs in self.conflicts.items():
            self.add_error(name, CONFLICT.format(theirs=theirs or "niets"))

    def now(self) -> dict[str, Any]:
        """Every field as it will stand: what was sent and is right over what there was."""
        fields = {**self.stored, **self.cleaned_data}
        if not fields["consent_life_view"]:
            fields["life_view"] = ""  # consent that is taken back takes along what it was for
        return fields

    def sections(self) -> list[tuple[str, str, list[BoundField]]]:
        """(heading, explanation, fields) in the order of a conversation."""
        return [(heading, lead, [self[name] for name in names]) for heading, lead, names in SECTIONS]

    def days(self) -> list[tuple[str, list[Any]]]:
        """The fourteen parts of the week as rows: a day, its morning and its afternoon."""
        boxes = list(self["dayparts"].subwidgets)
        names = list(words.DAYPARTS.values())[::2]
        return [(name.removesuffix("ochtend"), boxes[2 * row : 2 * row + 2]) for row, name in enumerate(names)]

    def open_in(self) -> list[tuple[str, int, list[str]]]:
        """(heading, how many questions are still open, which are asked) for each section."""
        shown = {name: self[name].value() for name in self.fields}
        asked = [(heading, [name for name in names if name in ASKED]) for heading, _, names in SECTIONS]
        return [(heading, sum(not shown[name] for name in names), names) for heading, names in asked]

    def details(self) -> dict[str, Any]:
        """What belongs to the resident herself and changed."""
        now = self.now()
        return {name: now[name] for name in DETAILS if now[name] != self.stored[name]}

    def answers(self) -> dict[str, Any]:
        """All that is said, in the codes of `visiting.answers`."""
        return _coded(self.now())

    def changes(self) -> dict[str, Any]:
        """Only what changed of it."""
        before = _coded(self.stored)
        return {key: said for key, said in self.answers().items() if said != before[key]}

    def consents(self, before: dict[str, str], today: date) -> dict[str, str | None]:
        """Each consent with its day: the day it was given, today when it is new, None when it was taken back."""
        now = self.now()
        return {name: (before.get(name) or today.isoformat()) if now[f"consent_{name}"] else None for name in CONSENTS}


def _coded(fields: Mapping[str, Any]) -> dict[str, Any]:
    coded = {name: fields[name] or ([] if name in LISTS else "") for name in PLAIN}
    coded["home"] = {trait: _truth(fields[trait]) for trait in HOME if fields[trait]}
    coded["children_at_home"] = _truth(fields["children_at_home"])
    coded["company"] = [fields[f"company_{number}"] or "" for number in (1, 2, 3)]
    coded["wishes"] = [
        {"kind": kind, "value": fields[f"wish_{kind}"], "must": bool(fields[f"must_{kind}"])}
        for kind in WISHES
        if fields[f"wish_{kind}"]
    ]
    return coded


def _filled(intake: Intake) -> dict[str, Any]:
    said, resident = intake.answers, intake.resident
    filled: dict[str, Any] = dict.fromkeys(KitchenTable.base_fields, "")
    filled |= {name: getattr(resident, name) for name in DETAILS} | {name: said.get(name) or "" for name in PLAIN}
    filled |= {name: list(said.get(name) or ()) for name in LISTS}
    filled["loss"] = said.get("loss", intake.bereavement.kind) or ""
    filled["about_when"] = said.get("about_when") or intake.bereavement.about_when
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
