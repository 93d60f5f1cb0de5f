"""An intake as the coordinator reads it: where it stands in a sentence, how long somebody waits, what is next."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.lib import wording
from bezoekdienst.visiting import gather, waiting
from bezoekdienst.visiting.models import Contact, Intake, Resident
from bezoekdienst.visiting.states import INTAKE_BEFORE_VISIT, INTAKE_OPEN, IntakeState
from bezoekdienst.web import phrases

OVER = frozenset(IntakeState) - INTAKE_OPEN - {IntakeState.MATCHED}
# word in the address -> (words on the chip, states)
SHOWN: dict[str, tuple[str, frozenset[str]]] = {
    "bezig": ("Onder handen", INTAKE_OPEN),
    "aangemeld": ("Aangemeld", frozenset({IntakeState.SIGNED_UP})),
    "gepland": ("Gesprek", frozenset({IntakeState.PLANNED, IntakeState.VISITED})),
    "wacht": ("Wacht", frozenset({IntakeState.SUITABLE})),
    "gekoppeld": ("Gekoppeld", frozenset({IntakeState.MATCHED})),
    "afgesloten": ("Afgesloten", OVER),
    "alle": ("Alle", frozenset(IntakeState)),
}
SORTS: dict[str, tuple[str, tuple[str | Combinable, ...]]] = {
    "wacht": ("langst wachtend", (Coalesce("waiting_since", "opened_on"), "pk")),
    "naam": ("naam", (Lower("resident__name"), "pk")),
    "aangemeld": ("laatst aangemeld", ("-opened_on", "pk")),
}


def found(which: str, q: str, order: str, came: QuerySet[Intake] | None = None) -> QuerySet[Intake]:
    """The intakes asked for by chip, search words and sort; an unknown word is the first of its kind.

    With `came` only those among them: what a number on a round's page, or of the year, counts.
    """
    rows = waiting.beside(Intake.objects.filter(state__in=SHOWN.get(which, SHOWN["bezig"])[1]))
    rows = rows.select_related("resident")
    if came is not None:
        rows = rows.filter(pk__in=came)
    if q:
        rows = rows.filter(named(q, "resident__"))
    return rows.order_by(*SORTS.get(order, SORTS["wacht"])[1])


def named(q: str, path: str = "") -> Q:
    """A resident whose name, postcode or phone number holds what was typed."""
    fields = ("name", "first_name", "postcode", "phone")
    return Q(*((f"{path}{field}__icontains", q) for field in fields), _connector=Q.OR)


def line(intake: Intake, today: date) -> dict[str, Any]:
    """One row of the list."""
    waits = intake.state in INTAKE_OPEN
    return {
        "intake": intake,
        "name": phrases.start(intake.resident.name),
        "stand": stand(intake, today),
        "days": (today - waiting.since(intake)).days if waits else None,
        "urgent": waits and intake.urgency > 0,
    }


def stand(intake: Intake, today: date) -> str:
    """Where it stands, in a few words."""
    if intake.state == IntakeState.PLANNED and intake.planned_for_at:
        on = timezone.localdate(intake.planned_for_at)
        if on < today:
            return f"gesprek was {phrases.ago(on, today)}"
        return f"gesprek {phrases.near(on, today)} om {gather.hour(intake.planned_for_at)} uur"
    if intake.state == IntakeState.SIGNED_UP:
        return "nog geen afspraak"
    return str(IntakeState(intake.state).label)


def lead(intake: Intake, today: date) -> str:
    """Where it stands, in a sentence under the name."""
    state, source = intake.state, f" ({intake.source})" if intake.source else ""
    if state == IntakeState.SIGNED_UP:
        when = phrases.ago(intake.opened_on, today)
        return f"{phrases.start(when)} aangemeld{source}. Er is nog geen afspraak."
    if state == IntakeState.PLANNED:
        return f"{phrases.start(stand(intake, today))}."
    if state == IntakeState.SUITABLE:
        whom = "een andere vrijwilliger" if intake.left_on else "een vrijwilliger"
        since = phrases.since(waiting.since(intake), today)
        return f"Wacht {since} op {whom}." + (" Dit is dringend." if intake.urgency else "")
    if state == IntakeState.MATCHED:
        return "Kreeg een vrijwilliger."
    ended = f", sinds {wording.day(intake.ended_on)}" if intake.ended_on else ""
    return f"{phrases.start(str(IntakeState(state).label))}{ended}."


def next_step(intake: Intake, reached: bool, today: date) -> tuple[str, str, str] | None:
    """(words, address, word of the act) of the one next act, which may be the form further down; None when over."""
    if intake.state == IntakeState.SIGNED_UP:
        word, words = ("afspraak", "Afspraak maken") if reached else ("contact", "Contact noteren")
        return words, reverse("intake_act", args=[intake.pk, word]), word
    if is_ahead(intake, today) and not intake.confirmed_way:
        return "Afspraak bevestigen", reverse("intake_act", args=[intake.pk, "bevestigen"]), "bevestigen"
    if intake.state in {IntakeState.PLANNED, IntakeState.VISITED}:
        return "Gesprek invullen", "#gesprek", ""
    if intake.state == IntakeState.SUITABLE:
        return "Voorstel bekijken", reverse("proposals"), ""
    return None


def is_ahead(intake: Intake, today: date) -> bool:
    """Whether there is an appointment that is still to come, today or later."""
    planned = intake.planned_for_at if intake.state == IntakeState.PLANNED else None
    return planned is not None and timezone.localdate(planned) >= today


def facts(intake: Intake) -> list[tuple[Any, ...]]:
    """What one needs at hand before calling or going there."""
    resident = intake.resident
    shown: list[tuple[Any, ...]] = [*reach(resident), ("Aangemeld", _signed_up(intake))]
    shown += _appointment(intake)
    if (caller := intake.answers.get("signed_up_by")) and not intake.visited_on:  # then it stands with what was told
        shown.append(("Aangemeld door", caller))
    if intake.again_on:
        shown.append(("Opnieuw bellen", wording.day(intake.again_on)))
    if intake.visited_on:
        shown.append(("Gesprek geweest", wording.day(intake.visited_on)))
    if intake.urgency:
        shown.append(("Dringend, want", intake.urgency_reason))
    if intake.outcome_note:
        shown.append(("Toelichting", intake.outcome_note))
    return shown


def _appointment(intake: Intake) -> list[tuple[Any, ...]]:
    """When, who goes there, and how the resident knows."""
    if not intake.planned_for_at or intake.state not in INTAKE_BEFORE_VISIT:
        return []
    moment = timezone.localtime(intake.planned_for_at)
    confirmed = "nog niet bevestigd"
    if intake.confirmed_at:
        on = wording.day(timezone.localdate(intake.confirmed_at))
        confirmed = f"per {intake.get_confirmed_way_display()}, op {on}"
    return [
        ("Gesprek", f"{phrases.weekday(moment.date())}, {gather.hour(moment)} uur"),
        ("Wie gaat", intake.planned_with.name if intake.planned_with else "nog niet bekend"),
        ("Bevestigd", confirmed),
    ]


def was_reached(contacts: Iterable[Contact], opened_on: date) -> bool:
    """Whether somebody spoke with her since she signed up (I1)."""
    return any(contact.reached and contact.made_on >= opened_on for contact in contacts)


def calls(contacts: Iterable[Contact], intake: Intake) -> int:
    """How often she who was never reached was called since she signed up (I1)."""
    return sum(contact.made_on >= intake.opened_on for contact in contacts)


def reach(resident: Resident) -> list[tuple[Any, ...]]:
    """How to reach somebody, as components/facts.html takes it."""
    address = "\n".join(part for part in (resident.street, resident.place) if part)
    phone, email = resident.phone, resident.email
    known: list[tuple[Any, ...]] = [("Telefoon", phone, f"tel:{phone.replace(' ', '')}") if phone else ("Telefoon", "")]
    if resident.best_time:
        known.append(("Liefst bellen", resident.best_time))
    if email:
        known.append(("E-mail", email, f"mailto:{email}"))
    return [*known, ("Adres", address)]


def _signed_up(intake: Intake) -> str:
    return ", ".join(part for part in (wording.day(intake.opened_on), intake.source) if part)
