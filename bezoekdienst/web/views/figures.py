"""The year in figures: what the municipality may know, without a name."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bezoekdienst.accounts import roles
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.reports import figures as reports
from bezoekdienst.retention import tallies
from bezoekdienst.web import access, exports
from bezoekdienst.web.desks import figure_rows, figures_desk
from matching import gather

TABLE = exports.Table[tuple[str, str, int | str]](
    "cijfers", (("Onderdeel", lambda row: row[0]), ("Wat", lambda row: row[1]), ("Aantal", lambda row: row[2]))
)


@access.needs(Ability.ROUND_COUNTS)
@exports.offered
def figures(request: HttpRequest) -> HttpResponse:
    """One calendar year, chosen in the address; this year when nothing sensible is."""
    today, asked = timezone.localdate(), request.GET.get("jaar", "")
    years = figure_rows.years(today.year)
    year = int(asked) if asked in map(str, years) else today.year
    chips = [(str(one), f"?jaar={one}", one == year) for one in years]
    found = reports.of(year, tallies.of(year))
    if file := exports.taken(request, TABLE, figures_desk.rows(found), chips):
        return file
    sees_people = roles.may(cast(User, request.user), Ability.RESIDENTS)
    context = {
        "year": year,
        "chips": chips if len(chips) > 1 else [],
        "is_now": year == today.year,
        "sees_people": sees_people,
        "free": gather.free_places(today) if sees_people else None,
        **figures_desk.lay_out(found, sees_people=sees_people),
    }
    return render(request, "web/figures.html", context)
