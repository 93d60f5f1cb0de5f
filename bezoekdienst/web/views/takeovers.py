"""From paper: what to take over in which order, what was taken over before, and whom."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bezoekdienst.accounts.models import User
from bezoekdienst.audit.models import Event
from bezoekdienst.policy import versions
from bezoekdienst.web import access
from bezoekdienst.web.desks import takeover_desk
from bezoekdienst.web.desks.takeover_desk import DESKS

_ANY = {ability for desk in DESKS for ability in desk.abilities}
_PEOPLE = {ability for desk in DESKS if desk.made for ability in desk.abilities}


@access.needs(*_ANY)
@require_safe
def takeovers(request: HttpRequest) -> HttpResponse:
    """The tables that this user may take over, in their order, each with how many there are."""
    user = cast(User, request.user)
    mine = [desk for desk in DESKS if desk.may(user)]
    context = {
        "steps": [(desk, desk.table_for(user).count()) for desk in mine],
        "earlier": takeover_desk.earlier(mine, user),
    }
    return render(request, "web/takeovers/start.html", context)


@access.needs(*_PEOPLE)
@require_safe
def takeover(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody who came with one file, as far as they are still there."""
    user, event = cast(User, request.user), Event.objects.select_related("actor").filter(pk=pk).first()
    desk = takeover_desk.of(event, user) if event else None
    if event is None or desk is None:
        raise Http404
    people, gone = takeover_desk.people(event, desk)
    months = versions.current(timezone.localdate()).resident_months
    context = {"desk": desk, "event": event, "people": people, "gone": gone, "months": months}
    return render(request, "web/takeovers/detail.html", context)
