"""Columns that the database only sees encrypted."""

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from bezoekdienst import fields
from bezoekdienst.accounts import keys
from bezoekdienst.visiting.models import Bereavement, Contact, Intake
from tests import factories

NEW, OTHER = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def stored(model: type, column: str) -> list[str | None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table} ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_is_encrypted_comes_back(text: str) -> None:
    token = fields.encrypt(text)
    assert fields.decrypt(token) == text
    assert token.isascii()


@pytest.mark.parametrize("text", ["", "een notitie", "Zoë vond het fijn 🌿", "a\x00b", "x" * 100_000])
def test_a_note_comes_back_as_it_was_and_is_not_in_the_database(db: None, text: str) -> None:
    loss = factories.BereavementFactory(about_when=text)
    assert Bereavement.objects.get(pk=loss.pk).about_when == text
    token = stored(Bereavement, "about_when")[0]
    assert token is not None
    assert fields.decrypt(token) == text
    assert text == "" or text not in token


@pytest.mark.parametrize("value", [{}, [], 0, False, "", {"naam": ["é", 1.5, None, True]}])
def test_json_comes_back_as_it_was(db: None, value: object) -> None:
    intake = factories.IntakeFactory(answers=value)
    assert Intake.objects.get(pk=intake.pk).answers == value


def test_nothing_stays_nothing_and_empty_stays_empty(db: None) -> None:
    field = Bereavement._meta.get_field("about_when")
    assert field.get_prep_value(None) is None
    assert field.from_db_value(None, None, connection) is None
    assert field.from_db_value(field.get_prep_value(""), None, connection) == ""


def test_a_wrong_key_is_an_error_and_never_an_empty_note(db: None, settings: object) -> None:
    loss = factories.BereavementFactory(about_when="in het voorjaar")
    settings.FIELD_KEYS = [OTHER]  # type: ignore[attr-defined]
    with pytest.raises(fields.WrongKey):
        Bereavement.objects.get(pk=loss.pk)


def test_a_value_that_was_tampered_with_is_an_error() -> None:
    token = fields.encrypt("in het voorjaar")
    with pytest.raises(fields.WrongKey):
        fields.decrypt(token[:-4] + "AAA=")
    with pytest.raises(fields.WrongKey):
        fields.decrypt("in het voorjaar")


@pytest.mark.parametrize("lookup", ["exact", "iexact", "contains", "in", "gt", "startswith", "regex"])
def test_an_encrypted_column_cannot_be_looked_up(db: None, lookup: str) -> None:
    with pytest.raises(FieldError, match="encrypted"):
        list(Bereavement.objects.filter(**{f"about_when__{lookup}": ["x"] if lookup == "in" else "x"}))


def test_it_can_be_asked_whether_there_is_anything(db: None) -> None:
    factories.BereavementFactory()
    assert Bereavement.objects.filter(about_when__isnull=False).count() == 1


def test_after_rotating_the_old_key_can_go(db: None, settings: object) -> None:
    losses = [factories.BereavementFactory(about_when=f"verlies {number}") for number in range(3)]
    old = settings.FIELD_KEYS  # type: ignore[attr-defined]
    settings.FIELD_KEYS = [NEW, *old]  # type: ignore[attr-defined]
    counts = keys.rotate()
    assert counts["visiting.Bereavement.about_when"] == 3
    assert counts["visiting.Bereavement.kind"] == 3
    assert counts["visiting.Intake.answers"] == 0
    settings.FIELD_KEYS = [NEW]  # type: ignore[attr-defined]
    assert [Bereavement.objects.get(pk=loss.pk).about_when for loss in losses] == [
        "verlies 0",
        "verlies 1",
        "verlies 2",
    ]


def test_rotating_reaches_every_encrypted_column() -> None:
    found = {f"{model._meta.label}.{field.name}" for model, field in keys.columns()}
    assert {
        "visiting.Visit.note",
        "visiting.Signal.kind",
        "letters.Addressee.sheet",
        "matching.Proposal.shown",
    } <= found


def test_rotating_without_the_right_key_says_so_and_changes_nothing(db: None, settings: object) -> None:
    factories.BereavementFactory(about_when="in het voorjaar")
    before = stored(Bereavement, "about_when")
    settings.FIELD_KEYS = [OTHER]  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="can't be opened"):
        call_command("keys", "rotate")
    assert stored(Bereavement, "about_when") == before


def test_the_command_counts(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    resident = factories.ResidentFactory()
    Contact.objects.create(resident=resident, made_on=factories.TODAY, way="phone", reached=False, note="bel later")
    call_command("keys", "rotate")
    lines = capsys.readouterr().out.splitlines()
    assert "       1  visiting.Contact.note" in lines
    assert lines[-1] == "       1  samen, nu onder de eerste sleutel"
