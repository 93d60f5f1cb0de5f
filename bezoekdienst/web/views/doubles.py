"""Twice the same? Who was perhaps written down twice, two beside each other, and the one yes or no about them."""

from datetime import datetime
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.visiting.mergers import doubles as found
from bezoekdienst.visiting.mergers import merging
from bezoekdienst.visiting.models import Resident
from bezoekdienst.web import access, phrases, trying
from bezoekdienst.web.desks import double_desk, merger_words
from bezoekdienst.web.forms.doubles import MERGE, Merging

SEEN = "gezien"  # the digest of what was looked at


@access.needs(Ability.RESIDENTS)
@require_safe
def doubles(request: HttpRequest) -> HttpResponse:
    """Every pair that has something in common, those that matter now first."""
    return render(request, "web/residents/doubles.html", {"pairs": double_desk.pairs(timezone.localdate())})


@access.needs(Ability.RESIDENTS)
@access.fresh("Voorgoed samenvoegen", sent=lambda form, **_: form.get("step") == MERGE)
def double(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Two beside each other; then what would become of everything; then, with a word typed, it is done."""
    people, now = _people(request, pk, other), timezone.now()
    sides, today = merging.sides(*people), timezone.localdate(now)
    form = Merging(request.POST if request.method == "POST" else None, sides=sides, today=today)
    if form.is_done and _is_done(request, form, people, now):
        return redirect("resident", sides[0].resident.pk)
    context = {"form": form, "SEEN": SEEN, **double_desk.beside(sides, today)}
    if form.is_told:
        looked, context["seen"] = merging.plan(*people, choices=form.choices, on=today)
        context |= {"told": merger_words.told(looked, today), "refusals": looked.refusals}
    return render(request, "web/residents/double.html", context)


@access.needs(Ability.RESIDENTS)
@require_POST
def double_apart(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """These are two persons: nobody is asked again."""
    one, second = _people(request, pk, other)
    found.tell_apart(one, second, by=cast(User, request.user), at=timezone.now())
    messages.success(request, "Genoteerd: dit zijn twee mensen. Wij vragen het niet nog eens.")
    return redirect("resident", pk)


def _people(request: HttpRequest, pk: int, other: int) -> tuple[Resident, Resident]:
    """Both, through their door; nobody is beside herself."""
    if pk == other:
        raise Http404
    return access.resident_for(request, pk), access.resident_for(request, other)


def _is_done(request: HttpRequest, form: Merging, people: tuple[Resident, Resident], now: datetime) -> bool:
    by, seen = cast(User, request.user), request.POST.get(SEEN, "")
    stays = trying.carry_out(form, lambda: merging.merge(*people, choices=form.choices, seen=seen, by=by, at=now))
    if stays:
        messages.success(request, f"{phrases.start(stays.name)} staat er nu één keer.")
    return stays is not None
