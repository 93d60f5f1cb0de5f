"""What is asked at each step of a signal."""

from django import forms

from bezoekdienst.web.forms.fields import day, words


class Refer(forms.Form):
    """To whom, and with whose consent: or because of danger, with the reason (S3)."""

    to = forms.CharField(
        label="Naar wie verwijst u?", help_text="Bijvoorbeeld: de huisarts, het wijkteam, Veilig Thuis."
    )
    consent_on = day(
        "Op welke dag gaf de bezoeker toestemming?",
        required=False,
        help_text="Zonder toestemming geven wij niets door, behalve bij gevaar.",
    )
    danger_reason = words("Is er gevaar? Schrijf dan op waarom u het zonder toestemming doet.", required=False)


class Outcome(forms.Form):
    """What came of it (S2)."""

    outcome = words("Wat kwam ervan?")
