"""The phone of a volunteer: a code that the coordinator lets her scan, and signing off a phone that is lost."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from bezoekdienst.accounts import phones
from bezoekdienst.accounts.models import Phone, User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.web import access, qr
from volunteers import logins
from volunteers.models import Volunteer

# Not the door of her page: the list of phones is asked for every few seconds, and tells nothing else of her.
owner_of = access.door(Volunteer, Ability.VOLUNTEERS)
phone_for = access.door(Phone, Ability.VOLUNTEERS, user__volunteer__isnull=False)


@access.needs(Ability.VOLUNTEERS)
@access.fresh("Code laten zien")  # it lets somebody in for months
@require_http_methods(["GET", "HEAD", "POST"])
def volunteer_phones(request: HttpRequest, pk: int) -> HttpResponse:
    """Where she stays signed in. POST shows a code, once: in this answer, and in no address, log or database."""
    one = owner_of(request, pk, related=("user",))
    context: dict[str, Any] = {"volunteer": one, "phones": phones.signed_in(one.user, on=timezone.localdate())}
    if request.method == "POST":
        by, at = cast(User, request.user), timezone.now()
        code = logins.invite(one, by=by, at=at)
        context |= {
            "qr": qr.picture(f"{settings.SITE_URL}{reverse('phone_enrol')}#{code}"),
            "until_at": at + phones.VALID,
        }
    return render(request, "web/phones/phones.html", context)


@access.needs(Ability.VOLUNTEERS)
@require_POST
def phone_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """One click: what the phone asks next is refused, and the people on it are wiped."""
    phone = phone_for(request, pk, related=("user__volunteer",))
    phones.revoke(phone, by=cast(User, request.user), at=timezone.now())
    messages.success(request, f"{phone.name} is afgemeld. Er staat niets meer open.")
    return redirect("volunteer_phones", pk=phone.user.volunteer.pk)
