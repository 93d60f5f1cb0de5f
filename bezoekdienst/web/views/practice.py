"""Proposal and practice: was it followed, why not, and what came of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bezoekdienst.accounts.roles import Ability
from bezoekdienst.web import access
from bezoekdienst.web.desks import matching_practice


@access.needs(Ability.MATCH)
def practice(request: HttpRequest) -> HttpResponse:
    """What is known of the last year: proposals are kept no longer."""
    return render(request, "web/proposals/practice.html", matching_practice.tell())
