"""Signals: what worries somebody, who is waiting for an answer, and what came of it; and of what was passed on."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bezoekdienst.accounts.roles import Ability
from bezoekdienst.audit import events
from bezoekdienst.lib import danger, office, wording
from bezoekdienst.visiting import referrals
from bezoekdienst.visiting.models import Signal
from bezoekdienst.visiting.states import SignalState
from bezoekdienst.web import access, acting, phrases, searching
from bezoekdienst.web.desks import figure_rows, histories
from bezoekdienst.web.desks import signal_desk as desk
from bezoekdienst.web.views import signal_acts as acts
from letters import referral_letters


@access.needs(Ability.RESIDENTS)
def signals(request: HttpRequest) -> HttpResponse:
    """All of them by chip, kind and sort, the urgent and the late first. What was searched for stands in no address."""
    names = ("toon", "soort", "volgorde", *figure_rows.NAMES)
    asked, q, now = {name: request.GET.get(name, "") for name in names}, searching.typed(request), timezone.now()
    which, order = asked["toon"] or "open", asked["volgorde"] or "dringend"
    of_year = figure_rows.asked_for(request, "signals", timezone.localdate(now))
    everything = [one for one in desk.found(q) if not of_year or one.pk in of_year.rows]
    shown = [one for one in everything if desk.SHOWN.get(which, desk.SHOWN["open"])[1](one, now)]
    chosen = [one for one in shown if asked["soort"] in ("", one.kind)]
    context = {
        "q": q,
        "which": which,
        "of_year": of_year,
        "chips": _chips(everything, which, asked),
        "kinds": _kinds(shown, asked),
        "sorts": [
            (words, searching.address(asked, volgorde=word), word == order) for word, (words, _) in desk.SORTS.items()
        ],
        "groups": desk.groups(chosen, which, order, now),
    }
    htmx = getattr(request, "htmx", None)
    return render(request, f"web/signals/{'_list' if htmx else 'list'}.html", context)


@access.needs(Ability.RESIDENTS)
@require_safe
def signal(request: HttpRequest, pk: str) -> HttpResponse:
    """One signal, step by step; reading it doesn't mean that somebody saw it: that is an act (`referrals.see`)."""
    one = access.signal_for(request, pk, related=("resident", "trajectory__volunteer", "reported_by"))
    now, history = timezone.now(), list(events.history(one).exclude(kind=histories.READING).order_by("id"))
    today, is_open = timezone.localdate(now), one.state != SignalState.CLOSED and one.resident.died_on is None
    context = {
        "signal": one,
        "title": desk.title(one),
        "due": desk.until(referrals.due_at(one)) if one.state == SignalState.REPORTED and is_open else "",
        "is_late": referrals.is_late(one, now),
        "danger": one.urgent and is_open,
        "closed": "" if office.is_open(timezone.localtime(now)) else danger.CLOSED,
        "steps": desk.steps(one, history),
        "mailed": desk.mailed(one),
        "facts": _facts(one),
        "earlier": [_earlier(other) for other in one.resident.signals.exclude(pk=one.pk).order_by("-reported_at")],
        "referrals": desk.passed_on(one, today),
        "next": acts.next_step(one, today),
        "offered": acting.offered(acts.ACTS, one, today),
        "history": histories.tell(history),
    }
    return render(request, "web/signals/detail.html", context)


@access.needs(Ability.RESIDENTS)
def signal_act(request: HttpRequest, pk: str, word: str) -> HttpResponse:
    """One of the steps of `signal_acts.ACTS`."""
    one = access.signal_for(request, pk, related=("resident",))
    return acting.page(request, acts.ACTS, word, one, about=desk.title(one), url=reverse("signal", args=[pk]))


@access.needs(Ability.RESIDENTS)
def referral_act(request: HttpRequest, pk: int, word: str) -> HttpResponse:
    """What came of a referral, or consent that was taken back; then back to the signal or intake it was of."""
    one = access.referral_for(request, pk, related=("signal__resident", "intake__resident"))
    url = reverse("signal" if one.signal else "intake", args=[one.of.pk])
    return acting.page(request, acts.REFERRAL, word, one, about=phrases.start(one.of.resident.name), url=url)


@access.needs(Ability.RESIDENTS)
@require_safe
def referral_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter that goes with a referral, to print: what the consent is for, and nothing else."""
    one = access.referral_for(request, pk, related=("signal__resident", "intake__resident", "made_by"))
    content = referral_letters.letter(one, on=timezone.localdate())
    headers = {"Content-Disposition": "inline; filename=brief-doorverwijzing.pdf"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _chips(among: list[Signal], which: str, asked: dict[str, str]) -> list[tuple[str, str, bool, int]]:
    now = timezone.now()
    return [
        (words, searching.address(asked, toon=word, soort=""), word == which, sum(fits(one, now) for one in among))
        for word, (words, fits) in desk.SHOWN.items()
    ]


def _kinds(among: list[Signal], asked: dict[str, str]) -> list[tuple[str, str, bool, int]]:
    """A chip for each kind there is; none as long as there is one kind only."""
    found = desk.kinds(among)
    if len(found) < 2 and not asked["soort"]:
        return []
    chips = [
        (kind.label.capitalize(), searching.address(asked, soort=kind), asked["soort"] == kind, n) for kind, n in found
    ]
    return [("Alle soorten", searching.address(asked, soort=""), not asked["soort"], len(among)), *chips]


def _earlier(one: Signal) -> dict[str, Any]:
    on, url = timezone.localdate(one.reported_at), reverse("signal", args=[one.pk])
    return {"on": on, "what": phrases.start(one.kind_label), "more": phrases.start(one.get_state_display()), "url": url}


def _who_reported(one: Signal) -> tuple[Any, ...]:
    """The volunteer with her telephone: to talk it over with her comes first."""
    hers = one.trajectory.volunteer if one.trajectory else None
    if hers and hers.phone and one.reported_by_id == hers.user_id:
        return "Gemeld door", f"{desk.reporter(one)}\n{hers.phone}", f"tel:{hers.phone.replace(' ', '')}"
    return "Gemeld door", desk.reporter(one)


def _facts(one: Signal) -> list[tuple[Any, ...]]:
    resident = one.resident
    facts: list[tuple[Any, ...]] = [
        ("Bezoeker", resident.name, reverse("resident", args=[resident.pk])),
        _who_reported(one),
    ]
    if resident.died_on:
        facts.append(("Overleden op", wording.day(resident.died_on)))
    else:
        facts.append(("Telefoon van de bezoeker", resident.phone, f"tel:{resident.phone.replace(' ', '')}"))
    if one.trajectory:
        url = reverse("trajectory", args=[one.trajectory_id])
        facts.append(("Traject", f"met {one.trajectory.volunteer.first_name}", url))
    written = (("Wat ervan kwam", one.outcome), ("Woord terug", one.told))
    return facts + [(label, text) for label, text in written if text]
