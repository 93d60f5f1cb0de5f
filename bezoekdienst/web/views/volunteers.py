"""The volunteers: who can be deployed, who has room, who has been idle longest; and everything about one of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from django.contrib import messages
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.lib.errors import Reason
from bezoekdienst.policy import versions
from bezoekdienst.policy.models import Policy
from bezoekdienst.visiting import limits
from bezoekdienst.visiting.models import Trajectory
from bezoekdienst.web import access, acting, histories, searching, trying
from bezoekdienst.web.forms import volunteers as asked
from bezoekdienst.web.views import volunteer_acts as acts
from bezoekdienst.web.views import volunteer_person as person
from volunteers import eligibility, roster
from volunteers.models import Volunteer
from volunteers.states import State

GONE = (State.LEFT, State.DECLINED)
CHIPS = (("groep", "In de groep"), ("inzetbaar", "Inzetbaar"), ("niet", "Nu niet inzetbaar"), ("gestopt", "Gestopt"))


@dataclass(frozen=True, slots=True)
class Row:
    """One volunteer in the list: the reasons why not today, whom she visits, her places, and since when nobody."""

    volunteer: Volunteer
    reasons: list[Reason]
    running: list[Trajectory]
    places: int
    idle_since: date | None
    rests_until: date | None

    @property
    def free(self) -> int:
        """Places left; none while she can't be deployed or rests (V4)."""
        return 0 if self.reasons or self.rests_until else max(self.places - len(self.running), 0)

    @property
    def load(self) -> int:
        """How full, in percent."""
        return round(100 * len(self.running) / self.places)


@access.needs(Ability.VOLUNTEERS)
def volunteers(request: HttpRequest) -> HttpResponse:
    """Everybody in the group, those with room and idle longest first."""
    today, q, which = timezone.localdate(), searching.typed(request), request.GET.get("toon", "groep")
    found = Volunteer.objects.filter(Q(state__in=GONE) if which == "gestopt" else ~Q(state__in=GONE))
    if q:
        found = found.filter(Q(name__icontains=q) | Q(first_name__icontains=q))
    policy = versions.current(today)
    rows = [_row(one, policy, today) for one in _read(found)]
    if which in ("inzetbaar", "niet"):
        rows = [row for row in rows if bool(row.reasons) == (which == "niet")]
    rows.sort(key=lambda row: (-row.free, row.idle_since or date.max, row.volunteer.first_name))
    chips = [(words, f"?toon={word}", word == which) for word, words in CHIPS]
    context = {"rows": rows, "q": q, "chips": chips, "figures": _figures(rows), "gone": which == "gestopt"}
    htmx = getattr(request, "htmx", None)
    return render(request, f"web/volunteers/{'_list' if htmx else 'list'}.html", context)


@access.needs(Ability.VOLUNTEERS)
def volunteer_new(request: HttpRequest) -> HttpResponse:
    """Somebody applies (V1)."""
    form, by = asked.Apply(request.POST or None), cast(User, request.user)
    if form.is_valid():
        made = trying.carry_out(form, lambda: roster.apply(by=by, at=timezone.now(), **form.cleaned_data))
        if made:
            messages.success(request, f"{made.first_name} staat erbij.")
            return redirect("volunteer", pk=made.pk)
    return render(request, "web/volunteers/new.html", {"form": form})


@access.needs(Ability.VOLUNTEERS)
@require_safe
def volunteer(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one volunteer."""
    access.volunteer_for(request, pk)
    today = timezone.localdate()
    policy = versions.current(today)
    row = _row(_read(Volunteer.objects.filter(pk=pk)).get(), policy, today)
    one = row.volunteer
    context = {
        "row": row,
        "volunteer": one,
        "lead": person.lead(one, policy, today),
        "facts": person.facts(one, policy),
        "readiness": person.readiness(one, policy),
        "week": person.week(one),
        "events": person.timeline(one, today),
        "offered": acting.offered(acts.ACTS, one, today),
        "history": histories.of(one),
    }
    return render(request, "web/volunteers/detail.html", context)


@access.needs(Ability.VOLUNTEERS)
def volunteer_act(request: HttpRequest, pk: int, word: str) -> HttpResponse:
    """One of the acts of `volunteer_acts.ACTS`."""
    one = access.volunteer_for(request, pk)
    return acting.page(request, acts.ACTS, word, one, about=one.name, url=reverse("volunteer", args=[pk]))


def _read(found: QuerySet[Volunteer]) -> QuerySet[Volunteer]:
    trajectories = Prefetch("trajectories", Trajectory.objects.select_related("resident"))
    return found.prefetch_related(*eligibility.READS, trajectories)


def _row(one: Volunteer, policy: Policy, today: date) -> Row:
    every = list(one.trajectories.all())
    running = [each for each in every if limits.is_open(each.ended_on, each.hard_stop_on, today)]
    ends = [each.ended_on for each in every if each.ended_on and each.started_on]
    idle_since = None if running else max(ends, default=one.started_on)
    rested_on = max(ends) + timedelta(weeks=policy.rest_weeks) if ends else today
    reasons = eligibility.reasons(one, policy, today)
    rests_until = rested_on if today < rested_on else None
    return Row(one, reasons, running, eligibility.capacity(one, policy), idle_since, rests_until)


def _figures(rows: list[Row]) -> list[tuple[str, int]]:
    return [
        ("in deze lijst", len(rows)),
        ("inzetbaar vandaag", sum(not row.reasons for row in rows)),
        ("plaatsen vrij", sum(row.free for row in rows)),
        ("mensen bezocht", sum(len(row.running) for row in rows)),
    ]
