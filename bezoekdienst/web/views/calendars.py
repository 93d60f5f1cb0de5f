"""One's own calendar: the page where its secret address is made, and the feed that calendar programs read."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bezoekdienst.accounts import feeds, roles
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.lib import ical
from bezoekdienst.reports import calendars
from bezoekdienst.web import access, often

MOST_AN_HOUR = 240  # from one network: some programs fetch every calendar of everybody from the same few addresses
MOST_OF_ALL = 6000


@access.needs(Ability.PHONE, Ability.VOLUNTEERS)
@require_http_methods(["GET", "POST"])
def my_calendar(request: HttpRequest) -> HttpResponse:
    """Make the address, replace it, take it back. The secret is in the answer to making it, and nowhere afterwards."""
    user, now, secret = cast(User, request.user), timezone.now(), ""
    if "revoke" in request.POST:
        feeds.revoke(user, at=now)
        messages.success(request, "Het adres werkt niet meer. Uw agenda krijgt niets nieuws.")
        return redirect("my_calendar")
    if request.method == "POST":
        secret = feeds.make(user, at=now)
    address = settings.SITE_URL.rstrip("/") + reverse("calendar_feed", args=[secret]) if secret else ""
    context = {
        "feed": feeds.current(user),
        "address": address,
        "tap": f"webcal://{address.partition('://')[2]}",
        "back_url": reverse("gatherings" if roles.may(user, Ability.VOLUNTEERS) else "phone"),
        "of_service": roles.may(user, Ability.VOLUNTEERS),
    }
    return render(request, "web/calendars/mine.html", context)


@access.public
@require_safe
@never_cache
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar as a file. An address that never was, that was taken back, or whose owner left: the same 404."""
    if often.too_often(request, "calendar", most=MOST_AN_HOUR, of_all=MOST_OF_ALL, seconds=3600):
        return HttpResponse(status=429, headers={"Retry-After": "3600"})
    feed = calendars.find(secret)
    if feed is None:
        raise Http404
    now = timezone.now()
    feeds.note_reading(feed, on=timezone.localdate(now))
    headers = {
        "Content-Disposition": 'inline; filename="bezoekdienst.ics"',
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow",
    }
    return HttpResponse(calendars.of(feed.user, now), content_type=ical.MEDIA_TYPE, headers=headers)
