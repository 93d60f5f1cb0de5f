"""The kilometres of a quarter, by volunteer: to look at, and as a list to take along."""

from datetime import date
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.lib import calendar
from bezoekdienst.reports import travel as reports
from bezoekdienst.web import access

BACK = 4  # quarters
COLUMNS = [(reports.HEADINGS[0], ""), *((heading, "number") for heading in reports.HEADINGS[1:])]


@access.needs(Ability.RESIDENTS)
@require_safe
def travel(request: HttpRequest) -> HttpResponse:
    """One quarter, chosen in the address; the one that runs when nothing sensible is."""
    known = _quarters(timezone.localdate())
    word = request.GET.get("kwartaal", "")
    word = word if word in known else next(iter(known))
    lines = reports.of(known[word])
    context = {
        "chips": [(_said(on), f"?kwartaal={each}", each == word) for each, on in known.items()],
        "columns": COLUMNS,
        "rows": [[(one.volunteer, reverse("volunteer", args=[one.pk])), *_numbers(one)] for one in lines],
        "total": ["Samen", *(sum(column) for column in zip(*map(_numbers, lines), strict=True))] if lines else None,
        "caption": f"Kilometers in het {_said(known[word])}",
        "word": word,
    }
    return render(request, "web/travel.html", context)


@access.needs(Ability.RESIDENTS)
@require_POST
def travel_sheet(request: HttpRequest) -> HttpResponse:
    """The list as a CSV."""
    now = timezone.now()
    word = request.POST.get("kwartaal", "")
    quarter_on = _quarters(timezone.localdate(now)).get(word)
    if quarter_on is None:
        raise Http404
    content = reports.take_along(quarter_on, by=cast(User, request.user), at=now)
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="kilometers-{word}.csv"'
    return answer


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
