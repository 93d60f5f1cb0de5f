"""The trajectories: every year as a bar, and one of them with all that happened in it."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bezoekdienst.accounts.roles import Ability
from bezoekdienst.lib import wording
from bezoekdienst.visiting.evaluations import STATEMENTS
from bezoekdienst.visiting.models import Contact, Trajectory, Visit
from bezoekdienst.visiting.states import TrajectoryState
from bezoekdienst.web import access, acting, histories, searching, year_lines
from bezoekdienst.web.forms.evaluations import SCALE
from bezoekdienst.web.views import trajectory_acts as acts

SHOWN = (("lopend", "Lopend"), ("afgerond", "Afgerond"), ("alle", "Alle"))
RELATED = ("resident", "volunteer", "bereavement", "policy", "evaluation")


@access.needs(Ability.RESIDENTS)
def trajectories(request: HttpRequest) -> HttpResponse:
    """Everybody who is visited, or was; first whoever is still getting to know each other."""
    today, q, which = timezone.localdate(), searching.typed(request), request.GET.get("toon", "lopend")
    found = list(_found(q, which))
    context = {
        "q": q,
        "which": which,
        "today": today,
        "chips": [(words, f"?toon={word}", word == which) for word, words in SHOWN],
        "meetings": [_meeting(one, today) for one in found if one.started_on is None],
        "bars": [_bar(one, today, reverse("trajectory", args=[one.pk])) for one in found if one.started_on is not None],
    }
    htmx = getattr(request, "htmx", None)
    return render(request, f"web/trajectories/{'_list' if htmx else 'list'}.html", context)


@access.needs(Ability.RESIDENTS)
@require_safe
def trajectory(request: HttpRequest, pk: int) -> HttpResponse:
    """One trajectory: where it stands, the visits with their notes, and what can be done."""
    one, today = access.trajectory_for(request, pk, related=RELATED), timezone.localdate()
    visits = list(one.visits.prefetch_related("conflicts"))
    prefetch_related_objects([one], *year_lines.BESIDE)
    context = {
        "trajectory": one,
        "title": _names(one),
        "lead": acts.told(one, today),
        "today": today,
        "bars": [_bar(one, today)] if one.started_on else [],
        "visits": visits,
        "facts": _facts(one, visits),
        "contacts": Contact.objects.filter(resident=one.resident, made_on__gte=one.matched_on).select_related("by"),
        "statements": _statements(one),
        "next": acts.next_step(one, today),
        "offered": acting.offered(acts.ACTS, one, today),
        "history": histories.of(one),
    }
    return render(request, "web/trajectories/detail.html", context)


@access.needs(Ability.RESIDENTS)
def trajectory_act(request: HttpRequest, pk: int, word: str) -> HttpResponse:
    """One of the acts of `trajectory_acts.ACTS`."""
    one = access.trajectory_for(request, pk, related=RELATED)
    return acting.page(request, acts.ACTS, word, one, about=_names(one), url=reverse("trajectory", args=[pk]))


def _statements(one: Trajectory) -> list[tuple[str, str]]:
    said = one.evaluation.answers.get("statements", []) if hasattr(one, "evaluation") else []
    scale = {0: "niet ingevuld", **{int(value): words for value, words in SCALE}}
    return [(statement, scale[answer]) for statement, answer in zip(STATEMENTS, said, strict=False)]


def _found(q: str, which: str) -> QuerySet[Trajectory]:
    found = Trajectory.objects.select_related("resident", "volunteer", "bereavement")
    found = found.prefetch_related(*year_lines.BESIDE)
    if which != "alle":
        ended = Q(state=TrajectoryState.ENDED)
        found = found.filter(ended if which == "afgerond" else ~ended)
    if q:
        found = found.filter(Q(resident__name__icontains=q) | Q(volunteer__name__icontains=q))
    return found.order_by("hard_stop_on", "pk") if which == "lopend" else found.order_by("-started_on", "-pk")


def _names(one: Trajectory) -> str:
    name = one.resident.name
    return f"{name[:1].upper()}{name[1:]} en {one.volunteer.first_name}"


def _bar(one: Trajectory, today: date, url: str = "") -> dict[str, Any]:
    return year_lines.of(one, label=_names(one), url=url, today=today)


def _meeting(one: Trajectory, today: date) -> dict[str, Any]:
    url = reverse("trajectory", args=[one.pk])
    ended = one.state == TrajectoryState.ENDED
    return {
        "on": one.meeting_on or one.matched_on,
        "sentence": _names(one),
        "reason": acts.told(one, today),
        "person_url": url,
        "url": "" if ended else reverse("trajectory_act", args=[one.pk, "kennismaking"]),
        "act": "Kennismaking noteren",
    }


def _facts(one: Trajectory, visits: list[Visit]) -> list[tuple[Any, ...]]:
    done = [visit for visit in visits if visit.withdrawn_at is None]
    calls = [wording.day(on) for on in acts.talks(one)]
    said = {True: "ja", False: "nee", None: "nog niet bekend"}
    answers = f"bezoeker {said[one.resident_agreed]}, vrijwilliger {said[one.volunteer_agreed]}"
    facts: list[tuple[Any, ...]] = [
        ("Bezoeker", one.resident.name, reverse("resident", args=[one.resident_id])),
        ("Telefoon", one.resident.phone, f"tel:{one.resident.phone.replace(' ', '')}"),
        ("Vrijwilliger", one.volunteer.name, reverse("volunteer", args=[one.volunteer_id])),
        ("Kennismaking", f"{wording.day(one.meeting_on)}\n{answers}" if one.meeting_on else "nog niet gepland"),
    ]
    if one.started_on:
        facts += [
            ("Begonnen op", wording.day(one.started_on)),
            ("Bezoeken", f"{len(done)}, samen {sum(visit.minutes for visit in done) // 60} uur"),
            ("U belt", "\n".join(calls)),
        ]
    written = (
        ("Waarom verplaatst", one.plan_reason),
        ("Waarom verlengd", one.bereavement.extension_reason),
        ("Bij het einde", one.end_note),
        ("Laatste woord", one.thanks),
    )
    return facts + [(label, text) for label, text in written if text]
