"""The trajectories: every year as a bar, and one of them with all that happened in it."""

from collections.abc import Callable
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
from bezoekdienst.visiting import acquaintances
from bezoekdienst.visiting.evaluations import STATEMENTS
from bezoekdienst.visiting.models import Contact, Trajectory, Visit
from bezoekdienst.web import access, acting, exports, searching
from bezoekdienst.web.desks import figure_rows, histories, takeover_desk, year_lines
from bezoekdienst.web.desks import trajectory_desk as desk
from bezoekdienst.web.forms.evaluations import SCALE
from bezoekdienst.web.views import trajectory_acts as acts

RELATED = ("resident", "volunteer", "bereavement", "policy", "evaluation")
# By the word in the address: what the chip says, and who is shown.
CHIPS: dict[str, tuple[str, Callable[[Trajectory, date], bool]]] = {
    "lopend": ("Lopend", desk.is_open),
    "kennismaking": ("Kennismaking", desk.is_meeting),
    "binnenkort": ("Stopt binnen 8 weken", desk.ends_soon),
    "pauze": ("Met pauze", lambda one, today: one.paused_since_on is not None and desk.is_active(one, today)),
    "afgerond": ("Afgerond", lambda one, today: not desk.is_open(one, today)),
    "alle": ("Alle", lambda one, today: True),
}
SORTS: dict[str, tuple[str, Callable[[Trajectory], Any]]] = {
    "einde": ("wie het eerst stopt", lambda one: (one.ended_on or one.planned_end_on or date.max, one.pk)),
    "begin": ("wie het laatst begon", lambda one: (date.max - (one.started_on or one.matched_on), -one.pk)),
    "naam": ("naam van de bezoeker", lambda one: (one.resident.name.casefold(), one.pk)),
    "vrijwilliger": ("naam van de vrijwilliger", lambda one: (one.volunteer.first_name.casefold(), one.pk)),
}
TABLE = exports.Table[Trajectory](
    "trajecten",
    (
        ("Bezoeker", lambda one: one.resident.name),
        ("Vrijwilliger", lambda one: one.volunteer.first_name),
        ("Kennismaking", lambda one: one.meeting_on),
        ("Begonnen", lambda one: one.started_on),
        ("Afgesproken tot", lambda one: one.planned_end_on),
        ("Uiterlijk", lambda one: one.hard_stop_on),
        ("Afgerond", lambda one: one.ended_on),
        ("Bezoeken", lambda one: len(one.visits.all())),
        ("Laatste bezoek", lambda one: max((visit.on for visit in one.visits.all()), default=None)),
    ),
)
COLUMNS = [
    *(("Bezoeker", ""), ("Vrijwilliger", ""), ("Begonnen", ""), ("Afgesproken tot", ""), ("Uiterlijk", "")),
    *(("Afgerond", ""), ("Bezoeken", "number"), ("Laatste bezoek", "")),
]


@access.needs(Ability.RESIDENTS)
@exports.offered
def trajectories(request: HttpRequest) -> HttpResponse:
    """Everybody who is visited, or was; first whoever is still getting to know each other."""
    today, q = timezone.localdate(), searching.typed(request)
    which, order = searching.asked(request, "toon", CHIPS), searching.asked(request, "volgorde", SORTS)
    of_year = figure_rows.asked_for(request, "trajectories", today)
    asked = {"toon": which, "volgorde": order, **(of_year.address if of_year else {})}
    every = [one for one in _found(q) if not of_year or one.pk in of_year.rows]
    found = sorted((one for one in every if CHIPS[which][1](one, today)), key=SORTS[order][1])
    counted = {word: sum(fits(one, today) for one in every) for word, (_, fits) in CHIPS.items()}
    begun = [one for one in found if one.started_on is not None]
    context: dict[str, Any] = {
        "q": q,
        "today": today,
        "of_year": of_year,
        "chips": [(said, searching.address(asked, toon=w), w == which, counted[w]) for w, (said, _) in CHIPS.items()],
        "sorts": [(said, searching.address(asked, volgorde=w), w == order) for w, (said, _) in SORTS.items()],
        "meetings": [_meeting(one, today) for one in found if one.started_on is None],
        "bars": [_bar(one, today, reverse("trajectory", args=[one.pk])) for one in begun],
        "columns": COLUMNS,
        "rows": [_row(one) for one in begun],
    }
    page = f"web/trajectories/{'_list' if getattr(request, 'htmx', None) else 'list'}.html"
    chosen = context["chips"], context["sorts"], figure_rows.chosen(of_year)
    return exports.taken(request, TABLE, found, *chosen) or render(request, page, context)


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
        "lead": desk.told(one, today),
        "today": today,
        "bars": [_bar(one, today)] if one.started_on else [],
        "visits": visits,
        "facts": _facts(one, visits),
        "contacts": Contact.objects.filter(
            resident=one.resident, made_on__range=(one.matched_on, one.ended_on or today)
        ).select_related("by"),
        "statements": _statements(one),
        "next": acts.next_step(one, today),
        "offered": acting.offered(acts.ACTS, one, today),
        "others": desk.other_beginnings(one, today),
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


def _found(q: str) -> QuerySet[Trajectory]:
    found = Trajectory.objects.select_related("resident", "volunteer", "bereavement", "policy")
    if q:
        found = found.filter(Q(resident__name__icontains=q) | Q(volunteer__name__icontains=q))
    return found.prefetch_related(*year_lines.BESIDE)


def _names(one: Trajectory) -> str:
    name = one.resident.name
    return f"{name[:1].upper()}{name[1:]} en {one.volunteer.first_name}"


def _bar(one: Trajectory, today: date, url: str = "") -> dict[str, Any]:
    return year_lines.of(one, label=_names(one), url=url, today=today)


def _row(one: Trajectory) -> list[Any]:
    done = [visit.on for visit in one.visits.all()]
    days = (one.started_on, one.planned_end_on, one.hard_stop_on, one.ended_on)
    return [
        (one.resident.name, reverse("trajectory", args=[one.pk])),
        one.volunteer.first_name,
        *(wording.day(on) if on else "" for on in days),
        len(done),
        wording.day(max(done)) if done else "",
    ]


def _meeting(one: Trajectory, today: date) -> dict[str, Any]:
    open_now = desk.is_meeting(one, today)
    return {
        "on": one.meeting_on or one.matched_on,
        "sentence": _names(one),
        "reason": desk.told(one, today),
        "person_url": reverse("trajectory", args=[one.pk]),
        "url": reverse("trajectory_act", args=[one.pk, "kennismaking"]) if open_now else "",
        "act": "Kennismaking noteren",
    }


def _number(one: Trajectory) -> tuple[Any, ...]:
    """Whom one calls; nobody calls the dead."""
    died_on, phone = one.resident.died_on, one.resident.phone
    return ("Overleden op", wording.day(died_on)) if died_on else ("Telefoon", phone, f"tel:{phone.replace(' ', '')}")


def _facts(one: Trajectory, visits: list[Visit]) -> list[tuple[Any, ...]]:
    done = [visit for visit in visits if visit.withdrawn_at is None]
    on = one.meeting_on
    met = "\n".join([acquaintances.said(on, one.meeting_time), *desk.agreed(one)]) if on else "nog niet gepland"
    facts: list[tuple[Any, ...]] = [
        ("Bezoeker", one.resident.name, reverse("resident", args=[one.resident_id])),
        _number(one),
        ("Vrijwilliger", one.volunteer.name, reverse("volunteer", args=[one.volunteer_id])),
        ("Kennismaking", met),
    ]
    if one.started_on:
        facts += [
            ("Begonnen op", wording.day(one.started_on)),
            ("Bezoeken", desk.tally(done)),
            *takeover_desk.told(one),
            *([] if one.ended_on else [("U belt", "\n".join(desk.calls(one)))]),
        ]
    written = (
        ("Waarom verplaatst", one.plan_reason),
        ("Waarom verlengd", one.bereavement.extension_reason),
        ("Bij het einde", one.end_note),
        ("Laatste woord", one.thanks),
    )
    return facts + [(label, text) for label, text in written if text]
