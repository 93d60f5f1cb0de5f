"""What is asked about a gathering, and about a series of them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone

from bezoekdienst.web.forms.fields import day
from volunteers.models import Gathering

MOMENT = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})


class When(forms.Form):
    """When it begins, until what hour of that day, and where. `minutes` is how long that is."""

    starts_at = forms.DateTimeField(label="Wanneer?", widget=MOMENT)
    ends = forms.TimeField(label="Tot hoe laat?", widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    place = forms.CharField(label="Waar?", max_length=120)

    def clean(self) -> dict[str, Any]:
        """What the verbs take: `minutes` instead of `ends`."""
        filled = super().clean() or {}
        ends, starts_at = filled.pop("ends", None), filled.get("starts_at")
        if ends and starts_at:
            starts = timezone.localtime(starts_at)
            until = datetime.combine(starts.date(), ends)
            filled["minutes"] = (until - starts.replace(tzinfo=None)) // timedelta(minutes=1)
            if filled["minutes"] <= 0:
                self.add_error("ends", "Dit is vóór het begin. Vul een latere tijd in.")
        return filled


class Plan(When):
    """One gathering (V5)."""

    kind = forms.ChoiceField(label="Wat voor bijeenkomst?", choices=Gathering.Kind.choices, widget=forms.RadioSelect)
    theme = forms.CharField(
        label="Thema", max_length=200, required=False, help_text="Bij een themadag. Het staat in de uitnodiging."
    )
    field_order = ("kind", "starts_at", "ends", "place", "theme")


class Change(When):
    """The same of one that was planned; its theme only where it has one."""

    theme = forms.CharField(label="Thema", max_length=200, required=False)

    def __init__(self, data: Any = None, *, gathering: Gathering) -> None:
        starts = timezone.localtime(gathering.starts_at)
        ends = timezone.localtime(gathering.ends_at).time()
        initial = {"starts_at": starts, "ends": ends, "place": gathering.place, "theme": gathering.theme}
        super().__init__(data, initial=initial)
        if gathering.kind == Gathering.Kind.INTERVISION:
            del self.fields["theme"]


class Rhythm(When):
    """A series: its first day, every how many weeks, and until when."""

    starts_at = forms.DateTimeField(label="Wanneer is de eerste?", widget=MOMENT)
    every_weeks = forms.IntegerField(label="Om de hoeveel weken?", min_value=1, max_value=26)
    until_on = day("Plannen tot en met welke dag?")
    field_order = ("starts_at", "ends", "place", "every_weeks", "until_on")


class Days(forms.Form):
    """The days of a series: each can be left out or become another day; the hour is the same for all."""

    def __init__(self, *args: Any, proposed: Sequence[datetime], left_out: Sequence[date] = (), **given: Any) -> None:
        super().__init__(*args, **given)
        self.proposed = [timezone.localtime(moment) for moment in proposed]
        for number, moment in enumerate(self.proposed):
            take = forms.BooleanField(label="Doen", required=False, initial=moment.date() not in left_out)
            self.fields[f"take_{number}"] = take
            self.fields[f"on_{number}"] = day(f"Dag {number + 1}", initial=moment.date())

    def rows(self) -> list[tuple[BoundField, BoundField, date | None]]:
        """(take it?, which day?, that day as filled in), for each proposed day."""
        numbers = range(len(self.proposed))
        return [(self[f"take_{number}"], self[f"on_{number}"], self._day(number)) for number in numbers]

    def moments(self) -> list[datetime]:
        """What was chosen: the day as filled in at the hour of the series. Only after `is_valid`."""
        return [
            timezone.make_aware(datetime.combine(self.cleaned_data[f"on_{number}"], moment.time()))
            for number, moment in enumerate(self.proposed)
            if self.cleaned_data[f"take_{number}"]
        ]

    def _day(self, number: int) -> date | None:
        if not self.is_bound:
            return self.proposed[number].date()
        self.is_valid()
        found: date | None = self.cleaned_data.get(f"on_{number}")
        return found


class Presence(forms.Form):
    """Who was there."""

    present = forms.MultipleChoiceField(label="Wie was er?", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, people: dict[str, str], **given: Any) -> None:
        super().__init__(*args, **given)
        field = self.fields["present"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(people.items())


class Answer(forms.Form):
    """What a volunteer told the coordinator."""

    coming = forms.TypedChoiceField(choices=[("ja", ""), ("nee", "")], coerce=lambda said: said == "ja")
