"""When somebody moves, is away, is admitted or died; and a death that was noted wrongly (T6, T8, I3)."""

from datetime import date, datetime
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.visiting import deaths, endings, residents, trajectories
from bezoekdienst.visiting.models import Resident, Trajectory
from bezoekdienst.visiting.states import INTAKE_OPEN
from bezoekdienst.web import access, phrases, trying
from bezoekdienst.web.acting import Act, Filled, Nothing
from bezoekdienst.web.forms import endings as asked

NOBODY_COMES = "Er komt nu niemand op bezoek, dus er valt niets te pauzeren. Er is niets veranderd."


@access.needs(Ability.RESIDENTS)
def death_undone(request: HttpRequest, pk: int) -> HttpResponse:
    """She lives: first what can be put back and what can't, then it is done."""
    one, now, by = access.resident_for(request, pk), timezone.now(), cast(User, request.user)
    if one.died_on is None:
        raise Http404
    form = Nothing(request.POST if request.method == "POST" else None)
    done = trying.carry_out(form, lambda: deaths.take_back(one, by=by, at=now)) if form.is_valid() else None
    if done is not None:
        for said in (deaths.Told(True, "Het overlijden is weggehaald."), *done):
            messages.add_message(request, messages.SUCCESS if said.whole else messages.INFO, said.text)
        return redirect("resident", pk)
    context = {"resident": one, "title": phrases.start(one.name), "told": deaths.foresee(one, by=by, at=now)}
    return render(request, "web/residents/death_undone.html", context)


def _running(resident: Resident, today: date) -> Trajectory | None:
    return Trajectory.objects.open_on(today).filter(resident=resident).select_related("volunteer").first()


def lives(resident: Resident, today: date) -> bool:
    """Whether nobody noted her death."""
    return resident.died_on is None


def _died(resident: Resident, today: date) -> bool:
    return resident.died_on is not None


def _may_leave(resident: Resident, today: date) -> bool:
    waits = resident.intakes.filter(state__in=INTAKE_OPEN).exists()
    return lives(resident, today) and (waits or _running(resident, today) is not None)


def _leave(resident: Resident, filled: Filled, by: User, at: datetime) -> None:
    """One verb for what happened: a new address, a pause, or an end."""
    what, on = filled["what"], filled["on"]
    if what == asked.STAYS:
        residents.amend(resident, **{name: filled[name] for name in ("street", "postcode", "town")}, by=by, at=at)
    elif what == asked.AWAY:
        running = _running(resident, timezone.localdate(at))
        if running is None:
            raise Refused(Reason("T6", NOBODY_COMES))
        trajectories.pause(running, since_on=on, by=by, at=at)
    else:
        endings.note_leaving(resident, reason=what, on=on, note=filled["note"], by=by, at=at)


def _left(resident: Resident) -> str:
    today = timezone.localdate()
    if not _may_leave(resident, today):
        return "Genoteerd. Er loopt nu geen bezoek of aanmelding, en er gaan geen berichten meer uit."
    running = _running(resident, today)
    if running and running.paused_since_on:
        return "De pauze is genoteerd. Wij sturen nu geen herinneringen. Het jaar loopt door."
    return "Het nieuwe adres is bewaard."


def _die(resident: Resident, filled: Filled, by: User, at: datetime) -> None:
    endings.note_death(resident, died_on=filled["died_on"], by=by, at=at)


def _reach(resident: Resident, today: date) -> dict[str, Any]:
    """Whom to call first: her volunteer must not read it on a phone before she heard it."""
    running = _running(resident, today)
    if running is None:
        return {}
    reach = " ".join(part for part in (running.volunteer.first_name, running.volunteer.phone) if part)
    return {"call": f"Bel eerst {reach}. Daarna staat het ook op de telefoon."}


def _address(resident: Resident, today: date) -> dict[str, Any]:
    return {"initial": {"on": today, "town": resident.town}}


ACTS: dict[str, Act[Resident]] = {
    "vertrek": Act(
        title="Verhuizing of opname noteren",
        button="Noteren",
        said=_left,
        text="Binnen de gemeente of dichtbij kan het bezoek doorgaan. Gaat iemand verder weg, verwijs dan door.",
        form=asked.Leaving,
        run=_leave,
        fits=_may_leave,
        given=_address,
    ),
    "overlijden": Act(
        title="Overlijden noteren",
        button="Overlijden noteren",
        said="Het overlijden is genoteerd. Alle afspraken en berichten zijn gestopt.",
        text="Alles stopt dan meteen: het bezoek, de intake, herinneringen en de evaluatie.",
        form=asked.Death,
        run=_die,
        fits=lives,
        given=_reach,
    ),
    "overlijden-dag": Act(
        title="De dag van overlijden verbeteren",
        button="Dag bewaren",
        said="De dag is verbeterd.",
        form=asked.DeathDay,
        run=lambda resident, filled, by, at: deaths.correct(resident, by=by, at=at, **filled),
        fits=_died,
        given=lambda resident, today: {"initial": {"died_on": resident.died_on}},
    ),
    "niet-overleden": Act(  # its page is `death_undone`
        title="Het overlijden was een vergissing",
        button="Overlijden weghalen",
        said="Het overlijden is weggehaald.",
        run=lambda resident, filled, by, at: deaths.take_back(resident, by=by, at=at),
        fits=_died,
    ),
}
