"""The volunteers: who can be deployed, who has room, who has been idle longest; and everything about one of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from django.contrib import messages
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bezoekdienst.accounts import phones, roles
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.lib.errors import Reason
from bezoekdienst.policy import versions
from bezoekdienst.policy.models import Policy
from bezoekdienst.visiting import limits
from bezoekdienst.visiting.models import Trajectory
from bezoekdienst.web import access, acting, exports, searching, trying
from bezoekdienst.web.desks import histories, subject_desk
from bezoekdienst.web.forms import volunteers as asked
from bezoekdienst.web.views import volunteer_acts as acts
from bezoekdienst.web.views import volunteer_person as person
from bezoekdienst.web.views import volunteer_timeline as timeline
from volunteers import eligibility, roster, steps
from volunteers.models import Volunteer
from volunteers.states import GONE, State

NEW = (State.APPLICANT, State.TRAINING)
# By the word in the address: what the chip says, and who is shown.
CHIPS: dict[str, tuple[str, Callable[["Row"], bool]]] = {
    "groep": ("In de groep", lambda row: row.volunteer.state not in GONE),
    "nieuw": ("Aangemeld of in training", lambda row: row.volunteer.state in NEW),
    "inzetbaar": ("Inzetbaar", lambda row: not row.reasons),
    "niet": ("Nu niet inzetbaar", lambda row: bool(row.reasons) and row.volunteer.state not in GONE),
    "gestopt": ("Gestopt", lambda row: row.volunteer.state in GONE),
}
SORTS: dict[str, tuple[str, Callable[["Row"], Any]]] = {
    "plaats": ("wie plaats heeft", lambda row: (-row.free, row.idle_since or date.max, row.volunteer.first_name)),
    "naam": ("op naam", lambda row: (row.volunteer.name.casefold(), row.volunteer.pk)),
    "begin": ("wie het langst meedoet", lambda row: (row.volunteer.applied_on, row.volunteer.pk)),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One volunteer in the list: the reasons why not today, whom she visits, her places, and since when nobody."""

    volunteer: Volunteer
    reasons: list[Reason]
    running: list[Trajectory]
    places: int
    idle_since: date | None
    rests_until: date | None
    needed: Sequence[str] = ()

    @property
    def free(self) -> int:
        """Places left; none while she can't be deployed or rests (V4)."""
        return 0 if self.reasons or self.rests_until else max(self.places - len(self.running), 0)

    @property
    def load(self) -> int:
        """How full, in percent."""
        return round(100 * len(self.running) / self.places)


TABLE = exports.Table[Row](
    "vrijwilligers",
    (
        ("Naam", lambda row: row.volunteer.name),
        ("Hoe het staat", lambda row: row.volunteer.get_state_display()),
        ("Nu inzetbaar", lambda row: "nee" if row.reasons else "ja"),
        ("Bezoekt nu", lambda row: len(row.running)),
        ("Plaatsen vrij", lambda row: row.free),
        ("Bezoekt niemand sinds", lambda row: row.idle_since),
        ("Gestopt op", lambda row: row.volunteer.left_on),
    ),
)


@access.needs(Ability.VOLUNTEERS)
@exports.offered
def volunteers(request: HttpRequest) -> HttpResponse:
    """Everybody in the group, those with room and idle longest first; chips and order stand in the address."""
    today, q = timezone.localdate(), searching.typed(request)
    which, order = searching.asked(request, "toon", CHIPS), searching.asked(request, "volgorde", SORTS)
    named = Q(name__icontains=q) | Q(first_name__icontains=q) if q else Q()
    policy = versions.current(today)
    every = [_row(one, policy, today) for one in _read(Volunteer.objects.filter(named))]
    rows = sorted(filter(CHIPS[which][1], every), key=SORTS[order][1])
    address = "?toon={}&volgorde={}".format
    context: dict[str, Any] = {
        "rows": rows,
        "q": q,
        "chips": [(said, address(w, order), w == which, sum(map(fits, every))) for w, (said, fits) in CHIPS.items()],
        "sorts": [(said, address(which, word), word == order) for word, (said, _) in SORTS.items()],
        "figures": _figures(rows),
        "gone": which == "gestopt",
    }
    page = f"web/volunteers/{'_list' if getattr(request, 'htmx', None) else 'list'}.html"
    chosen = context["chips"], context["sorts"]
    return exports.taken(request, TABLE, rows, *chosen) or render(request, page, context)


@access.needs(Ability.VOLUNTEERS)
@require_http_methods(["GET", "POST"])
def volunteer_new(request: HttpRequest) -> HttpResponse:
    """Somebody applies (V1), perhaps one who was here before (`van`): there is no other way back."""
    by, before = cast(User, request.user), request.GET.get("van", "")
    initial = acts.known(access.volunteer_for(request, before)) if before.isdecimal() and len(before) < 20 else {}
    form = asked.New(request.POST or None, initial=initial)
    if form.is_valid():
        made = trying.carry_out(form, lambda: roster.apply(by=by, at=timezone.now(), **form.cleaned_data))
        if made:
            messages.success(request, f"{made.first_name} staat erbij.")
            return redirect("volunteer", pk=made.pk)
        if roster.same_as(phone=form.cleaned_data["phone"], email=form.cleaned_data["email"]):
            form.doubt()
    return render(request, "web/volunteers/new.html", {"form": form})


@access.needs(Ability.VOLUNTEERS)
@require_safe
def volunteer(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one volunteer."""
    access.volunteer_for(request, pk)
    today = timezone.localdate()
    policy = versions.current(today)
    row = _row(_read(Volunteer.objects.filter(pk=pk)).get(), policy, today)
    one, may_read = row.volunteer, roles.may(cast(User, request.user), Ability.TALKS)
    offered = acting.offered(acts.ACTS, one, today)
    context = {
        "row": row,
        "volunteer": one,
        "phones": phones.signed_in(one.user, on=today),
        "lead": person.lead(one, policy, today),
        "until_when": person.until_when(one, policy, today),
        "facts": person.facts(one, policy),
        "readiness": person.readiness(one, policy, today, offered, notes=may_read),
        "week": person.week(one),
        "events": timeline.of(one, today),
        "offered": person.elsewhere(offered),
        "history": histories.of(one),
        "file_url": subject_desk.entrance(request.user, one),
    }
    return render(request, "web/volunteers/detail.html", context)


def _moves_login(form: QueryDict, pk: int, **_: Any) -> bool:
    """Whether codes to log in with would go to another address from now on."""
    known = Volunteer.objects.filter(pk=pk, user__isnull=False).values_list("email", flat=True).first()
    return known is not None and known.casefold() != form.get("email", "").strip().casefold()


@access.needs(Ability.VOLUNTEERS)
@access.fresh("Gegevens bewaren", sent=_moves_login, word="gegevens")
def volunteer_act(request: HttpRequest, pk: int, word: str) -> HttpResponse:
    """One of the acts of `volunteer_acts.ACTS`."""
    one = access.volunteer_for(request, pk)
    return acting.page(request, acts.ACTS, word, one, about=one.name, url=reverse("volunteer", args=[pk]))


def _read(found: QuerySet[Volunteer]) -> QuerySet[Volunteer]:
    trajectories = Prefetch("trajectories", Trajectory.objects.select_related("resident"))
    return found.prefetch_related(*steps.READS, "talks__noted_by", trajectories)


def _row(one: Volunteer, policy: Policy, today: date) -> Row:
    every = list(one.trajectories.all())
    running = [each for each in every if limits.is_open(each.ended_on, each.hard_stop_on, today)]
    ends = [each.ended_on for each in every if each.ended_on and each.started_on]
    idle_since = None if running else max(ends, default=one.started_on)
    rested_on = max(ends) + timedelta(weeks=policy.rest_weeks) if ends else today
    reasons = eligibility.reasons(one, policy, today)
    rests_until = rested_on if today < rested_on else None
    needed = steps.needed(one, policy, today) if one.state in NEW else []
    return Row(one, reasons, running, eligibility.capacity(one, policy), idle_since, rests_until, needed)


def _figures(rows: list[Row]) -> list[tuple[str, int]]:
    return [
        ("in deze lijst", len(rows)),
        ("inzetbaar vandaag", sum(not row.reasons for row in rows)),
        ("plaatsen vrij", sum(row.free for row in rows)),
        ("mensen bezocht", sum(len(row.running) for row in rows)),
    ]
