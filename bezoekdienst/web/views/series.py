"""A series of intervisions: its days shown before anything is planned, then all at once; going on; stopping (V5)."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.lib import calendar
from bezoekdienst.policy import versions
from bezoekdienst.web import access, acting, trying
from bezoekdienst.web.desks import gathering_days
from bezoekdienst.web.forms import gatherings as asked
from volunteers import rhythm
from volunteers import series as verbs
from volunteers.models import Gathering, Series

AHEAD_MONTHS = 12
series_for = access.door(Series, Ability.VOLUNTEERS)
ACTS: dict[str, acting.Act[Series]] = {
    "stoppen": acting.Act(
        "De reeks stoppen",
        "Reeks stoppen",
        "De reeks is gestopt. Wie uitgenodigd was, krijgt een e-mail.",
        lambda one, filled, by, at: verbs.stop(one, by=by, at=at),
        text="Wat van deze reeks nog komt, gaat niet door. Wie uitgenodigd was, krijgt daarover één e-mail.",
    ),
}


@access.needs(Ability.VOLUNTEERS)
@require_http_methods(["GET", "POST"])
def series_new(request: HttpRequest) -> HttpResponse:
    """First the rhythm, by GET, so that it stands in the address; then its days, each to be left out or moved."""
    now, by = timezone.now(), cast(User, request.user)
    form = asked.Rhythm(request.GET if "starts_at" in request.GET else None, initial=_usual(now))
    days = None
    if form.is_valid():
        filled = dict(form.cleaned_data)
        proposed = _moments(filled["starts_at"], filled["every_weeks"], filled["until_on"])
        days = _days(request, proposed, now)
        given = {name: filled[name] for name in ("every_weeks", "place", "minutes")}
        if _planned(request, days, lambda moments: verbs.plan(moments, **given, by=by, at=now)):
            return redirect("gatherings")
    return render(request, "web/gatherings/series_new.html", {"form": form, "days": days, **_shown(days, now)})


@access.needs(Ability.VOLUNTEERS)
@require_http_methods(["GET", "POST"])
def series_extend(request: HttpRequest, pk: int) -> HttpResponse:
    """The days after the last one, at the same rhythm."""
    one, now, by = series_for(request, pk), timezone.now(), cast(User, request.user)
    days = _days(request, _following(one, now), now)
    if _planned(request, days, lambda moments: verbs.extend(one, moments, by=by, at=now)):
        return redirect("gatherings")
    return render(request, "web/gatherings/series_extend.html", {"series": one, "days": days, **_shown(days, now)})


@access.needs(Ability.VOLUNTEERS)
def series_act(request: HttpRequest, pk: int, word: str) -> HttpResponse:
    """One of `ACTS`."""
    one = series_for(request, pk)
    return acting.page(request, ACTS, word, one, about="Bijeenkomsten", url=reverse("gatherings"))


def _usual(now: datetime) -> dict[str, Any]:
    """A year ahead, from in three weeks on: that is when somebody who plans now can still reckon with it."""
    today = timezone.localdate(now)
    starts_at = timezone.make_aware(datetime.combine(today + timedelta(weeks=3), time(14)))
    last = Gathering.objects.filter(kind=Gathering.Kind.INTERVISION, cancelled_at=None).order_by("starts_at").last()
    return {
        "starts_at": starts_at,
        "ends": time(16),
        "place": last.place if last else "",
        "every_weeks": versions.current(today).intervision_weeks,
        "until_on": calendar.add_months(starts_at.date(), AHEAD_MONTHS),
    }


def _moments(first_at: datetime, every_weeks: int, until_on: date) -> list[datetime]:
    until = timezone.make_aware(datetime.combine(until_on, time.max))
    return rhythm.moments(first_at, every_weeks=every_weeks, until=until)


def _following(one: Series, now: datetime) -> list[datetime]:
    last = one.gatherings.filter(cancelled_at=None).order_by("starts_at").last()
    first = timezone.localtime(one.first_at)
    on = timezone.localdate(last.starts_at if last else one.first_at) + timedelta(weeks=one.every_weeks)
    while on <= timezone.localdate(now):
        on += timedelta(weeks=one.every_weeks)
    first_at = timezone.make_aware(datetime.combine(on, first.time()))
    return _moments(first_at, one.every_weeks, calendar.add_months(on, AHEAD_MONTHS))


def _days(request: HttpRequest, proposed: Sequence[datetime], now: datetime) -> asked.Days:
    posted = request.POST if request.method == "POST" else None
    local = [timezone.localdate(moment) for moment in proposed]
    return asked.Days(posted, proposed=proposed, left_out=gathering_days.read(now).left_out(local))


def _planned(request: HttpRequest, days: asked.Days, act: Any) -> bool:
    """Whether the chosen days were planned; not when somebody only looks once more at what she filled in."""
    if not days.is_valid() or "look" in request.POST:
        return False
    moments = days.moments()
    trying.carry_out(days, lambda: act(moments))
    if days.errors:
        return False
    messages.success(request, f"Gepland: {len(moments)} bijeenkomsten. Iedereen krijgt één e-mail met alle dagen.")
    return True


def _shown(days: asked.Days | None, now: datetime) -> dict[str, Any]:
    known = gathering_days.read(now)
    rows = [(take, on, day, known.remarks(day) if day else []) for take, on, day in days.rows()] if days else []
    return {"rows": rows}
