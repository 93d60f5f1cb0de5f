"""What is kept how long, as people read it; and the proof that what should be gone is gone."""

from collections import Counter
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bezoekdienst.accounts.roles import Ability
from bezoekdienst.policy import versions
from bezoekdienst.retention import loading
from bezoekdienst.retention import plan as plans
from bezoekdienst.retention.models import ErasureRun
from bezoekdienst.web import access

RUNS_SHOWN = 30
ACTS = {
    "erase": "wordt gewist",
    "blank": "wordt leeggemaakt",
    "month": "alleen de maand blijft",
    "keep": "blijft",
}
KINDS = {"none": "zegt niets over een persoon", "personal": "persoonsgegeven", "special": "gevoelig, en versleuteld"}


@access.needs(Ability.EVENTS)
def retention_schedule(request: HttpRequest) -> HttpResponse:
    """The schedule by term, shortest story first: for what, on what ground, what happens; then the erasure runs."""
    today = timezone.localdate()
    schedule, due = loading.schedule(), plans.plan(today)
    terms = loading.terms(versions.current(today))
    context = {
        "terms": [_term(key, terms[key], schedule, due.get(key, 0)) for key in terms if key != "keep"],
        "kept": _term("keep", terms["keep"], schedule, 0),
        "runs": [_run(run, terms) for run in ErasureRun.objects.all()[:RUNS_SHOWN]],
        "due": sum(due.values()),
    }
    return render(request, "web/retention/schedule.html", context)


def _term(key: str, words: str, schedule: loading.Schedule, due: int) -> dict[str, Any]:
    """One term with what falls under it: a row for each purpose, with the columns it names."""
    rows: dict[tuple[str, str, str, str], list[loading.Line]] = {}
    for line in schedule.lines:
        if line.term == key:
            rows.setdefault((line.model, line.purpose, line.basis, line.act), []).append(line)
    shown = [
        {
            "purpose": purpose[:1].upper() + purpose[1:],
            "basis": schedule.bases[basis],
            "act": ACTS[act],
            "kinds": [(KINDS[kind], count) for kind, count in Counter(line.kind for line in lines).items()],
            "columns": ", ".join(_column(model, line.column) for line in lines),
        }
        for (model, purpose, basis, act), lines in rows.items()
    ]
    return {"key": key, "words": words[:1].upper() + words[1:], "rows": shown, "due": due}


def _column(model: str, name: str) -> str:
    """The column's Dutch name where it has one, else its own."""
    try:
        return str(getattr(apps.get_model(model)._meta.get_field(name), "verbose_name", name))
    except (LookupError, FieldDoesNotExist):  # a join table of Django's own
        return name


def _run(run: ErasureRun, terms: dict[str, str]) -> dict[str, Any]:
    return {
        "on": run.for_on,
        "counts": [(terms.get(key, key), count) for key, count in run.counts.items()],
        "sum": sum(run.counts.values()),
    }
