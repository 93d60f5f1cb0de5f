"""The people the service knows: the list, and everything about one of them on one page."""

from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bezoekdienst.accounts.roles import Ability
from bezoekdienst.audit.models import Event
from bezoekdienst.lib import wording, words
from bezoekdienst.visiting.mergers import doubles
from bezoekdienst.visiting.models import Exclusion, Intake, Resident, Trajectory
from bezoekdienst.visiting.states import INTAKE_OPEN
from bezoekdienst.web import access, acting, exports, phrases, searching, successors
from bezoekdienst.web.desks import (
    double_desk,
    figure_rows,
    histories,
    intake_desk,
    life_lines,
    resident_desk,
    subject_desk,
    year_lines,
)
from bezoekdienst.web.views import resident_acts as acts

SHOWN = {"nu": "Nu bij ons", "bezoek": "Krijgen bezoek", "vroeger": "Van vroeger", "alle": "Alle"}
SORTS: dict[str, tuple[str, tuple[str | Combinable, ...]]] = {
    "naam": ("naam", (Lower("name"), "pk")),
    "aangemeld": ("wie het laatst kwam", ("-signed_up_on", "-pk")),
}
LATEST_EVENTS = 40
TABLE = exports.Table[dict[str, Any]](
    "bezoekers",
    (
        ("Naam", lambda line: line["name"]),
        ("Hoe het staat", lambda line: line["lead"]),
        ("Waar", lambda line: line["place"]),
    ),
)


@access.needs(Ability.RESIDENTS)
@exports.offered
def residents(request: HttpRequest) -> HttpResponse:
    """Who is with us now, or everybody by the chip; chips and sort stand in the address."""
    q, which, today = searching.typed(request), searching.asked(request, "toon", SHOWN), timezone.localdate()
    order = searching.asked(request, "volgorde", SORTS)
    of_year = figure_rows.asked_for(request, "residents", today)
    asked = {"toon": which, "volgorde": order, **(of_year.address if of_year else {})}
    found = _found(q, which, order, today)
    lines = [_line(one, today) for one in (found.filter(pk__in=of_year.rows) if of_year else found)]
    context: dict[str, Any] = {
        "q": q,
        "lines": lines,
        "of_year": of_year,
        "chips": [(label, searching.address(asked, toon=word), word == which) for word, label in SHOWN.items()],
        "sorts": [(said, searching.address(asked, volgorde=word), word == order) for word, (said, _) in SORTS.items()],
        "doubles": 0 if q else len(doubles.found()),
    }
    page = f"web/residents/{'_list' if getattr(request, 'htmx', None) else 'list'}.html"
    chosen = context["chips"], context["sorts"], figure_rows.chosen(of_year)
    return exports.taken(request, TABLE, lines, *chosen) or render(request, page, context)


@access.needs(Ability.RESIDENTS)
@successors.of_resident
@require_safe
def resident(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: facts, the year, the timeline, who must not visit, what was done."""
    one, today = access.resident_for(request, pk), timezone.localdate()
    intakes = list(one.intakes.select_related("bereavement", "resident"))
    trajectories = list(
        one.trajectories.select_related("volunteer", "bereavement", "evaluation").prefetch_related(*year_lines.BESIDE)
    )
    context = {
        "resident": one,
        "title": phrases.start(one.name),
        "lead": resident_desk.lead(one, intakes, trajectories, today),
        "facts": _facts(one, intakes),
        "today": today,
        "bars": [_bar(trajectory, today) for trajectory in trajectories if trajectory.started_on],
        "timeline": life_lines.of(one, intakes, trajectories, today),
        "exclusions": _exclusions(one),
        "alike": double_desk.alike(one, today),
        "current": next((trajectory for trajectory in trajectories if trajectory.is_open_on(today)), None),
        "offered": acting.offered(acts.ACTS, one, today),
        "history": _history(one),
        "file_url": subject_desk.entrance(request.user, one),
    }
    return render(request, "web/residents/detail.html", context)


@access.needs(Ability.RESIDENTS)
@successors.of_resident
def resident_act(request: HttpRequest, pk: int, word: str) -> HttpResponse:
    """One of the acts of `resident_acts.ACTS`."""
    one = access.resident_for(request, pk)
    return acting.page(request, acts.ACTS, word, one, about=phrases.start(one.name), url=reverse("resident", args=[pk]))


def _shown(which: str, today: date) -> Q:
    visited = Q(pk__in=Trajectory.objects.open_on(today).values("resident"))
    here = visited | Q(pk__in=Intake.objects.filter(state__in=INTAKE_OPEN).values("resident"))
    return {"bezoek": visited, "vroeger": ~here, "alle": Q()}.get(which, here)


def _found(q: str, which: str, order: str, today: date) -> QuerySet[Resident]:
    rows = Resident.objects.filter(_shown(which, today))
    if q:
        rows = rows.filter(intake_desk.named(q))
    latest = Trajectory.objects.select_related("volunteer").order_by("matched_on", "pk")
    related = Prefetch("intakes", Intake.objects.order_by("opened_on", "pk")), Prefetch("trajectories", latest)
    return rows.prefetch_related(*related).order_by(*SORTS[order][1])


def _line(one: Resident, today: date) -> dict[str, Any]:
    lead = resident_desk.lead(one, list(one.intakes.all()), list(one.trajectories.all()), today)
    return {"resident": one, "name": phrases.start(one.name), "lead": lead, "place": one.place}


def _facts(one: Resident, intakes: list[Intake]) -> list[tuple[Any, ...]]:
    loss = intakes[-1].bereavement if intakes else None
    intake = intakes[-1] if intakes else None
    said = intake.answers if intake else {}
    talk = (wording.day(intake.visited_on) if intake.visited_on else "openen") if intake else ""
    return [
        *intake_desk.reach(one),
        ("Geboortejaar", one.birth_year),
        ("Soort verlies", words.LOSS_KINDS.get(loss.kind, "") if loss else ""),
        ("Bij nood bellen", said.get("emergency_contact", "")),
        ("Gesprek", talk, reverse("intake", args=[intake.pk])) if intake else ("Gesprek", ""),
    ]


def _bar(one: Trajectory, today: date) -> dict[str, Any]:
    url = reverse("trajectory", args=[one.pk])
    return year_lines.of(one, label=f"Bezoek van {one.volunteer.first_name}", url=url, today=today)


def _exclusions(one: Resident) -> list[tuple[Exclusion, str]]:
    found = one.exclusions.select_related("volunteer").order_by("noted_on", "pk")
    return [(exclusion, words.EXCLUSIONS.get(exclusion.why, "")) for exclusion in found]


def _history(one: Resident) -> list[histories.Told]:
    about = Event.objects.filter(about__in=doubles.names_in_the_log(one.pseudonym)).exclude(kind=histories.READING)
    return histories.tell(about.select_related("actor").order_by("-id")[:LATEST_EVENTS])
