"""What is asked when a match is decided."""

from django import forms

from bezoekdienst.web.forms.trajectories import words


class Decide(forms.Form):
    """A word of explanation; the rules say when it must be there (M1, M3)."""

    reason = words("Wilt u er iets bij schrijven?", required=False)


class Explain(forms.Form):
    """The reason that is kept with the decision."""

    reason = words("Waarom?", help_text="Dit blijft bij het voorstel staan. Zo kunt u later zien hoe het liep.")
