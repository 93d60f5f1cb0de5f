"""The service's numbers as a letter with blanks: a field for each, with its own bounds."""

from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from bezoekdienst.lib import blocked_weeks
from bezoekdienst.policy import versions, wording
from bezoekdienst.policy.models import BOUNDS, Policy
from bezoekdienst.web.forms.fields import day

PAST = "Kies vandaag of een latere dag. Wat geweest is, blijft zoals het was."
ASK, SAVE, BACK = "bekijken", "bewaren", "terug"


def whole(label: str, lowest: int, highest: int, *, required: bool = True) -> forms.IntegerField:
    """A whole number between bounds; whatever is wrong with it, the sentence names them."""
    between = f"Vul hier {lowest} tot en met {highest} in."
    said = dict.fromkeys(("required", "invalid", "min_value", "max_value"), between)
    return forms.IntegerField(label=label, min_value=lowest, max_value=highest, required=required, error_messages=said)


def number(name: str, label: str) -> forms.IntegerField:
    """A number of the policy between its bounds, which stand beside it."""
    usual, lowest, highest, _ = BOUNDS[name]
    field = whole(label, lowest, highest)
    field.help_text = f"{lowest} tot en met {highest}, meegeleverd {usual}"
    return field


class Begins(forms.Form):
    """From which day something holds; never before today. `today` is a date; `based_on` the edition on screen."""

    valid_from_on = day("Dit geldt vanaf")
    based_on = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, today: date, **given: Any) -> None:
        self.today = today
        first = {"valid_from_on": today, "based_on": versions.edition()}
        super().__init__(data, initial=first | given.pop("initial", {}))

    def renew(self) -> None:
        """After a refusal: what was filled in stays, and from here on goes by what stands there now."""
        assert isinstance(self.data, QueryDict)
        fresh = self.data.copy()
        fresh["based_on"] = versions.edition()
        self.data = fresh

    def clean_valid_from_on(self) -> date:
        chosen: date = self.cleaned_data["valid_from_on"]
        if chosen < self.today:
            raise forms.ValidationError(PAST)
        return chosen


class Numbers(Begins):
    """Every number but those of the matching. `shown` is the version that was on screen: what differs was changed."""

    shown = forms.IntegerField(widget=forms.HiddenInput)
    first_loss_on = day(
        "Het eerste overlijden dat meetelt", required=False, help_text="Wat eerder was, is al op papier afgehandeld."
    )
    second_clerk = forms.BooleanField(label="Een tweede medewerker geeft een ronde vrij", required=False)
    blocked_weeks = forms.MultipleChoiceField(
        label="In deze weken valt er geen brief op de mat",
        help_text="De week van kerst slaan wij altijd over.",
        choices=[(name, f"de week van {name}") for name in blocked_weeks.days(2000) if name != blocked_weeks.CHRISTMAS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    supply = forms.ChoiceField(
        label="Hoe de gegevens komen", choices=[*wording.SUPPLY.items()], widget=forms.RadioSelect
    )
    municipality_name = forms.CharField(label="Naam van de gemeente", max_length=80)
    municipality_code = forms.RegexField(
        r"\A\d{4}\Z",
        label="Code van de gemeente",
        error_messages={"invalid": "Een gemeentecode heeft vier cijfers, zoals 0202."},
    )

    def __init__(self, data: QueryDict | None = None, *, shown: Policy, today: date) -> None:
        super().__init__(data, today=today, initial={**versions.values(shown), "shown": shown.pk})
        for one in wording.NUMBERS.values():
            self.fields[one.name] = number(one.name, one.label)

    def groups(self) -> list[tuple[str, list[tuple[str, BoundField, str]]]]:
        """By heading: what stands before the blank, the blank, what comes after."""
        return [
            (heading, [(one.halves()[0], self[one.name], one.halves()[1]) for one in numbers])
            for heading, numbers in wording.GROUPS.items()
        ]

    def changes(self) -> dict[str, Any]:
        """What was filled in otherwise than it was shown."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name in versions.FIELDS}
