"""What is asked around an intake: signing up, calling, making an appointment, and what came of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.lib import words
from bezoekdienst.visiting import waiting
from bezoekdienst.visiting.models import Contact
from bezoekdienst.visiting.states import IntakeState, Source
from bezoekdienst.web.forms import fields

LINES = forms.Textarea(attrs={"rows": 3})
UNKNOWN = ("", "niet bekend")
# What a phoned-in sign-up can come from; letters come in by their code (A3).
SOURCES = [(str(one), one.label) for one in (Source.SELF, Source.FAMILY, Source.GP, Source.OTHER)]

URGENCIES = [(str(number), f"{said[0].upper()}{said[1:]}") for number, said in waiting.URGENCIES.items()]


def choices(codes: dict[str, str], *first: tuple[str, str]) -> list[tuple[str, str]]:
    """Codes as a form wants them, with `first` on top."""
    return [*first, *codes.items()]


def several(label: str, codes: dict[str, str], **given: Any) -> forms.MultipleChoiceField:
    """Any number of codes, each with a box of its own."""
    return forms.MultipleChoiceField(
        label=label, choices=choices(codes), required=False, widget=forms.CheckboxSelectMultiple, **given
    )


def one_of(label: str, codes: dict[str, str], **given: Any) -> forms.ChoiceField:
    """One code, or not known."""
    return forms.ChoiceField(label=label, choices=choices(codes, UNKNOWN), required=False, widget=forms.Select, **given)


def yes_or_no(label: str) -> forms.ChoiceField:
    """Yes, no, or not known: one tap."""
    said = [("yes", "ja"), ("no", "nee"), UNKNOWN]
    return forms.ChoiceField(label=label, choices=said, required=False, widget=forms.RadioSelect)


def caller() -> forms.CharField:
    """Who signed her up: to call back when she can't be reached herself."""
    return forms.CharField(
        label="Door wie precies?",
        max_length=160,
        required=False,
        help_text="Alleen als iemand anders aanmeldde: wie het was, en het nummer om terug te bellen.",
    )


class SignUp(forms.Form):
    """Somebody signed up without a letter: by herself, by family, by her GP."""

    name = forms.CharField(label="Naam", max_length=120, help_text="Zoals u iemand aanspreekt: mevrouw De Boer.")
    source = forms.ChoiceField(label="Wie meldde aan?", choices=SOURCES, widget=forms.RadioSelect)
    signed_up_by = caller()
    spoken = forms.BooleanField(
        label="Ik sprak de bezoeker zelf",
        required=False,
        help_text="Dan staat het eerste contact er meteen bij.",
    )
    phone = forms.CharField(
        label="Telefoon",
        help_text="Of hieronder een e-mailadres: een van beide is nodig.",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    email = fields.mail()
    best_time = forms.CharField(label="Wanneer het liefst bellen?", max_length=120, required=False)
    street = forms.CharField(label="Straat en huisnummer", max_length=120, required=False)
    postcode = forms.CharField(label="Postcode", max_length=7, required=False)
    town = forms.CharField(label="Plaats", max_length=80, required=False)


class Appointment(forms.Form):
    """The home visit (I1): who goes, a day and an hour, the latter together `for_at`.

    `people` may go; `calls_out` says what is unusual about a moment: then it is asked once more.
    """

    goes = forms.ModelChoiceField(
        User.objects.none(), label="Wie gaat er?", required=False, empty_label="nog niet bekend",
        widget=forms.RadioSelect,
    )  # fmt: skip
    day = fields.day("Op welke dag?")
    hour = fields.hour("Hoe laat?")
    sure = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: QuerySet[User] | None = None, **given: Any) -> None:
        super().__init__(*args, **given)
        self.cautions: list[str] = []
        self.calls_out: Callable[[datetime, User | None], list[str]] = lambda moment, goes: []
        if people is not None:
            self.fields["goes"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> None:
        """One moment of both, in the time of the town; what is unusual about it is said, and asked once more."""
        said = self.cleaned_data
        day, hour, sure = said.pop("day", None), said.pop("hour", None), said.pop("sure", "")
        if day and hour:
            said["for_at"] = timezone.make_aware(datetime.combine(day, hour))
            self.cautions = self.calls_out(said["for_at"], said.get("goes"))
            if self.cautions and sure != self.sureness():
                self.add_error(None, "Kijk nog even. Klopt het toch? Maak de afspraak dan nog een keer.")

    def sureness(self) -> str:
        """What a second press agrees with: this moment and these cautions, nothing else."""
        return f"{self.data.get('day')} {self.data.get('hour')} {self.data.get('goes')} {len(self.cautions)}"


class Confirmation(forms.Form):
    """How the resident knows of the appointment."""

    way = forms.ChoiceField(label="Hoe bevestigt u?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, has_mail: bool = True, has_address: bool = True, **given: Any) -> None:
        super().__init__(*args, **given)
        ways = [("phone", "Verteld aan de telefoon")]
        if has_mail:
            ways.append(("mail", "Per e-mail: die gaat vanzelf weg"))
        if has_address:
            ways.append(("letter", "Per brief: ik druk hem af en doe hem op de post"))
        else:
            self.fields["way"].help_text = "Per brief kan ook, zodra het hele adres bij de gegevens staat."
        self.fields["way"].choices = ways  # type: ignore[attr-defined]


class Call(forms.Form):
    """A call, mail or visit, reached or not (I1, T6)."""

    made_on = fields.day("Wanneer")
    way = forms.ChoiceField(label="Hoe", choices=Contact.Way.choices, widget=forms.RadioSelect, initial="phone")
    reached = forms.TypedChoiceField(
        label="Heeft u iemand gesproken?",
        choices=[("yes", "Ja"), ("no", "Nee, niet bereikt")],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Notitie", required=False, widget=LINES, help_text="Alleen wat u later nodig hebt.")
    again_on = fields.day(
        "Wanneer belt u opnieuw?", required=False, help_text="Dan staat het op uw lijst. Hoeft het niet? Laat het leeg."
    )


class Outcome(forms.Form):
    """What came of the home visit (I1, I3)."""

    CHOICES = (
        (IntakeState.SUITABLE, "Past bij ons: wacht vanaf nu op een vrijwilliger"),
        (IntakeState.OTHER_HELP, "Andere hulp past beter"),
        (IntakeState.NOT_NOW, "Nu niet, misschien later"),
    )
    visited_on = fields.day("Wanneer was het gesprek?")
    outcome = forms.ChoiceField(label="Wat is de uitkomst?", choices=CHOICES, widget=forms.RadioSelect)
    urgency = forms.TypedChoiceField(
        label="Hoe dringend is een vrijwilliger?",
        choices=URGENCIES,
        coerce=int,
        empty_value=0,  # type: ignore[arg-type]  # the stubs know of text only
        initial="0",
        required=False,
        widget=forms.RadioSelect,
    )
    urgency_reason = forms.CharField(label="Waarom is het dringend?", required=False, widget=forms.TextInput())
    ground = one_of("Waarom past andere hulp beter?", words.GROUNDS)
    again_on = fields.day("Wanneer belt u opnieuw?", required=False, help_text="Dan staat het op uw lijst.")
    outcome_note = forms.CharField(label="Toelichting", required=False, widget=LINES)

    def clean(self) -> None:
        """What belongs to another outcome is left out; other help has a ground (I3)."""
        keep_to_the_outcome(self)


class Turn(forms.Form):
    """She waited, and it turned out otherwise."""

    outcome = forms.ChoiceField(label="Wat is er nu?", choices=Outcome.CHOICES[1:], widget=forms.RadioSelect)
    ground = one_of("Waarom past andere hulp beter?", words.GROUNDS)
    again_on = fields.day("Wanneer belt u opnieuw?", required=False, help_text="Dan staat het op uw lijst.")
    note = forms.CharField(label="Toelichting", required=False, widget=LINES)

    def clean(self) -> None:
        """As for `Outcome`."""
        keep_to_the_outcome(self)


def keep_to_the_outcome(form: forms.Form) -> None:
    """Other help has a ground, "not now" perhaps a day; neither belongs to anything else (I3)."""
    said, outcome = form.cleaned_data, form.cleaned_data.get("outcome")
    if outcome != IntakeState.NOT_NOW and "again_on" in said:
        said["again_on"] = None
    if outcome != IntakeState.OTHER_HELP and "ground" in said:
        said["ground"] = ""
    elif outcome == IntakeState.OTHER_HELP and not said.get("ground"):
        form.add_error("ground", "Kies waarom andere hulp beter past.")


class Pressing(forms.Form):
    """It became more urgent, or less."""

    urgency = forms.TypedChoiceField(
        label="Hoe dringend is een vrijwilliger?", choices=URGENCIES, coerce=int, widget=forms.RadioSelect
    )
    reason = forms.CharField(label="Waarom?", required=False, help_text="Bij “gewoon” hoeft het niet.")


class Origin(forms.Form):
    """How somebody signed up, when it was noted wrongly."""

    source = forms.ChoiceField(label="Hoe was het?", choices=SOURCES, widget=forms.RadioSelect)
    signed_up_by = caller()


class Stop(forms.Form):
    """It stops before a match (I1). A death has a page of its own."""

    state = forms.ChoiceField(
        label="Waarom stopt het?",
        choices=[(IntakeState.WITHDRAWN, "Ziet ervan af"), (IntakeState.UNREACHABLE, "Is niet te bereiken")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Toelichting", required=False, widget=LINES)
