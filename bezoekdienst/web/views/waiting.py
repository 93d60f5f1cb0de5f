"""The waiting list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode

from bezoekdienst.accounts.roles import Ability
from bezoekdienst.web import access, searching, waiting_desk
from bezoekdienst.web.waiting_desk import SORTS, WHICH


@access.needs(Ability.RESIDENTS)
def waiting_list(request: HttpRequest) -> HttpResponse:
    """Who waits for a volunteer; chips and sort stand in the address, what was searched for does not."""
    which, order = searching.asked(request, "toon", WHICH), searching.asked(request, "volgorde", SORTS)
    today, q = timezone.localdate(), searching.typed(request)
    everybody = waiting_desk.lines(today)
    counts = waiting_desk.counted(everybody)
    context = {
        "q": q,
        "lead": waiting_desk.lead(everybody),
        "lines": waiting_desk.chosen(everybody, which, order, q),
        "chips": [(words, _address(word, order), word == which, counts[word]) for word, words in WHICH.items()],
        "sorts": [(words, _address(which, word), word == order) for word, words in SORTS.items()],
        "picture": waiting_desk.picture(everybody, today),
    }
    htmx = getattr(request, "htmx", None)
    return render(request, f"web/intakes/{'_waiting' if htmx else 'waiting'}.html", context)


def _address(which: str, order: str) -> str:
    return f"?{urlencode({'toon': which, 'volgorde': order})}"
