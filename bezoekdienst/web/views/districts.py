"""The coordinator's own list of districts, for how far people live apart where no table of places says so."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.web import access, trying
from bezoekdienst.web.forms.districts import Districts
from volunteers import districts
from volunteers.models import Apart, District, Place


@access.needs(Ability.POLICY)
def policy_districts(request: HttpRequest) -> HttpResponse:
    """Every district with its postcodes and distances, to read and to change."""
    form = Districts(request.POST or None, districts=list(District.objects.all()), apart=list(Apart.objects.all()))
    if form.is_valid() and _saved(request, form):
        return redirect("policy_districts")
    context = {"form": form, "places": Place.objects.count()}
    return render(request, "web/policy/districts.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, form: Districts) -> bool:
    by, at = cast(User, request.user), timezone.now()
    drawn, gone, apart = form.drawn(), form.gone(), form.kilometres()
    number = trying.carry_out(form, lambda: districts.save(drawn, gone=gone, apart=apart, by=by, at=at))
    if number is None:
        return False
    messages.success(request, "Bewaard. De voorstellen rekenen voortaan met deze wijken.")
    return True
