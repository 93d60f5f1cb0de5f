"""No column without a line: a system check, so that nothing personal is added without saying how long it stays."""

from collections import Counter
from typing import Any

from django.apps import apps
from django.core import checks

from bezoekdienst.retention import applying, loading


def columns() -> list[tuple[str, str]]:
    """Every column of every table, ours and other packages', as (model, column)."""
    return [
        (model._meta.label, field.name)
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy and model._meta.managed
        for field in model._meta.concrete_fields
        # A child of another table points at it with its own key; that pointer is no column of its own here.
        if field.model is model or field.model._meta.abstract
    ]


def complete(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """An Error for each fault; the lines that are missing are printed ready to be filled in."""
    try:
        schedule = loading.schedule()
    except loading.ScheduleError as error:
        return [checks.Error(str(error), id="retention.E001")]
    return faults(columns(), schedule)


def faults(found: list[tuple[str, str]], schedule: loading.Schedule) -> list[checks.CheckMessage]:
    """What is wrong between the columns there are, the schedule, and the code that carries it out."""
    lines = Counter((line.model, line.column) for line in schedule.lines)
    errors: list[checks.CheckMessage] = []
    missing = [column for column in found if not lines[column]]
    if missing:
        hint = "\n".join(f"  {model}: {{personal: [{column}]}}" for model, column in missing)
        errors.append(checks.Error(f"no line in schedule.yaml for:\n{hint}", id="retention.E002"))
    for column in sorted(column for column, count in lines.items() if count > 1):
        errors.append(checks.Error(f"more than one line for {'.'.join(column)}", id="retention.E003"))
    for column in sorted(set(lines) - set(found)):
        errors.append(checks.Error(f"a line for {'.'.join(column)}, which isn't there", id="retention.E004"))
    for term in sorted(set(schedule.terms) ^ (set(applying.STEPS) | {"keep"})):
        errors.append(
            checks.Error(f"the term {term} is in the schedule or in the code, not in both", id="retention.E005")
        )
    return errors
