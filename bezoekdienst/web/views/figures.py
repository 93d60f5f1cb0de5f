"""The year in figures: what the municipality may know, without a name."""

import dataclasses

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bezoekdienst.accounts.roles import Ability
from bezoekdienst.reports import figures as reports
from bezoekdienst.reports.hiding import Figure
from bezoekdienst.retention import tallies
from bezoekdienst.web import access

YEARS_BACK = 3
COLUMNS = [("Wat", ""), ("Aantal", "number")]
WAY = [
    ("Hoe aangemeld", ""),
    *((words, "number") for words in ("Aangemeld", "Gesprek gehad", "Past bij ons", "Kreeg een vrijwilliger")),
]
HEADINGS = (
    ("letters", "Brieven"),
    ("people", "Aanmeldingen en koppelingen"),
    ("visits", "Bezoeken"),
    ("ends", "Afgeronde trajecten"),
    ("signals", "Signalen"),
    ("experiences", "Hoe het was"),
)


@access.needs(Ability.ROUND_COUNTS)
def figures(request: HttpRequest) -> HttpResponse:
    """One calendar year, chosen in the address; this year when nothing sensible is."""
    now = timezone.localdate().year
    years = [now - back for back in range(YEARS_BACK + 1)]
    asked = request.GET.get("jaar", "")
    year = int(asked) if asked in map(str, years) else now
    found = reports.of(year, tallies.of(year))
    sections = [(heading, [_row(figure) for figure in getattr(found, name)]) for name, heading in HEADINGS]
    chips = [(str(one), f"?jaar={one}", one == year) for one in years]
    rows = [list(dataclasses.astuple(one)) for one in found.sources]
    total = ["Samen", *(sum(row[number] for row in rows) for number in range(1, len(WAY)))]
    context = {"year": year, "sections": sections, "chips": chips, "columns": COLUMNS}
    context |= {"way": WAY, "sources": rows, "sources_total": total}
    return render(request, "web/figures.html", context)


def _row(figure: Figure) -> list[object]:
    return [figure.words, "minder dan 5" if figure.count is None else figure.count]
