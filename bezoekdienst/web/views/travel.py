"""The kilometres of a quarter, by volunteer: to look at, and as a list to take along for who pays."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts.roles import Ability
from bezoekdienst.lib import calendar
from bezoekdienst.reports import travel as reports
from bezoekdienst.web import access, exports

BACK = 4  # quarters
TABLE = exports.Table[reports.Line](
    "kilometers",
    (
        ("Vrijwilliger", lambda one: one.volunteer),
        ("Bezoeken", lambda one: one.visits),
        ("Kilometers", lambda one: one.kilometres),
        ("Zonder kilometers", lambda one: one.unsaid),
    ),
)
COLUMNS = [(heading, "number" if place else "") for place, (heading, _) in enumerate(TABLE.columns)]


@access.needs(Ability.RESIDENTS)
@exports.offered
def travel(request: HttpRequest) -> HttpResponse:
    """One quarter, chosen in the address; the one that runs when nothing sensible is."""
    known = _quarters(timezone.localdate())
    word = request.GET.get("kwartaal", "")
    word = word if word in known else next(iter(known))
    lines = reports.of(known[word])
    context: dict[str, Any] = {
        "chips": [(_said(on), f"?kwartaal={each}", each == word) for each, on in known.items()],
        "columns": COLUMNS,
        "rows": [[(one.volunteer, reverse("volunteer", args=[one.pk])), *_numbers(one)] for one in lines],
        "total": ["Samen", *(sum(column) for column in zip(*map(_numbers, lines), strict=True))] if lines else None,
        "caption": f"Kilometers in het {_said(known[word])}",
    }
    return exports.taken(request, TABLE, lines, context["chips"]) or render(request, "web/travel.html", context)


def _quarters(today: date) -> dict[str, date]:
    """The quarter that runs and those before it, by the word in the address: 2026-4."""
    firsts = [calendar.add_months(calendar.quarter_start(today), -3 * back) for back in range(BACK + 1)]
    return {f"{on.year}-{_number(on)}": on for on in firsts}


def _number(on: date) -> int:
    return on.month // 3 + 1


def _said(on: date) -> str:
    return f"{_number(on)}e kwartaal van {on.year}"


def _numbers(one: reports.Line) -> list[int]:
    return [one.visits, one.kilometres, one.unsaid]
