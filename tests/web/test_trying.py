"""Carrying out a verb for a form: whatever stops it stands on the form, which comes back full."""

import pytest
from django import forms

from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.visiting.models import Signal
from bezoekdienst.web import trying


class Note(forms.Form):
    text = forms.CharField()


def stopped_by(error: Exception) -> Note:
    def act() -> None:
        raise error

    form = Note({"text": "blijft"})
    assert form.is_valid()
    assert trying.carry_out(form, act) is None
    assert form["text"].value() == "blijft"
    return form


def test_every_reason_stands_on_the_form() -> None:
    form = stopped_by(Refused(Reason("S2", "Schrijf op wat ervan kwam."), Reason("S3", "Vraag eerst toestemming.")))
    assert form.non_field_errors() == ["Schrijf op wat ervan kwam.", "Vraag eerst toestemming."]


def test_a_row_that_went_between_the_door_and_the_lock_is_a_sentence() -> None:
    assert stopped_by(Signal.DoesNotExist()).non_field_errors() == [trying.GONE]


def test_what_is_no_refusal_is_not_hidden() -> None:
    with pytest.raises(KeyError):
        stopped_by(KeyError("text"))
