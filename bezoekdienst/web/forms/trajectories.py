"""What is asked at each step of a trajectory."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html

from bezoekdienst.visiting.models import Contact, Trajectory
from bezoekdienst.visiting.states import Mood, VisitKind
from bezoekdienst.web.forms.careful import Careful
from bezoekdienst.web.forms.fields import day, hour, words

URGENCIES = [(0, "Gewoon"), (1, "Dringend"), (2, "Zeer dringend")]
HINTED = '<span>{} <span class="helptext">{}</span></span>'
ANSWERS = [("", "nog niet bekend"), ("yes", "ja"), ("no", "nee")]


class Answer(forms.TypedChoiceField):
    """Yes, no, or not known yet: True, False, None."""

    def __init__(self, **given: Any) -> None:
        said = {"": None, "yes": True, "no": False}
        super().__init__(
            choices=ANSWERS,
            coerce=said.__getitem__,
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
            **given,
        )


class Meet(forms.Form):
    """The acquaintance meeting, and what both say of it (T1)."""

    meeting_on = day("Wanneer is of was de kennismaking?", help_text="Ligt de dag nog voor u? Dan is het een afspraak.")
    meeting_time = hour("Hoe laat?", required=False)
    resident_agreed = Answer(label="Zegt de bezoeker ja?", help_text="Vraag het apart, zonder de ander erbij.")
    volunteer_agreed = Answer(label="Zegt de vrijwilliger ja?")


def said(one: Trajectory) -> dict[str, Any]:
    """What is known of an acquaintance already: the hour, and the one yes stays while the other is asked."""
    words_of = {True: "yes", False: "no", None: ""}
    answers = {name: words_of[getattr(one, name)] for name in ("resident_agreed", "volunteer_agreed")}
    return {"meeting_time": one.meeting_time, **answers}


class Visit(Careful):
    """A visit that the volunteer tells on the phone (B5). The id is made with the page: sent twice is one visit."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    on = day("Wanneer was het bezoek?")
    kind = forms.ChoiceField(label="Hoe?", choices=VisitKind.choices, widget=forms.RadioSelect)
    minutes = forms.IntegerField(label="Hoeveel minuten?", min_value=0, help_text="Wij ronden af op een kwartier.")
    mood = forms.ChoiceField(label="Hoe was het voor de vrijwilliger?", choices=Mood.choices, widget=forms.RadioSelect)
    note = words("Kort verslag", required=False, help_text="Schrijf geen namen of telefoonnummers op.")
    kilometres = forms.IntegerField(label="Kilometers", required=False, min_value=0)
    next_on = day("Volgende afspraak", required=False)


def new_visit() -> dict[str, Any]:
    """A visit as it usually is, under an id of its own."""
    return {"id": uuid.uuid4(), "kind": VisitKind.AT_HOME, "minutes": 60, "mood": Mood.WELL}


class Settle(forms.Form):
    """Which of the logs of one visit holds (B3). `versions`: (key, in words, the note)."""

    version = forms.ChoiceField(label="Welk verslag klopt?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, versions: Sequence[tuple[str, str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        field = self.fields["version"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, format_html(HINTED, said, note)) for key, said, note in versions]


class UntilWhen(forms.Form):
    """A day, and why (T3, T4). `hint` says between which days."""

    to_on = day("Tot en met welke dag?")
    reason = words("Waarom?")

    def __init__(self, *args: Any, hint: str = "", **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["to_on"].help_text = hint


class Pause(forms.Form):
    """Since when (T6)."""

    since_on = day("Vanaf wanneer?")


class Review(forms.Form):
    """A talk with the person who is visited (T6)."""

    made_on = day("Wanneer?")
    way = forms.ChoiceField(label="Hoe?", choices=Contact.Way.choices, widget=forms.RadioSelect)
    reached = forms.TypedChoiceField(
        label="Heeft u de bezoeker gesproken?",
        choices=[("yes", "ja"), ("no", "nee, niet bereikt")],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    review = forms.ChoiceField(
        label="Kan het met minder bezoek, of kan het stoppen?",
        choices=Contact.Review.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    note = words("Wat zei de bezoeker?", required=False)


class Close(forms.Form):
    """Why it ends, and on which day (T8). `follows`: (reason, words, what comes of it)."""

    reason = forms.ChoiceField(label="Waarom?", widget=forms.RadioSelect)
    on = day("Wat is de laatste dag?")
    note = words("Wilt u er iets bij schrijven?", required=False)

    def __init__(self, *args: Any, follows: Sequence[tuple[str, str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(reason, format_html(HINTED, label, text)) for reason, label, text in follows]


class HandOver(forms.Form):
    """Another volunteer goes on (T8)."""

    on = day("Wat is de laatste dag met deze vrijwilliger?")
    urgency = forms.TypedChoiceField(
        label="Hoe dringend is een andere vrijwilliger?", choices=URGENCIES, coerce=int, widget=forms.RadioSelect
    )
    urgency_reason = words("Waarom is het dringend?", required=False, rows=2, help_text="Mag leeg bij “Gewoon”.")
    may_return = forms.BooleanField(
        label="Deze vrijwilliger mag later terugkomen, bijvoorbeeld na ziekte",
        required=False,
        help_text="Anders stellen wij deze twee niet meer samen voor.",
    )
    note = words("Wilt u er iets bij schrijven?", required=False, help_text="Alleen voor u, niet voor wie nu komt.")

    def __init__(self, *args: Any, lowest: int, **given: Any) -> None:
        super().__init__(*args, **given)
        field = self.fields["urgency"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = URGENCIES[lowest:]


class Thanks(forms.Form):
    """A last word to the volunteer."""

    words = words(
        "Wat wilt u zeggen?",
        rows=5,
        help_text="Van uzelf, of wat de bezoeker u vroeg door te geven. Schrijf geen namen of telefoonnummers op.",
    )
