"""What is asked about an activity nearby, and about pointing somebody to it (B6)."""

from typing import Any

from django import forms

from bezoekdienst.visiting.activities import LONGEST_DETAILS, LONGEST_NAME
from bezoekdienst.visiting.models import Activity
from bezoekdienst.web.forms.fields import day


class Details(forms.Form):
    """A line of the list."""

    name = forms.CharField(label="Wat is er te doen?", max_length=LONGEST_NAME)
    details = forms.CharField(
        label="Wanneer, waar, en bij wie?",
        max_length=LONGEST_DETAILS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Zo vertelt u het door: elke dinsdag om tien uur, in het buurthuis.",
    )


class Point(forms.Form):
    """To what, and when."""

    activity = forms.ModelChoiceField(
        label="Waar wees u op?", queryset=Activity.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    pointed_on = day("Wanneer?")

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        field = self.fields["activity"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Activity.objects.filter(stopped_on=None)
