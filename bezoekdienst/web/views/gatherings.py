"""Intervision and the theme day: what is planned, who comes, who was there (V5)."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.web import access, trying
from bezoekdienst.web.forms import volunteers as asked
from volunteers import gatherings as verbs
from volunteers.models import Gathering, Volunteer

PAST_SHOWN = 20


@access.needs(Ability.VOLUNTEERS)
def gatherings(request: HttpRequest) -> HttpResponse:
    """What lies ahead, what was, and whom to call because she missed two."""
    now = timezone.now()
    every = Gathering.objects.prefetch_related("invitations")
    context = {
        "ahead": [_told(one) for one in every.filter(starts_at__gte=now)],
        "past": [_told(one) for one in every.filter(starts_at__lt=now).order_by("-starts_at")[:PAST_SHOWN]],
        "missed": verbs.missed(now),
        "next_due": verbs.next_due(timezone.localdate(now)),
    }
    return render(request, "web/gatherings/list.html", context)


@access.needs(Ability.VOLUNTEERS)
@require_http_methods(["GET", "POST"])
def gathering_new(request: HttpRequest) -> HttpResponse:
    """Plan one; everybody in the group is invited by mail."""
    form, by, now = asked.PlanGathering(request.POST or None), cast(User, request.user), timezone.now()
    if form.is_valid():
        made = trying.carry_out(form, lambda: verbs.plan(by=by, at=now, **form.cleaned_data))
        if made:
            messages.success(request, "De bijeenkomst is gepland. De vrijwilligers krijgen een uitnodiging.")
            return redirect("gathering", pk=made.pk)
    return render(request, "web/gatherings/new.html", {"form": form})


@access.needs(Ability.VOLUNTEERS)
def gathering(request: HttpRequest, pk: int) -> HttpResponse:
    """One gathering: the answers; afterwards, who was there."""
    one, now = access.gathering_for(request, pk), timezone.now()
    invited = list(one.invitations.select_related("volunteer").order_by("volunteer__first_name"))
    people = {str(each.volunteer_id): each.volunteer.name for each in invited}
    initial = {
        "present": [
            str(each.volunteer_id) for each in invited if (each.coming if each.present is None else each.present)
        ]
    }
    form = asked.Presence(request.POST or None, people=people, initial=initial)
    if request.method == "POST":
        form = asked.Presence(request.POST, people=people)
        if form.is_valid() and _held(form, one, cast(User, request.user)):
            messages.success(request, "Genoteerd wie er was.")
            return redirect("gathering", pk=pk)
    context = {"gathering": one, "invited": invited, "form": form, "is_past": one.starts_at <= now}
    return render(request, "web/gatherings/detail.html", context)


def _held(form: asked.Presence, one: Gathering, by: User) -> bool:
    there = Volunteer.objects.filter(pk__in=form.cleaned_data["present"])
    trying.carry_out(form, lambda: verbs.hold(one, present=there, by=by, at=timezone.now()))
    return not form.errors


def _told(one: Gathering) -> dict[str, object]:
    answers = [each.coming for each in one.invitations.all()]
    there = [each.present for each in one.invitations.all() if each.present is not None]
    said = f"{answers.count(True)} komen, {answers.count(False)} niet, {answers.count(None)} nog geen antwoord."
    return {"gathering": one, "said": f"{there.count(True)} van de {len(there)} waren er." if there else said}
