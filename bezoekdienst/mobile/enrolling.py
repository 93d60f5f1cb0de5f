"""Where a phone comes that scanned the code, which stands after the # of the address: one tap, and it is signed in."""

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bezoekdienst.accounts import phones
from bezoekdienst.lib.errors import Reason, Refused
from bezoekdienst.mobile.access import public

TOO_OFTEN = Reason("toegang", "Dat ging te vaak mis. Wacht een kwartier, en vraag de coördinator om een nieuwe code.")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@public
def enrol(request: HttpRequest) -> HttpResponse:
    """Looking changes nothing: a preview of the link uses nothing up. The tap does."""
    if request.method != "POST":
        return render(request, "mobile/enrol.html")
    try:
        _come_in(request)
    except Refused as refusal:
        return render(request, "mobile/enrol.html", {"reasons": refusal.reasons}, status=409)
    return redirect("phone")


def _come_in(request: HttpRequest) -> None:
    """Raises Refused for a code that works no more, and for whoever tries many."""
    if not ratelimit.consume(request, action="enrol_phone"):
        raise Refused(TOO_OFTEN)
    name = phones.named(request.headers.get("User-Agent", ""))
    before = request.session.get(phones.SESSION)
    phone = phones.enrol(request.POST.get("code", ""), name=name, instead_of=before, at=timezone.now())
    get_adapter().login(request, phone.user, phone)
