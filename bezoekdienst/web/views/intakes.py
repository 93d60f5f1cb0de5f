"""The people who signed up: the list, a new sign-up, and one intake with the form of the kitchen table."""

from typing import Any, cast

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.policy import versions
from bezoekdienst.visiting import home_visits, told_answers, waiting
from bezoekdienst.visiting.models import Intake
from bezoekdienst.visiting.states import INTAKE_BEFORE_VISIT, IntakeState
from bezoekdienst.web import access, acting, exports, phrases, searching, successors, trying
from bezoekdienst.web.desks import (
    double_desk,
    figure_rows,
    histories,
    intake_desk,
    round_answers,
    signal_desk,
    table_changes,
)
from bezoekdienst.web.forms.intakes import Outcome, SignUp
from bezoekdienst.web.forms.kitchen_table import KitchenTable
from bezoekdienst.web.views import intake_acts as acts
from letters import counts

RELATED = ("resident", "bereavement", "planned_with")
TABLE = exports.Table[dict[str, Any]](
    "intakes",
    (
        ("Naam", lambda line: line["name"]),
        ("Hoe het staat", lambda line: phrases.start(line["stand"])),
        ("Dringend", lambda line: "ja" if line["urgent"] else ""),
        ("Dagen", lambda line: line["days"]),
        ("Aangemeld op", lambda line: line["intake"].opened_on),
        ("Hoe aangemeld", lambda line: line["intake"].source),
    ),
)


@access.needs(Ability.RESIDENTS)
@exports.offered
def intakes(request: HttpRequest) -> HttpResponse:
    """Who signed up and where each stands; chips and sort stand in the address, what was searched for does not."""
    names = ("toon", "volgorde", "ronde", "stap", *figure_rows.NAMES)
    asked, q = {name: request.GET.get(name, "").strip() for name in names}, searching.typed(request)
    which, order = asked["toon"] or "bezig", asked["volgorde"] or "wacht"
    today, of_round = timezone.localdate(), round_answers.asked_for(asked["ronde"])
    of_year = figure_rows.asked_for(request, "intakes", today)
    came = counts.came(of_round, asked["stap"]) if of_round else None
    came = Intake.objects.filter(pk__in=of_year.rows) if of_year else came
    lines = [intake_desk.line(one, today) for one in intake_desk.found(which, q, order, came)]
    context: dict[str, Any] = {
        "q": q,
        "of_round": of_round,
        "of_year": of_year,
        "everything": searching.address(asked, ronde="", stap=""),
        "lines": lines,
        "chips": _chips(which, asked, Intake.objects.all() if came is None else came),
        "sorts": [(words, searching.address(asked, volgorde=word), word == order) for word, words in _SORTS],
    }
    page = f"web/intakes/{'_list' if getattr(request, 'htmx', None) else 'list'}.html"
    chosen = context["chips"], context["sorts"], figure_rows.chosen(of_year)
    return exports.taken(request, TABLE, lines, *chosen) or render(request, page, context)


_SORTS = [(word, words) for word, (words, _) in intake_desk.SORTS.items()]


def _chips(which: str, asked: dict[str, str], among: QuerySet[Intake]) -> list[tuple[str, str, bool, int]]:
    counted = dict(among.order_by().values_list("state").annotate(Count("pk")))
    return [
        (words, searching.address(asked, toon=word), word == which, sum(counted.get(state, 0) for state in states))
        for word, (words, states) in intake_desk.SHOWN.items()
    ]


@access.needs(Ability.RESIDENTS)
def intake_new(request: HttpRequest) -> HttpResponse:
    """Somebody signed up by phone, through family or the GP."""
    policy = versions.current(timezone.localdate())
    form = SignUp(request.POST if request.method == "POST" else None, initial={"town": policy.municipality_name})
    shown, now = request.POST.get("bekeken", ""), timezone.now()
    alike = double_desk.unseen(form.cleaned_data, shown, timezone.localdate(now)) if form.is_valid() else []
    if form.is_valid() and not alike:
        made = trying.carry_out(form, lambda: double_desk.sign_up(form.cleaned_data, by=_user(request), at=now))
        if made:
            call = f"Bel binnen {policy.contact_working_days} werkdagen."
            then = "Maak een afspraak voor het gesprek." if form.cleaned_data["spoken"] else call
            messages.success(request, f"{phrases.start(made.resident.name)} staat erbij. {then}")
            return redirect("intake", made.pk)
    return render(request, "web/intakes/new.html", {"form": form, "alike": alike})


@access.needs(Ability.RESIDENTS)
@successors.of_intake
def intake(request: HttpRequest, pk: int) -> HttpResponse:
    """One intake; sent, the talk took place and has its outcome."""
    one = access.intake_for(request, pk, related=RELATED)
    if request.method != "POST":
        return shown(request, one, KitchenTable.of(one), Outcome(initial={"visited_on": _talk_on(one)}))
    outcome = Outcome(request.POST)
    table = acts.complete(one, request.POST, outcome, by=_user(request), at=timezone.now())
    if table.errors or outcome.errors:
        one.refresh_from_db()  # a refused verb may have left its half-way state on the object
        return shown(request, one, table, outcome)
    if outcome.cleaned_data["outcome"] == IntakeState.OTHER_HELP:  # never a bare no (I3)
        messages.success(request, "Het gesprek is bewaard. Naar wie kunt u doorverwijzen?")
        return redirect("intake_act", pk, "doorverwijzen")
    messages.success(request, "Het gesprek is bewaard.")
    return redirect("intake", pk)


@access.needs(Ability.RESIDENTS)
@successors.of_intake
def intake_act(request: HttpRequest, pk: int, word: str) -> HttpResponse:
    """One of the acts of `intake_acts.ACTS`."""
    one = access.intake_for(request, pk, related=RELATED)
    about = phrases.start(one.resident.name)
    return acting.page(request, acts.ACTS, word, one, about=about, url=reverse("intake", args=[pk]))


def shown(request: HttpRequest, one: Intake, table: KitchenTable, outcome: Outcome) -> HttpResponse:
    """The page of one intake, with these forms."""
    today, contacts = timezone.localdate(), list(one.resident.contacts.select_related("by"))
    one.left_on = waiting.left_on(one)
    was_spoken_to = intake_desk.was_reached(contacts, one.opened_on) or home_visits.was_called_off(one)
    context: dict[str, Any] = {
        "intake": one,
        "title": phrases.start(one.resident.name),
        "lead": intake_desk.lead(one, today),
        "facts": intake_desk.facts(one),
        "alike": double_desk.alike(one.resident, today),
        "used_up": double_desk.used_up(one, today),
        "next": intake_desk.next_step(one, was_spoken_to, today),
        "in_vain": 0 if was_spoken_to or one.state not in INTAKE_BEFORE_VISIT else intake_desk.calls(contacts, one),
        "has_appointment": intake_desk.is_ahead(one, today),
        "contacts": contacts,
        "referrals": signal_desk.passed_on(one, today),
        "told": told_answers.facts(one.answers) if one.visited_on else [],
        "no_consent": one.state == IntakeState.SUITABLE and not one.consents.get("visits"),
        "table": table if one.state in acts.FILLABLE else None,
        **_saving(one, _user(request)),
        "outcome": outcome if one.state in acts.TALK else None,
        "offered": acting.offered(acts.ACTS, one, today),
        "history": histories.of(one),
    }
    return render(request, "web/intakes/detail.html", context)


def _saving(one: Intake, user: User) -> dict[str, str]:
    """What the script that saves while one types must know."""
    again = f"{reverse('account_login')}?{urlencode({'next': reverse('intake', args=[one.pk])})}"
    return {"known": table_changes.known(one), "table_key": table_changes.key(one, user), "again_url": again}


def _talk_on(one: Intake) -> Any:
    today = timezone.localdate()
    return min(timezone.localdate(one.planned_for_at), today) if one.planned_for_at else today


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)
