"""Who visits whom: everybody who waits beside who may go, and the coordinator's decision (M1 to M3)."""

from datetime import datetime
from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.visiting.models import Intake
from bezoekdienst.web import access, phrases, searching, trying
from bezoekdienst.web.desks import matching_changes, matching_desk, matching_pair, matching_person
from bezoekdienst.web.forms import proposals as asked
from matching import conditions, pairing
from matching import proposals as verbs
from volunteers.models import Volunteer


@access.needs(Ability.MATCH)
def proposals(request: HttpRequest) -> HttpResponse:
    """Everybody who waits, in the order of the list, with candidates and explanation as they are now."""
    desk, q = matching_desk.lay_out(timezone.localdate()), searching.typed(request)
    context = {
        "q": q,
        "people": matching_person.people(desk, q),
        "overview": matching_desk.overview(desk),
        "changes": matching_changes.since(desk),
        "fixed": matching_desk.fixed(desk),
        "held": matching_desk.held(desk),
    }
    part = "_people" if getattr(request, "htmx", None) else "list"
    return render(request, f"web/proposals/{part}.html", context)


@access.needs(Ability.MATCH)
@require_POST
def proposals_seen(request: HttpRequest) -> HttpResponse:
    """She read what changed: what stands there now is the proposal."""
    now = timezone.now()
    verbs.renew(on=timezone.localdate(now), by=cast(User, request.user), at=now)
    messages.success(request, "Goed. Wat hieronder staat, is nu het voorstel.")
    return redirect("proposals")


@access.needs(Ability.MATCH)
def proposal_choose(request: HttpRequest, pk: int, volunteer: int) -> HttpResponse:
    """One pair: what it is, what it changes for the others, what changed meanwhile; then chosen, or only fixed."""
    intake = access.intake_for(request, pk, related=("resident",))
    other, now = get_object_or_404(Volunteer, pk=volunteer), timezone.now()
    told = matching_pair.tell(matching_desk.lay_out(timezone.localdate(now)), intake, other)
    asking = asked.Decide if told.get("is_proposed") else asked.Weigh
    form = asking(request.POST or None, only_fixing=request.POST.get("act") == "fix")
    if form.is_valid() and (address := _carry_out(request, form, intake, other, now)):
        return redirect(*address)
    return render(request, "web/proposals/choose.html", {"intake": intake, "other": other, "form": form, **told})


def _carry_out(
    request: HttpRequest, form: forms.Form, intake: Intake, other: Volunteer, at: datetime
) -> tuple[str, ...] | None:
    by, reason = cast(User, request.user), form.cleaned_data["reason"]
    if request.POST.get("act") == "fix":
        if not trying.carry_out(form, lambda: conditions.fix(intake, other, by=by, at=at, reason=reason)):
            return None
        messages.success(request, "Vastgezet. De rest is daaromheen opnieuw berekend.")
        return ("proposals",)
    seen = matching_changes.seen(request.POST.get("seen", ""))
    made = trying.carry_out(form, lambda: pairing.choose(intake, other, by=by, at=at, reason=reason, seen=seen))
    if made is None:
        return None
    messages.success(request, "De koppeling is gemaakt. Plan nu de kennismaking.")
    return "trajectory", str(made.pk)


@access.needs(Ability.MATCH)
def proposal_decline(request: HttpRequest, pk: int, volunteer: int) -> HttpResponse:
    """Not this one for her, with the reason (M3)."""
    intake = access.intake_for(request, pk, related=("resident",))
    other, form = get_object_or_404(Volunteer, pk=volunteer), asked.Decline(request.POST or None)
    if form.is_valid():
        at, by = timezone.now(), cast(User, request.user)
        if trying.carry_out(form, lambda: pairing.decline(intake, other, by=by, at=at, **form.cleaned_data)):
            name = phrases.start(intake.resident.name)
            messages.success(request, f"Uw besluit is bewaard. {name} blijft wachten.")
            return redirect("proposals")
    return render(request, "web/proposals/decline.html", {"intake": intake, "other": other, "form": form})
