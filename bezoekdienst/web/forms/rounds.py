"""What is asked at each step of a round."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from bezoekdienst.lib.spreadsheets import source
from bezoekdienst.web import uploads
from bezoekdienst.web.forms.fields import day
from letters import last_check
from letters.models import Extract

READY, PLANNED, BY_HAND = "ready", "planned", "hand"  # when the boxes go to the printer


class DeliveryField(forms.FileField):
    """A file from the register. Of one that is too large the content was dropped on the way; its size was not."""

    default_error_messages = {"required": "Kies het bestand.", "empty": "Dit bestand is leeg."}

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file is not None and file.size > uploads.MAX_BYTES:
            raise forms.ValidationError(str(source.too_big()), code="too_big")
        return file


class Nothing(forms.Form):
    """An act that needs no more than the button."""


class ExtractChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # no generic at run time
    """A delivery, by its day and what it would give."""

    def label_from_instance(self, obj: Any) -> str:
        from bezoekdienst.lib import wording

        return f"Aanlevering van {wording.day(obj.state_on)}: {obj.due} brieven, {obj.held} te bekijken"


class Choose(forms.Form):
    """Which delivery the round is made from."""

    extract = ExtractChoice(
        label="Welke aanlevering?", queryset=Extract.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, extracts: QuerySet[Extract] | None = None, **given: Any) -> None:
        super().__init__(*args, **given)
        if extracts is not None:
            field = self.fields["extract"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = extracts
            field.initial = extracts.first()


class Check(forms.Form):
    """A fresh extract to lay over the round (L9)."""

    file = DeliveryField(
        label="Nieuw uittreksel",
        help_text="Een vers bestand uit het bevolkingsregister. Wij bewaren het niet.",
    )
    state_on = day("Van welke dag is dit bestand?")
    even_many = forms.BooleanField(label="Het klopt: dit is het hele bestand, en het nieuwste", required=False)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        if "even_many" not in self.data:
            del self.fields["even_many"]

    def add_error(self, field: str | None, error: Any) -> None:
        """The tick is asked for only after a file that may be half, or an old one."""
        super().add_error(field, error)
        if last_check.SAY_SO in str(error):
            self.fields["even_many"] = type(self).base_fields["even_many"]


class MomentField(forms.DateTimeField):
    """Asked only beside one of the choices above it; which, says the form."""

    def validate(self, value: object) -> None:
        return


class PrintHour(forms.Form):
    """When the boxes go to the printer: nothing is asked where there is none. `when` and `moment` are offered."""

    when = forms.ChoiceField(
        label="Wanneer gaan de dozen naar de printer?",
        choices=[
            (READY, "Zodra ze gemaakt zijn"),
            (PLANNED, "Op een moment dat ik kies"),
            (BY_HAND, "Niet vanzelf: de drukkerij stuurt elke doos zelf"),
        ],
        widget=forms.RadioSelect,
    )
    moment = MomentField(
        label="Welk moment?",
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )

    def __init__(
        self, *args: Any, printer: bool = True, when: str = READY, moment: datetime | None = None, **given: Any
    ) -> None:
        super().__init__(*args, **given)
        self.fields["when"].initial, self.fields["moment"].initial = when, moment
        if not printer:
            del self.fields["when"], self.fields["moment"]

    def clean_moment(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["moment"]
        if moment is None and self.cleaned_data.get("when") == PLANNED:
            raise forms.ValidationError("Kies een dag en een tijd.")
        return moment


class Release(PrintHour):
    """When to print, and a word of explanation when the number of letters is unusual (L8)."""

    unusual_reason = forms.CharField(label="Waarom klopt dit aantal?", max_length=300)
    field_order = ("unusual_reason",)

    def __init__(self, *args: Any, unusual: str = "", **given: Any) -> None:
        super().__init__(*args, **given)
        if unusual:
            self.fields["unusual_reason"].help_text = unusual
        else:
            del self.fields["unusual_reason"]


class Post(forms.Form):
    """The day on which the letters were handed to the post."""

    on = day("Op welke dag zijn de brieven weggebracht?")
    taken_out = forms.IntegerField(
        label="Hoeveel enveloppen haalde u eruit?",
        help_text="Tel ze aan de hand van de uithaallijst.",
        min_value=0,
        max_value=100_000,
        error_messages={"required": "Tel de enveloppen die u eruit haalde, en vul het aantal in."},
    )

    def __init__(self, *args: Any, today: date | None = None, to_take_out: int = 0, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["on"].initial = today
        if not to_take_out:
            del self.fields["taken_out"]


class Cancel(forms.Form):
    """When there may be paper the word is typed that says what happened to the sheets."""

    typed = forms.CharField(
        label="Typ het woord: vernietigd",
        max_length=20,
        error_messages={"required": "Er kunnen brieven op papier zijn. Vernietig ze eerst en typ dan “vernietigd”."},
    )

    def __init__(self, *args: Any, paper: bool = False, **given: Any) -> None:
        super().__init__(*args, **given)
        if not paper:
            del self.fields["typed"]
