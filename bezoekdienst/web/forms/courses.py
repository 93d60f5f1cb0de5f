"""What is asked about a training: its days, who takes part, and who was there (V2)."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from django import forms
from django.forms import BoundField

from bezoekdienst.lib import words
from bezoekdienst.web.forms.fields import day
from volunteers import topics
from volunteers.attendance import NOTHING, Presence, Said
from volunteers.models import TrainingAttendance, TrainingDay, Volunteer
from volunteers.trainings import Day as PlannedDay

USUAL = tuple(words.TRAINING_TOPICS.values())
FROM, TILL = time(10), time(16)
PRESENCE = [*((str(one), str(one.label)) for one in Presence), (NOTHING, "nog niets")]


def _hour(label: str) -> forms.TimeField:
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time", "step": 300})
    return forms.TimeField(label=label, required=False, widget=widget)


def _about() -> forms.CharField:
    return forms.CharField(label="Waar gaat het over?", max_length=80)


class Day(forms.Form):
    """One day of a training."""

    held_on = day("Op welke dag?")
    starts = _hour("Van")
    ends = _hour("Tot")
    topic = _about()
    place = forms.CharField(label="Waar?", max_length=80, required=False)


def planned(filled: dict[str, Any]) -> PlannedDay:
    """What the verbs take, of what `Day` asks."""
    return PlannedDay(**{**filled, "topic": topics.code(filled["topic"])})


def as_filled(one: TrainingDay) -> dict[str, Any]:
    """A day as this form shows it."""
    known = {name: getattr(one, name) for name in ("held_on", "starts", "ends", "place")}
    return {**known, "topic": topics.label(one.topic)}


class Plan(forms.Form):
    """A training: its name and place, and the usual days with their topics; a day without a date is left out."""

    name = forms.CharField(label="Hoe heet de training?", max_length=80, help_text="Bijvoorbeeld: voorjaar 2027.")
    place = forms.CharField(
        label="Waar?", max_length=80, required=False, help_text="Is een dag ergens anders? Wijzig die daarna."
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for number, topic in enumerate(USUAL):
            parts = {"held_on": day("Op welke dag?", required=False), "topic": _about()}
            parts |= {"starts": _hour("Van"), "ends": _hour("Tot")}
            initial = {"topic": topic, "starts": FROM, "ends": TILL}
            for name, field in parts.items():
                field.initial = initial.get(name)
                self.fields[f"{name}_{number}"] = field

    def sections(self) -> list[tuple[str, str, list[BoundField]]]:
        """(heading, explanation, fields): the name, then a part a day."""
        parts = ("held_on", "topic", "starts", "ends")
        days = [(f"Dag {n + 1}", "", [self[f"{name}_{n}"] for name in parts]) for n in range(len(USUAL))]
        return [("De training", "", [self["name"], self["place"]]), *days]

    @property
    def days(self) -> list[PlannedDay]:
        """The days that have a date."""
        found = []
        for number in range(len(USUAL)):
            said = {name: self.cleaned_data.get(f"{name}_{number}") for name in ("held_on", "topic", "starts", "ends")}
            if said["held_on"]:
                found.append(planned({**said, "place": self.cleaned_data["place"]}))
        return found


class People(forms.Form):
    """Who take part. Not a choice of rows: that asks the database for whatever number was sent."""

    people = forms.MultipleChoiceField(label="Wie doet er mee?", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, people: Sequence[Volunteer], **given: Any) -> None:
        super().__init__(*args, **given)
        self.by_number = {str(one.pk): one for one in people}
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(number, f"{one.name}, {one.get_state_display()}") for number, one in self.by_number.items()]

    def clean_people(self) -> list[Volunteer]:
        """The volunteers themselves."""
        return [self.by_number[number] for number in self.cleaned_data["people"]]


class Attendance(forms.Form):
    """One list for everybody who takes part: there, not there, or exempt with the reason.

    As long as nothing was noted of anybody, everybody was there: that is how it mostly goes.
    """

    def __init__(
        self, *args: Any, people: Sequence[Volunteer], noted: Mapping[int, TrainingAttendance], **given: Any
    ) -> None:
        super().__init__(*args, **given)
        self.people, usual = people, NOTHING if noted else Presence.PRESENT.value
        for one in people:
            before = noted.get(one.pk)
            self.fields[f"presence_{one.pk}"] = forms.ChoiceField(
                label=one.name,
                choices=PRESENCE,
                required=False,
                widget=forms.RadioSelect,
                initial=before.presence if before else usual,
            )
            self.fields[f"reason_{one.pk}"] = forms.CharField(
                label=f"Waarom is {one.first_name} vrijgesteld?",
                required=False,
                max_length=200,
                initial=before.reason if before else "",
            )

    def rows(self) -> list[tuple[BoundField, BoundField]]:
        """Her two questions for each."""
        return [(self[f"presence_{one.pk}"], self[f"reason_{one.pk}"]) for one in self.people]

    @property
    def said(self) -> dict[Volunteer, Said]:
        """What the verb takes."""
        filled = self.cleaned_data
        return {one: (filled[f"presence_{one.pk}"], filled[f"reason_{one.pk}"]) for one in self.people}
