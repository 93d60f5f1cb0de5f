"""The numbers the service works by: read by whoever works with them, changed by the coordinator, seen before kept."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bezoekdienst.accounts import roles
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.lib import wording
from bezoekdienst.policy import versions
from bezoekdienst.policy.models import Policy
from bezoekdienst.web import access, trying
from bezoekdienst.web.desks import policy_desk
from bezoekdienst.web.forms import policy as asked


@access.needs(Ability.NUMBERS)
@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """What holds today, what is going to hold, and who changed what."""
    today, rows = timezone.localdate(), policy_desk.every()
    now = policy_desk.holding(rows, today)
    context = {
        "letter": policy_desk.letter(rows, today),
        "matching": policy_desk.matching(now),
        "agreements": policy_desk.agreements(now),
        "history": policy_desk.history(rows, today),
        "may_change": roles.may(cast(User, request.user), Ability.POLICY),
    }
    return render(request, "web/policy/policy.html", context)


@access.needs(Ability.POLICY)
def policy_change(request: HttpRequest) -> HttpResponse:
    """The letter with blanks; then what that changes, in sentences; only then is it kept."""
    today, act = timezone.localdate(), request.POST.get("act", asked.ASK)
    form = asked.Numbers(request.POST or None, shown=_shown(request), today=today)
    if form.is_valid() and act != asked.BACK:
        if act == asked.SAVE and _saved(request, form):
            return redirect("policy")
        if not form.errors:
            seen = policy_desk.preview(form.cleaned_data["valid_from_on"], form.changes())
            if seen.changes:
                return render(request, "web/policy/sure.html", {"form": form, "seen": seen})
            form.add_error(None, versions.SAME)
    return render(request, "web/policy/change.html", {"form": form}, status=422 if form.errors else 200)


@access.needs(Ability.POLICY)
@require_POST
def policy_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what doesn't hold yet."""
    one = access.policy_for(request, pk)
    versions.withdraw(one, by=cast(User, request.user), at=timezone.now())
    messages.success(request, f"Ingetrokken. Op {wording.day(one.valid_from_on)} verandert dit niet.")
    return redirect("policy")


def _shown(request: HttpRequest) -> Policy:
    """The version whose numbers stood on the page that was sent; on a new page that of today."""
    number = request.POST.get("shown", "")
    found = Policy.objects.filter(pk=number).first() if number.isdecimal() and len(number) < 10 else None
    return found or versions.current(timezone.localdate())


def _saved(request: HttpRequest, form: asked.Numbers) -> bool:
    by, at, begins_on = cast(User, request.user), timezone.now(), form.cleaned_data["valid_from_on"]
    seen, fields = form.cleaned_data["based_on"], form.changes()
    made = trying.carry_out(
        form, lambda: versions.change(valid_from_on=begins_on, by=by, at=at, based_on=seen, **fields)
    )
    if made is None:
        form.renew()
        return False
    messages.success(request, f"Bewaard. Dit geldt vanaf {wording.day(begins_on)}.")
    return True
