"""A signal as the office reads it: what it is in a line, until when somebody must see it, and who did what (S1, S2)."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from bezoekdienst.audit import events
from bezoekdienst.audit.models import Event
from bezoekdienst.lib import wording
from bezoekdienst.notices.models import Message, State
from bezoekdienst.visiting import alerts, referrals
from bezoekdienst.visiting.models import Intake, Referral, Resident, Signal
from bezoekdienst.visiting.states import SIGNAL_OPEN, SignalKind, SignalState
from bezoekdienst.web import acting, phrases
from bezoekdienst.web.desks import intake_desk
from bezoekdienst.web.views import signal_acts as acts
from letters import referral_letters

STEPS = (
    ("Gemeld", {SignalState.REPORTED}),
    ("Gezien", {SignalState.SEEN}),
    ("Besproken", {SignalState.DISCUSSED}),
    ("Doorverwezen of opgelost", {SignalState.REFERRED, SignalState.SETTLED}),
    ("Afgesloten", {SignalState.CLOSED}),
)
NOBODY_HEARD = "Niemand kreeg hier een mail van. Neem het zelf op, of bel een collega."
DEPUTY_HEARD = "Het ging naar de plaatsvervanger."
MOST = 100  # shown of one kind; the rest is found by searching

Fits = Callable[[Signal, datetime], bool]
# word in the address -> (words on the chip, which signals)
SHOWN: dict[str, tuple[str, Fits]] = {
    "open": ("Open", lambda one, at: one.state in SIGNAL_OPEN),
    "laat": ("Te laat", referrals.is_late),
    "ongezien": ("Nog niet gezien", lambda one, at: one.state == SignalState.REPORTED),
    "doorverwezen": ("Doorverwezen", lambda one, at: one.state == SignalState.REFERRED),
    "afgesloten": ("Afgesloten", lambda one, at: one.state == SignalState.CLOSED),
    "alle": ("Alle", lambda one, at: True),
}
SORTS: dict[str, tuple[str, Callable[[Signal], Any]]] = {
    "dringend": ("dringendste eerst", referrals.due_at),
    "nieuw": ("nieuwste eerst", lambda one: -one.reported_at.timestamp()),
    "naam": ("naam", lambda one: one.resident.name.lower()),
}


def found(q: str) -> list[Signal]:
    """Everybody's signals, or those about whom was searched for. Their kinds lie encrypted: what is chosen further, is
    chosen here and not in the database; there are few."""
    rows = Signal.objects.select_related("resident", "reported_by")
    if q:
        rows = rows.filter(resident__in=Resident.objects.filter(intake_desk.named(q)))
    return list(rows)


def kinds(signals: Iterable[Signal]) -> list[tuple[SignalKind, int]]:
    """Which kinds there are among them, and how many of each, in the order of the rules."""
    counted = Counter(signal.kind for signal in signals)
    return [(kind, counted[kind]) for kind in SignalKind if counted[kind]]


def groups(signals: list[Signal], which: str, order: str, at: datetime) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """(heading, urgency, lines): the most urgent group first; one group when another order was asked for."""
    signals = sorted(signals, key=SORTS.get(order, SORTS["dringend"])[1])
    if which == "afgesloten":
        signals = sorted(signals, key=lambda one: one.closed_at or at, reverse=True) if order != "naam" else signals
        parted = {"later": ("Afgesloten", signals[:MOST])}
    elif order in ("nieuw", "naam"):
        parted = {"later": (SHOWN.get(which, SHOWN["open"])[0], signals[:MOST])}
    else:
        return _by_urgency(signals, at)
    return [(heading, urgency, lines(part, at)) for urgency, (heading, part) in parted.items() if part]


def _by_urgency(signals: list[Signal], at: datetime) -> list[tuple[str, str, list[dict[str, Any]]]]:
    parts: dict[str, list[Signal]] = {"Dringend": [], "Te laat": [], "Nog niet gezien": [], "In behandeling": []}
    parts["Afgesloten"] = []
    for one in signals:
        parts[_part(one, at)].append(one)
    colours = {"Dringend": "today", "Te laat": "today", "Nog niet gezien": "week"}
    return [(name, colours.get(name, "later"), lines(part, at)) for name, part in parts.items() if part]


def _part(one: Signal, at: datetime) -> str:
    if one.state == SignalState.CLOSED:
        return "Afgesloten"
    if one.resident.died_on is None and one.urgent and one.state in (SignalState.REPORTED, SignalState.SEEN):
        return "Dringend"
    if referrals.is_late(one, at):
        return "Te laat"
    return "Nog niet gezien" if one.state == SignalState.REPORTED else "In behandeling"


def lines(signals: list[Signal], at: datetime) -> list[dict[str, Any]]:
    """As components/needs.html shows them; two queries, and one for each signal that nobody heard of."""
    waiting = [one for one in signals if one.urgent and one.state == SignalState.REPORTED and not one.resident.died_on]
    unheard = alerts.unheard(waiting) if waiting else set()
    escalated = alerts.escalated(waiting) if waiting else set()
    return [_line(one, at, unheard, escalated) for one in signals]


def _line(one: Signal, at: datetime, unheard: set[uuid.UUID], escalated: set[uuid.UUID]) -> dict[str, Any]:
    url = reverse("signal", args=[one.pk])
    word = acts.next_step(one, timezone.localdate(at))
    to_read = not word or word == "gezien"
    more = NOBODY_HEARD if one.pk in unheard else DEPUTY_HEARD if one.pk in escalated else ""
    return {
        "on": timezone.localdate(one.reported_at),
        "sentence": title(one),
        "reason": f"{reason(one, at)} {more}".strip(),
        "person_url": url,
        "url": url if to_read else reverse("signal_act", args=[one.pk, word]),
        "act": "Lezen" if to_read else acts.ACTS[word].title,
    }


def title(one: Signal) -> str:
    """Mevrouw De Boer: slapen of eten."""
    return f"{phrases.start(one.resident.name)}: {one.kind_label}"


def reason(one: Signal, at: datetime) -> str:
    """Who reported it, and what is expected of whom by when."""
    by = f"Gemeld door {reporter(one)}."
    if one.resident.died_on:
        return f"{by} De bezoeker is overleden op {wording.day(one.resident.died_on)}."
    if one.state != SignalState.REPORTED:
        return f"{by} Nu: {one.get_state_display()}."
    due = until(referrals.due_at(one))
    return f"{by} " + (f"Had gezien moeten zijn {due}." if referrals.is_late(one, at) else f"Lees dit {due}.")


def reporter(one: Signal) -> str:
    """Who reported it, by name while she is known."""
    return one.reported_by.name if one.reported_by else "iemand van vroeger"


def until(due: datetime) -> str:
    """voor maandag 3 maart 14.30 uur; a term that ends with the day is that day."""
    here = timezone.localtime(due)
    day = date_format(here, "l j F")
    return f"uiterlijk {day}" if (here.hour, here.minute) == (23, 59) else f"voor {day} {date_format(here, 'H.i')} uur"


def moment(at: datetime) -> str:
    """ma 23 nov, 10.03 uur."""
    return date_format(timezone.localtime(at), "D j M, H.i").lower() + " uur"


def steps(one: Signal, history: Iterable[Event]) -> list[dict[str, Any]]:
    """Each step with who took it and when; of one taken twice the last, and one passed over is not called done (S2)."""
    taken = {event.kind.removeprefix("signal."): event for event in history}
    at = next(number for number, (_, states) in enumerate(STEPS) if one.state in states)
    told = [next((taken[state] for state in states if state in taken), None) for _, states in STEPS]
    words = [*("done" if event else "stopped" for event in told[:at]), "now", *["ahead"] * (len(STEPS) - at - 1)]
    return [
        {"label": label, "state": word, "said": [moment(event.at), events.actor_name(event)] if event else []}
        for (label, _), word, event in zip(STEPS, words, told, strict=True)
    ]


def passed_on(one: Signal | Intake, today: date) -> list[tuple[Referral, list[tuple[str, str]], bool]]:
    """Its referrals, the first one first, each with what can be done with it, and whether a letter goes with it."""
    made = one.referrals.select_related("made_by", "signal__resident", "intake__resident").order_by("made_on", "pk")
    return [
        (referral, acting.offered(acts.REFERRAL, referral, today), not referral_letters.obstacles(referral))
        for referral in made
    ]


def mailed(one: Signal) -> list[tuple[str, str]]:
    """Of an urgent signal: who was mailed, and whether that went out."""
    return [(mail.user.name if mail.user else "", _mail_words(mail)) for mail in alerts.told(one)] if one.urgent else []


def _mail_words(mail: Message) -> str:
    if mail.state == State.SENT and mail.sent_at:
        return f"mail verstuurd, {moment(mail.sent_at)}"
    return "de mail gaat niet weg: bel liever" if mail.attempts else "de mail gaat zo weg"
