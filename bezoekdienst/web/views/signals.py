"""Signals: what worries somebody, who is waiting for an answer, and what came of it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from bezoekdienst.accounts.roles import Ability
from bezoekdienst.visiting import referrals
from bezoekdienst.visiting.models import Signal
from bezoekdienst.visiting.states import SIGNAL_OPEN, SignalKind, SignalState
from bezoekdienst.web import access, acting, histories
from bezoekdienst.web.views import signal_acts as acts

CLOSED_SHOWN = 100
WHOM_TO_CALL = {
    SignalKind.WISH_TO_DIE: "Denkt iemand aan zelfdoding? Bel 113 of 0800-0113, dag en nacht. Bij direct gevaar: 112.",
    SignalKind.SAFETY: "Is er direct gevaar? Bel 112. Voor advies: Veilig Thuis, 0800-2000, dag en nacht.",
}
STEPS = (
    (SignalState.REPORTED, "Gemeld"),
    (SignalState.SEEN, "Gezien"),
    (SignalState.DISCUSSED, "Besproken"),
    (SignalState.REFERRED, "Doorverwezen of opgelost"),
    (SignalState.CLOSED, "Afgesloten"),
)


@access.needs(Ability.RESIDENTS)
def signals(request: HttpRequest) -> HttpResponse:
    """Open signals, the urgent and the unseen first; or the closed ones."""
    now, closed = timezone.now(), request.GET.get("toon") == "afgesloten"
    rows = Signal.objects.select_related("resident", "reported_by")
    chips = [("Open", "?toon=open", not closed), ("Afgesloten", "?toon=afgesloten", closed)]
    if closed:
        done = rows.filter(state=SignalState.CLOSED).order_by("-closed_at")[:CLOSED_SHOWN]
        groups = [("Afgesloten", "later", [_item(signal, now) for signal in done])]
    else:
        groups = _groups(list(rows.filter(state__in=SIGNAL_OPEN)), now)
    context = {"chips": chips, "groups": [group for group in groups if group[2]], "closed": closed}
    return render(request, "web/signals/list.html", context)


@access.needs(Ability.RESIDENTS)
@require_safe
def signal(request: HttpRequest, pk: str) -> HttpResponse:
    """One signal, step by step."""
    one = access.signal_for(request, pk, related=("resident", "trajectory__volunteer", "reported_by"))
    today = timezone.localdate()
    context = {
        "signal": one,
        "title": _title(one),
        "due": _until(referrals.due_at(one)) if one.state == SignalState.REPORTED else "",
        "whom_to_call": WHOM_TO_CALL.get(SignalKind(one.kind), "") if one.state != SignalState.CLOSED else "",
        "steps": _steps(one),
        "facts": _facts(one),
        "referrals": one.referrals.all(),
        "next": acts.next_step(one, today),
        "offered": acting.offered(acts.ACTS, one, today),
        "history": histories.of(one),
    }
    return render(request, "web/signals/detail.html", context)


@access.needs(Ability.RESIDENTS)
def signal_act(request: HttpRequest, pk: str, word: str) -> HttpResponse:
    """One of the steps of `signal_acts.ACTS`."""
    one = access.signal_for(request, pk, related=("resident",))
    return acting.page(request, acts.ACTS, word, one, about=_title(one), url=reverse("signal", args=[pk]))


def _groups(found: list[Signal], now: datetime) -> list[tuple[str, str, list[dict[str, Any]]]]:
    urgent = [one for one in found if one.urgent]
    unseen = [one for one in found if not one.urgent and one.state == SignalState.REPORTED]
    others = [one for one in found if one not in urgent and one not in unseen]
    groups = (("Dringend", "today", urgent), ("Nog niet gezien", "week", unseen), ("In behandeling", "later", others))
    return [(heading, urgency, [_item(one, now) for one in signals]) for heading, urgency, signals in groups]


def _item(one: Signal, now: datetime) -> dict[str, Any]:
    url = reverse("signal", args=[one.pk])
    word = acts.next_step(one, timezone.localdate(now))
    return {
        "on": timezone.localdate(one.reported_at),
        "sentence": _title(one),
        "reason": _reason(one, now),
        "person_url": url,
        "url": reverse("signal_act", args=[one.pk, word]) if word and word != "gezien" else url,
        "act": acts.ACTS[word].title if word and word != "gezien" else "Lezen",
    }


def _reason(one: Signal, now: datetime) -> str:
    by = one.reported_by.name if one.reported_by else "iemand van vroeger"
    if one.state != SignalState.REPORTED:
        return f"Gemeld door {by}. Nu: {one.get_state_display()}."
    due = referrals.due_at(one)
    return f"Gemeld door {by}. " + (
        f"Had gezien moeten zijn {_until(due)}." if due < now else f"Lees dit {_until(due)}."
    )


def _until(due: datetime) -> str:
    """voor maandag 3 maart 14.30 uur; a term that ends with the day is that day."""
    here = timezone.localtime(due)
    day = date_format(here, "l j F")
    return f"uiterlijk {day}" if (here.hour, here.minute) == (23, 59) else f"voor {day} {date_format(here, 'H.i')} uur"


def _title(one: Signal) -> str:
    name = one.resident.name
    return f"{name[:1].upper()}{name[1:]}: {one.kind_label}"


def _steps(one: Signal) -> list[dict[str, Any]]:
    reached = SignalState.REFERRED if one.state == SignalState.SETTLED else one.state
    at = [state for state, _ in STEPS].index(SignalState(reached))
    days = {SignalState.REPORTED: one.reported_at, SignalState.SEEN: one.seen_at, SignalState.CLOSED: one.closed_at}
    words = ["done"] * at + ["now"] + ["ahead"] * (len(STEPS) - at - 1)
    return [
        {"label": label, "on": timezone.localtime(moment) if (moment := days.get(state)) else None, "state": word}
        for (state, label), word in zip(STEPS, words, strict=True)
    ]


def _facts(one: Signal) -> list[tuple[Any, ...]]:
    facts: list[tuple[Any, ...]] = [
        ("Soort", one.kind_label),
        ("Gemeld door", one.reported_by.name if one.reported_by else "iemand van vroeger"),
        ("Gemeld op", date_format(timezone.localtime(one.reported_at), "j F Y, H.i") + " uur"),
        ("Telefoon van de bezoeker", one.resident.phone, f"tel:{one.resident.phone.replace(' ', '')}"),
    ]
    if one.trajectory:
        url = reverse("trajectory", args=[one.trajectory_id])
        facts.append(("Traject", f"met {one.trajectory.volunteer.first_name}", url))
    if one.outcome:
        facts.append(("Wat ervan kwam", one.outcome))
    return facts
