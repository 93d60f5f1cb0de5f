"""What several forms ask in the same way: a date, an hour, a mail address, and a few sentences."""

from datetime import date
from typing import Any

from django import forms

from bezoekdienst.lib import calendar
from bezoekdienst.paper import LONGEST_MAIL


def meant(on: date) -> None:
    """Raises ValidationError for a day of a year that nobody means."""
    if not calendar.FIRST <= on <= calendar.LAST:
        raise forms.ValidationError("Kijk het jaar na: deze datum kan niet.", code="slip")


def day(label: str, **given: Any) -> forms.DateField:
    """A date, in the browser's own control; none of a year that nobody means."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, validators=[meant], **given)


def hour(label: str, **given: Any) -> forms.TimeField:
    """An hour on the clock, in the browser's own control."""
    return forms.TimeField(
        label=label, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "step": 300}), **given
    )


def mail(**given: Any) -> forms.EmailField:
    """A mail address that need not be there; no longer than there may be one (RFC 5321), and than a row holds."""
    too_long = {"max_length": "Dit is te lang voor een e-mailadres."}
    return forms.EmailField(label="E-mail", required=False, max_length=LONGEST_MAIL, error_messages=too_long, **given)


def words(label: str, *, required: bool = True, rows: int = 3, help_text: str = "") -> forms.CharField:
    """A few sentences."""
    return forms.CharField(
        label=label, required=required, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )
