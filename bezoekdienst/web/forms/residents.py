"""What can be noted of a person the service knows."""

from typing import Any

from django import forms

from bezoekdienst.lib import words
from bezoekdienst.web.forms.fields import mail
from bezoekdienst.web.forms.intakes import Call, one_of
from volunteers.models import Volunteer
from volunteers.states import HERE

# What the coordinator notes herself; "geen klik" and the like come of what happened.
WHY = [(code, words.EXCLUSIONS[code]) for code in ("family", "friend", "neighbour", "colleague", "she_declined")]


class Talk(Call):
    """A call, mail or visit; when to call again belongs to an intake."""

    again_on = None  # type: ignore[assignment]  # how Django leaves out an inherited field


class Details(forms.Form):
    """How to reach her, where she lives, how old she is."""

    name = forms.CharField(label="Naam", max_length=120)
    first_name = forms.CharField(
        label="Roepnaam", max_length=60, required=False, help_text="Zo staat het op de telefoon van de vrijwilliger."
    )
    phone = forms.CharField(
        label="Telefoon", max_length=20, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = mail()
    best_time = forms.CharField(label="Wanneer het liefst bellen?", max_length=120, required=False)
    street = forms.CharField(label="Straat en huisnummer", max_length=120, required=False)
    postcode = forms.CharField(label="Postcode", max_length=7, required=False)
    town = forms.CharField(label="Plaats", max_length=80, required=False)
    birth_year = forms.IntegerField(label="Geboortejaar", required=False)
    sex = one_of("Vrouw of man", words.SEXES)


class VolunteerChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when it runs
    """A volunteer, by her name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class Exclude(forms.Form):
    """Who must not be her volunteer (I2)."""

    volunteer = VolunteerChoice(
        label="Wie niet?", queryset=Volunteer.objects.none(), empty_label="Kies een vrijwilliger"
    )
    why = forms.ChoiceField(label="Waarom?", choices=WHY, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        field = self.fields["volunteer"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Volunteer.objects.filter(state__in=HERE).order_by("name")


class Loss(forms.Form):
    """Another partner died (I4)."""

    about_when = forms.CharField(label="Wanneer ongeveer?", max_length=120)
