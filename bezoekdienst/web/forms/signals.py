"""What is asked at each step of a signal and of a referral, and of a worry that the office notes itself."""

import uuid
from typing import Any

from django import forms

from bezoekdienst.visiting.referrals import LONGEST_WORD
from bezoekdienst.visiting.states import SignalKind
from bezoekdienst.web.forms.fields import day, words

KINDS = [(str(kind), kind.label.capitalize()) for kind in SignalKind]
WORD = "Kort woord aan wie het meldde"
ON_HER_PHONE = "Dit leest de vrijwilliger op de telefoon. Schrijf niets op wat de bezoeker u in vertrouwen vertelde."


def new_worry() -> dict[str, Any]:
    """What a fresh form begins with: its own number, so that a button that is pressed twice notes one signal."""
    return {"id": uuid.uuid4(), "mine": True}


class Worry(forms.Form):
    """A signal that the office notes itself, and who takes it up (S1)."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="Waar gaat het om?", choices=KINDS, widget=forms.RadioSelect)
    note = words("Wat is er aan de hand?", required=False)
    mine = forms.BooleanField(
        label="Ik pak dit zelf op",
        required=False,
        help_text="Zonder vinkje staat het bij “nog niet gezien”, en krijgen uw collega’s bij gevaar meteen een mail.",
    )


class Refer(forms.Form):
    """To whom, and with whose consent for what: or because of danger, with the reason (S3)."""

    to = forms.CharField(
        label="Naar wie verwijst u?",
        max_length=200,
        help_text="Bijvoorbeeld: de huisarts, het wijkteam, Veilig Thuis. Wij sturen niets: u neemt zelf contact op.",
    )
    consent_on = day(
        "Op welke dag is er toestemming gegeven?",
        required=False,
        help_text="Zonder toestemming geven wij niets door, behalve bij gevaar.",
    )
    consent_by = forms.CharField(
        label="Wie gaf die toestemming?", max_length=120, required=False, help_text="Leeg is: de bezoeker zelf."
    )
    shared = words(
        "Wat mag u doorgeven?",
        required=False,
        rows=2,
        help_text="Alleen daarvoor geldt de toestemming. Dit komt ook in de brief die u kunt meegeven.",
    )
    danger_reason = words(
        "Of is er gevaar? Schrijf dan op waarom u het zonder toestemming doet.", required=False, rows=2
    )


class Outcome(forms.Form):
    """What came of it (S2)."""

    outcome = words("Wat kwam ervan?", help_text="Dit blijft bij u en uw collega’s.")


class Closing(Outcome):
    """What came of a signal, and a word back (S2)."""

    told = words(WORD, required=False, rows=2, help_text=ON_HER_PHONE)


class Settling(Closing):
    """It is solved; with what came of it, if that is known, it is closed too (S2)."""

    outcome = words(
        "Wat kwam ervan?",
        required=False,
        help_text="Vult u dit in, dan is het signaal meteen afgesloten. Dit blijft bij u en uw collega’s.",
    )


class Word(forms.Form):
    """A word back to the volunteer who reported it."""

    words = words(WORD, rows=3, help_text=f"{ON_HER_PHONE} Hoogstens {LONGEST_WORD} tekens.")


class Withdrawal(forms.Form):
    """Consent that was taken back (S3)."""

    on = day("Op welke dag is de toestemming ingetrokken?")
