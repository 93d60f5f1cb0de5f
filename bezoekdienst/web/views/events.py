"""The log as the privacy officer reads it: who, when, what, without content; and whether it is whole."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import urlencode

from bezoekdienst.accounts.roles import Ability
from bezoekdienst.audit import events as log
from bezoekdienst.audit.models import Event
from bezoekdienst.lib import wording
from bezoekdienst.visiting.mergers import doubles
from bezoekdienst.web import access, exports

A_PAGE = 100
KINDS = (
    ("", "Alles"),
    ("person.", "Wie keek naar wie"),
    ("session.", "Inloggen"),
    ("role.", "Rollen"),
    ("retention.", "Wissen"),
    ("subject.", "Inzage en wissen op verzoek"),
    ("policy.", "Beleid"),
    ("round.", "Rondes"),
    ("trajectory.", "Trajecten"),
    ("visit.", "Bezoeken"),
    ("signal.", "Signalen"),
    ("list.", "Lijsten meegenomen"),
)
ORIGINS = {
    "web": "op de site",
    "phone": "op de telefoon",
    "api": "vanaf de telefoon",
    "job": "vanzelf",
    "command": "vanaf de computer",
}


TABLE = exports.Table[Event](
    "logboek",
    (
        ("Wanneer", lambda event: timezone.localtime(event.at).replace(tzinfo=None)),
        ("Wat", log.whole_sentence),
        ("Waar", lambda event: _where(event)),
        ("Over", lambda event: _pseudonym(event)),
    ),
)


@access.needs(Ability.EVENTS)
@exports.offered
def events(request: HttpRequest) -> HttpResponse:
    """The log, newest first; by kind, day and person in the address. The chain is checked when asked."""
    kind, day, about = (request.GET.get(name, "") for name in ("soort", "dag", "over"))
    found = _found(kind, day, about)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("blad"))
    checked = request.GET.get("keten") == "1"
    context: dict[str, Any] = {
        "kind": kind,
        "day": parse_day(day),
        "about": about,
        "chips": [(words, _address(word, day, about), word == kind) for word, words in KINDS],
        "groups": _by_day(list(page), kind, day),
        "page": page,
        "address": _address(kind, day, about),
        "checked": checked,
        "broken_at": log.broken_at() if checked else None,
    }
    part = [*context["chips"], (f"alleen {wording.day(context['day'])}" if context["day"] else "", "", context["day"])]
    part += [("over één persoon", "", about)]
    return exports.taken(request, TABLE, found, part) or render(request, "web/events/list.html", context)


def parse_day(said: str) -> date | None:
    """The day in the address; None when there is none, or when it isn't one of ours."""
    try:
        day = parse_date(said)
    except ValueError:
        return None
    return day if day and 2000 <= day.year < 3000 else None


def _found(kind: str, day: str, about: str) -> "QuerySet[Event]":
    found = Event.objects.select_related("actor").order_by("-id")
    if kind in dict(KINDS) and kind:
        found = found.filter(kind__startswith=kind)
    if on := parse_day(day):
        start = timezone.make_aware(datetime.combine(on, time.min))
        found = found.filter(
            at__gte=start, at__lt=timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))
        )
    if about:
        try:
            found = found.filter(about__in=doubles.names_in_the_log(uuid.UUID(about)))
        except ValueError:
            return found.none()
    return found


def _address(kind: str, day: str, about: str) -> str:
    said = {name: value for name, value in (("soort", kind), ("dag", day), ("over", about)) if value}
    return f"?{urlencode(said)}"


def _by_day(found: list[Event], kind: str, day: str) -> list[tuple[date, list[dict[str, Any]]]]:
    groups: dict[date, list[dict[str, Any]]] = {}
    for event in found:
        groups.setdefault(timezone.localdate(event.at), []).append(_told(event, kind, day))
    return list(groups.items())


def _told(event: Event, kind: str, day: str) -> dict[str, Any]:
    return {
        "time": timezone.localtime(event.at),
        "sentence": log.whole_sentence(event),
        "where": _where(event),
        "about": _pseudonym(event),
        "about_url": _address(kind, day, str(event.about)) if event.about else "",
    }


def _where(event: Event) -> str:
    place = event.origin.split()[0] if event.origin else ""
    return ORIGINS.get(place, place)


def _pseudonym(event: Event) -> str:
    return str(event.about)[:8] if event.about else ""
