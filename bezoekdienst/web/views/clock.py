"""Is the date right? Asked of a person when this machine can't know (07-trust)."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.retention import clock as verbs
from bezoekdienst.web import access, acting
from bezoekdienst.web.today import clock_needs, gathering_facts

SAID = "Goed. Wat wachtte, gaat vanzelf verder. Wat zijn tijd gehad heeft, wordt vannacht gewist."


@access.needs(Ability.RESIDENTS, Ability.ROUNDS, Ability.ADMIN)
@access.fresh("De datum klopt")
def clock(request: HttpRequest) -> HttpResponse:
    """Why the date is in doubt, and one button: it is right."""
    now = timezone.now()
    found = gathering_facts.clock_at(now)
    if found is None:
        messages.success(request, "De datum klopt. Er wacht niets op u.")
        return redirect("home")
    act: acting.Act[User] = acting.Act(
        title="Klopt de datum?",
        button="De datum klopt",
        said=SAID,
        run=lambda one, filled, by, at: verbs.confirm(by=by, at=at),
        text=clock_needs.asked(found, timezone.localdate(now)),
    )
    user = cast(User, request.user)
    return acting.page(request, {"klopt": act}, "klopt", user, about="Vandaag", url=reverse("home"))
