"""The shell of the phone page; its people come over the API. And leaving it, with nothing left behind."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from bezoekdienst.accounts.roles import Ability
from bezoekdienst.mobile.access import needs
from bezoekdienst.visiting.states import URGENT_SIGNALS, Mood, SignalKind, VisitKind
from letters import letterheads

# Half quarters make no difference to anybody, and few visits last longer (B1: rounded to 15).
LENGTHS = tuple(range(15, 241, 15))


@require_safe
@never_cache
@ensure_csrf_cookie
@needs(Ability.PHONE)
def phone(request: HttpRequest) -> HttpResponse:
    """Four screens without anybody's data in them."""
    letterhead = letterheads.current()
    context = {
        "visit_kinds": VisitKind.choices,
        "moods": Mood.choices,
        "lengths": [(minutes, length_words(minutes)) for minutes in LENGTHS],
        "signal_kinds": [(kind.value, kind.label, kind in URGENT_SIGNALS) for kind in SignalKind],
        "desk": letterhead.texts if letterhead else {},
    }
    return render(request, "mobile/phone.html", context)


@require_POST
@needs(Ability.PHONE)
def leave(request: HttpRequest) -> HttpResponse:
    """Log out and have the browser forget what this site kept on the phone."""
    logout(request)
    answer = redirect("account_login")
    answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def length_words(minutes: int) -> str:
    """How long, as one says it: 45 -> "drie kwartier", 60 -> "een uur", 105 -> "1 uur en 45 minuten"."""
    spoken = {15: "een kwartier", 30: "een half uur", 45: "drie kwartier", 60: "een uur", 90: "anderhalf uur"}
    if minutes in spoken:
        return spoken[minutes]
    hours, rest = divmod(minutes, 60)
    return f"{hours} uur en {rest} minuten" if rest else f"{hours} uur"
