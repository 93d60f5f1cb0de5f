"""The first screen: what needs me today?"""

import dataclasses
import uuid

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts import roles
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.lib import wording
from bezoekdienst.notices import digests
from bezoekdienst.visiting.models import Resident
from bezoekdienst.web import access, acting, mail_words, phrases
from bezoekdienst.web.today import gathering_facts, worklist
from bezoekdienst.web.today.need import Need, Urgency
from volunteers import calls
from volunteers.models import CallRequest

HEADINGS = {Urgency.TODAY: "Vandaag", Urgency.WEEK: "Deze week", Urgency.LATER: "Later"}
# The first page of who doesn't see residents, by the first ability that fits.
FIRST_PAGES = (
    (Ability.ROUNDS, "rounds"),
    (Ability.PRINT, "print_jobs"),
    (Ability.PHONE, "phone"),
    (Ability.EVENTS, "events"),
    (Ability.ADMIN, "admin:index"),
)
call_for = access.door(CallRequest, Ability.VOLUNTEERS, reads="belverzoek", person=lambda one: one.volunteer.pseudonym)
CALLED: acting.Act[CallRequest] = acting.Act(
    title="Bellen",
    button="Ik heb gebeld",
    said="Genoteerd. Dit staat niet meer op uw lijst.",
    run=lambda asked, filled, by, at: calls.settle(asked, by=by, at=at),
)


@access.signed_in
def home(request: HttpRequest) -> HttpResponse:
    """The coordinator's list, from everything that is going on; others go to their own first page."""
    user = request.user
    assert isinstance(user, User)  # signed_in
    if not roles.may(user, Ability.RESIDENTS):
        return redirect(_first_page(user))
    told = gathering_facts.gather_facts(timezone.now())
    groups = worklist.groups(worklist.needs(told))
    context = {
        "today": told.today,
        "weekday": phrases.start(phrases.weekday(told.today)),
        "groups": [_group(urgency, found) for urgency, found in groups],
        "digest": mail_words.by_mail(digests.choice(user)),
        "newcomer": not groups and not Resident.objects.exists(),
        "nothing_today": bool(groups) and groups[0][0] != Urgency.TODAY,
    }
    return render(request, "web/home/home.html", context)


@access.needs(Ability.VOLUNTEERS)
def call(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Somebody called the volunteer who asked for it; then it leaves the list."""
    asked = call_for(request, pk, related=("volunteer",))
    volunteer = asked.volunteer
    told = f"{volunteer.name} vraagt of u even belt. Het nummer is {volunteer.phone or 'niet bekend'}."
    acts = {"gebeld": dataclasses.replace(CALLED, title=f"{volunteer.first_name} bellen", text=told)}
    return acting.page(request, acts, "gebeld", asked, about="Vandaag", url=reverse("home"))


def _first_page(user: User) -> str:
    """Raises PermissionDenied for somebody without any role."""
    page = next((route for ability, route in FIRST_PAGES if roles.may(user, ability)), None)
    if page is None:
        raise PermissionDenied
    return page


def _group(urgency: Urgency, found: list[Need]) -> dict[str, object]:
    """What components/needs.html shows of one group."""
    shown, more = worklist.folded(urgency, found)
    return {
        "urgency": urgency,
        "heading": HEADINGS[urgency],
        "items_shown": [_line(need) for need in shown],
        "more": [_line(need) for need in more],
        "more_words": f"Nog {len(more)}: {wording.listed(worklist.counted(more))}",
        "total": len(found),
    }


def _line(need: Need) -> dict[str, object]:
    """What components/needs.html shows of one need."""
    url = reverse(need.route, args=need.keys)
    shown = {"sentence": need.sentence, "reason": need.reason, "url": url, "act": need.act}
    return {**shown, "when": need.moment} if need.moment else {**shown, "on": need.on}
