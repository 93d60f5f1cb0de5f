"""What happens around every page: where an act came from, and how a refusal is told."""

import contextlib
import ipaddress
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Refused
from bezoekdienst.web import access

Answer = Callable[[HttpRequest], HttpResponse]


def address(get_response: Answer) -> Answer:
    """Put in REMOTE_ADDR who asks, not the proxy that passed it on; before anything counts or writes down addresses.

    Each proxy adds at the end of X-Forwarded-For from whom it came. What stands before that, anybody can make up.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        passed, proxies = request.headers.get("X-Forwarded-For", "").split(","), settings.TRUSTED_PROXIES
        if 0 < proxies <= len(passed):
            with contextlib.suppress(ValueError):
                request.META["REMOTE_ADDR"] = str(ipaddress.ip_address(_without_port(passed[-proxies].strip())))
        return get_response(request)

    return middleware


def _without_port(address: str) -> str:
    """Some proxies tell the port too: `192.0.2.7:4711`, `[2001:db8::7]:4711`."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address


def origin(get_response: Answer) -> Answer:
    """Tell the log where an act came from: the site, the phone, the API; and from which network address."""

    def middleware(request: HttpRequest) -> HttpResponse:
        place = next(
            (name for start, name in (("/api/", "api"), ("/m/", "phone")) if request.path.startswith(start)), "web"
        )
        token = events.origin.set(f"{place} {request.META.get('REMOTE_ADDR', '')}".strip())
        try:
            return get_response(request)
        finally:
            events.origin.reset(token)

    return middleware


class doors:  # noqa: N801 (Django names function and class middleware alike)
    """A view that declares no access opens for nobody; another package's route asks what `access` says about it.

    What comes out through them is kept by no cache, unless it says itself that it may be: a refusal, what a phone asks
    and another package's page with a reserve code on it are personal too.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if not answer.has_header("Cache-Control"):
            add_never_cache_headers(answer)
        return answer

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """The way to log in, PermissionDenied, or nothing. Raises ImproperlyConfigured without a declaration."""
        declared = access.declared(view, request.resolver_match)
        if declared is None:
            raise ImproperlyConfigured(f"{request.path} declares no access: see bezoekdienst/web/access.py")
        if hasattr(view, "access") or hasattr(view, "cls"):
            return None  # asks for itself
        return access.turn_away(request, declared)


class refusals:  # noqa: N801 (Django names function and class middleware alike)
    """A refusal that no view told itself becomes a page with every reason; nothing was changed."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page with the reasons and status 409 for Refused; nothing for anything else."""
        if isinstance(exception, Refused):
            return render(request, "web/refused.html", {"reasons": exception.reasons}, status=409)
        return None
