"""What there is to do nearby: a small list, with how many people were pointed to each this year (B6)."""

from typing import Any, cast

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.visiting import activities as verbs
from bezoekdienst.visiting.models import Activity
from bezoekdienst.web import access, acting, exports, trying
from bezoekdienst.web.acting import Act
from bezoekdienst.web.forms.activities import Details

activity_for = access.door(Activity, Ability.RESIDENTS, stopped_on=None)
ACTS: dict[str, Act[Activity]] = {
    "wijzigen": Act(
        title="Activiteit wijzigen",
        button="Bewaren",
        said="De activiteit is gewijzigd.",
        form=Details,
        run=lambda activity, filled, by, at: verbs.change(activity, by=by, at=at, **filled),
        given=lambda activity, today: {"initial": {"name": activity.name, "details": activity.details}},
    ),
    "van-de-lijst": Act(
        title="Van de lijst halen",
        button="Van de lijst halen",
        said="De activiteit staat niet meer op de lijst.",
        text="Wie er al op gewezen is, telt gewoon mee in de cijfers.",
        run=lambda activity, filled, by, at: verbs.stop(activity, by=by, at=at),
    ),
}


TABLE = exports.Table[Any](
    "activiteiten",
    (
        ("Activiteit", lambda one: one.name),
        ("Meer erover", lambda one: one.details),
        ("Dit jaar op gewezen", lambda one: one.pointed),
    ),
)


@access.needs(Ability.RESIDENTS)
@exports.offered
def activities(request: HttpRequest) -> HttpResponse:
    """The list, and a line to add."""
    now, takes = timezone.now(), exports.ASKED in request.POST
    form = Details(request.POST if request.method == "POST" and not takes else None)
    if form.is_valid():
        by = cast(User, request.user)
        if trying.carry_out(form, lambda: verbs.add(by=by, at=now, **form.cleaned_data)):
            messages.success(request, "De activiteit staat op de lijst.")
            return redirect("activities")
    this_year = Count("pointers", filter=Q(pointers__pointed_on__year=timezone.localdate(now).year))
    listed = Activity.objects.filter(stopped_on=None).annotate(pointed=this_year)
    status, context = 422 if form.errors else 200, {"activities": listed, "form": form}
    return exports.taken(request, TABLE, listed) or render(request, "web/activities/list.html", context, status=status)


@access.needs(Ability.RESIDENTS)
def activity_act(request: HttpRequest, pk: int, word: str) -> HttpResponse:
    """One of `ACTS`."""
    one = activity_for(request, pk)
    return acting.page(request, ACTS, word, one, about="Activiteiten", url=reverse("activities"))
