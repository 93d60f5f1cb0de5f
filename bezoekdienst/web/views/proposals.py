"""Who visits whom: everybody who waits beside who may go, and the coordinator's decision (M1 to M3)."""

from collections.abc import Callable
from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting.models import Trajectory
from bezoekdienst.web import access, matching_desk, trying
from bezoekdienst.web.forms import proposals as asked
from matching import blocks, pairing
from matching import proposals as verbs
from volunteers.models import Volunteer


@access.needs(Ability.MATCH)
def proposals(request: HttpRequest) -> HttpResponse:
    """Everybody who waits, in the order of the list, with candidates and explanation as they are now."""
    desk = matching_desk.lay_out(timezone.localdate())
    people = matching_desk.people(desk)
    context = {
        "people": people,
        "stale": desk.is_stale,
        "placed": len(desk.plan.placed),
        "volunteers": len(desk.board.volunteers),
    }
    return render(request, "web/proposals/list.html", context)


@access.needs(Ability.MATCH)
@require_POST
def proposals_recompute(request: HttpRequest) -> HttpResponse:
    """Propose anew for everybody who waits; open proposals lapse."""
    now = timezone.now()
    made = verbs.propose(on=timezone.localdate(now), by=cast(User, request.user), at=now)
    messages.success(request, f"De voorstellen zijn opnieuw berekend: {len(made)} mensen kunnen nu iemand krijgen.")
    return redirect("proposals")


@access.needs(Ability.MATCH)
def proposal_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes to what is proposed; with a reason where an objection came up meanwhile (M1, M2)."""
    one = access.proposal_for(request, pk, related=("intake__resident", "volunteer"))
    desk = matching_desk.lay_out(timezone.localdate())
    objections = matching_desk.findings(desk, one.intake_id, one.volunteer_id, blocks.OBJECTION)
    form = (asked.Explain if objections else asked.Decide)(request.POST or None)

    def act() -> Trajectory:
        return pairing.accept(one, by=cast(User, request.user), at=timezone.now(), **form.cleaned_data)

    context = {"proposal": one, "objections": objections, "shown": one.shown["candidates"][0]}
    return _decided(request, form, act) or render(request, "web/proposals/accept.html", {**context, "form": form})


@access.needs(Ability.MATCH)
def proposal_choose(request: HttpRequest, pk: int, volunteer: int) -> HttpResponse:
    """Somebody else than proposed: first what would change for the others, then the reason (M3)."""
    intake = access.intake_for(request, pk, related=("resident",))
    other, desk = get_object_or_404(Volunteer, pk=volunteer), matching_desk.lay_out(timezone.localdate())
    form = asked.Explain(request.POST or None)

    def act() -> Trajectory:
        return pairing.choose(intake, other, by=cast(User, request.user), at=timezone.now(), **form.cleaned_data)

    context = {"intake": intake, "other": other, "form": form}
    try:
        context["moves"], context["total"] = matching_desk.changes(desk, intake.pk, other.pk)
        context["objections"] = matching_desk.findings(desk, intake.pk, other.pk, blocks.OBJECTION)
    except Refused as refused:
        context["reasons"] = refused.reasons
    return _decided(request, form, act) or render(request, "web/proposals/choose.html", context)


@access.needs(Ability.MATCH)
def proposal_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Not this one, with the reason (M3)."""
    one = access.proposal_for(request, pk, related=("intake__resident", "volunteer"))
    form = asked.Explain(request.POST or None)
    if form.is_valid():
        at, by = timezone.now(), cast(User, request.user)
        if trying.carry_out(form, lambda: pairing.decline(one, by=by, at=at, **form.cleaned_data)):
            messages.success(request, "Uw besluit is bewaard. Bereken de voorstellen opnieuw als u wilt.")
            return redirect("proposals")
    return render(request, "web/proposals/decline.html", {"proposal": one, "form": form})


def _decided(request: HttpRequest, form: forms.Form, act: Callable[[], Trajectory]) -> HttpResponse | None:
    """To the new trajectory, or None: nothing was sent, or it was refused and the form says why."""
    made = trying.carry_out(form, act) if form.is_valid() else None
    if made is None:
        return None
    messages.success(request, "De koppeling is gemaakt. Plan nu de kennismaking.")
    return redirect("trajectory", pk=made.pk)
