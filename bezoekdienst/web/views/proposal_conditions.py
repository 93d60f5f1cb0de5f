"""What the coordinator settles around the plan: loosen a fixed pair, hold somebody back, take a no back (M3)."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.visiting.models import Intake
from bezoekdienst.web import access, phrases, trying
from bezoekdienst.web.forms import proposals as asked
from matching import conditions, pairing
from volunteers.models import Volunteer


@access.needs(Ability.MATCH)
@require_POST
def proposal_loosen(request: HttpRequest, pk: int) -> HttpResponse:
    """A fixed pair comes loose again."""
    intake = access.intake_for(request, pk)
    conditions.loosen(intake, by=_user(request), at=timezone.now())
    messages.success(request, "Losgelaten. Alles is opnieuw berekend.")
    return redirect("proposals")


@access.needs(Ability.MATCH)
@require_POST
def proposal_allow(request: HttpRequest, pk: int, volunteer: int) -> HttpResponse:
    """An earlier no is taken back."""
    intake, other = access.intake_for(request, pk), get_object_or_404(Volunteer, pk=volunteer)
    pairing.allow_again(intake, other, by=_user(request), at=timezone.now())
    messages.success(request, f"{other.first_name} kan hier weer worden voorgesteld.")
    return redirect("proposals")


@access.needs(Ability.MATCH)
def proposal_hold_resident(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody who waits, not yet: until a day or until taken back."""
    intake = access.intake_for(request, pk, related=("resident",))
    return _hold(request, intake, phrases.start(intake.resident.name), "nog even niet voorstellen")


@access.needs(Ability.MATCH)
def proposal_hold_volunteer(request: HttpRequest, pk: int) -> HttpResponse:
    """A volunteer is kept free."""
    volunteer = access.volunteer_for(request, pk)
    return _hold(request, volunteer, volunteer.first_name, "vrijhouden")


def _hold(request: HttpRequest, person: Intake | Volunteer, name: str, words: str) -> HttpResponse:
    form, by, at = asked.HoldBack(request.POST or None), _user(request), timezone.now()
    if form.is_valid():
        trying.carry_out(form, lambda: conditions.hold_back(person, by=by, at=at, **form.cleaned_data))
        if not form.errors:
            messages.success(request, f"{name} doet nu even niet mee met de voorstellen.")
            return redirect("proposals")
    return render(request, "web/proposals/hold.html", {"form": form, "name": name, "words": words})


@access.needs(Ability.MATCH)
@require_POST
def proposal_bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody who was held back takes part again."""
    held = access.held_back_for(request, pk, related=("intake__resident", "volunteer"))
    conditions.bring_back(held, by=_user(request), at=timezone.now())
    messages.success(request, "Doet weer mee. Alles is opnieuw berekend.")
    return redirect("proposals")


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)
