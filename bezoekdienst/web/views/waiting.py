"""The waiting list."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode

from bezoekdienst.accounts.roles import Ability
from bezoekdienst.web import access, exports, searching
from bezoekdienst.web.desks import waiting_desk
from bezoekdienst.web.desks.waiting_desk import SORTS, WHICH

TABLE = exports.Table[waiting_desk.Line](
    "wachtlijst",
    (
        ("Naam", lambda line: line.name),
        ("Wacht sinds", lambda line: line.since_on),
        ("Dagen", lambda line: line.days),
        ("Dringend", lambda line: line.said),
        ("Voorstel", lambda line: line.gets),
    ),
)


@access.needs(Ability.RESIDENTS)
@exports.offered
def waiting_list(request: HttpRequest) -> HttpResponse:
    """Who waits for a volunteer; chips and sort stand in the address, what was searched for does not."""
    which, order = searching.asked(request, "toon", WHICH), searching.asked(request, "volgorde", SORTS)
    today, q = timezone.localdate(), searching.typed(request)
    everybody = waiting_desk.lines(today)
    counts = waiting_desk.counted(everybody)
    lines = waiting_desk.chosen(everybody, which, order, q)
    context: dict[str, Any] = {
        "q": q,
        "lead": waiting_desk.lead(everybody),
        "lines": lines,
        "chips": [(words, _address(word, order), word == which, counts[word]) for word, words in WHICH.items()],
        "sorts": [(words, _address(which, word), word == order) for word, words in SORTS.items()],
        "picture": waiting_desk.picture(everybody, today),
    }
    page = f"web/intakes/{'_waiting' if getattr(request, 'htmx', None) else 'waiting'}.html"
    chosen = context["chips"], context["sorts"]
    return exports.taken(request, TABLE, lines, *chosen) or render(request, page, context)


def _address(which: str, order: str) -> str:
    return f"?{urlencode({'toon': which, 'volgorde': order})}"
