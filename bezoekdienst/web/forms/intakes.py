"""What is asked around an intake: signing up, calling, making an appointment, and what came of it."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from bezoekdienst.lib import words
from bezoekdienst.visiting.models import Contact
from bezoekdienst.visiting.states import IntakeState, Source
from bezoekdienst.web.forms import fields

LINES = forms.Textarea(attrs={"rows": 3})
UNKNOWN = ("", "niet bekend")
# What a phoned-in sign-up can come from; letters come in by their code (A3).
SOURCES = [(str(one), one.label) for one in (Source.SELF, Source.FAMILY, Source.GP, Source.OTHER)]


class SignUp(forms.Form):
    """Somebody signed up without a letter: by herself, by family, by her GP."""

    name = forms.CharField(label="Naam", max_length=120, help_text="Zoals u iemand aanspreekt: mevrouw De Boer.")
    source = forms.ChoiceField(label="Wie meldde aan?", choices=SOURCES, widget=forms.RadioSelect)
    phone = forms.CharField(
        label="Telefoon", max_length=20, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.EmailField(label="E-mail", required=False, help_text="Een van beide is nodig: telefoon of e-mail.")
    best_time = forms.CharField(label="Wanneer het liefst bellen?", max_length=120, required=False)
    street = forms.CharField(label="Straat en huisnummer", max_length=120, required=False)
    postcode = forms.CharField(label="Postcode", max_length=7, required=False)
    town = forms.CharField(label="Plaats", max_length=80, required=False)


class Appointment(forms.Form):
    """The home visit (I1): a day and an hour, together `for_at`."""

    day = fields.day("Op welke dag?")
    hour = forms.TimeField(
        label="Hoe laat?", widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "step": 300})
    )

    def clean(self) -> None:
        """One moment of both, in the time of the town."""
        day, hour = self.cleaned_data.pop("day", None), self.cleaned_data.pop("hour", None)
        if day and hour:
            self.cleaned_data["for_at"] = timezone.make_aware(datetime.combine(day, hour))


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
        choices=[("0", "Gewoon"), ("1", "Dringend"), ("2", "Zeer dringend")],
        coerce=int,
        empty_value=0,  # type: ignore[arg-type]  # the stubs know of text only
        initial="0",
        required=False,
        widget=forms.RadioSelect,
    )
    urgency_reason = forms.CharField(label="Waarom is het dringend?", required=False, widget=forms.TextInput())
    outcome_note = forms.CharField(label="Toelichting", required=False, widget=LINES)


class Turn(forms.Form):
    """She waited, and it turned out otherwise."""

    outcome = forms.ChoiceField(label="Wat is er nu?", choices=Outcome.CHOICES[1:], widget=forms.RadioSelect)
    note = forms.CharField(label="Toelichting", required=False, widget=LINES)


class Stop(forms.Form):
    """It stops before a match (I1). A death has a page of its own."""

    state = forms.ChoiceField(
        label="Waarom stopt het?",
        choices=[(IntakeState.WITHDRAWN, "Ziet ervan af"), (IntakeState.UNREACHABLE, "Is niet te bereiken")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Toelichting", required=False, widget=LINES)


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


YES_NO = {"yes": "ja", "no": "nee"}
SEXES = words.SEXES
