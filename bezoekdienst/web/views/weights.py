"""How fit is counted: filled in, seen on everybody who waits now, and only then kept."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.lib import wording
from bezoekdienst.policy import versions
from bezoekdienst.web import access, trying
from bezoekdienst.web.desks import weights_desk
from bezoekdienst.web.forms import policy as asked
from bezoekdienst.web.forms.weights import WeightsForm
from matching import weights as verbs
from matching.facts import Weights

USUAL = "meegeleverd"


@access.needs(Ability.POLICY)
def policy_matching(request: HttpRequest) -> HttpResponse:
    """The weights with blanks; then who would get whom by them; "meegeleverd" fills in those that came along."""
    today, act = timezone.localdate(), request.POST.get("act", asked.ASK)
    holding, damage = weights_desk.of_today(today)
    if act == USUAL:
        return _page(request, WeightsForm(weights=Weights(), today=today), damage)
    form = WeightsForm(request.POST or None, weights=holding, today=today)
    if form.is_valid() and act != asked.BACK:
        if act == asked.SAVE and _saved(request, form):
            return redirect("policy_matching")
        if not form.errors:
            seen = weights_desk.look(form.made(), form.cleaned_data["valid_from_on"], today)
            if seen.words:
                return render(request, "web/policy/weights_sure.html", {"form": form, "seen": seen})
            form.add_error(None, versions.SAME)
    return _page(request, form, damage)


def _page(request: HttpRequest, form: WeightsForm, damage: str) -> HttpResponse:
    context = {"form": form, "damage": damage}
    return render(request, "web/policy/weights.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, form: WeightsForm) -> bool:
    by, at, begins_on = cast(User, request.user), timezone.now(), form.cleaned_data["valid_from_on"]
    seen, made = form.cleaned_data["based_on"], form.made()
    kept = trying.carry_out(form, lambda: verbs.change(made, valid_from_on=begins_on, by=by, at=at, based_on=seen))
    if kept is None:
        form.renew()
        return False
    messages.success(request, f"Bewaard. Zo rekent het voorstel vanaf {wording.day(begins_on)}.")
    return True
