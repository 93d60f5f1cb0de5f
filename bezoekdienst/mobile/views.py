"""The phone page, what opens it without signal, and leaving it with nothing left behind. People come over the API."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from bezoekdienst.accounts import middleware
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.mobile import shell
from bezoekdienst.mobile.access import needs, public


@require_safe
@never_cache
@ensure_csrf_cookie
@needs(Ability.PHONE)
def phone(request: HttpRequest) -> HttpResponse:
    """Four screens without anybody's data in them, the same for all: they are kept for opening without signal."""
    return render(request, "mobile/phone.html", shell.context())


@require_safe
@public
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. Its name for the shell changes with the shell, which is how a browser knows."""
    context = {"version": shell.version(), "files": shell.files()}
    answer = render(request, "mobile/worker.js", context, content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    return answer


@require_POST
@needs(Ability.PHONE)
def leave(request: HttpRequest) -> HttpResponse:
    """Log out, and have the browser forget what this site kept on it."""
    get_adapter().logout(request)
    answer = redirect("account_login")
    answer["Clear-Site-Data"] = middleware.FORGET
    return answer
