"""The schedule is complete, readable, and every line that lets something go is carried out by a step."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.db import models

from bezoekdienst.fields import EncryptedTextField
from bezoekdienst.retention import applying, checking, forgetting, loading
from bezoekdienst.retention.loading import Line, ScheduleError
from tests.factories import TODAY

SCHEDULE = loading.schedule()
EMPTIED = {
    "visit_notes": {"note"},
    "print_files": {"state", "file_name"},
    "volunteers": {"name", "first_name", *forgetting.PERSONAL},
    "users": {"email", "name", "last_login", "is_active"},
}
# What another package's tables hold of a user goes in the step of the user.
BESIDE = {"users": {"account.EmailAddress", "mfa.Authenticator"}}


def test_every_column_of_every_table_has_one_line() -> None:
    assert checking.faults(checking.columns(), SCHEDULE) == []
    assert [error for error in run_checks() if (error.id or "").startswith("retention")] == []


def test_a_column_without_a_line_stops_the_program_and_the_line_is_printed() -> None:
    (error,) = checking.faults([*checking.columns(), ("visiting.Visit", "weather")], SCHEDULE)
    assert (error.id, error.is_serious()) == ("retention.E002", True)
    assert "visiting.Visit: {personal: [weather]}" in error.msg


def test_two_lines_a_line_too_many_and_a_term_without_code_are_errors() -> None:
    twice = loading.Schedule((*SCHEDULE.lines, SCHEDULE.lines[0]), SCHEDULE.terms, SCHEDULE.bases)
    assert [error.id for error in checking.faults(checking.columns(), twice)] == ["retention.E003"]
    gone = [column for column in checking.columns() if column != ("visiting.Visit", "note")]
    assert [error.id for error in checking.faults(gone, SCHEDULE)] == ["retention.E004"]
    terms = {**SCHEDULE.terms, "some_day": "ooit"}
    promised = loading.Schedule(SCHEDULE.lines, terms, SCHEDULE.bases)
    assert [error.id for error in checking.faults(checking.columns(), promised)] == ["retention.E005"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{doel: x, termijn: t, gebeurt: burn, personal: [a]}", "gebeurt 'burn'"),
        ("{doel: x, termijn: soon, gebeurt: erase, personal: [a]}", "termijn 'soon'"),
        ("{doel: x, grondslag: zomaar, none: [a]}", "grondslag 'zomaar'"),
        ("{none: [a]}", "geen doel"),
        ("{doel: x, personal: [a]}", "blijft niet altijd"),
        ("{doel: x, termijn: t, none: [a]}", "spreken elkaar tegen"),
    ],
)
def test_a_line_that_says_nonsense_is_refused_with_its_place(line: str, fault: str) -> None:
    text = f"termen: {{keep: k, t: t}}\ngrondslagen: {{geen: g}}\ntabellen:\n  app.Model: {line}\n"
    with pytest.raises(ScheduleError, match=f"app.Model.a: .*{fault}"):
        loading.parse(text)


@pytest.mark.parametrize("text", ["", "tabellen: {}", "{", "- 1"])
def test_what_is_no_schedule_is_refused(text: str) -> None:
    with pytest.raises(ScheduleError):
        loading.parse(text)


def test_every_encrypted_column_is_special_and_every_special_column_encrypted() -> None:
    special = {(line.model, line.column) for line in SCHEDULE.lines if line.kind == "special"}
    encrypted = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, EncryptedTextField)
    }
    assert special == encrypted


def test_every_term_is_used_by_some_line_or_hastens_another() -> None:
    hastens = {"withdrawn": "residents", "declined_volunteers": "volunteers"}
    hastens |= {"requested_residents": "residents", "requested_volunteers": "volunteers"}
    used = {line.term for line in SCHEDULE.lines}
    assert set(SCHEDULE.terms) - used == set(hastens)
    assert set(hastens.values()) <= used


@pytest.mark.django_db
@pytest.mark.parametrize(
    "line", [line for line in SCHEDULE.lines if line.act != "keep"], ids=lambda line: f"{line.model}.{line.column}"
)
def test_what_a_line_says_is_what_its_step_reaches(line: Line) -> None:
    find, _ = applying.STEPS[line.term]
    root = find(TODAY).model
    if line.act == "blank":
        assert root._meta.label == line.model
        assert line.column in EMPTIED[line.term]
    else:
        reached = {model._meta.label for model in cascade(root)} | BESIDE.get(line.term, set())
        assert line.model in reached


def cascade(
    root: type[models.Model], seen: frozenset[type[models.Model]] = frozenset()
) -> Iterator[type[models.Model]]:
    """The table and all whose rows go with its rows."""
    if root in seen:
        return
    yield root
    for relation in root._meta.related_objects:
        if relation.on_delete is models.CASCADE:
            yield from cascade(relation.related_model, seen | {root})
