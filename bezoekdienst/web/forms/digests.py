"""On which days somebody wants one mail with what needs her, and whether the single mails wait for it."""

from typing import Any

from django import forms

from bezoekdienst.notices.models import Digest
from bezoekdienst.web import phrases

DAYS = [(str(number), name) for number, name in enumerate(phrases.WEEKDAYS, start=1)]
WAYS = [
    ("each", "Meteen, en ook in het overzicht"),
    ("holds", "Liever alles in één bericht"),
]


class Choice(forms.Form):
    """No day is never; `holds` only for who gets such mails."""

    weekdays = forms.MultipleChoiceField(
        label="Op welke dagen wilt u het overzicht?",
        help_text="Om zeven uur ’s ochtends, na een feestdag een dag later. Kiest u geen dag, dan komt het niet.",
        choices=DAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    way = forms.ChoiceField(
        label="En de losse berichten?",
        help_text="Een dringend signaal en “Bel mij even” komen altijd meteen.",
        choices=WAYS,
        widget=forms.RadioSelect,
    )

    def __init__(self, posted: Any = None, *, chosen: Digest, gets_mails: bool) -> None:
        initial = {"weekdays": list(chosen.weekdays), "way": "holds" if chosen.holds else "each"}
        super().__init__(posted, initial=initial)
        if not gets_mails:
            del self.fields["way"]

    def days(self) -> str:
        """The days as they are kept: "14" is Monday and Thursday."""
        return "".join(self.cleaned_data["weekdays"])

    def holds(self) -> bool:
        """Whether the single mails wait."""
        return self.cleaned_data.get("way") == "holds"
