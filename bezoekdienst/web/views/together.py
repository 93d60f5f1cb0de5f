"""Who is there, and whom we look for: load and composition of the group beside the people who wait (V3, V4)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bezoekdienst.accounts.roles import Ability
from bezoekdienst.web import access
from bezoekdienst.web.desks import together_desk


@access.needs(Ability.MATCH)
@require_safe
def together(request: HttpRequest) -> HttpResponse:
    """The group as it is today, and what it lacks for who waits."""
    return render(request, "web/together/together.html", {"together": together_desk.lay_out(timezone.localdate())})
