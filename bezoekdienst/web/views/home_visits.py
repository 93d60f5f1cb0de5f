"""The appointment for the home visit: making it with a calendar beside it, its letter, its file; and the week."""

import dataclasses
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import ABILITIES, Ability
from bezoekdienst.lib import calendar, ical
from bezoekdienst.policy import versions
from bezoekdienst.reports import agenda, calendars
from bezoekdienst.visiting import intakes
from bezoekdienst.visiting.models import Intake
from bezoekdienst.visiting.states import INTAKE_BEFORE_VISIT, IntakeState
from bezoekdienst.web import access, phrases, successors, trying
from bezoekdienst.web.desks import half_days
from bezoekdienst.web.forms.intakes import Appointment
from letters import correspondence

AHEAD = timedelta(days=14)
ROLES = [role for role, abilities in ABILITIES.items() if Ability.RESIDENTS in abilities]
LETTERS: dict[str, Callable[..., bytes]] = {
    "afspraak": correspondence.appointment,
    "laatste": correspondence.last_word,
}


@access.needs(Ability.RESIDENTS)
@successors.of_intake
def intake_appointment(request: HttpRequest, pk: int) -> HttpResponse:
    """Make or move the appointment; a free half day is one click, what is unusual is asked once more."""
    one = access.intake_for(request, pk, related=("resident", "planned_with"))
    now, user = timezone.now(), cast(User, request.user)
    there = agenda.between(timezone.localdate(now), timezone.localdate(now) + timedelta(days=60))
    others = [each for each in there if (each.route, each.pk) != ("intake", one.pk)]
    form = Appointment(request.POST or None, people=_people(), initial=_first(request, one, user))
    form.calls_out = _calls_out(others, timezone.localdate(now))
    if form.is_valid():
        trying.carry_out(form, lambda: intakes.plan(one, by=user, at=now, **form.cleaned_data))
        if not form.errors:
            messages.success(request, "De afspraak staat. Laat de bezoeker nog weten wanneer u komt.")
            return redirect("intake", pk)
    return render(request, "web/intakes/appointment.html", _planning(one, form, others, user, timezone.localdate(now)))


def _people() -> QuerySet[User]:
    held = User.objects.filter(is_active=True, holdings__role__in=ROLES, holdings__until_on=None)
    return held.distinct().order_by("name")


def _calls_out(others: list[agenda.Appointment], today: date) -> Callable[[datetime, User | None], list[str]]:
    blocked = versions.current(today).blocked_weeks

    def cautions(moment: datetime, goes: User | None) -> list[str]:
        user, name = (goes.pk, goes.name) if goes else (None, "")
        return half_days.cautions(timezone.localtime(moment), _local(others), user=user, name=name, blocked=blocked)

    return cautions


def _local(there: list[agenda.Appointment]) -> list[agenda.Appointment]:
    return [dataclasses.replace(each, at=each.at and timezone.localtime(each.at)) for each in there]


def _first(request: HttpRequest, one: Intake, user: User) -> dict[str, Any]:
    """What the form begins with: a half day that was clicked, else the appointment there is; she who asks goes."""
    planned = timezone.localtime(one.planned_for_at) if one.planned_for_at else None
    day, hour = request.GET.get("dag", ""), request.GET.get("uur", "")
    return {
        "goes": one.planned_with_id or user.pk,
        "day": day or (planned.date() if planned else None),
        "hour": hour or (planned.time() if planned else None),
    }


def _planning(
    one: Intake, form: Appointment, others: list[agenda.Appointment], user: User, today: date
) -> dict[str, Any]:
    policy, resident = versions.current(today), one.resident
    can = frozenset(one.answers.get("dayparts") or ()) or half_days.told(resident.best_time)
    due_on = one.opened_on + timedelta(weeks=policy.intake_weeks)
    goes = one.planned_with_id or user.pk
    ahead = _local(others)
    return {
        "intake": one,
        "about": phrases.start(resident.name),
        "form": form,
        "moves": one.state == IntakeState.PLANNED,
        "free": half_days.free(ahead, today=today, user=goes, can=can, due_on=due_on, blocked=policy.blocked_weeks),
        "best_time": resident.best_time,
        "due": phrases.near(due_on, today),
        "is_late": due_on < today,
        "days": _days([each for each in ahead if each.on <= today + AHEAD and agenda.is_hers(each, user.pk)]),
        "can_plan": one.state in INTAKE_BEFORE_VISIT,
    }


def _days(there: list[agenda.Appointment]) -> list[tuple[date, list[agenda.Appointment]]]:
    days: dict[date, list[agenda.Appointment]] = {}
    for each in there:
        days.setdefault(each.on, []).append(each)
    return list(days.items())


@access.needs(Ability.RESIDENTS)
@require_safe
def intake_letter(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A letter to who signed up, to print: about her appointment, or the last one to who can't be reached."""
    one = access.intake_for(request, pk, related=("resident", "planned_with"))
    if kind not in LETTERS:
        raise Http404
    content = LETTERS[kind](one, on=timezone.localdate())
    headers = {"Content-Disposition": f"inline; filename=brief-{kind}.pdf"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@access.needs(Ability.RESIDENTS)
@require_safe
def intake_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The appointment as a file for a calendar, without a name."""
    one = access.intake_for(request, pk)
    if one.state != IntakeState.PLANNED or one.planned_for_at is None:
        raise Http404
    headers = {"Content-Disposition": f"attachment; filename={correspondence.FILE}"}
    return HttpResponse(calendars.appointment(one, timezone.now()), content_type=ical.MEDIA_TYPE, headers=headers)


@access.needs(Ability.RESIDENTS)
@require_safe
def agenda_week(request: HttpRequest) -> HttpResponse:
    """A week of the service, her own first; whose week and which stand in the address."""
    user, today = cast(User, request.user), timezone.localdate()
    first, last = agenda.week(_asked(request.GET.get("week", ""), today))
    mine = request.GET.get("van") != "dienst"
    found = [each for each in _local(agenda.between(first, last)) if not mine or agenda.is_hers(each, user.pk)]
    whose = "" if mine else "&van=dienst"
    context = {
        "title": f"Week {first.isocalendar().week}",
        "from_on": first,
        "to_on": last,
        "today": today,
        "days": [(on, [each for each in found if each.on == on], _said_of(on)) for on in _days_of(first, found)],
        "chips": [("Van mij", f"?week={first}", mine), ("Hele dienst", f"?week={first}&van=dienst", not mine)],
        "before": f"?week={first - timedelta(weeks=1)}{whose}",
        "after": f"?week={first + timedelta(weeks=1)}{whose}",
        "this": "" if first <= today <= last else f"?week={today}{whose}",
    }
    return render(request, "web/intakes/agenda.html", context)


def _asked(text: str, today: date) -> date:
    """This week when nothing sensible is asked for."""
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return today
    return on if calendar.FIRST < on < calendar.LAST else today


def _days_of(first: date, found: list[agenda.Appointment]) -> list[date]:
    """Monday to Friday, and a day of the weekend on which there is something."""
    days = [first + timedelta(days=number) for number in range(7)]
    return [on for on in days if on.weekday() < 5 or any(each.on == on for each in found)]


def _said_of(on: date) -> str:
    return calendar.holiday(on)
