"""What is asked before something is printed once more."""

from django import forms


class Sheet(forms.Form):
    """Which letter was damaged."""

    what = forms.CharField(widget=forms.HiddenInput, initial="sheet", required=False)
    typed = forms.CharField(
        label="De code op de brief, of zijn plaats in de doos",
        help_text="De code is acht tekens lang en staat op de achterkant. De plaats telt u vanaf 1.",
        max_length=20,
        error_messages={"required": "Vul de code of de plaats in."},
    )


class Whole(forms.Form):
    """That nobody gets two letters."""

    what = forms.CharField(widget=forms.HiddenInput, initial="whole", required=False)
    destroyed = forms.BooleanField(
        label="De eerste afdruk van deze doos is vernietigd",
        error_messages={"required": "Vernietig eerst de eerste afdruk. Anders krijgt iemand twee brieven."},
    )
