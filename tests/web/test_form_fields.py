"""What several forms ask in the same way, they check in the same way."""

import importlib
import pkgutil
from datetime import date

import pytest
from django import forms as django_forms
from django.core.exceptions import ValidationError

from bezoekdienst import paper
from bezoekdienst.lib import calendar
from bezoekdienst.lib.spreadsheets import values
from bezoekdienst.visiting.models import Resident
from bezoekdienst.web import forms
from bezoekdienst.web.forms import fields
from volunteers.models import Volunteer


def asked(kind: type[django_forms.Field]) -> dict[str, django_forms.Field]:
    """Every field of this kind in every form, by module, form and name."""
    modules = [importlib.import_module(f"{forms.__name__}.{one.name}") for one in pkgutil.iter_modules(forms.__path__)]
    return {
        f"{form.__module__}.{form.__name__}.{name}": field
        for module in modules
        for form in vars(module).values()
        if isinstance(form, type) and issubclass(form, django_forms.BaseForm)
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, kind)
    }


def test_no_form_takes_a_day_of_a_year_that_nobody_means() -> None:
    found = asked(django_forms.DateField)
    assert "bezoekdienst.web.forms.intakes.Call.made_on" in found
    assert [name for name, field in found.items() if fields.meant not in field.validators] == []


@pytest.mark.parametrize("on", [calendar.FIRST, calendar.LAST])
def test_the_first_and_the_last_day_that_people_mean_are_taken(on: date) -> None:
    assert fields.day("Wanneer?").clean(on.isoformat()) == on


@pytest.mark.parametrize("on", ["1899-12-31", "2101-01-01", "0001-01-01", "9999-12-31"])
def test_a_day_beyond_them_is_asked_again(on: str) -> None:
    with pytest.raises(ValidationError, match="Kijk het jaar na"):
        fields.day("Wanneer?").clean(on)


def test_no_form_takes_a_longer_mail_address_than_its_row_holds() -> None:
    found = asked(django_forms.EmailField)
    assert "bezoekdienst.web.forms.intakes.SignUp.email" in found
    holds = Resident._meta.get_field("email").max_length
    assert {getattr(field, "max_length", None) for field in found.values()} <= {200, holds}
    assert paper.LONGEST_MAIL == holds == Volunteer._meta.get_field("email").max_length


def test_a_table_with_too_long_a_mail_address_says_so_of_that_row() -> None:
    with pytest.raises(values.Unfit, match="Schrijf hooguit 254 tekens"):
        paper.email(f"{'a' * 250}@voorbeeld.example")
    assert paper.email("anna@voorbeeld.example") == "anna@voorbeeld.example"
